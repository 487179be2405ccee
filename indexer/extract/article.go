package extract

import (
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// How an article is told from its page, in parts of the text. Found on pages of some ten bodies of this kind; the golden files and
// the measured pages hold them.
const (
	bulk       = 0.8  // an element with so much of the page's running text is the article, or holds it
	largeShare = 0.5  // an element with so much of it is never furniture, whatever its class
	linkHeavy  = 0.4  // a column with so much of its text in links is navigation
	narrow     = 0.35 // a column with less text than this part of its neighbour's is beside it
	cardSize   = 500  // bytes of text of the largest promotional card
)

// article gives the elements that hold the text of a page, best rule first: what its profile names, <main> or <article>, what
// grows from the title until it holds the bulk of the text, what the library picks, the whole body.
func article(root *html.Node, title *html.Node, s *site, address *url.URL) []*html.Node {
	body := first(root, func(n *html.Node) bool { return isElement(n, atom.Body) })
	if body == nil {
		body = root
	}
	total := running(body)
	if roots := named(body, title, s); len(roots) > 0 {
		return roots
	}
	if n := semantic(body, title, total); n != nil {
		return []*html.Node{n}
	}
	if title != nil {
		return []*html.Node{grown(body, title, total)}
	}
	if n := picked(root, address, total); n != nil {
		return []*html.Node{n}
	}
	return []*html.Node{body}
}

// named gives what the selectors of the profile find: the first selector whose elements hold text outside links counts.
func named(body, title *html.Node, s *site) []*html.Node {
	for _, selector := range s.article {
		var roots []*html.Node
		text := 0
		for _, n := range all(body, selector.Match) {
			if len(roots) > 0 && contains(roots[len(roots)-1], n) {
				continue
			}
			roots = append(roots, n)
			text += running(n)
		}
		if text > 0 {
			return joined(roots, title)
		}
	}
	return nil
}

// joined gives one element for several, where one holds them and not much else: what stands between tabs belongs to them.
func joined(roots []*html.Node, title *html.Node) []*html.Node {
	if len(roots) < 2 {
		return roots
	}
	sum := 0
	for _, n := range roots {
		sum += running(n)
	}
	common := roots[0].Parent
	for common != nil && !contains(common, roots[len(roots)-1]) {
		common = common.Parent
	}
	if common == nil || float64(sum) < bulk*float64(running(common)) && !(title != nil && contains(common, title)) {
		return roots
	}
	return []*html.Node{common}
}

// semantic gives the <main> or the one <article> of a page, if it holds the title or most of the text.
func semantic(body, title *html.Node, total int) *html.Node {
	holds := func(n *html.Node) bool {
		return running(n) > 0 && (title != nil && contains(n, title) || float64(running(n)) >= largeShare*float64(total))
	}
	isArticle := func(n *html.Node) bool { return isElement(n, atom.Article) && holds(n) }
	main := first(body, func(n *html.Node) bool {
		return (isElement(n, atom.Main) || attr(n, "role") == "main") && holds(n)
	})
	within := body
	if main != nil {
		within = main
	}
	inner := first(within, isArticle)
	if inner != nil && float64(running(inner)) >= bulk*float64(running(within)) {
		return inner
	}
	if main != nil {
		return main
	}
	return inner
}

// grown climbs from the title to the smallest element that holds the bulk of the page's running text.
func grown(body, title *html.Node, total int) *html.Node {
	n := title.Parent
	for n != nil && n != body && float64(running(n)) < bulk*float64(total) {
		n = n.Parent
	}
	if n == nil {
		return body
	}
	return n
}

// picked asks the library. It may pick a footer or lose half the text, so its choice counts only if it holds most of it.
func picked(root *html.Node, address *url.URL, total int) *html.Node {
	found, err := readability.FromDocument(root, address)
	if err != nil || found.Node == nil || float64(running(found.Node)) < bulk*float64(total) {
		return nil
	}
	return found.Node
}

// running counts the bytes of text below n outside links and forms: a measure of how much there is to read.
func running(n *html.Node) int {
	text, linked := weigh(n)
	return text - linked
}

// clean takes out of the tree what is furniture by its element, its class or its links, and gives the text of each piece.
func clean(root, title *html.Node, s *site) (cut []string) {
	total, _ := weigh(root)
	drop := func(n *html.Node) {
		if text := words(n); text != "" {
			cut = append(cut, text)
		}
		n.Parent.RemoveChild(n)
	}
	for _, n := range all(root, func(n *html.Node) bool { return s.furniture(n) }) {
		if !contains(root, n) || title != nil && contains(n, title) || isElement(n, atom.Body, atom.Html) {
			continue
		}
		if text, linked := weigh(n); float64(text-linked) < largeShare*float64(total) {
			drop(n)
		}
	}
	for _, n := range promoted(root, title, s) {
		if contains(root, n) {
			drop(n)
		}
	}
	return cut
}

// furniture reports whether an element is none of the article by what it is.
func (s *site) furniture(n *html.Node) bool {
	switch {
	case isElement(n, atom.Nav), isElement(n, atom.Footer) && !quoted(n), isElement(n, atom.Aside) && !quotes(n), isElement(n, atom.Dialog):
		return true
	case isElement(n, atom.Header) && within(n.Parent, func(p *html.Node) bool { return isElement(p, atom.Article, atom.Main) }) == nil:
		return true
	}
	switch attr(n, "role") {
	case "navigation", "banner", "contentinfo", "complementary", "search":
		return true
	}
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if chrome(class) {
			return true
		}
	}
	if chrome(attr(n, "id")) || anchors(n) {
		return true
	}
	for _, selector := range s.drop {
		if selector.Match(n) {
			return true
		}
	}
	return false
}

// quoted reports whether an element stands in a quotation: its <footer> names who said it.
func quoted(n *html.Node) bool {
	return within(n.Parent, func(p *html.Node) bool { return isElement(p, atom.Blockquote, atom.Figure) || quotes(p) }) != nil
}

// chromeWords name furniture in classes and ids; besideWords say only where or how it stands.
var chromeWords, besideWords = wordSet(`nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs footer masthead sidebar sidenav cookie cookies
	consent gdpr share sharing social socials promo promos promotion promotions advert adverts advertisement ad ads sponsor banner alert announcement skip
	skiplink pagination pager paging related recommended newsletter subscribe subscription signup login comments disqus modal popup overlay lightbox search
	searchbox toolbar topbar sitemap backtotop teaser teasers`),
	wordSet(`site main page global top bottom left right upper lower block blocks container wrapper wrap outer inner list lists item items link links bar box
	boxes col column columns row section area region panel group primary secondary sub sup widget widgets module component content contents text the js c o u l
	is has no header head mobile desktop sticky fixed full wide width small large md lg sm xs xl to back icon icons button buttons btn media network networks
	form cards card grid stories news events pages posts articles notice bg dark light level one two three first second`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// chrome reports whether a class or an id names furniture: each of its words is one of chromeWords or besideWords, and one at least
// of the former. "social-care-report", the anchor of a section, does not.
func chrome(name string) bool {
	found := false
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == '_' || r == ':' || r >= '0' && r <= '9' }) {
		w = strings.ToLower(w)
		if !chromeWords[w] && !besideWords[w] {
			return false
		}
		found = found || chromeWords[w]
	}
	return found
}

// anchors reports whether n is a list of links to places on the same page: the heads of tabs, a table of contents.
func anchors(n *html.Node) bool {
	if !isElement(n, atom.Ul, atom.Ol) {
		return false
	}
	links := 0
	for _, a := range all(n, func(c *html.Node) bool { return isElement(c, atom.A) }) {
		if !strings.HasPrefix(attr(a, "href"), "#") || len(attr(a, "href")) < 2 {
			return false
		}
		links++
	}
	text, linked := weigh(n)
	return links > 1 && text == linked
}

// withoutColumns takes side columns out of an article that was taken with them: columns that hold mostly links, beside one that
// holds the title or most of the text.
func withoutColumns(root, title *html.Node) (cut []string) {
	for _, n := range all(root, column) {
		if !contains(root, n) || title != nil && contains(n, title) {
			continue
		}
		text, linked := weigh(n)
		if float64(linked) < linkHeavy*float64(text) || !besideText(n, title, text-linked) {
			continue
		}
		if text := words(n); text != "" {
			cut = append(cut, text)
		}
		n.Parent.RemoveChild(n)
	}
	return cut
}

// besideText reports whether a sibling of a column is what the page is about.
func besideText(n, title *html.Node, text int) bool {
	for s := range n.Parent.ChildNodes() {
		if s != n && column(s) && (title != nil && contains(s, title) || float64(text) < narrow*float64(running(s))) {
			return true
		}
	}
	return false
}

// column reports whether an element is a column of a grid, by its class.
func column(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	for class := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		if class == "side" || class == "right" || class == "left" || strings.HasPrefix(class, "col") || strings.HasPrefix(class, "grid") || strings.HasPrefix(class, "span") ||
			strings.Contains(class, "-third") || strings.Contains(class, "-quarter") || strings.Contains(class, "-half") {
			return true
		}
	}
	return false
}

// promoted gives the promotional cards of a page: the elements around its calls ("Book Now"), where two or more stand side by side
// or are of one class. A single one may be the page's own; it is looked at again when the page is read as a row of blocks.
func promoted(root, title *html.Node, s *site) (cards []*html.Node) {
	for _, calls := range []matcher{s.cards, s.calls} {
		isCall := func(n *html.Node) bool { return isElement(n, atom.A, atom.Button) && calls.match(words(n)) }
		var candidates []*html.Node
		siblings, class := map[*html.Node]int{}, map[string]int{}
		for _, n := range all(root, isCall) {
			if c := card(n, title, isCall); c != nil {
				candidates = append(candidates, c)
				siblings[c.Parent]++
				class[attr(c, "class")]++
			}
		}
		for _, c := range candidates {
			if siblings[c.Parent] > 1 || attr(c, "class") != "" && class[attr(c, "class")] > 1 {
				cards = append(cards, c)
			}
		}
	}
	return cards
}

// card gives the smallest element around a call that has a heading, if that is short and has no second call; else nil.
func card(call, title *html.Node, isCall func(*html.Node) bool) *html.Node {
	for c := call; c.Parent != nil && !isElement(c, atom.Body, atom.Main, atom.Article) || c == call; c = c.Parent {
		if longer(c, cardSize) || title != nil && contains(c, title) || c != call && len(all(c, isCall)) > 1 {
			return nil
		}
		if first(c, heading) != nil {
			return c
		}
	}
	return nil
}
