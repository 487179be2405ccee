package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"academysearch/indexer/document"
)

// block is a document.Block with what the cutting of furniture needs to know of it.
type block struct {
	document.Block
	links []*html.Node // the <a> elements in it
	tab   int          // the tab that it stands in, from 1; 0 is none
	chars int          // bytes of text that stand in links
}

// walker reads the blocks below an element.
type walker struct {
	blocks []block
	title  *html.Node // is no block
	head   int        // number of blocks before the title
	line   line
	links  []*html.Node
	linked int // bytes of the line that stand in links
	kind   document.Kind
	level  int
	tab    int
	tabs   int
	labels map[string]string // id of a tab → its label
	depth  int               // of links
}

// read gives the blocks below the roots. The title is left out; head says how many blocks stand before it.
func read(roots []*html.Node, title *html.Node, labels map[string]string) (blocks []block, head int) {
	w := &walker{title: title, kind: document.Paragraph, labels: labels}
	for _, root := range roots {
		w.walk(root)
		w.flush()
	}
	return w.blocks, w.head
}

// walk reads one node.
func (w *walker) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.write(n.Data)
	case n.Type != html.ElementNode && n.Type != html.DocumentNode, unseen(n):
	case n == w.title:
		w.flush()
		w.head = len(w.blocks)
	case isElement(n, atom.Br):
		w.lineBreak(n)
	case isElement(n, atom.Button) && within(n, heading) == nil:
		w.flush()
	case isElement(n, atom.Table):
		w.table(n)
	case isElement(n, atom.Dl):
		w.pairs(n)
	case inline(n):
		w.inline(n)
	default:
		w.element(n)
	}
}

func (w *walker) write(s string) {
	w.line.write(s)
	if w.depth > 0 {
		w.linked += len(s)
	}
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
}

// inline reads an element that stands in a line of text. One that holds paragraphs, as cards that are links do, ends the line.
func (w *walker) inline(n *html.Node) {
	if holdsBlocks(n) {
		w.flush()
		defer w.flush()
	}
	w.line.open(n)
	if isElement(n, atom.A) {
		w.links = append(w.links, n)
		w.depth++
		defer func() { w.depth-- }()
	}
	if isElement(n, atom.Sup) && reference(n) && !unitBefore(w.line.tail) {
		w.write(" ")
	}
	w.children(n)
	w.line.shut(n)
}

// element reads an element that makes blocks of its own.
func (w *walker) element(n *html.Node) {
	w.flush()
	kind, level, tab := w.kind, w.level, w.tab
	w.enter(n)
	w.children(n)
	w.flush()
	w.kind, w.level, w.tab = kind, level, tab
}

// enter sets what the blocks of an element are.
func (w *walker) enter(n *html.Node) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.kind, w.level = document.Heading, int(n.Data[1]-'0')
	case atom.Summary:
		w.kind, w.level = document.Heading, 3
	case atom.Li:
		w.kind = document.Item
		if footnote(n) {
			w.kind = document.Footnote
		}
	case atom.Blockquote:
		w.kind = document.Quote
	case atom.Footer, atom.Cite:
		w.kind = document.Paragraph // who said it
	case atom.Figcaption:
		w.kind = document.Caption
	default:
		if w.kind == document.Paragraph && quotes(n) {
			w.kind = document.Quote
		}
		w.enterTab(n)
	}
}

// enterTab begins a tab of a page, under its label unless the tab has a heading of its own.
func (w *walker) enterTab(n *html.Node) {
	label, ok := w.labels[attr(n, "id")]
	if !ok {
		return
	}
	w.tabs++
	w.tab = w.tabs
	own := first(n, heading)
	if label != "" && (own == nil || own != firstText(n) && !strings.EqualFold(words(own), label)) {
		w.blocks = append(w.blocks, block{Block: document.Block{Kind: document.Heading, Level: 2, Text: label}, tab: w.tab})
	}
}

// lineBreak ends the block where a <br> separates lines that stand for themselves (an address, a list of speakers, a date above
// its place) or a paragraph from the next; inside a sentence it is a space.
func (w *walker) lineBreak(n *html.Node) {
	tail := strings.TrimRightFunc(w.line.tail, space)
	next := strings.TrimLeftFunc(following(n), space)
	if tail == "" || next == "" || doubled(n) {
		w.flush()
		return
	}
	last, head := []rune(tail)[len([]rune(tail))-1], []rune(next)[0]
	if strings.ContainsRune(".:!?”\"", last) || !unicode.IsLower(head) && last != ',' && last != '-' && last != '–' && !leading[lastWord(tail)] {
		w.flush()
		return
	}
	w.write(" ")
}

// leading are words that end no line that stands for itself.
var leading = wordSet("a an the of in on at for to with by from and or as into that which is are was were")

func lastWord(s string) string { return strings.ToLower(s[strings.LastIndexFunc(s, space)+1:]) }

// doubled reports whether another <br> follows n, or stands before it, with nothing between.
func doubled(n *html.Node) bool {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if isElement(s, atom.Br) {
			return true
		}
		if s.Type == html.ElementNode || s.Type == html.TextNode && strings.TrimFunc(s.Data, space) != "" {
			return false
		}
	}
	return false
}

// following gives the text that stands right after n among its siblings.
func following(n *html.Node) string {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.TextNode && strings.TrimFunc(s.Data, space) != "" {
			return s.Data
		}
		if s.Type == html.ElementNode {
			return words(s)
		}
	}
	return ""
}

// flush ends the block.
func (w *walker) flush() {
	text := w.line.take()
	if text != "" {
		level := w.level
		if w.kind != document.Heading {
			level = 0
		}
		w.blocks = append(w.blocks, block{
			Block: document.Block{Kind: w.kind, Level: level, Text: text},
			links: w.links, tab: w.tab, chars: w.linked,
		})
		w.links = nil
	}
	w.linked = 0
}

// heading reports whether n is a heading.
func heading(n *html.Node) bool {
	return isElement(n, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
}

// inline reports whether n stands in a line of text.
func inline(n *html.Node) bool {
	return isElement(n, atom.A, atom.Span, atom.Label, atom.Time, atom.Button, atom.Nobr, atom.Samp, atom.Data, atom.Output, atom.Picture, atom.Ruby,
		atom.Slot) || n.Type == html.ElementNode && borderOf(n) == style && !(n.DataAtom == atom.Cite && isElement(n.Parent, atom.Blockquote))
}

// holdsBlocks reports whether an inline element has block elements below it.
func holdsBlocks(n *html.Node) bool {
	return first(n, func(c *html.Node) bool {
		return heading(c) || isElement(c, atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.Section, atom.Article, atom.Blockquote, atom.Figure)
	}) != nil
}

// firstText gives the element that holds the first text below n.
func firstText(n *html.Node) *html.Node {
	for c := range n.Descendants() {
		if c.Type == html.TextNode && strings.TrimFunc(c.Data, space) != "" {
			return within(c, func(e *html.Node) bool { return heading(e) || !inline(e) })
		}
	}
	return nil
}

// reference reports whether a <sup> holds the number of a note.
func reference(n *html.Node) bool {
	text := words(n)
	return text != "" && strings.Trim(text, "0123456789,–-[]* ") == ""
}

// unitBefore reports whether a raised figure after s is an exponent: 10^5, m^2, cm^2, but not "disease^12".
func unitBefore(s string) bool {
	word := s[strings.LastIndexFunc(s, func(r rune) bool { return !wordy(r) })+1:]
	return word != "" && len(word) <= 2
}

// footnote reports whether a list item is a note: <li id="fn1">.
func footnote(n *html.Node) bool {
	id := strings.ToLower(attr(n, "id"))
	return strings.HasPrefix(id, "fn") || strings.HasPrefix(id, "footnote") || strings.HasPrefix(id, "endnote")
}

// quotes reports whether an element is marked as a quotation by its class.
func quotes(n *html.Node) bool {
	for class := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		switch class {
		case "quote", "pullquote", "pull-quote", "blockquote", "quotation", "block-quote":
			return true
		}
	}
	return false
}
