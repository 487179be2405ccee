// Package document holds what walks from extraction to description: one resource's text with its structure, before anything is
// known of what it means. Types only; it knows no file format, no facet and no index.
package document

import (
	"strings"

	"academysearch/search"
)

// Document is what extraction read of one web page or file.
type Document struct {
	MediaType   string        // by content: "text/html", "application/pdf", "text/plain"
	Title       string        // by the source named in TitleSource, or ""
	TitleSource string        // "h1", "og:title", "title", "cover", "info", "first-line"
	Language    string        // BCP 47, or ""
	Canonical   string        // address that the resource gives for itself (rel=canonical), absolute, or ""
	Pages       []Page        // every page, in order, those without text too; an HTML page's sections are its pages
	Links       []search.Link // of the whole resource, side columns included, in order
	Hints       []Hint        // dates and names that its metadata claim
	Cut         []string      // furniture that was left out of Pages: banners, cards, running heads, page numbers
	Outline     []string      // titles of a PDF's bookmarks
	ImageOnly   bool          // pages are pictures: nothing to read without OCR
	Reader      string        // what read it: "html", "text", "pdfium", "ledongthuc", "ocr"
	Warnings    []string
}

// Page is a page of a PDF or a section of an HTML page.
type Page struct {
	Number  int     // from 1
	Label   string  // printed label, or ""
	Heading string  // the heading it stands under, or ""
	Blocks  []Block // in reading order
}

// Block is one paragraph, heading, list item, table row or quotation, with white space folded.
type Block struct {
	Kind  Kind
	Level int    // of a Heading, 1 to 6; 0 otherwise
	Text  string // a Row's cells are separated by " | "
}

// Kind says what a Block is.
type Kind string

// The kinds of Block.
const (
	Heading   Kind = "heading"
	Paragraph Kind = "paragraph"
	Item      Kind = "item"
	Quote     Kind = "quote"
	Row       Kind = "row"
	Caption   Kind = "caption"
	Footnote  Kind = "footnote"
)

// Hint is a claim of a resource's metadata.
type Hint struct {
	Name   string // "published", "modified", "event-start", "event-end", "author", "title", "kind", "created"
	Value  string // as written
	Source string // "catalogue", "json-ld", "meta", "time", "pdf-info", "xmp", "last-modified", "sitemap"
}

// Text is the page's text, a block a line.
func (p Page) Text() string {
	lines := make([]string, len(p.Blocks))
	for i, b := range p.Blocks {
		lines[i] = b.Text
	}
	return strings.Join(lines, "\n")
}

// Blocks gives the blocks of all pages in order.
func (d *Document) Blocks() []Block {
	var all []Block
	for _, p := range d.Pages {
		all = append(all, p.Blocks...)
	}
	return all
}
