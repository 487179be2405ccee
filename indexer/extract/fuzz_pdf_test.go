package extract

import (
	"strings"
	"testing"
	"unicode/utf8"

	"academysearch/indexer/extract/pdfworker"
)

// fileOf makes a file of bytes: a form feed begins a page, a line break a line, and the first three bytes of a line say where and how
// large it stands. A line without them has no place.
func fileOf(raw string) pdfworker.File {
	var f pdfworker.File
	for page := range strings.SplitSeq(raw, "\f") {
		p := pdfworker.Page{Width: 595, Height: 842}
		for text := range strings.SplitSeq(page, "\n") {
			l := pdfworker.Line{Text: text}
			if len(text) > 3 {
				x, y, size := float32(text[0]), float32(text[1]), float32(text[2])
				l = pdfworker.Line{Text: text[3:], Left: 2 * x, Right: 2*x + 4*float32(len(text)), Bottom: 3 * y, Top: 3*y + size/8, Size: size / 8, Bold: text[0]%5 == 0}
			}
			p.Lines = append(p.Lines, l)
		}
		f.Pages = append(f.Pages, p)
	}
	f.Properties.XMP, f.Properties.Info = raw, map[string]string{"Title": raw}
	return f
}

// A page of a hundred thousand lines, as a hostile file may have it, is still one page.
func TestFromPDF_giantPageIsOnePage(t *testing.T) {
	x, err := New(Config{Command: []string{"none"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, line := range map[string]pdfworker.Line{
		"one paragraph": {Text: "words that go on and on, and", Size: 11}, "marks": {Text: "•", Size: 11}, "rows": {Text: "a\tb\tc", Size: 11}, "broken words": {Text: "so it goes bro-", Size: 11},
	} {
		file := pdfworker.File{Pages: []pdfworker.Page{{Width: 595, Height: 842}}}
		for i := range 100_000 {
			l := line
			l.Bottom = float32(1_000_000 - 12*i)
			l.Left, l.Right, l.Top, l.Size = 72, 500, l.Bottom+11, l.Size+float32(i%7_000)/100_000
			file.Pages[0].Lines = append(file.Pages[0].Lines, l)
		}
		if d := fromPDF(file, x.site("")); len(d.Pages) != 1 {
			t.Errorf("%s: %d pages, want 1", name, len(d.Pages))
		}
	}
}

// Whatever lines a worker gives, each page stays, blocks are folded, and no text appears that was not there.
func FuzzFromPDF(f *testing.F) {
	f.Add("AzXHeading of a report\nAvXThis is the text of treat-\nAuXment, with benefi t.\fAzX12\nAvX• an item\nAuXContents ........ 3")
	f.Add("<rdf:RDF xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>T</dc:title>\n\f\f-\n-")
	x, err := New(Config{Command: []string{"none"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		file := fileOf(raw)
		d := fromPDF(file, x.site(""))
		if len(d.Pages) != len(file.Pages) {
			t.Fatalf("%d pages of %d", len(d.Pages), len(file.Pages))
		}
		characters := 0
		for i, p := range d.Pages {
			if p.Number != i+1 {
				t.Errorf("page %d has the number %d", i+1, p.Number)
			}
			for _, b := range p.Blocks {
				characters += len(b.Text)
				if b.Text == "" || !utf8.ValidString(b.Text) || b.Text != fold(b.Text) {
					t.Errorf("block %q is empty or not folded", b.Text)
				}
			}
		}
		if characters > 8*len(raw)+100 {
			t.Errorf("%d bytes of text from %d", characters, len(raw))
		}
	})
}
