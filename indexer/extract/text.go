package extract

import (
	"regexp"
	"strings"

	"academysearch/indexer/document"
)

// text reads a plain text file as a web page whose markup is lost: the first line is the title if it looks like one, each line is a
// paragraph, and what stands around articles is cut. A form feed begins a page, as in text made from a PDF.
func (x *Extractor) text(in Input) (document.Document, error) {
	d := document.Document{MediaType: Text, Reader: "text"}
	s := x.site(in.URL)
	raw := strings.Split(strings.ReplaceAll(string(decode(in.Body, in.MediaType)), "\r\n", "\n"), "\f")
	for i, page := range raw {
		blocks := lines(page)
		if i == 0 {
			var cut []string
			blocks, d.Title, cut = s.headline(blocks)
			d.Cut = append(d.Cut, cut...)
		}
		c := s.cut(blocks, 0)
		d.Cut = append(d.Cut, c.list(nil)...)
		if len(c.kept) > 0 || len(raw) > 1 {
			d.Pages = append(d.Pages, document.Page{Number: len(d.Pages) + 1, Blocks: plainBlocks(c.kept)})
		}
	}
	if len(d.Pages) == 0 {
		d.Pages = []document.Page{{Number: 1}}
	}
	if d.Title != "" {
		d.TitleSource = "first-line"
	}
	d.Hints = slugs(d.Cut)
	return x.checked(d)
}

func plainBlocks(blocks []block) []document.Block {
	var plain []document.Block
	for _, b := range blocks {
		plain = append(plain, b.Block)
	}
	return plain
}

// lines makes a block of each line that has text.
func lines(page string) []block {
	var blocks []block
	for l := range strings.Lines(page) {
		if text := fold(l); text != "" {
			blocks = append(blocks, block{Block: document.Block{Kind: kindOf(text), Text: text}})
		}
	}
	quotations(blocks)
	return blocks
}

// bullet is the mark of a list item. A dash needs a space behind it.
var bullet = regexp.MustCompile(`^(?:[•●▪■◦‣⁃·]\s*|[-–*]\s+)`)

func kindOf(line string) document.Kind {
	switch {
	case strings.Contains(line, " | "):
		return document.Row
	case bullet.MatchString(line):
		return document.Item
	}
	return document.Paragraph
}

// quotations marks paragraphs that are quotations from beginning to end: those in quotation marks, and those that begin with one
// and go on in a next paragraph that begins with one, too.
func quotations(blocks []block) {
	open := func(i int) bool { return i < len(blocks) && strings.HasPrefix(blocks[i].Text, "“") }
	for i := range blocks {
		text := blocks[i].Text
		if blocks[i].Kind != document.Paragraph || !open(i) {
			continue
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(text, "“"), "”")
		if !strings.Contains(inner, "”") && (strings.HasSuffix(text, "”") || open(i+1)) {
			blocks[i].Kind = document.Quote
		}
	}
}

// headline takes the title off the first lines: banners of the site and print slugs before it are cut. There is none where the
// first line is a sentence, a row, a time, or the heading of a part ("Annex 2. Participants").
func (s *site) headline(blocks []block) (rest []block, title string, cut []string) {
	for len(blocks) > 1 && (s.lines.match(blocks[0].Text) || s.banners.match(blocks[0].Text)) {
		cut = append(cut, shorten(blocks[0].Text, cutText))
		blocks = blocks[1:]
	}
	if len(blocks) < 2 || !titleLike(blocks[0].Text) || notTitle.MatchString(blocks[0].Text) {
		return blocks, "", cut
	}
	return blocks[1:], blocks[0].Text, cut
}

// notTitle are first lines that head a part of a text, or begin its list or agenda.
var notTitle = regexp.MustCompile(`(?i)^([0-9]{1,2}[.:][0-9]{2}\b|annex|appendix|contents$|agenda$|programme$|participants|attendees|delegates|speakers|meet the|` +
	`(prof|professor|dr|sir|dame|lord|baroness|mr|mrs|ms|miss)\b|registration|table of|figure [0-9]|page [0-9])`)

// slugLine is what a print shop's software leaves at the edge of a sheet: file, date, time, page. Its date is when the sheet was made.
var slugLine = regexp.MustCompile(`(?i)\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4} +[0-9]{1,2}[:.][0-9]{2}`)

// slugs gives the print slugs among what was cut, as hints.
func slugs(cut []string) []document.Hint {
	var h hinter
	for _, text := range cut {
		if slugLine.MatchString(text) {
			h.add("slug", text, "text")
		}
	}
	return h.list
}
