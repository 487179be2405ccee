package pdfworker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	pdfiumlib "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"academysearch/indexer/document"
)

const (
	wasmPages   = 4096            // of 64 KiB: what pdfium may use of memory
	wasmMemory  = wasmPages << 16 // the same in bytes
	maxCrashes  = 3               // pages that may crash the reader before the file is given up
	instantiate = time.Minute     // to make an instance of the compiled reader

	fewCharacters = 50 // bytes of text on a page that may be a scan
	maxObjects    = 50 // things on a page that are looked at
)

// pdfium is the first reader: PDFium, compiled to WebAssembly. Each file gets an instance of its own, in memory of its own, so that
// nothing of one file is left for the next; an instance costs about two milliseconds.
type pdfium struct {
	pool   pdfiumlib.Pool
	memory *memory
}

// newPDFium compiles the reader, or takes it from the cache folder. Without a usable folder it compiles every time.
func newPDFium(ctx context.Context, cache string) (*pdfium, error) {
	r := &pdfium{memory: &memory{}}
	runtime := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).WithMemoryLimitPages(wasmPages)
	config := webassembly.Config{
		Context:  experimental.WithMemoryAllocator(ctx, r.memory),
		MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // the default one mounts the host's root
		Stdout:   io.Discard,
		Stderr:   io.Discard,
	}
	if cache != "" {
		if c, err := wazero.NewCompilationCacheWithDir(cache); err == nil {
			config.RuntimeConfig = runtime.WithCompilationCache(c)
			if r.pool, err = webassembly.Init(config); err == nil {
				return r, nil
			}
		}
	}
	var err error
	config.RuntimeConfig = runtime
	if r.pool, err = webassembly.Init(config); err != nil {
		return nil, fmt.Errorf("compiling pdfium: %w", err)
	}
	return r, nil
}

// read gives the pages of a file to b. A page that crashes the reader is counted and left out; a file of which no page can be read
// fails.
func (r *pdfium) read(body []byte, b *budget) (warnings []string, failure *document.Failure, err error) {
	next, count, crashes := 0, -1, 0
	for count < 0 || next < count {
		open, failure, err := r.open(body)
		if err != nil || failure != nil {
			return warnings, failure, err
		}
		if count, failure = open.count(b.limits); failure == nil {
			next, failure = open.pages(next, count, b)
		}
		open.close()
		if failure != nil || b.err != nil {
			return warnings, failure, b.err
		}
		if next < count {
			if crashes++; crashes > maxCrashes {
				return warnings, r.crash("the reader crashes on page after page"), nil
			}
			warnings = append(warnings, fmt.Sprintf("page %d could not be read: %s", next+1, r.crash("the reader crashes on it").Reason))
			b.page(&Page{Failed: true})
			next++
		}
	}
	if b.failed == count {
		return warnings, r.crash("none of its pages can be read"), b.err
	}
	return warnings, nil, b.err
}

// crash is the failure of a file on which the reader broke off.
func (r *pdfium) crash(reason string) *document.Failure {
	if r.memory.full() {
		return &document.Failure{
			Class: document.OutOfMemory, Reason: fmt.Sprintf("reading it needs more than %d MiB", wasmMemory>>20), Advice: "save it again with another program; it may be hostile",
		}
	}
	return &document.Failure{Class: document.Damaged, Reason: reason, Advice: "save or print it again as PDF with another program"}
}

// opened is a file in an instance of the reader.
type opened struct {
	reader   *pdfium
	in       pdfiumlib.Pdfium
	document references.FPDF_DOCUMENT
}

// open opens a file in a new instance.
func (r *pdfium) open(body []byte) (*opened, *document.Failure, error) {
	r.memory.peak = 0
	in, err := r.pool.GetInstance(instantiate)
	if err != nil {
		return nil, nil, fmt.Errorf("instance of pdfium: %w", err)
	}
	o := &opened{reader: r, in: in}
	d, err := in.OpenDocument(&requests.OpenDocument{File: &body})
	if err != nil {
		o.close()
		return nil, r.refusal(err), nil
	}
	o.document = d.Document
	return o, nil, nil
}

// refusal says why a file could not be opened.
func (r *pdfium) refusal(err error) *document.Failure {
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return &document.Failure{Class: document.Encrypted, Reason: "it opens with a password only", Advice: "save it without a password"}
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return &document.Failure{Class: document.Encrypted, Reason: "its encryption is not known", Advice: "save it without encryption"}
	}
	return r.crash("its structure cannot be read, even with repair")
}

func (o *opened) close() { _ = o.in.Close() } // the instance is thrown away, whatever state it is in

func (o *opened) count(limits Limits) (int, *document.Failure) {
	n, err := o.in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: o.document})
	switch {
	case err != nil:
		return 0, o.reader.crash("its pages cannot be counted")
	case n.PageCount == 0:
		return 0, &document.Failure{Class: document.Empty, Reason: "it has no pages", Advice: "save or print it again as PDF with another program"}
	case n.PageCount > limits.Pages:
		return 0, over(fmt.Sprintf("it has %d pages, more than the limit of %d", n.PageCount, limits.Pages))
	}
	return n.PageCount, nil
}

// pages gives the pages from next on to b, and where it stopped: at count, or at a page that crashed the reader.
func (o *opened) pages(next, count int, b *budget) (int, *document.Failure) {
	for ; next < count; next++ {
		p, ok := o.page(next)
		if !ok {
			break
		}
		if !b.page(p) {
			return next, over(fmt.Sprintf("its text has more than %d characters", b.limits.Characters))
		}
	}
	return next, nil
}

// page reads one page. It is false where the reader crashed; a page that pdfium refuses is Failed.
func (o *opened) page(index int) (p *Page, ok bool) {
	loaded, err := o.in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: o.document, Index: index})
	if err != nil {
		return &Page{Failed: true}, !crashed(err)
	}
	defer func() { _, _ = o.in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) }()
	page := requests.Page{ByReference: &loaded.Page}
	text, err := o.in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return &Page{Failed: true}, !crashed(err)
	}
	defer func() { _, _ = o.in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	p = &Page{}
	if size, err := o.in.FPDF_GetPageWidthF(&requests.FPDF_GetPageWidthF{Page: page}); err == nil {
		p.Width = size.PageWidth
	}
	if size, err := o.in.FPDF_GetPageHeightF(&requests.FPDF_GetPageHeightF{Page: page}); err == nil {
		p.Height = size.PageHeight
	}
	if p.Lines, err = o.lines(text.TextPage); err != nil {
		return p, false
	}
	if characters(p.Lines) < fewCharacters {
		p.Drawn = o.drawn(page)
	}
	return p, true
}

func characters(lines []Line) int {
	n := 0
	for _, l := range lines {
		n += len(l.Text)
	}
	return n
}

// drawn reports whether a page holds pictures, lines or forms: a scan is one picture, or the shapes of its letters.
func (o *opened) drawn(page requests.Page) bool {
	n, err := o.in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return false
	}
	for i := range min(n.Count, maxObjects) {
		object, err := o.in.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return false
		}
		kind, err := o.in.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err == nil && kind.Type != enums.FPDF_PAGEOBJ_TEXT && kind.Type != enums.FPDF_PAGEOBJ_UNKNOWN {
			return true
		}
	}
	return false
}

// crashed reports whether an error comes from a broken instance, as opposed to an answer of the reader.
func crashed(err error) bool {
	message := err.Error()
	return strings.Contains(message, "wasm error") || strings.Contains(message, "panic occurred") || strings.Contains(message, "module closed")
}

// lines reads the text of a page at one go and parts it at pdfium's line breaks and hyphen marks; only then it asks for places.
func (o *opened) lines(text references.FPDF_TEXTPAGE) ([]Line, error) {
	n, err := o.in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil || n.Count <= 0 {
		return nil, err
	}
	all, err := o.in.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: text, StartIndex: 0, Count: n.Count})
	if err != nil {
		return nil, err
	}
	s := strings.TrimRight(all.Text, "\x00")
	index := func(i int) int { return i }
	if utf8.RuneCountInString(s) != n.Count {
		places := o.align(text, []rune(s), n.Count)
		index = func(i int) int { return places[i] }
	}
	var lines []Line
	at := 0
	for s != "" {
		piece, rest := cutLine(s)
		s = rest
		lines = append(lines, o.unfold(text, strings.TrimRight(piece, "\r\n"), at, index)...)
		at += utf8.RuneCountInString(piece)
	}
	return lines, nil
}

// unfold makes a Line of the letters from index at on. Where they run back to the left, pdfium has missed a line break: then it makes
// two or more.
func (o *opened) unfold(text references.FPDF_TEXTPAGE, letters string, at int, index func(int) int) []Line {
	if strings.TrimSpace(letters) == "" {
		return nil
	}
	l := Line{Text: letters}
	first, last := visible(letters)
	o.place(text, &l, index(at+first), index(at+last))
	if l.Size > 0 && l.Right < l.Left {
		if n := o.turn(text, []rune(letters), l.Size, func(i int) int { return index(at + i) }); n > 0 {
			runes := []rune(letters)
			return append(o.unfold(text, string(runes[:n]), at, index), o.unfold(text, string(runes[n:]), at+n, index)...)
		}
	}
	o.part(text, &l, func(i int) int { return index(at + i) })
	return []Line{l}
}

// turn finds the first letter of a line that stands behind a space and to the left of the one before it; 0 where there is none.
func (o *opened) turn(text references.FPDF_TEXTPAGE, letters []rune, size float32, index func(int) int) int {
	for i := 1; i < len(letters)-1; i++ {
		if letters[i] != ' ' || letters[i+1] == ' ' {
			continue
		}
		before, err := o.in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: index(i - 1)})
		if err != nil {
			return 0
		}
		after, err := o.in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: index(i + 1)})
		if err != nil {
			return 0
		}
		if float32(after.Left) < float32(before.Left)-size {
			return i + 1
		}
	}
	return 0
}

// ahead is how many characters without a letter may stand between two letters of a text.
const ahead = 16

// align finds the index of the character that each letter of a text comes from. pdfium counts characters that have no letter, and
// counts those beyond 16 bits otherwise than it writes them, so that the two run apart.
func (o *opened) align(text references.FPDF_TEXTPAGE, letters []rune, count int) []int {
	codes := make([]rune, count)
	for i := range codes {
		if c, err := o.in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i}); err == nil {
			codes[i] = rune(c.Unicode)
		}
	}
	places := make([]int, len(letters))
	next := 0
	for i, r := range letters {
		for j := next; j < min(next+ahead, count); j++ {
			if codes[j] == r {
				next = j
				break
			}
		}
		places[i] = min(next, count-1)
		next = min(next+1, count)
	}
	return places
}

// visible gives the places of the first and the last character of a line that are to be seen.
func visible(line string) (first, last int) {
	first = utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeft(line, " "))
	last = utf8.RuneCountInString(strings.TrimRight(line, " \ufffe")) - 1
	return first, max(first, last)
}

// cutLine cuts s behind its first line break or hyphen mark.
func cutLine(s string) (piece, rest string) {
	end := strings.IndexByte(s, '\n') + 1
	if mark := strings.IndexRune(s, HyphenMark); mark >= 0 && (end == 0 || mark < end) {
		end = mark + len(string(HyphenMark))
	}
	if end == 0 {
		return s, ""
	}
	return s[:end], s[end:]
}

// place finds where a line stands whose visible characters are those from one index to another.
func (o *opened) place(text references.FPDF_TEXTPAGE, l *Line, from, to int) {
	begin, err := o.in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: from})
	if err != nil {
		return
	}
	end, err := o.in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: to})
	if err != nil {
		return
	}
	l.Left, l.Right, l.Bottom, l.Top = begin.Rect.Left, float32(end.Right), begin.Rect.Bottom, begin.Rect.Top
	if size, err := o.in.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: from}); err == nil {
		l.Size = float32(size.FontSize) * o.scale(text, from)
	}
	if font, err := o.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: text, Index: from}); err == nil {
		l.Bold = bold(font.FontName)
	}
}

// How gaps between the columns of a table are told from spaces, in parts of the size of the type.
const (
	wideLine = 0.62 // a line with more room for each letter may have gaps; few others have
	wideGap  = 1.8  // a gap that wide parts two columns
)

// part writes a tab for each space of a line that is as wide as the gap between two columns.
func (o *opened) part(text references.FPDF_TEXTPAGE, l *Line, index func(int) int) {
	letters := []rune(l.Text)
	if l.Size <= 0 || l.Right-l.Left < wideLine*l.Size*float32(len(letters)) {
		return
	}
	for i := 1; i < len(letters)-1; i++ {
		if letters[i] != ' ' || letters[i-1] == ' ' {
			continue
		}
		next := i + 1
		for next < len(letters)-1 && letters[next] == ' ' {
			next++
		}
		before, err := o.in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: index(i - 1)})
		if err != nil {
			return
		}
		after, err := o.in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: index(next)})
		if err != nil {
			return
		}
		if float32(after.Left-before.Right) > wideGap*l.Size {
			letters[i] = '\t'
		}
	}
	l.Text = string(letters)
}

// scale is by how much the page enlarges the type of a character: some producers set everything in size 1 and scale the page.
func (o *opened) scale(text references.FPDF_TEXTPAGE, at int) float32 {
	m, err := o.in.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: at})
	if err != nil {
		return 1
	}
	if s := math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D)); s > 0 {
		return float32(s)
	}
	return 1
}

// bold reports whether a font is bold by its name; the weight that pdfium gives is a guess for many fonts.
func bold(name string) bool { return boldNames.MatchString(name) }

// boldNames are the ways in which makers of fonts say bold, those of TeX among them.
var boldNames = regexp.MustCompile(`(?i)bold|black|heavy|demi|-medi(ital)?$|[-_]bd\b|bx(ti|sl)?[0-9]*$|-sb\b`)
