package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// SearchPage shows a search with its filters and results.
type SearchPage struct {
	Frame
	Heading    string // on the pages of a person or a topic: whose
	Home       bool   // nothing was asked for yet
	Errors     []FieldError
	Keep       []Field // what the form carries along unseen
	Filters    FilterPanel
	Chips      []Chip
	ClearAll   string
	Summary    Summary
	Sorts      []Choice
	Reading    Reading
	DidYouMean *Choice
	Hits       []HitCard
	FirstHit   int // number of the first one; 0 where a cursor hides it
	Pager      Pager
	Exports    []Choice
	Nothing    *Nothing    // set where nothing was found
	SiteLD     template.JS // schema.org WebSite, on the first page only
}

// FieldError is a value that could not be used; Anchor is the id of its field, or "".
type FieldError struct{ Anchor, Message string }

// Field is a hidden field of the form.
type Field struct{ Name, Value string }

// Choice is a link among several.
type Choice struct {
	Label    string
	URL      string
	Selected bool
}

// searchPage answers / and /search.
func (s *Server) searchPage(c *gin.Context) {
	raw, changed := tidied(c.Request.URL.RawQuery)
	if changed && c.FullPath() == "/search" {
		// A form sends its empty fields, too, and dates as people write them; the address that a reader copies should not hold these.
		c.Header("Cache-Control", "no-store")
		c.Redirect(http.StatusFound, withQuery(c.Request.URL.Path, raw))
		return
	}
	q, problems := ParseQuery(raw)
	problems = append(forReaders(problems), backwards(&q)...)
	s.showSearch(c, searchView{q: q, problems: problems, raw: raw})
}

// searchView is what a search page is made from.
type searchView struct {
	q         search.Query
	result    search.Result
	labels    labels // of its filters
	problems  []Problem
	raw       string
	heading   string // of a person's or a topic's page
	canonical string // its address
}

func (s *Server) showSearch(c *gin.Context, v searchView) {
	if slices.ContainsFunc(v.problems, func(p Problem) bool { return p.Parameter == "q" || p.Parameter == "cursor" }) {
		s.fail(c, invalid(v.problems)) // without the words any results would be an answer to something else
		return
	}
	result, err := s.ask(c.Request.Context(), v.q)
	if err != nil {
		s.fail(c, err)
		return
	}
	v.result = result
	v.labels = s.labelsOf(c.Request.Context(), v.q, result.Facets)
	page := s.newSearchPage(v)
	if result.Total == 0 {
		page.Nothing = s.newNothing(c.Request.Context(), v.q, page.Chips)
	}
	s.show(c, "search", page)
}

func (s *Server) newSearchPage(v searchView) SearchPage {
	q, r := v.q, v.result
	page := SearchPage{
		Frame: s.frame(pageTitle(q, v.heading)), Heading: v.heading,
		Home:    v.heading == "" && EncodeQuery(q) == "",
		Errors:  fieldErrors(v.problems),
		Keep:    kept(q),
		Filters: newFilterPanel(v), Chips: newChips(q, v.labels), ClearAll: Links{}.Search(cleared(q)),
		Summary: newSummary(q, r.Total, v.labels), Sorts: newSorts(q), Reading: newReading(q, r.Interpretation),
		Hits: each(r.Hits, func(h search.Hit) HitCard { return newHitCard(h, q, s.links) }), FirstHit: firstHit(q),
		Pager: newPager(q, r), Exports: newExports(q),
	}
	if r.Suggestion != "" {
		page.DidYouMean = &Choice{Label: r.Suggestion, URL: Links{}.Search(first(with(q, func(q *search.Query) { q.Text = r.Suggestion })))}
	}
	page.Q, page.NoIndex = q.Text, !page.Home && v.heading == ""
	page.Canonical = canonicalSearch(s.links, q)
	if v.canonical != "" {
		page.Canonical = v.canonical
	}
	if page.Home {
		page.SiteLD = siteLD(s.links)
	}
	page.Feed = Links{}.at("/search.atom", first(q))
	return page
}

func firstHit(q search.Query) int {
	if q.Cursor != "" {
		return 0
	}
	return (q.Page-1)*q.Size + 1
}

// canonicalSearch is the search for the words alone: facet permutations are not worth a place in a search engine.
func canonicalSearch(l Links, q search.Query) string {
	if q.Text == "" {
		return l.Base + "/"
	}
	return l.Search(search.Query{Text: q.Text, Sort: defaultSort(q.Text)})
}

func pageTitle(q search.Query, heading string) string {
	switch {
	case heading != "":
		return heading
	case q.Text != "":
		return q.Text + " – search"
	}
	return "Search publications"
}

// with is q after a change to a copy of it; lists of filters are the copy's own.
func with(q search.Query, change func(*search.Query)) search.Query {
	f := &q.Filters
	f.Topics, f.Speakers, f.Functions = slices.Clone(f.Topics), slices.Clone(f.Speakers), slices.Clone(f.Functions)
	f.Kinds, f.Series = slices.Clone(f.Kinds), slices.Clone(f.Series)
	change(&q)
	return q
}

// first is the first page of q: any other search begins anew.
func first(q search.Query) search.Query {
	q.Page, q.Cursor = 1, ""
	return q
}

// cleared is q without its filters.
func cleared(q search.Query) search.Query {
	q.Filters = search.Filters{}
	return first(q)
}

// kept are the parameters that no visible field of the form carries.
func kept(q search.Query) (fields []Field) {
	for _, p := range parameters {
		if slices.Contains([]string{"sort", "size", "exact"}, p.name) {
			for _, v := range p.format(q) {
				fields = append(fields, Field{p.name, v})
			}
		}
	}
	return fields
}

func newSorts(q search.Query) []Choice {
	names := map[search.Sort]string{search.ByRelevance: "Relevance", search.ByNewest: "Newest", search.ByOldest: "Oldest"}
	orders := []search.Sort{search.ByRelevance, search.ByNewest, search.ByOldest}
	if defaultSort(q.Text) != search.ByRelevance {
		orders = orders[1:]
	}
	return each(orders, func(o search.Sort) Choice {
		return Choice{names[o], Links{}.Search(first(with(q, func(q *search.Query) { q.Sort = o }))), q.Sort == o}
	})
}

func newExports(q search.Query) []Choice {
	forms := []struct{ label, path string }{
		{"RIS", "/search.ris"}, {"BibTeX", "/search.bib"}, {"CSL-JSON", "/search.csl.json"}, {"CSV", "/search.csv"}, {"Atom feed", "/search.atom"},
	}
	q = first(q)
	q.Size = search.DefaultSize
	return each(forms, func(f struct{ label, path string }) Choice { return Choice{Label: f.label, URL: Links{}.at(f.path, q)} })
}

// tidied is a query string without parameters that have no value, and with dates turned around to the form of addresses; changed
// says whether that is another one.
func tidied(raw string) (tidy string, changed bool) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return raw, false // the reader is told of it
	}
	for name, list := range values {
		kept := slices.DeleteFunc(slices.Clone(list), func(v string) bool { return v == "" })
		if name == "from" || name == "to" {
			kept = each(kept, british)
		}
		changed = changed || !slices.Equal(kept, list)
		values[name] = kept
	}
	if !changed {
		return raw, false
	}
	return values.Encode(), true
}

func withQuery(path, raw string) string {
	if raw == "" {
		return path
	}
	return path + "?" + raw
}

// forReaders leaves out what a person who follows a link cannot help: parameters that others put on it ("utm_source").
func forReaders(problems []Problem) []Problem {
	return slices.DeleteFunc(problems, func(p Problem) bool {
		return !slices.ContainsFunc(parameters, func(k parameter) bool { return k.name == p.Parameter })
	})
}

// backwards reports a range that ends before it begins, and lifts it. To a machine it is a range in which nothing lies; a person
// has mixed up two fields.
func backwards(q *search.Query) []Problem {
	f := &q.Filters
	if f.From.IsZero() || f.To.IsZero() || !f.To.Before(f.From) {
		return nil
	}
	p := Problem{"to", lastDay(f.To), "lies before the first"}
	f.From, f.To = time.Time{}, time.Time{}
	return []Problem{p}
}

func fieldErrors(problems []Problem) []FieldError {
	return each(problems, func(p Problem) FieldError {
		anchor := ""
		if p.Parameter == "from" || p.Parameter == "to" {
			anchor = p.Parameter
		}
		return FieldError{anchor, fieldName(p.Parameter) + " “" + p.Value + "” " + p.Message}
	})
}

func fieldName(parameter string) string {
	switch parameter {
	case "from":
		return "The first date"
	case "to":
		return "The last date"
	}
	return sentence(parameter)
}
