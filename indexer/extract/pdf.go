package extract

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/indexer/extract/pdfworker"
	"academysearch/search"
)

// scanned is how many characters a page has at least, over a whole file, unless the file holds only pictures of pages.
const scanned = 50

// pdf reads a PDF in a worker and makes a document of its lines.
func (x *Extractor) pdf(ctx context.Context, in Input) (document.Document, error) {
	file, err := x.pool.Read(ctx, in.Body)
	if err != nil {
		return document.Document{}, err
	}
	d := fromPDF(file, x.site(in.URL))
	return x.limited(d, length(d))
}

// fromPDF makes a document of what a worker read: running lines and contents are cut, words mended, lines made into blocks.
func fromPDF(file pdfworker.File, s *site) document.Document {
	p := file.Properties
	d := document.Document{MediaType: PDF, Reader: file.Reader, Language: tagOf(p.Language), Outline: p.Outline, Warnings: file.Warnings}
	list, m := sheets(file.Pages)
	d.ImageOnly = imageOnly(list)
	d.Warnings = append(d.Warnings, codedPages(list)...)
	body := bodySize(list)
	running := withoutRunning(list)
	cut := slices.Concat(running, withoutContents(list))
	mendTurns(list, m)
	d.Hints = append(claims(p), runningDates(running)...)
	d.Title, d.TitleSource = pdfTitle(list, m, body, d.Hints)
	outline := map[string]bool{}
	for _, title := range p.Outline {
		outline[plainWords(title)] = true
	}
	c := &cutter{site: s}
	heading := ""
	for i := range list {
		page := document.Page{Number: i + 1, Label: at(p.Labels, i)}
		page.Blocks = c.standing(list[i].paragraphs(m, body, outline))
		page.Heading, heading = headings(page.Blocks, heading, d.Title)
		d.Pages = append(d.Pages, page)
	}
	d.Cut = c.list(cut)
	d.Hints = append(d.Hints, slugs(d.Cut)...)
	d.Links = weblinks(p.Links)
	return d
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// standing cuts the paragraphs that stand in many documents, and marks quotations.
func (c *cutter) standing(blocks []document.Block) []document.Block {
	before := len(c.kept)
	for _, b := range blocks {
		c.one(block{Block: b})
	}
	kept := c.kept[before:]
	quotations(kept)
	return plainBlocks(kept)
}

// headings gives the heading that a page stands under, and the one that goes on to the next page: the page's first heading counts
// if the page begins with it, else the last one before.
func headings(blocks []document.Block, before, title string) (page, next string) {
	page, next = before, before
	for i, b := range blocks {
		if b.Kind != document.Heading || plainWords(b.Text) == plainWords(title) {
			continue
		}
		if i == 0 || page == "" {
			page = shorten(b.Text, maxTitle)
		}
		next = shorten(b.Text, maxTitle)
	}
	return page, next
}

// codedPages warns of pages whose text cannot be known without looking at the letters.
func codedPages(list []sheet) []string {
	n := 0
	for _, s := range list {
		if s.coded > len(s.lines) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d of %d pages are set in fonts that do not say which letters they show; most of their text is lost", n, len(list))}
}

// imageOnly reports whether a file holds pictures of pages: it has next to no text, and something else is drawn on a page.
func imageOnly(list []sheet) bool {
	characters, drawn := 0, false
	for _, s := range list {
		drawn = drawn || s.drawn
		for _, l := range s.lines {
			characters += utf8.RuneCountInString(l.Text)
		}
	}
	return drawn && characters < scanned*len(list)
}

// pdfTitle gives the title by the largest type of the cover, else by metadata that is no name of a file, else by the first line. A
// single word on the cover gives way to metadata.
func pdfTitle(list []sheet, m *mender, body float32, hints []document.Hint) (title, source string) {
	title = cover(list, m, body)
	if strings.Contains(title, " ") {
		return title, "cover"
	}
	for _, h := range hints {
		if h.Name == "title" && writtenTitle(h.Value) {
			return shorten(h.Value, maxTitle), "info"
		}
	}
	if title != "" {
		return title, "cover"
	}
	if first := firstLine(list); titleLike(first) && entitles(first) && !notTitle.MatchString(first) {
		return shorten(first, maxTitle), "first-line"
	}
	return "", ""
}

// firstLine is the first line of the first sheet that has one, or "".
func firstLine(list []sheet) string {
	for _, s := range list {
		if len(s.lines) > 0 {
			return s.lines[0].Text
		}
	}
	return ""
}

// claims gives what a PDF's properties claim.
func claims(p pdfworker.Properties) []document.Hint {
	var h hinter
	h.xmp(p.XMP)
	for _, c := range []struct{ key, name string }{{"Title", "title"}, {"Author", "author"}, {"CreationDate", "created"}, {"ModDate", "modified"}} {
		h.add(c.name, p.Info[c.key], "pdf-info")
	}
	return h.list
}

// dated is a month and a year.
var dated = regexp.MustCompile(`(?i)\b(?:january|february|march|april|may|june|july|august|september|october|november|december),? (?:19|20)[0-9]{2}\b`)

// runningDates gives the dates of running heads, as hints: some reports say when they appeared on every page and nowhere else.
func runningDates(lines []string) []document.Hint {
	var h hinter
	for _, l := range lines {
		h.add("published", dated.FindString(l), "running-head")
	}
	return h.list
}

// xmpNames gives the claim that each element of XMP makes.
var xmpNames = map[string]string{
	"http://purl.org/dc/elements/1.1/ title": "title", "http://purl.org/dc/elements/1.1/ creator": "author", "http://ns.adobe.com/xap/1.0/ CreateDate": "created",
	"http://ns.adobe.com/xap/1.0/ ModifyDate": "modified", "http://prismstandard.org/namespaces/basic/2.0/ publicationDate": "published",
	"http://prismstandard.org/namespaces/basic/2.0/ coverDate": "published",
}

// xmpDepth is how deep the elements of a metadata stream are nested at most.
const xmpDepth = 32

// xmp reads a metadata stream (ISO 16684-1): properties stand as elements or as attributes of a description.
func (h *hinter) xmp(stream string) {
	d := xml.NewDecoder(strings.NewReader(stream))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var open []string
	for range 20_000 {
		token, err := d.Token()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			if open = append(open, t.Name.Space+" "+t.Name.Local); len(open) > xmpDepth {
				return
			}
			for _, a := range t.Attr {
				h.add(xmpNames[a.Name.Space+" "+a.Name.Local], a.Value, "xmp")
			}
		case xml.EndElement:
			open = open[:max(0, len(open)-1)]
		case xml.CharData:
			for _, name := range open {
				h.add(xmpNames[name], string(t), "xmp")
			}
		}
	}
}

// weblinks gives the links of a PDF.
func weblinks(addresses []string) []search.Link {
	var links []search.Link
	seen := map[string]bool{}
	for _, a := range addresses {
		if to, err := address.Canonical(strings.TrimFunc(a, unicode.IsSpace), nil); err == nil && !seen[to] {
			seen[to] = true
			links = append(links, search.Link{URL: to, Relation: search.Related})
		}
	}
	return links
}
