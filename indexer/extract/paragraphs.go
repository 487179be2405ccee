package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/indexer/document"
	"academysearch/indexer/extract/pdfworker"
)

// How lines make paragraphs, in parts of the size of the type.
const (
	largeType  = 1.12 // a heading is set so much larger than the text
	smallType  = 0.93 // and a note so much smaller
	alike      = 0.12 // sizes of one paragraph differ by less
	paragraph  = 0.55 // a gap so much larger than the usual one begins a paragraph
	indent     = 0.8  // and so does a line that begins so much further in
	ragged     = 3    // a line that ends so far before the column does is the last one, if it ends a sentence
	headLength = 200  // bytes of the longest heading
)

// Bounds of the work on one page, which may be hostile.
const (
	maxParagraph = 32 << 10 // bytes of one paragraph
	neighbours   = 150      // lines before and after one that may be of its column
	maxMarks     = 1_000    // marks of items that are drawn by themselves
)

// setter makes blocks of the lines of one sheet.
type setter struct {
	mender  *mender
	body    float32         // size of the running text
	outline map[string]bool // comparable titles of the bookmarks
	step    float32         // usual distance between lines
	left    float32         // of the column that the last line stands in
	right   float32
	blocks  []set
}

// set is a block in the making.
type set struct {
	document.Block
	first pdfworker.Line
	lines int
	bold  int // lines that begin in bold type
}

// paragraphs gives the blocks of a sheet: footnotes last, wherever the file has them.
func (s *sheet) paragraphs(m *mender, body float32, outline map[string]bool) []document.Block {
	t := setter{mender: m, body: body, outline: outline, step: s.leading()}
	for i, l := range s.lines {
		if i == 0 || !t.goesOn(s.lines[i-1], l) || t.full() {
			t.begin(l)
			t.left, t.right = s.column(i)
		} else {
			t.add(l)
		}
	}
	var text, notes []document.Block
	for _, b := range t.blocks {
		b.Text = m.gaps(strings.TrimFunc(plainEnd(b.Text), space))
		if b.Text == "" {
			continue
		}
		if b.Kind = t.kind(b, s.height); b.Kind == document.Heading {
			b.Level = t.level(b)
		}
		if b.Kind == document.Footnote {
			notes = append(notes, b.Block)
		} else {
			text = append(text, b.Block)
		}
	}
	return append(text, notes...)
}

// plainEnd writes a hyphen that is left at the end of a paragraph as a plain one.
func plainEnd(s string) string {
	if h := brokenEnd(s); h != 0 {
		return strings.TrimSuffix(s, string(h)) + "-"
	}
	return s
}

func (t *setter) begin(l pdfworker.Line) {
	t.blocks = append(t.blocks, set{Block: document.Block{Text: l.Text}, first: l, lines: 1, bold: one(l.Bold)})
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t *setter) add(l pdfworker.Line) {
	b := &t.blocks[len(t.blocks)-1]
	b.Text = t.mender.join(b.Text, l.Text)
	b.lines++
	b.bold += one(l.Bold)
}

// full reports whether the last block is as long as a paragraph may be.
func (t *setter) full() bool { return len(t.blocks[len(t.blocks)-1].Text) > maxParagraph }

// goesOn reports whether a line belongs to the paragraph of the line before it.
func (t *setter) goesOn(before, l pdfworker.Line) bool {
	placed := before.Size > 0 && l.Size > 0 && before.Top > before.Bottom
	switch {
	case brokenEnd(before.Text) != 0 && continues(l.Text):
		return true
	case placed && besides(before, l):
		return true
	case row(before.Text) || row(l.Text) || begins(l.Text) || t.listed(before, l):
		return false
	case !placed:
		return !endsSentence(before.Text) || lowerStart(l.Text)
	case !sameSize(before.Size, l.Size):
		return false
	}
	open := lowerStart(l.Text) && !endsSentence(before.Text) && !t.heads(before) // a sentence that is not at its end
	switch down := before.Bottom - l.Bottom; {
	case down < 0, down > t.usual(l)+paragraph*l.Size: // another column, or a gap
		return open
	case t.heads(before) != t.heads(l) && !lowerStart(l.Text):
		return false
	case endsSentence(before.Text) && (t.ends(before, l) || t.runIn(l) || diary.MatchString(l.Text)):
		return false
	case !lowerStart(l.Text) && t.room(before, l) && !t.heads(l):
		return false
	}
	return true
}

// besides reports whether l stands on the line of before, right behind it: a note's number, an index, the rest of a formula.
func besides(before, l pdfworker.Line) bool {
	overlap := min(before.Top, l.Top) - max(before.Bottom, l.Bottom)
	gap := l.Left - before.Right
	return overlap > 0.3*min(before.Size, l.Size) && gap > -0.3*l.Size && gap < 1.2*max(before.Size, l.Size)
}

// ends reports whether a paragraph ends with the line before, as its place tells: it stops short of the column, or l is indented.
func (t *setter) ends(before, l pdfworker.Line) bool {
	return t.right > 0 && before.Right < t.right-ragged*before.Size || l.Left > t.left+indent*l.Size && before.Left < t.left+indent*l.Size
}

// runIn reports whether a line begins with a term in bold type, as entries of a glossary do, in a paragraph that is not bold itself.
func (t *setter) runIn(l pdfworker.Line) bool {
	b := t.blocks[len(t.blocks)-1]
	return l.Bold && (b.bold < b.lines || b.lines == 1)
}

// diary is the beginning of an entry of a diary: a weekday and a day.
var diary = regexp.MustCompile(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? [0-9]{1,2} [A-Z][a-z]+`)

// room reports whether the first word of l would have fitted into the line before it: then somebody broke the line on purpose.
func (t *setter) room(before, l pdfworker.Line) bool {
	word, _, more := strings.Cut(l.Text, " ")
	if !more && len(l.Text) > 20 || t.right == 0 {
		return false
	}
	letter := (l.Right - l.Left) / float32(max(utf8.RuneCountInString(l.Text), 1))
	return before.Right+letter*float32(utf8.RuneCountInString(word)+3) < t.right-0.5*l.Size
}

// entry is the beginning of a line in a list of people or of posts.
var entry = regexp.MustCompile(`^(?:(?:The )?(?:Rt\.? Hon\.?|Right Honourable)|Prof(?:essor|\.)?|Dr\.?|Sir|Dame|Mr|Mrs|Ms|Miss|Lord|Lady|Baroness|Sister|Rev\.?|[A-Z][A-Za-z()-]+(?: [A-Za-z()-]+){0,3}:) `)

// listed reports whether a line is an entry of a list of people, after another one: in running text no two lines begin so.
func (t *setter) listed(before, l pdfworker.Line) bool {
	n := len(t.blocks)
	return n > 0 && entry.MatchString(l.Text) && entry.MatchString(t.blocks[n-1].first.Text) && !openEnd.MatchString(before.Text)
}

// openEnd is the end of a line that goes on whatever follows.
var openEnd = regexp.MustCompile(`(?:[,&(]|\b(?:and|or|with|by|to|of|for|from|the|in|at|as|that|than|Professors?|Dr|Sir|Dame|Mr|Mrs|Ms|Lord|Baroness))$`)

// row reports whether a line is a row of a table.
func row(s string) bool { return strings.Contains(s, " | ") }

// heads reports whether a line is set like a heading: larger than the text, or bold and alone on its line.
func (t *setter) heads(l pdfworker.Line) bool {
	return t.body > 0 && l.Size >= largeType*t.body || l.Bold && (t.right == 0 || l.Right < t.right-ragged*l.Size) && !strings.HasSuffix(l.Text, ".")
}

// usual is the distance between lines of the size of l: that of the page for its text, a fifth more than the size for others.
func (t *setter) usual(l pdfworker.Line) float32 {
	if t.step == 0 || t.body > 0 && !sameSize(l.Size, t.body) {
		return 1.2 * l.Size
	}
	return t.step
}

func sameSize(a, b float32) bool { return a < b*(1+alike) && b < a*(1+alike) }

// continues reports whether a line can be the second part of a broken word.
func continues(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return wordy(r)
}

func lowerStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, "”’\"')]0123456789")
	return s == "" || strings.ContainsRune(".!?:;", rune(s[len(s)-1]))
}

// numbered is the beginning of a numbered item or heading.
var numbered = regexp.MustCompile(`^(?:\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)]|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\s`)

// captioned is the beginning of a caption.
var captioned = regexp.MustCompile(`^(?:Figure|Fig\.|Table|Box|Chart|Panel|Exhibit) ?[0-9]{1,2}(?:[.:]| [A-Z–-]|$)`)

// clocked is the beginning of a row of an agenda.
var clocked = regexp.MustCompile(`^[0-2]?[0-9][.:][0-5][0-9]\b`)

// begins reports whether a line begins a block by how it is written.
func begins(s string) bool {
	return bullet.MatchString(s) || numbered.MatchString(s) || captioned.MatchString(s) || clocked.MatchString(s)
}

// kind tells what a block is.
func (t *setter) kind(b set, height float32) document.Kind {
	switch {
	case row(b.Text):
		return document.Row
	case bullet.MatchString(b.Text):
		return document.Item
	case captioned.MatchString(b.Text):
		return document.Caption
	case t.heading(b):
		return document.Heading
	case t.body > 0 && b.first.Size < smallType*t.body && b.first.Bottom < 0.35*height && noted.MatchString(b.Text):
		return document.Footnote
	case numbered.MatchString(b.Text):
		return document.Item
	}
	return document.Paragraph
}

// noted is the beginning of a footnote: a number or a sign.
var noted = regexp.MustCompile(`^(?:[0-9]{1,3}[ .)]?|[*†‡§¶]+) ?\S`)

// heading reports whether a block is a heading: a bookmark leads to it, or it is set as one and written as one.
func (t *setter) heading(b set) bool {
	text := b.Text
	if len(text) > headLength || !strings.ContainsFunc(text, unicode.IsLetter) || b.lines > 4 {
		return false
	}
	if t.outline[plainWords(text)] {
		return true
	}
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, ",") || strings.HasSuffix(text, ";") || lowerStart(text) {
		return false
	}
	if t.body > 0 && b.first.Size >= largeType*t.body {
		return true
	}
	return b.first.Bold && t.body > 0 && b.first.Size >= smallType*t.body && b.lines < 3 && len(text) < headLength/2 && !strings.HasSuffix(text, ":")
}

// level ranks a heading by its size.
func (t *setter) level(b set) int {
	switch ratio := b.first.Size / max(t.body, 1); {
	case ratio >= 1.75:
		return 1
	case ratio >= 1.35:
		return 2
	case ratio >= largeType:
		return 3
	}
	return 4
}

// leading is the usual distance between the lines of a sheet.
func (s *sheet) leading() float32 {
	var steps []float32
	for i := 1; i < len(s.lines); i++ {
		a, b := s.lines[i-1], s.lines[i]
		if down := a.Bottom - b.Bottom; sameSize(a.Size, b.Size) && down > 0.5*b.Size && down < 3*b.Size {
			steps = append(steps, down)
		}
	}
	if len(steps) == 0 {
		return 0
	}
	slices.Sort(steps)
	return steps[len(steps)*2/5]
}

// column gives the left and right border of the column that line i stands in: of all lines around it that begin near its left border.
func (s *sheet) column(i int) (left, right float32) {
	l := s.lines[i]
	left, right = l.Left, l.Right
	for _, o := range s.lines[max(0, i-neighbours):min(len(s.lines), i+neighbours)] {
		if near := o.Left - l.Left; near > -2.5*l.Size && near < 2.5*l.Size && sameSize(o.Size, l.Size) {
			left, right = min(left, o.Left), max(right, o.Right)
		}
	}
	return left, right
}
