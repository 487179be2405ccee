package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTitle is the longest title in bytes; longer ones are shortened.
const maxTitle = 300

// titleNode finds the element that holds the title: the first that the profile's selectors find outside the head of the site, the
// one that agrees with the page's own metadata where there are several.
func titleNode(root *html.Node, s *site) *html.Node {
	var candidates []*html.Node
	for _, selector := range s.title {
		for _, n := range all(root, selector.Match) {
			if words(n) != "" && !logo(n) {
				candidates = append(candidates, n)
			}
		}
		if len(candidates) > 0 {
			break
		}
	}
	if len(candidates) == 0 {
		return nil
	}
	claimed := plainWords(claimedTitle(root))
	for _, n := range candidates {
		if t := plainWords(words(n)); t != "" && strings.HasPrefix(claimed, t) {
			return n
		}
	}
	return candidates[0]
}

// logo reports whether a heading is the name of the site: it stands in the head or navigation of the page, or is hidden.
func logo(n *html.Node) bool {
	return within(n, func(p *html.Node) bool {
		if isElement(p, atom.Nav, atom.Footer, atom.Aside) || attr(p, "role") == "navigation" || attr(p, "role") == "dialog" {
			return true
		}
		return isElement(p, atom.Header) && home(n)
	}) != nil
}

// home reports whether a heading links to the home page, as the name of a site in its head does.
func home(n *html.Node) bool {
	a := first(n, func(c *html.Node) bool { return isElement(c, atom.A) })
	if a == nil && n.Parent != nil && isElement(n.Parent, atom.A) {
		a = n.Parent
	}
	return a != nil && (attr(a, "href") == "/" || attr(a, "rel") == "home")
}

// claimedTitle is the title by the page's metadata.
func claimedTitle(root *html.Node) string {
	for _, is := range []func(*html.Node) bool{openGraph, titleTag} {
		n := first(root, is)
		if n == nil {
			continue
		}
		text := fold(attr(n, "content"))
		if isElement(n, atom.Title) && n.FirstChild != nil {
			text = fold(n.FirstChild.Data)
		}
		if text != "" {
			return text
		}
	}
	return ""
}

func openGraph(n *html.Node) bool {
	return isElement(n, atom.Meta) && strings.EqualFold(attr(n, "property"), "og:title") && attr(n, "content") != ""
}

func titleTag(n *html.Node) bool {
	return isElement(n, atom.Title) && n.FirstChild != nil && isElement(n.Parent, atom.Head)
}

// title gives the title of a page and the source it is from.
func title(root, node *html.Node) (text, source string) {
	if node != nil {
		return shorten(words(node), maxTitle), "h1"
	}
	if n := first(root, openGraph); n != nil {
		return shorten(withoutSite(fold(attr(n, "content"))), maxTitle), "og:title"
	}
	if n := first(root, titleTag); n != nil {
		return shorten(withoutSite(fold(n.FirstChild.Data)), maxTitle), "title"
	}
	return "", ""
}

// withoutSite drops the name of the site behind the last "|", or behind the last " - " or " – " where it names the Academy.
func withoutSite(s string) string {
	if i := strings.LastIndex(s, " | "); i > 0 {
		return strings.TrimSpace(s[:i])
	}
	for _, dash := range []string{" - ", " – ", " — "} {
		if i := strings.LastIndex(s, dash); i > 0 && strings.Contains(strings.ToLower(s[i:]), "academy") {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// plainWords folds a title for comparison: letters and figures in lower case.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !wordy(r) }), " ")
}
