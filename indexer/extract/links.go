package extract

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"academysearch/indexer/address"
	"academysearch/search"
)

const (
	maxLinks = 5_000 // of one page
	linkText = 300   // bytes of a link's text
)

// found is a link of the page, before it is known whether it stands in the article.
type found struct {
	search.Link
	file   bool // it leads to a file
	chrome bool // it stands in navigation, head or foot
}

// collect gives every link of the tree in order, side columns included, each address once. It runs before anything is cut.
func collect(root *html.Node, base base, s *site) []found {
	var list []found
	at := map[string]int{}
	for n := range root.Descendants() {
		if !isElement(n, atom.A, atom.Area) || attr(n, "href") == "" || len(list) == maxLinks {
			continue
		}
		to, ok := base.resolve(attr(n, "href"))
		if !ok {
			continue
		}
		text := shorten(label(n), linkText)
		link := found{search.Link{URL: to, Text: text, Relation: search.Chrome}, s.file(n, to, text), aside(n)}
		i, seen := at[to]
		if !seen {
			at[to] = len(list)
			list = append(list, link)
			continue
		}
		list[i].file, list[i].chrome = list[i].file || link.file, list[i].chrome && link.chrome
		if list[i].Text == "" {
			list[i].Text = text
		}
	}
	return list
}

// label gives the text of a link, or what stands for it.
func label(n *html.Node) string {
	if text := words(n); text != "" {
		return text
	}
	for _, key := range []string{"aria-label", "title"} {
		if text := fold(attr(n, key)); text != "" {
			return text
		}
	}
	if img := first(n, func(c *html.Node) bool { return isElement(c, atom.Img) }); img != nil {
		return fold(attr(img, "alt"))
	}
	return ""
}

// fileLabel is the text of a link that says that a file is behind it.
var fileLabel = regexp.MustCompile(`(?i)\bpdf\b|\b[0-9.,]+ ?[km]i?b\b`)

// file reports whether a link offers a file, by its address, its attributes or its text; what it leads to in truth, only its bytes say.
func (s *site) file(n *html.Node, to, text string) bool {
	u, err := url.Parse(to)
	if err != nil {
		return false
	}
	return s.downloads.match(u.Path) || hasAttr(n, "download") || strings.EqualFold(attr(n, "type"), PDF) || fileLabel.MatchString(text)
}

// aside reports whether an element stands in the navigation, head or foot of the site. Side columns are none of these: the PDF of
// a report is offered there.
func aside(n *html.Node) bool {
	return within(n, func(p *html.Node) bool {
		if isElement(p, atom.Nav, atom.Footer) && !quoted(p) || isElement(p, atom.Header) && first(p, heading) == nil {
			return true
		}
		switch attr(p, "role") {
		case "navigation", "banner", "contentinfo":
			return true
		}
		for class := range strings.FieldsSeq(attr(p, "class")) {
			switch strings.ToLower(class) {
			case "nav", "navbar", "navigation", "menu", "footer", "site-footer", "site-header", "site-nav", "breadcrumb", "breadcrumbs":
				return true
			}
		}
		return false
	}) != nil
}

// relate says what each link is to the page, now that it is known which stand in the kept text and which in what was cut.
func relate(list []found, kept, cut map[string]bool) []search.Link {
	var links []search.Link
	for _, l := range list {
		switch promoted := cut[l.URL] && !kept[l.URL]; {
		case l.file && !l.chrome && !promoted:
			l.Relation = search.Download
		case kept[l.URL]:
			l.Relation = search.Related
		}
		links = append(links, l.Link)
	}
	return links
}

// targets gives the addresses that the links of blocks lead to.
func targets(blocks []block, base base) map[string]bool {
	set := map[string]bool{}
	for _, b := range blocks {
		for _, n := range b.links {
			if to, ok := base.resolve(attr(n, "href")); ok {
				set[to] = true
			}
		}
	}
	return set
}

// base resolves the references of one page.
type base struct {
	web   *url.URL          // address of the page, or of its <base>; nil where none is known
	file  string            // path of the page below its source, where it has no address
	known map[string]string // references that were resolved, "" for those that lead nowhere
}

// baseOf finds what references are resolved against: <base>, the page's address, or the address that the page gives for itself.
func baseOf(root *html.Node, in Input) base {
	b := base{known: map[string]string{}}
	if u, err := url.Parse(in.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		b.web = u
	} else {
		b.file = in.URL
		if u, err := url.Parse(canonical(root)); err == nil && u.IsAbs() && u.Host != "" {
			b.web = u
		}
	}
	if n := first(root, func(n *html.Node) bool { return isElement(n, atom.Base) }); n != nil && attr(n, "href") != "" {
		if u, err := url.Parse(strings.TrimSpace(attr(n, "href"))); err == nil {
			if b.web != nil {
				u = b.web.ResolveReference(u)
			}
			if u.IsAbs() && u.Host != "" {
				b.web = u
			}
		}
	}
	return b
}

// resolve gives the canonical address behind a reference. In a file of a folder, a relative one is a path below the source, and one
// from the root of an unknown site stays as it is written.
func (b base) resolve(ref string) (string, bool) {
	to, known := b.known[ref]
	if !known {
		var ok bool
		if to, ok = b.lookUp(strings.TrimSpace(ref)); !ok {
			to = ""
		}
		b.known[ref] = to
	}
	return to, to != ""
}

func (b base) lookUp(ref string) (string, bool) {
	if ref == "" || strings.HasPrefix(ref, "#") {
		return "", false
	}
	if b.file != "" {
		if u, err := url.Parse(ref); err == nil && u.Scheme == "" && u.Host == "" && u.Path != "" && !strings.HasPrefix(u.Path, "/") {
			return beside(b.file, u.Path)
		}
	}
	if b.web == nil && strings.HasPrefix(ref, "/") && !strings.HasPrefix(ref, "//") {
		to, _, _ := strings.Cut(ref, "#")
		return to, len(to) > 1 && len(to) <= address.MaxLength
	}
	to, err := address.Canonical(ref, b.web)
	return to, err == nil
}

// beside gives the path below the source of a file that stands in the same folder as another; one outside the source is no link.
func beside(file, ref string) (string, bool) {
	to := path.Join(path.Dir(file), ref)
	return to, !strings.HasPrefix(to, "..")
}
