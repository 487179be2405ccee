package sitemap

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

const (
	// maxDepth is how deep elements may be nested. Sitemaps need 5, feeds with pages in them some more.
	maxDepth = 100
	// maxToken is the most that one tag, text or comment may take in bytes. Feeds carry whole articles.
	maxToken = 1 << 20
)

// shape says where the entries of a form stand and what is in them. Names are compared without their namespace, which many sites
// get wrong.
type shape struct {
	form  Form
	entry string // the element of an entry
	date  []string
	parse func(string) (Date, error)
}

// shapes gives the shape by the name of the root element in lower case.
var shapes = map[string]shape{
	"urlset":       {URLSet, "url", []string{"lastmod"}, parseW3C},
	"sitemapindex": {Index, "sitemap", []string{"lastmod"}, parseW3C},
	"rss":          {RSS, "item", []string{"pubdate", "date"}, parseMail},
	"rdf":          {RSS, "item", []string{"date"}, parseMail},
	"feed":         {Atom, "entry", []string{"updated", "published"}, parseW3C},
}

// xmlReader walks the elements of a list. Documents are taken apart token by token: nothing outside the file is ever read, entities
// that it declares are not expanded, and no token, depth or number can grow without bound.
type xmlReader struct {
	reader  *Reader
	decoder *xml.Decoder
	budget  *budget
	shape   shape
	visit   visitor
	depth   int // open elements
	ended   bool
}

func (r *Reader) readXML(text *bufio.Reader, visit visitor) error {
	limit := &budget{r: text}
	x := xmlReader{reader: r, decoder: xml.NewDecoder(limit), budget: limit, visit: visit}
	x.decoder.Strict = false // a bare "&" in an address is the commonest fault of all
	x.decoder.CharsetReader = charsetReader
	for !x.ended {
		token, err := x.token()
		if err != nil {
			return r.fault(ended(err))
		}
		start, ok := token.(xml.StartElement)
		switch {
		case ok && x.shape.form == "":
			err = x.root(start)
		case ok && strings.EqualFold(start.Name.Local, x.shape.entry):
			err = x.entry()
		}
		if err != nil {
			return err
		}
	}
	return r.drain(text)
}

// root learns the form from the first element.
func (x *xmlReader) root(start xml.StartElement) error {
	known, ok := shapes[strings.ToLower(start.Name.Local)]
	if !ok {
		return noList(fmt.Sprintf("it begins with the element %.40q", start.Name.Local))
	}
	x.shape, x.reader.form = known, known.form
	return nil
}

// token reads the next token and minds the depth. The end of the root element ends the list, whatever stands behind it.
func (x *xmlReader) token() (xml.Token, error) {
	x.budget.left = maxToken
	token, err := x.decoder.Token()
	switch token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, fmt.Errorf("elements are nested more than %d deep", maxDepth)
		}
	case xml.EndElement:
		x.depth--
		x.ended = x.depth == 0
	}
	return token, err
}

// entry reads an entry to its end tag. Only its own children count: those of images, videos and translations in it have addresses, too.
func (x *xmlReader) entry() error {
	var e Entry
	var date string
	for outer := x.depth - 1; x.depth > outer; {
		token, err := x.token()
		if err != nil {
			return x.reader.fault(ended(err))
		}
		start, ok := token.(xml.StartElement)
		if !ok || x.depth != outer+2 {
			continue
		}
		text, err := x.text()
		if err != nil {
			return x.reader.fault(ended(err))
		}
		if e.Address == "" {
			e.Address = x.address(start, text)
		}
		if date == "" && contains(x.shape.date, start.Name.Local) {
			date = text
		}
	}
	return x.reader.found(e, date, x.shape.parse, x.visit)
}

// text reads an element to its end tag and gives the text that stands directly in it.
func (x *xmlReader) text() (string, error) {
	var b strings.Builder
	for outer := x.depth - 1; x.depth > outer; {
		token, err := x.token()
		if err != nil {
			return "", err
		}
		if part, ok := token.(xml.CharData); ok && x.depth == outer+1 && b.Len() < 2*MaxAddress {
			b.Write(part)
		}
	}
	return strings.TrimSpace(b.String()), nil
}

// address gives the address that a child of an entry holds, or "".
func (x *xmlReader) address(start xml.StartElement, text string) string {
	name := strings.ToLower(start.Name.Local)
	if x.shape.form == URLSet || x.shape.form == Index {
		if name == "loc" {
			return text
		}
		return ""
	}
	if name != "link" {
		return ""
	}
	if relation := attribute(start, "rel"); relation != "" && relation != "alternate" {
		return ""
	}
	if target := attribute(start, "href"); target != "" {
		return target
	}
	return text
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// charsetReader reads what the XML declaration says, but for UTF-16: whoever could read the declaration has already decoded it.
func charsetReader(label string, input io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") {
		return input, nil
	}
	decoded, err := charset.NewReaderLabel(label, input)
	if err != nil {
		return nil, fmt.Errorf("charset %.40q: %w", label, err)
	}
	return decoded, nil
}

// budget is a reader that fails where one token takes more than it may.
type budget struct {
	r    io.Reader
	left int // bytes
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a tag or text of more than %d bytes", maxToken)
	}
	n, err := b.r.Read(p[:min(len(p), 4_096)])
	b.left -= n
	return n, err
}

// ended makes an error of an end that comes before that of the root element.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
