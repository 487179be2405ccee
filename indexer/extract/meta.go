package extract

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/language"

	"academysearch/indexer/document"
)

const (
	maxHints  = 100 // of one page
	hintValue = 500 // bytes of a hint
)

// metaNames gives the claim that each <meta> makes, by its name or property in lower case.
var metaNames = map[string]string{
	"article:published_time": "published", "og:article:published_time": "published", "citation_publication_date": "published", "citation_date": "published",
	"citation_online_date": "published", "dc.date": "published", "dc.date.issued": "published", "dcterms.date": "published", "dcterms.issued": "published",
	"dcterms.created": "created", "datepublished": "published", "publishdate": "published", "publish-date": "published", "publish_date": "published",
	"pubdate": "published", "date": "published", "prism.publicationdate": "published", "sailthru.date": "published", "parsely-pub-date": "published",
	"article:modified_time": "modified", "og:updated_time": "modified", "dcterms.modified": "modified", "dc.date.modified": "modified", "last-modified": "modified",
	"datemodified": "modified", "author": "author", "article:author": "author", "citation_author": "author", "dc.creator": "author", "dcterms.creator": "author",
	"og:title": "title", "citation_title": "title", "dc.title": "title", "dcterms.title": "title", "event:start_time": "event-start", "event:end_time": "event-end",
	"startdate": "event-start", "enddate": "event-end", "citation_conference_date": "event-start", "dc.type": "kind", "dcterms.type": "kind",
}

// hints gathers what the metadata of a page claims: JSON-LD, <meta> and, in the article, <time>.
func hints(root *html.Node, roots []*html.Node) []document.Hint {
	var h hinter
	for n := range root.Descendants() {
		switch {
		case isElement(n, atom.Script) && strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json") && n.FirstChild != nil:
			h.linked(n.FirstChild.Data)
		case isElement(n, atom.Meta):
			key := attr(n, "property")
			for _, other := range []string{"name", "itemprop"} {
				if key == "" {
					key = attr(n, other)
				}
			}
			h.add(metaNames[strings.ToLower(key)], attr(n, "content"), "meta")
		}
	}
	for _, r := range roots {
		for _, n := range all(r, func(n *html.Node) bool { return isElement(n, atom.Time) }) {
			h.time(n)
		}
	}
	return h.list
}

// hinter gathers hints without repetition.
type hinter struct{ list []document.Hint }

func (h *hinter) add(name, value, source string) {
	value = fold(value)
	if name == "" || value == "" || len(value) > hintValue || len(h.list) == maxHints || name == "author" && strings.Contains(value, "://") {
		return
	}
	if hint := (document.Hint{Name: name, Value: value, Source: source}); !slices.Contains(h.list, hint) {
		h.list = append(h.list, hint)
	}
}

// linked reads a JSON-LD script. What cannot be parsed claims nothing.
func (h *hinter) linked(script string) {
	var data any
	if err := json.Unmarshal([]byte(script), &data); err == nil {
		h.thing(data, 0)
	}
}

// thingDepth is how deep a page's main thing may stand in its JSON-LD: in a list, in a graph, in a mainEntity.
const thingDepth = 4

// thing reads the claims of what the page is about. Things that only surround it (the organisation, the way to the page, the site)
// claim nothing for it, and their parts are not looked at.
func (h *hinter) thing(data any, depth int) {
	if depth > thingDepth {
		return
	}
	switch v := data.(type) {
	case []any:
		for _, e := range v {
			h.thing(e, depth+1)
		}
	case map[string]any:
		if kind := typeOf(v); work(kind) {
			h.properties(v, kind)
		}
		h.thing(v["@graph"], depth+1)
		h.thing(v["mainEntity"], depth+1)
	}
}

func (h *hinter) properties(v map[string]any, kind string) {
	for _, p := range []struct{ key, name string }{
		{"datePublished", "published"}, {"dateModified", "modified"}, {"dateCreated", "created"}, {"headline", "title"}, {"startDate", "event-start"}, {"endDate", "event-end"},
	} {
		if s, ok := v[p.key].(string); ok {
			h.add(p.name, s, "json-ld")
		}
	}
	if strings.HasSuffix(kind, "Event") {
		if s, ok := v["name"].(string); ok {
			h.add("title", s, "json-ld")
		}
	}
	if !strings.HasSuffix(kind, "Page") {
		h.add("kind", kind, "json-ld")
	}
	for _, key := range []string{"author", "creator"} {
		h.authors(v[key])
	}
}

func (h *hinter) authors(data any) {
	switch v := data.(type) {
	case string:
		h.add("author", v, "json-ld")
	case []any:
		for _, e := range v {
			h.authors(e)
		}
	case map[string]any:
		if name, ok := v["name"].(string); ok && typeOf(v) != "Organization" {
			h.add("author", name, "json-ld")
		}
	}
}

// typeOf gives the (first) type of a thing.
func typeOf(v map[string]any) string {
	switch t := v["@type"].(type) {
	case string:
		return t
	case []any:
		if len(t) > 0 {
			s, _ := t[0].(string)
			return s
		}
	}
	return ""
}

// work reports whether a type of schema.org is something that a page publishes or announces.
func work(kind string) bool {
	switch kind {
	case "WebPage", "ItemPage", "AboutPage", "BlogPosting", "Report", "CreativeWork", "DigitalDocument", "Book", "SocialMediaPosting", "PressRelease", "MediaObject":
		return true
	}
	return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "Event")
}

// time reads a <time> element whose attributes or class say what it dates; one that says nothing is left to the text around it.
func (h *hinter) time(n *html.Node) {
	value := attr(n, "datetime")
	if value == "" {
		value = words(n)
	}
	about := strings.ToLower(attr(n, "itemprop") + " " + attr(n, "class") + " " + attr(n.Parent, "class"))
	switch {
	case strings.Contains(about, "startdate") || strings.Contains(about, "event-start"):
		h.add("event-start", value, "time")
	case strings.Contains(about, "enddate") || strings.Contains(about, "event-end"):
		h.add("event-end", value, "time")
	case strings.Contains(about, "modified") || strings.Contains(about, "updated"):
		h.add("modified", value, "time")
	case hasAttr(n, "pubdate") || strings.Contains(about, "publish") || strings.Contains(about, "posted") || strings.Contains(about, "entry-date"):
		h.add("published", value, "time")
	}
}

// canonical gives the address that a page gives for itself, as written.
func canonical(root *html.Node) string {
	n := first(root, func(n *html.Node) bool {
		return isElement(n, atom.Link) && strings.EqualFold(attr(n, "rel"), "canonical") && attr(n, "href") != ""
	})
	if n == nil {
		return ""
	}
	return strings.TrimSpace(attr(n, "href"))
}

// tongue gives the language that a page claims, as BCP 47.
func tongue(root *html.Node) string {
	n := first(root, func(n *html.Node) bool { return isElement(n, atom.Html) && attr(n, "lang")+attr(n, "xml:lang") != "" })
	if n != nil {
		if t := tagOf(attr(n, "lang")); t != "" {
			return t
		}
		return tagOf(attr(n, "xml:lang"))
	}
	n = first(root, func(n *html.Node) bool {
		return isElement(n, atom.Meta) && (strings.EqualFold(attr(n, "property"), "og:locale") || strings.EqualFold(attr(n, "http-equiv"), "content-language"))
	})
	if n == nil {
		return ""
	}
	return tagOf(attr(n, "content"))
}

// tagOf brings a language tag into its usual form ("en_gb" → "en-GB"), or gives "".
func tagOf(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 35 {
		return ""
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}
