package web

import (
	"context"
	"strings"

	"academysearch/search"
)

// Reading says how a reader's words were read.
type Reading struct {
	Show        bool
	Loosened    string // what was not insisted on, or ""
	Open        bool   // something was left out or corrected, which a reader must not miss
	ReadAs      string
	Expansions  []ExpansionLine
	Corrections []search.Correction
	Dropped     []string
	Notes       []string
	Exact       *Choice // the other way: as typed, or with related words
}

// ExpansionLine is a term and what was searched besides it.
type ExpansionLine struct {
	Term   string
	Added  []string
	Source string
}

func newReading(q search.Query, i search.Interpretation) Reading {
	if q.Text == "" {
		return Reading{}
	}
	r := Reading{
		ReadAs: i.ReadAs, Corrections: i.Corrections, Dropped: i.Dropped, Notes: q.Notes,
		Expansions: each(i.Expansions, func(e search.Expansion) ExpansionLine {
			return ExpansionLine{e.Term, e.Added, expansionSource(e.Source)}
		}),
	}
	// The engine says after the query itself what it did not insist on.
	if loosened, ok := strings.CutPrefix(i.ReadAs, search.Format(q.Clause)+" — "); ok {
		r.ReadAs, r.Loosened = search.Format(q.Clause), sentence(loosened)
	}
	r.Open = len(i.Corrections)+len(i.Dropped)+len(q.Notes) > 0
	r.Show = r.Open || len(i.Expansions) > 0 || q.Exact || r.ReadAs != "" && r.ReadAs != q.Text
	label := "Search exactly as typed"
	if q.Exact {
		label = "Search with related words and spellings, too"
	}
	r.Exact = &Choice{Label: label, URL: Links{}.Search(first(with(q, func(q *search.Query) { q.Exact = !q.Exact })))}
	return r
}

func expansionSource(source string) string {
	names := map[string]string{"mesh": "Medical Subject Headings", "abbreviation": "abbreviation", "spelling": "spelling", "staff": "our own list"}
	if name, ok := names[source]; ok {
		return name
	}
	return source
}

// Nothing helps on where nothing was found.
type Nothing struct {
	Lift   []Lift   // searches without one of the filters that find something
	Topics []Choice // topics near the words
	Any    *Choice  // the search without any filter, where there are filters
}

// Lift is a search without one filter.
type Lift struct {
	Label string
	URL   string
	Count string
}

// mostLifts bounds the searches that a fruitless one causes.
const mostLifts = 6

// newNothing counts what the neighbouring searches would find. It is an extra: what fails here is left out.
func (s *Server) newNothing(ctx context.Context, q search.Query, chips []Chip) *Nothing {
	n := &Nothing{}
	values := filterValues(q)
	for i, v := range values[:min(len(values), mostLifts)] {
		if total := s.count(ctx, with(q, v.lift)); total > 0 && len(values) > 1 {
			n.Lift = append(n.Lift, Lift{chips[i].Group + ": " + chips[i].Label, chips[i].URL, plural(total, "publication")})
		}
	}
	if total := s.count(ctx, cleared(q)); total > 0 && len(values) > 0 {
		n.Any = &Choice{Label: plural(total, "publication"), URL: Links{}.Search(cleared(q))}
	}
	list, err := s.Search.Suggest(ctx, search.SuggestQuery{Text: q.Text, Limit: maxSuggestions})
	if err != nil || q.Text == "" {
		return n
	}
	for _, v := range list {
		if v.Kind == search.SuggestTopic {
			n.Topics = append(n.Topics, Choice{Label: v.Label, URL: Links{}.Topic(v.Value)})
		}
	}
	return n
}

func (s *Server) count(ctx context.Context, q search.Query) int {
	q = first(q)
	q.Size = 1
	r, err := s.Search.Search(ctx, q)
	if err != nil {
		return 0
	}
	return r.Total
}
