package web

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"academysearch/search"
)

// Chip is a filter in force; URL is the search without it.
type Chip struct{ Group, Label, URL string }

// Summary is the one sentence that says what is shown: "14 publications for sepsis in Global health, 2017–2019".
type Summary struct {
	Count string // "14 publications"
	Words string // what was searched for, or ""
	Scope string // the filters as a phrase, or ""
}

// filterValue is one value of one filter, and how to lift it.
type filterValue struct {
	parameter, value string
	lift             func(*search.Query)
}

// filterValues lists the filters of q in the order of the panel.
func filterValues(q search.Query) (list []filterValue) {
	add := func(parameter string, values []string, field func(*search.Filters) *[]string) {
		for _, v := range values {
			list = append(list, filterValue{parameter, v, func(q *search.Query) { remove(field(&q.Filters), v) }})
		}
	}
	f := q.Filters
	add("topic", f.Topics, func(f *search.Filters) *[]string { return &f.Topics })
	add("speaker", f.Speakers, func(f *search.Filters) *[]string { return &f.Speakers })
	for _, v := range f.Functions {
		list = append(list, filterValue{"function", string(v), func(q *search.Query) { remove(&q.Filters.Functions, v) }})
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		list = append(list, filterValue{"date", rangeText(f.From, f.To), func(q *search.Query) { q.Filters.From, q.Filters.To = time.Time{}, time.Time{} }})
	}
	if f.Undated {
		list = append(list, filterValue{"undated", "true", func(q *search.Query) { q.Filters.Undated = false }})
	}
	add("kind", f.Kinds, func(f *search.Filters) *[]string { return &f.Kinds })
	add("series", f.Series, func(f *search.Filters) *[]string { return &f.Series })
	return list
}

func remove[T comparable](list *[]T, value T) {
	*list = slices.DeleteFunc(*list, func(v T) bool { return v == value })
}

// labels names the values of filters as readers know them.
type labels map[string]string

// labelsOf takes the labels from the facets and, for values that no result has, from everything that is indexed. What is not known
// there either stands for itself.
func (s *Server) labelsOf(ctx context.Context, q search.Query, f search.Facets) labels {
	l := labels{"undated true": "without a date"}
	for parameter, values := range map[string][]search.FacetValue{"topic": f.Topic, "speaker": f.Speaker} {
		for _, v := range values {
			l[parameter+" "+v.Value] = v.Label
		}
	}
	for _, v := range filterValues(q) {
		if key := v.parameter + " " + v.value; l[key] == "" {
			l[key] = cmp.Or(s.nameOf(ctx, v), v.value)
		}
	}
	return l
}

// nameOf is how the index as a whole names a topic or a person, or "".
func (s *Server) nameOf(ctx context.Context, v filterValue) string {
	if v.parameter != "topic" && v.parameter != "speaker" {
		return ""
	}
	all, err := s.catalog.contents(ctx)
	switch {
	case err != nil:
		return ""
	case v.parameter == "topic":
		return all.topics[v.value]
	}
	return all.people[v.value]
}

func newChips(q search.Query, l labels) []Chip {
	groups := map[string]string{
		"topic": "Topic", "speaker": "Speaker", "function": "Function", "date": "Date", "undated": "Date", "kind": "Kind", "series": "Series",
	}
	return each(filterValues(q), func(v filterValue) Chip {
		return Chip{groups[v.parameter], sentence(l[v.parameter+" "+v.value]), Links{}.Search(first(with(q, v.lift)))}
	})
}

func newSummary(q search.Query, total int, l labels) Summary {
	by := map[string][]string{}
	for _, v := range filterValues(q) {
		by[v.parameter] = append(by[v.parameter], l[v.parameter+" "+v.value])
	}
	var b strings.Builder
	phrase := func(before string, values []string) {
		if len(values) > 0 {
			b.WriteString(before + strings.Join(values, " or "))
		}
	}
	phrase(" in ", by["topic"])
	phrase(" with ", by["speaker"])
	phrase(" as ", by["function"])
	phrase(", kind: ", by["kind"])
	phrase(", series: ", by["series"])
	phrase(", ", append(by["date"], by["undated"]...))
	return Summary{plural(total, "publication"), strings.TrimSpace(q.Text), b.String()}
}

// rangeText writes a range of days as readers do: "2017–2019", "since June 2018", "until 2019".
func rangeText(from, to time.Time) string {
	start, end := firstDay(from), lastDay(to)
	switch {
	case end == "":
		return "since " + dateText(start, "")
	case start == "":
		return "until " + dateText(end, "")
	case start == end:
		return dateText(start, "")
	case len(start) == len("2006") && len(end) == len("2006"):
		return start + "–" + end
	}
	return dateText(start, "") + " to " + dateText(end, "")
}
