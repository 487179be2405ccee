package pdfworker

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"

	"academysearch/indexer/document"
)

// How glyphs make words and lines, in parts of the size of the type. The second reader gives glyphs in the order of the content, each
// with its place, and no spaces but those that the file holds.
const (
	wordGap  = 0.18 // a gap that wide is a space
	lineStep = 0.5  // a step up or down of that much begins a line
	backStep = 0.6  // and so does a step back of that much
)

// readSecond reads a file that pdfium refuses with the second reader, and gives its pages to b.
func readSecond(body []byte, b *budget) (failure *document.Failure) {
	defer func() {
		if recover() != nil {
			failure = unreadable()
		}
	}()
	r, err := pdf.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || r.NumPage() < 1 {
		return unreadable()
	}
	if r.NumPage() > b.limits.Pages {
		return over(fmt.Sprintf("it has %d pages, more than the limit of %d", r.NumPage(), b.limits.Pages))
	}
	for number := 1; number <= r.NumPage(); number++ {
		if !b.page(secondPage(r, number)) {
			return over(fmt.Sprintf("its text has more than %d characters", b.limits.Characters))
		}
	}
	if b.failed == r.NumPage() {
		return unreadable()
	}
	return nil
}

func unreadable() *document.Failure {
	return &document.Failure{Class: document.Damaged, Reason: "neither reader can read it", Advice: "save or print it again as PDF with another program"}
}

// secondPage reads one page; one that panics is Failed.
func secondPage(r *pdf.Reader, number int) (p *Page) {
	p = &Page{}
	defer func() {
		if recover() != nil {
			p = &Page{Failed: true}
		}
	}()
	page := r.Page(number)
	if page.V.IsNull() {
		return &Page{Failed: true}
	}
	box := page.V.Key("MediaBox")
	p.Width, p.Height = float32(box.Index(2).Float64()-box.Index(0).Float64()), float32(box.Index(3).Float64()-box.Index(1).Float64())
	content := page.Content()
	p.Lines = linesOf(content.Text)
	p.Drawn = characters(p.Lines) < fewCharacters && len(page.Resources().Key("XObject").Keys())+len(content.Rect) > 0
	return p
}

// linesOf makes lines of glyphs, keeping their order.
func linesOf(glyphs []pdf.Text) []Line {
	var lines []Line
	var b strings.Builder
	var line Line
	var last pdf.Text
	end := func() {
		if text := strings.TrimSpace(b.String()); text != "" {
			line.Text = text
			lines = append(lines, line)
		}
		b.Reset()
	}
	for i, g := range glyphs {
		size := max(math.Abs(g.FontSize), 1)
		if i == 0 || newLine(last, g, size) {
			end()
			line = Line{Left: float32(g.X), Bottom: float32(g.Y), Top: float32(g.Y + size), Size: float32(size), Bold: bold(g.Font)}
		} else if gap := g.X - (last.X + last.W); gap > wordGap*size && !strings.HasSuffix(b.String(), " ") {
			b.WriteByte(' ')
		}
		b.WriteString(strings.ToValidUTF8(g.S, ""))
		line.Right = float32(g.X + g.W)
		last = g
	}
	end()
	return lines
}

// newLine reports whether a glyph begins a line.
func newLine(last, g pdf.Text, size float64) bool {
	return math.Abs(g.Y-last.Y) > lineStep*size || g.X < last.X-backStep*size
}
