package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"academysearch/indexer/document"
)

// cellLimit is the text, in bytes, of a cell that is still a cell; tables with longer ones lay out a page.
const cellLimit = 600

// table reads a table: its caption, and a Row for each row. A table that lays out the page is read as what it holds.
func (w *walker) table(n *html.Node) {
	w.flush()
	if layout(n) {
		w.element(plain(n))
		return
	}
	kind := w.kind
	for c := range n.Descendants() {
		switch {
		case isElement(c, atom.Caption):
			w.kind = document.Caption
			w.children(c)
			w.flush()
		case isElement(c, atom.Tr):
			w.kind = document.Row
			w.row(c)
		}
	}
	w.kind = kind
}

// plain gives n itself, to be walked as an element that means nothing.
func plain(n *html.Node) *html.Node {
	n.DataAtom, n.Data = atom.Div, "div"
	return n
}

// row reads the cells of a row, separated by " | ". Cells without text at its end are left out.
func (w *walker) row(n *html.Node) {
	var cells []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if isElement(c, atom.Td, atom.Th) {
			cells = append(cells, w.cell(c))
		}
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	text := strings.Join(cells, " | ")
	if fold(strings.ReplaceAll(text, "|", "")) == "" {
		w.links, w.linked = nil, 0
		return
	}
	w.line.write(text)
	w.flush()
}

// cell gives the text of a cell in one line.
func (w *walker) cell(n *html.Node) string {
	inner := &walker{kind: document.Paragraph}
	inner.children(n)
	inner.flush()
	var parts []string
	for _, b := range inner.blocks {
		parts = append(parts, b.Text)
		w.links, w.linked = append(w.links, b.links...), w.linked+b.chars
	}
	return strings.Join(parts, " ")
}

// layout reports whether a table only lays out the page.
func layout(n *html.Node) bool {
	if role := attr(n, "role"); role == "presentation" || role == "none" {
		return true
	}
	if first(n, func(c *html.Node) bool { return isElement(c, atom.Table) || isElement(c, atom.H1, atom.H2) }) != nil {
		return true
	}
	if first(n, func(c *html.Node) bool { return isElement(c, atom.Th, atom.Caption, atom.Thead) }) != nil {
		return false
	}
	rows := 0
	for _, c := range all(n, func(c *html.Node) bool { return isElement(c, atom.Td, atom.Tr) }) {
		if isElement(c, atom.Tr) {
			rows++
		} else if text, _ := weigh(c); text > cellLimit {
			return true
		}
	}
	return rows == 0
}

// pairs reads a list of terms: "term | explanation" where each is short, else items.
func (w *walker) pairs(n *html.Node) {
	w.flush()
	var term []string
	kind := w.kind
	for c := range n.Descendants() {
		switch {
		case isElement(c, atom.Dt):
			term = append(term, w.cell(c))
		case isElement(c, atom.Dd):
			w.kind = document.Row
			w.line.write(strings.Join(append(term, w.cell(c)), " | "))
			w.flush()
			term = nil
		}
	}
	if len(term) > 0 {
		w.kind = document.Item
		w.line.write(strings.Join(term, " | "))
		w.flush()
	}
	w.kind = kind
}
