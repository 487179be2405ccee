package extract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// maxDepth is how deep elements may be nested; html.Parse gives up at 512 open elements, so deeper tags are left out before.
const maxDepth = 256

// decode gives the text of a page or file as UTF-8. Bytes that are valid UTF-8 are that, whatever is declared: pages that say
// ISO-8859-1 and are UTF-8 are common, the opposite by chance is not. Otherwise the rules of browsers hold.
func decode(body []byte, declared string) []byte {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if utf8.Valid(body) && !bytes.Contains(body, []byte("\x1b$")) {
		return body
	}
	encoding, _, _ := charset.DetermineEncoding(body, declared)
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	return text
}

// parseHTML makes the tree of a page. Pages nested deeper than maxDepth lose the tags, not the text, of what is deeper.
func parseHTML(text []byte) (*html.Node, error) {
	root, err := html.Parse(bytes.NewReader(text))
	if err == nil {
		return root, nil
	}
	flat, err := flatten(text)
	if err != nil {
		return nil, err
	}
	if root, err = html.Parse(bytes.NewReader(flat)); err != nil {
		return nil, fmt.Errorf("nested too deep: %w", err)
	}
	return root, nil
}

// flatten writes text again without the tags that stand deeper than maxDepth.
func flatten(text []byte) ([]byte, error) {
	var out bytes.Buffer
	depth := 0
	for z := html.NewTokenizer(bytes.NewReader(text)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("reading tags: %w", err)
			}
			return out.Bytes(), nil
		case html.StartTagToken, html.EndTagToken:
			if kind == html.StartTagToken {
				depth++
			}
			if depth <= maxDepth {
				out.Write(z.Raw())
			} else {
				out.WriteByte(' ')
			}
			if kind == html.EndTagToken && depth > 0 {
				depth--
			}
		default:
			out.Write(z.Raw())
		}
	}
}

// attr gives the value of an attribute, or "".
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return true
		}
	}
	return false
}

// isElement reports whether n is an element with one of the given names.
func isElement(n *html.Node, names ...atom.Atom) bool {
	if n.Type != html.ElementNode {
		return false
	}
	for _, name := range names {
		if n.DataAtom == name {
			return true
		}
	}
	return false
}

// within gives the nearest of n and its ancestors for which is holds, or nil.
func within(n *html.Node, is func(*html.Node) bool) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

// contains reports whether n is root or below it.
func contains(root, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == root {
			return true
		}
	}
	return false
}

// first gives the first element below root, in document order, for which is holds, or nil.
func first(root *html.Node, is func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

// all gives the elements below root for which is holds, in document order.
func all(root *html.Node, is func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			found = append(found, n)
		}
	}
	return found
}

// unseen are the elements whose text no reader sees, or that are no text.
func unseen(n *html.Node) bool {
	return isElement(n, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Svg, atom.Math, atom.Canvas, atom.Object, atom.Embed,
		atom.Video, atom.Audio, atom.Select, atom.Option, atom.Input, atom.Textarea, atom.Datalist, atom.Head, atom.Map)
}

// words gives the text below n with white space folded and a space at each element border: for comparing and for cut lists.
func words(n *html.Node) string {
	var b strings.Builder
	gather(n, &b)
	return fold(b.String())
}

func gather(n *html.Node, b *strings.Builder) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	if unseen(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		gather(c, b)
		if c.Type == html.ElementNode {
			b.WriteByte(' ')
		}
	}
}

// weigh counts the bytes of text below n, white space apart, and those that stand in links.
func weigh(n *html.Node) (text, linked int) {
	if n.Type == html.TextNode {
		for field := range strings.FieldsSeq(n.Data) {
			text += len(field)
		}
		return text, 0
	}
	if unseen(n) {
		return 0, 0
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t, l := weigh(c)
		text, linked = text+t, linked+l
	}
	if isElement(n, atom.A) {
		linked = text
	}
	return text, linked
}

// longer reports whether there are more than limit bytes of text, white space apart, below n. It looks no further than it must.
func longer(n *html.Node, limit int) bool {
	for c := range n.Descendants() {
		if c.Type == html.TextNode && (c.Parent == nil || !unseen(c.Parent)) {
			for field := range strings.FieldsSeq(c.Data) {
				limit -= len(field)
			}
			if limit < 0 {
				return true
			}
		}
	}
	return false
}

// fold turns each run of white space into one space and drops what is invisible.
func fold(s string) string {
	if folded(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case space(r):
			gap = b.Len() > 0
		case invisible(r):
		default:
			if gap {
				b.WriteByte(' ')
				gap = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// folded reports whether s is plain ASCII that fold would leave as it is.
func folded(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x80 || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

// invisible reports characters that are no text: zero-width spaces and joiners, byte order marks, soft hyphens, marks of direction.
func invisible(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f', 0:
		return true
	}
	return false
}

// space reports white space, the no-break kinds and line separators included.
func space(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\f', '\v', '\u00a0', '\u0085', '\u2028', '\u2029', '\u202f', '\u3000', '\u1680', '\u205f':
		return true
	}
	return r >= '\u2000' && r <= '\u200a'
}
