package enginetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"academysearch/search"
)

var (
	randomWords = []string{"sepsis", "trial", "cohort", "vaccine", "dementia", "policy", "funding", "children", "screening", "genome"}
	randomKinds = []string{"meeting report", "statement", "blog", ""}
	randomRoles = []search.Function{search.Chair, search.Speaker, search.Quoted, search.Participant, search.Mentioned}
)

// randomPublications makes n publications from a seed.
func randomPublications(seed uint64, n int) []search.Publication {
	r := rand.New(rand.NewPCG(seed, 1))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	var pubs []search.Publication
	for i := range n {
		var pages []string
		for range r.IntN(4) {
			text := ""
			for range 3 + r.IntN(20) {
				text += pick(randomWords) + " "
			}
			pages = append(pages, text)
		}
		p := publication(fmt.Sprintf("p%03d", i), fmt.Sprintf("Report on %s %d", pick(randomWords), i), pages...)
		p.Kind = pick(randomKinds)
		for range r.IntN(3) {
			p.Topics = append(p.Topics, search.Topic{ID: Topics[r.IntN(len(Topics))][0]})
		}
		for range r.IntN(4) {
			f := randomRoles[r.IntN(len(randomRoles))]
			p.People = append(p.People, search.Person{Name: fmt.Sprintf("Ada Quill%c", 'a'+rune(r.IntN(6))), Function: f, Speaker: f.Speaks()})
		}
		if r.IntN(3) > 0 {
			p.Series = []string{pick([]string{"FORUM", "Lectures"})}
		}
		date(&p, r)
		pubs = append(pubs, p)
	}
	return pubs
}

// date gives a publication one of the forms of dates, or none.
func date(p *search.Publication, r *rand.Rand) {
	year := fmt.Sprint(2010 + r.IntN(6))
	switch r.IntN(5) {
	case 0:
		p.Published = &search.Date{Value: year, Precision: search.Year, Confidence: search.High}
	case 1:
		p.Published = &search.Date{Value: year + "-06", Precision: search.Month, Confidence: search.Medium}
	case 2:
		p.Published = &search.Date{Value: year, Precision: search.Year, Confidence: search.Low}
	case 3:
		p.Events = []search.Event{{Start: year + "-12-31", End: fmt.Sprint(2011+r.IntN(6)) + "-12-31", Precision: search.Day, Confidence: search.High}}
		if p.Events[0].End < p.Events[0].Start {
			p.Events[0].End = ""
		}
	}
}

// randomFilters picks filters from a seed.
func randomFilters(r *rand.Rand) search.Filters {
	var f search.Filters
	if r.IntN(2) == 0 {
		for range 1 + r.IntN(2) {
			f.Topics = append(f.Topics, Topics[r.IntN(len(Topics))][0])
		}
	}
	if r.IntN(3) == 0 {
		f.Speakers = []string{fmt.Sprintf("ada-quill%c", 'a'+rune(r.IntN(6)))}
	}
	if r.IntN(3) == 0 {
		f.Functions = []search.Function{randomRoles[r.IntN(len(randomRoles))]}
	}
	if r.IntN(3) == 0 {
		f.From = time.Date(2010+r.IntN(6), 3, 1, 0, 0, 0, 0, time.UTC)
	}
	if r.IntN(3) == 0 {
		f.To = time.Date(2012+r.IntN(4), 7, 1, 0, 0, 0, 0, time.UTC)
	}
	f.Undated = r.IntN(4) == 0
	if r.IntN(3) == 0 {
		f.Kinds = []string{randomKinds[r.IntN(3)]}
	}
	if r.IntN(4) == 0 {
		f.Series = []string{"FORUM"}
	}
	return f
}

// testRandom compares hits, totals and facet counts with what a walk over all publications gives.
func testRandom(t *testing.T, open func(*testing.T) search.Engine) {
	pubs := randomPublications(7, 90)
	e := fill(t, open, pubs...)
	r := rand.New(rand.NewPCG(11, 1))
	for i := range 300 {
		text := ""
		if i%3 > 0 {
			text = randomWords[r.IntN(len(randomWords))]
		}
		f := randomFilters(r)
		q := parsed(text)
		q.Filters = f
		q.Sort = []search.Sort{search.ByRelevance, search.ByNewest, search.ByOldest}[i%3]
		got := query(t, e, q)
		want := brute(pubs, text, f)
		gotIDs := ids(got)
		slices.Sort(gotIDs)
		if !slices.Equal(gotIDs, want) || got.Total != len(want) {
			t.Fatalf("%q %+v finds %v (total %d), want %v", text, f, gotIDs, got.Total, want)
		}
		checkFacets(t, pubs, text, f, got.Facets)
	}
}

// checkFacets compares every count with a walk in which the facet's own filter is that value alone.
func checkFacets(t *testing.T, pubs []search.Publication, text string, f search.Filters, got search.Facets) {
	t.Helper()
	check := func(facet string, lines []search.FacetValue, values []string, choose func(*search.Filters, string)) {
		counts := map[string]int{}
		for _, l := range lines {
			counts[l.Value] = l.Count
		}
		for _, v := range values {
			alone := f
			choose(&alone, v)
			if want := len(brute(pubs, text, alone)); counts[v] != want {
				t.Fatalf("%q %+v: %s %q counts %d, a click gives %d", text, f, facet, v, counts[v], want)
			}
		}
	}
	var topics, people, years []string
	for _, topic := range Topics {
		topics = append(topics, topic[0])
	}
	for c := 'a'; c < 'g'; c++ {
		people = append(people, "ada-quill"+string(c))
	}
	for y := 2010; y < 2018; y++ {
		years = append(years, fmt.Sprint(y))
	}
	check("topic", got.Topic, topics, func(f *search.Filters, v string) { f.Topics = []string{v} })
	check("speaker", got.Speaker, people, func(f *search.Filters, v string) { f.Speakers = []string{v} })
	check("kind", got.Kind, randomKinds[:3], func(f *search.Filters, v string) { f.Kinds = []string{v} })
	check("series", got.Series, []string{"FORUM", "Lectures"}, func(f *search.Filters, v string) { f.Series = []string{v} })
	check("date", got.Date, years, func(f *search.Filters, v string) {
		f.From, f.To, _ = search.Span(v)
		f.Undated = false
	})
	undated := f
	undated.From, undated.To, undated.Undated = time.Time{}, time.Time{}, true
	if want := len(brute(pubs, text, undated)); got.Undated != want {
		t.Fatalf("%q %+v: undated counts %d, want %d", text, f, got.Undated, want)
	}
}

// brute lists the publications that a query of one word, or none, must find.
func brute(pubs []search.Publication, word string, f search.Filters) []string {
	out := []string{}
	for _, p := range pubs {
		if has(p, word) && passes(p, f) {
			out = append(out, p.ID)
		}
	}
	slices.Sort(out)
	return out
}

func has(p search.Publication, word string) bool {
	texts := []string{p.Title}
	for _, page := range p.Pages {
		texts = append(texts, page.Text)
	}
	for _, text := range texts {
		if slices.Contains(fields(text), word) {
			return true
		}
	}
	return word == ""
}

func passes(p search.Publication, f search.Filters) bool {
	return passesTopic(p, f) && passesPeople(p, f) && passesDate(p, f) &&
		(len(f.Kinds) == 0 || slices.Contains(f.Kinds, p.Kind)) &&
		(len(f.Series) == 0 || slices.ContainsFunc(p.Series, func(s string) bool { return slices.Contains(f.Series, s) }))
}

func passesTopic(p search.Publication, f search.Filters) bool {
	if len(f.Topics) == 0 {
		return true
	}
	for _, topic := range p.Topics {
		for _, info := range Topics {
			if info[0] == topic.ID && (slices.Contains(f.Topics, info[0]) || slices.Contains(f.Topics, info[2])) {
				return true
			}
		}
	}
	return false
}

func passesPeople(p search.Publication, f search.Filters) bool {
	if len(f.Speakers) == 0 && len(f.Functions) == 0 {
		return true
	}
	for _, person := range p.People {
		function := slices.Contains(f.Functions, person.Function) || len(f.Functions) == 0 && person.Speaker
		if function && (len(f.Speakers) == 0 || slices.Contains(f.Speakers, search.PersonID(person.Name))) {
			return true
		}
	}
	return false
}

func passesDate(p search.Publication, f search.Filters) bool {
	ranged := !f.From.IsZero() || !f.To.IsZero()
	if !ranged && !f.Undated {
		return true
	}
	first, last, ok := p.FacetDate()
	if !ok {
		return f.Undated
	}
	return ranged && (f.From.IsZero() || !last.Before(f.From)) && (f.To.IsZero() || !first.After(f.To))
}
