package extract

import (
	"slices"
	"unicode/utf8"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
)

// html reads a web page: links and metadata of the whole tree first, then the article without the furniture.
func (x *Extractor) html(in Input) (document.Document, error) {
	root, err := parseHTML(decode(in.Body, in.MediaType))
	if err != nil {
		return document.Document{}, &document.Failure{
			Class: document.Damaged, Reason: "the HTML cannot be parsed", Advice: "look at the page in a browser; report it to whoever keeps the site", Cause: err,
		}
	}
	s, base := x.site(in.URL), baseOf(root, in)
	node := titleNode(root, s)
	d := document.Document{MediaType: HTML, Reader: "html", Language: tongue(root)}
	d.Title, d.TitleSource = title(root, node)
	if c := canonical(root); c != "" {
		if d.Canonical, err = address.Canonical(c, base.web); err != nil {
			d.Warnings = append(d.Warnings, "its canonical address cannot be read")
		}
	}
	links, labels := collect(root, base, s), tabs(root)
	cut := clean(root, node, s)
	roots := article(root, node, s, base.web)
	for _, r := range roots {
		cut = append(cut, withoutColumns(r, node)...)
	}
	d.Hints = hints(root, roots)
	blocks, head := read(roots, node, labels)
	if node == nil {
		blocks, head = titled(blocks, d.Title)
	}
	c := s.cut(blocks, head)
	d.Cut = c.list(cut)
	d.Links = relate(links, targets(c.kept, base), targets(c.cut, base))
	d.Pages = sections(c.kept, d.Title)
	return x.checked(d)
}

// titled takes the title out of the blocks of a page that has it in no heading; what stands before it is a banner.
func titled(blocks []block, title string) (rest []block, head int) {
	if title = plainWords(title); title == "" {
		return blocks, 0
	}
	for i, b := range blocks {
		if plainWords(b.Text) == title {
			return slices.Delete(blocks, i, i+1), i
		}
	}
	return blocks, 0
}

// checked tells an empty page, and holds the limit of text.
func (x *Extractor) checked(d document.Document) (document.Document, error) {
	n := length(d)
	if n == 0 && d.Title == "" && len(d.Links) == 0 {
		return document.Document{}, &document.Failure{
			Class: document.Empty, Reason: "the page has no text, no title and no links", Advice: "look at it in a browser: it may need JavaScript, or may have moved",
		}
	}
	if n == 0 {
		d.Warnings = append(d.Warnings, "no text was found in the page")
	}
	return x.limited(d, n)
}

// limited refuses a document whose text of n characters is over the limit.
func (x *Extractor) limited(d document.Document, n int) (document.Document, error) {
	if n > x.limits.Characters {
		return document.Document{}, tooLarge("the text has %d characters, more than the limit of %d", n, x.limits.Characters)
	}
	return d, nil
}

// length counts the characters of all blocks.
func length(d document.Document) int {
	n := 0
	for _, b := range d.Blocks() {
		n += utf8.RuneCountInString(b.Text)
	}
	return n
}

// sections parts blocks into pages: each heading of the second or third rank begins one, and each tab. Lower headings stay in the
// section that they are part of; a heading that repeats the title begins none.
func sections(blocks []block, title string) []document.Page {
	pages := []document.Page{{Number: 1}}
	tab := 0
	for _, b := range blocks {
		last := &pages[len(pages)-1]
		repeated := b.Kind == document.Heading && plainWords(b.Text) == plainWords(title)
		if repeated && len(last.Blocks) == 0 && len(pages) == 1 {
			continue
		}
		if begins := b.Kind == document.Heading && b.Level <= 3 && !repeated; begins || b.tab != tab {
			if len(last.Blocks) > 0 {
				pages = append(pages, document.Page{Number: len(pages) + 1})
				last = &pages[len(pages)-1]
			}
			last.Heading = ""
			if begins {
				last.Heading = shorten(b.Text, maxTitle)
			}
		}
		tab = b.tab
		last.Blocks = append(last.Blocks, b.Block)
	}
	return pages
}
