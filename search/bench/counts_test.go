package bench_test

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"academysearch/search"
	"academysearch/search/bench"
)

// short makes n publications of two pages each: enough to count, quick to index.
func short(t *testing.T, n int) []search.Publication {
	t.Helper()
	w, _ := words(t)
	var pubs []search.Publication
	for p := range (bench.Corpus{Words: w, Seed: seed, Pages: n * 60}).Publications() {
		p.Pages = p.Pages[:min(2, len(p.Pages))]
		if pubs = append(pubs, p); len(pubs) == n {
			break
		}
	}
	return pubs
}

// indexed opens an engine over publications.
func indexed(t *testing.T, pubs []search.Publication) search.Searcher {
	t.Helper()
	e, dir := &engine{}, t.TempDir()
	err := e.Index(t.Context(), dir, func() (p search.Publication, err error) {
		if len(pubs) == 0 {
			return p, io.EOF
		}
		p, pubs = pubs[0], pubs[1:]
		return p, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e.index
}

// ask searches with the words and filters of q.
func ask(t *testing.T, s search.Searcher, text string, q search.Query) search.Result {
	t.Helper()
	q.Text = text
	q.Clause, q.Notes = search.Parse(text)
	r, err := s.Search(context.WithoutCancel(t.Context()), q)
	if err != nil {
		t.Fatalf("%q %+v: %v", text, q, err)
	}
	return r
}

// draw picks words of the corpus: up to five, now and then with an operator.
func draw(r *rand.Rand, queries [][]string) string {
	one := func() string { class := queries[r.IntN(len(queries))]; return class[r.IntN(len(class))] }
	switch r.IntN(5) {
	case 0:
		return ""
	case 1:
		return one() + " OR " + one()
	case 2:
		return one() + " -" + one()
	}
	return one()
}

// drawFilters picks filters that some publications of the corpus pass.
func drawFilters(r *rand.Rand, pubs []search.Publication) (f search.Filters) {
	p := func() search.Publication { return pubs[r.IntN(len(pubs))] }
	if r.IntN(3) == 0 {
		f.Topics = []string{p().Topics[0].ID, p().Topics[0].ID}
	}
	if r.IntN(3) == 0 {
		f.Speakers = []string{search.PersonID(p().People[0].Name), search.PersonID(p().People[0].Name)}
	}
	if r.IntN(3) == 0 {
		f.Kinds = []string{p().Kind}
	}
	if r.IntN(4) == 0 {
		f.Series = []string{p().Series[0], p().Series[0]}
	}
	if r.IntN(4) == 0 {
		f.From = time.Date(1998+r.IntN(28), 1, 1, 0, 0, 0, 0, time.UTC)
		f.Undated = r.IntN(2) == 0
	}
	return f
}

// TestFacets_countWhatAClickGives draws searches of several words with filters and clicks on values of every facet.
func TestFacets_countWhatAClickGives(t *testing.T) {
	pubs := short(t, 120)
	s, queries := indexed(t, pubs), bench.Queries(slices.Values(pubs), seed)
	r := rand.New(rand.NewPCG(seed, 3))
	for range 150 {
		text, f := draw(r, queries), drawFilters(r, pubs)
		got := ask(t, s, text, search.Query{Filters: f}).Facets
		click := func(facet string, lines []search.FacetValue, choose func(*search.Filters, string)) {
			for i := 0; i < len(lines); i += 1 + len(lines)/5 {
				chosen := f
				choose(&chosen, lines[i].Value)
				if total := ask(t, s, text, search.Query{Filters: chosen}).Total; total != lines[i].Count {
					t.Fatalf("%q %+v: %s %q counts %d, a click gives %d", text, f, facet, lines[i].Value, lines[i].Count, total)
				}
			}
		}
		click("topic", got.Topic, func(f *search.Filters, v string) { f.Topics = []string{v} })
		click("speaker", got.Speaker, func(f *search.Filters, v string) { f.Speakers = []string{v} })
		click("kind", got.Kind, func(f *search.Filters, v string) { f.Kinds = []string{v} })
		click("series", got.Series, func(f *search.Filters, v string) { f.Series = []string{v} })
		click("date", got.Date, func(f *search.Filters, v string) { f.From, f.To, _ = search.Span(v); f.Undated = false })
	}
}

// TestFacets_nameTheMostFrequentOfManySpeakers counts by hand: there are more people than a facet has lines.
func TestFacets_nameTheMostFrequentOfManySpeakers(t *testing.T) {
	pubs := short(t, 120)
	counts, names := map[string]int{}, map[string]string{}
	for _, p := range pubs {
		for _, person := range p.People {
			id := search.PersonID(person.Name)
			counts[id]++
			names[id] = person.Name
		}
	}
	var want []string
	for id, n := range counts {
		want = append(want, fmt.Sprintf("%s %d", id, n))
	}
	number := func(line string) (id string, n int) {
		_, _ = fmt.Sscan(line, &id, &n)
		return id, n
	}
	slices.SortFunc(want, func(a, b string) int {
		ida, na := number(a)
		idb, nb := number(b)
		return cmp.Or(cmp.Compare(nb, na), cmp.Compare(names[ida], names[idb]))
	})
	lines := ask(t, indexed(t, pubs), "", search.Query{}).Facets.Speaker
	if len(lines) >= len(want) {
		t.Fatalf("%d lines of %d people: too few people to choose from", len(lines), len(want))
	}
	for i, l := range lines {
		if got := fmt.Sprintf("%s %d", l.Value, l.Count); got != want[i] {
			t.Fatalf("line %d is %s, want %s", i, got, want[i])
		}
	}
}

// TestPages_loseAndRepeatNothing walks results of every sort by page and by cursor, in pages of several sizes.
func TestPages_loseAndRepeatNothing(t *testing.T) {
	pubs := short(t, 120)
	s, queries := indexed(t, pubs), bench.Queries(slices.Values(pubs), seed)
	r := rand.New(rand.NewPCG(seed, 4))
	for i := range 120 {
		text, q := draw(r, queries), search.Query{Filters: drawFilters(r, pubs)}
		q.Sort = []search.Sort{search.ByRelevance, search.ByNewest, search.ByOldest}[i%3]
		q.Size = search.MaxSize
		total, whole := ask(t, s, text, q).Total, walk(t, s, text, q, false)
		q.Size = 1 + r.IntN(12)
		byPage, byCursor := walk(t, s, text, q, false), walk(t, s, text, q, true)
		unique := slices.Compact(slices.Sorted(slices.Values(whole)))
		if len(whole) != total || len(unique) != total || !slices.Equal(whole, byPage) || !slices.Equal(whole, byCursor) {
			t.Fatalf("%q %+v: total %d\n whole  %v\n page   %v\n cursor %v", text, q, total, whole, byPage, byCursor)
		}
	}
}

// walk lists the hits of all pages of results.
func walk(t *testing.T, s search.Searcher, text string, q search.Query, byCursor bool) (ids []string) {
	t.Helper()
	for q.Page = 1; ; q.Page++ {
		r := ask(t, s, text, q)
		for _, h := range r.Hits {
			ids = append(ids, h.Publication.ID)
		}
		if r.Next == "" {
			return ids
		}
		if byCursor {
			q.Cursor = r.Next
		}
	}
}
