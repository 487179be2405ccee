package bleve

import (
	"cmp"
	"slices"
	"strconv"

	"academysearch/search"
)

// maxFacetValues bounds the lines of a facet; selected ones are always among them.
const maxFacetValues = 100

// maxYears bounds the years that one publication counts in.
const maxYears = 20

// counts are the facets as they are counted: publications by number of the value.
type counts struct {
	topics, kinds, series, people []int32
	lastOf                        []int32 // by person: the publication counted last plus one, as somebody can have several roles in it
	years                         map[int]int
	undated                       int
}

func newCounts(s *snapshot) counts {
	return counts{
		topics: make([]int32, len(s.topics.values)), kinds: make([]int32, len(s.kinds.values)), series: make([]int32, len(s.series.values)),
		people: make([]int32, len(s.people)), lastOf: make([]int32, len(s.people)), years: map[int]int{},
	}
}

// add counts a publication in all facets, or, where it fails one group of filters, in the facet of that one only.
func (c *counts) add(s *snapshot, pub int32, only bool, which int, f *filters) {
	if !only || which == filterTopic {
		increment(c.topics, s.topics.of(pub))
	}
	if !only || which == filterKind {
		increment(c.kinds, s.kinds.of(pub))
	}
	if !only || which == filterSeries {
		increment(c.series, s.series.of(pub))
	}
	if !only || which == filterDate {
		c.addYears(s.rows[pub])
	}
	if !only || which == filterPeople {
		c.addPeople(s.roles[pub], pub, f)
	}
}

func increment(counts, items []int32) {
	for _, n := range items {
		counts[n]++
	}
}

func (c *counts) addYears(r *row) {
	if !r.Dated {
		c.undated++
		return
	}
	first, last := yearOf(r.From), yearOf(r.To)
	for y := first; y <= min(last, first+maxYears); y++ {
		c.years[y]++
	}
}

func (c *counts) addPeople(roles []role, pub int32, f *filters) {
	for _, r := range roles {
		if f.counts(r) && c.lastOf[r.person] != pub+1 {
			c.lastOf[r.person] = pub + 1
			c.people[r.person]++
		}
	}
}

// facets turns counts into lines.
func (c *counts) facets(s *snapshot, q search.Filters) search.Facets {
	return search.Facets{
		Topic:   columnFacet(&s.topics, c.topics, q.Topics),
		Kind:    columnFacet(&s.kinds, c.kinds, q.Kinds),
		Series:  columnFacet(&s.series, c.series, q.Series),
		Speaker: c.speakers(s, q.Speakers),
		Date:    c.dates(q),
		Undated: c.undated,
	}
}

func columnFacet(c *column, counts []int32, selected []string) []search.FacetValue {
	lines := make([]search.FacetValue, 0, len(counts))
	for n, count := range counts {
		e := c.values[n]
		lines = addLine(lines, search.FacetValue{Value: e.value, Label: e.label, Parent: e.parent, Count: int(count)}, selected)
	}
	return sortLines(lines, selected)
}

func (c *counts) speakers(s *snapshot, selected []string) []search.FacetValue {
	var lines []search.FacetValue
	least := cutoff(c.people, maxFacetValues)
	for n, count := range c.people {
		if count >= least || slices.Contains(selected, s.people[n].id) {
			lines = addLine(lines, search.FacetValue{Value: s.people[n].id, Label: s.people[n].name, Count: int(count)}, selected)
		}
	}
	return sortLines(lines, selected)
}

// cutoff is the largest count that n of the counts reach, at least 1: of many people only those need to be put in order.
func cutoff(counts []int32, n int) int32 {
	most := int32(1)
	for _, count := range counts {
		most = max(most, count)
	}
	reached := make([]int, most+1)
	for _, count := range counts {
		reached[count]++
	}
	least := len(reached) - 1
	for n -= reached[least]; n > 0 && least > 1; n -= reached[least] {
		least--
	}
	return int32(least)
}

// addLine adds a line that has publications or is selected.
func addLine(lines []search.FacetValue, v search.FacetValue, selected []string) []search.FacetValue {
	v.Selected = slices.Contains(selected, v.Value)
	if v.Count == 0 && !v.Selected {
		return lines
	}
	return append(lines, v)
}

// sortLines puts the largest counts first, cuts what is too long, and adds selected values that the index does not know, so that a
// reader can take them back.
func sortLines(lines []search.FacetValue, selected []string) []search.FacetValue {
	for _, v := range selected {
		if !slices.ContainsFunc(lines, func(l search.FacetValue) bool { return l.Value == v }) {
			lines = append(lines, search.FacetValue{Value: v, Label: v, Selected: true})
		}
	}
	slices.SortFunc(lines, func(a, b search.FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	if len(lines) <= maxFacetValues {
		return lines
	}
	kept := lines[:maxFacetValues]
	for _, l := range lines[maxFacetValues:] {
		if l.Selected {
			kept = append(kept, l)
		}
	}
	return kept
}

// dates lists the years, newest first.
func (c *counts) dates(q search.Filters) []search.FacetValue {
	var lines []search.FacetValue
	for year, count := range c.years {
		value := strconv.Itoa(year)
		lines = append(lines, search.FacetValue{Value: value, Label: value, Count: count, Selected: selectedYear(year, q)})
	}
	slices.SortFunc(lines, func(a, b search.FacetValue) int { return cmp.Compare(b.Value, a.Value) })
	return lines
}

// selectedYear reports whether a range of dates was chosen that holds the whole year.
func selectedYear(year int, q search.Filters) bool {
	if q.From.IsZero() && q.To.IsZero() {
		return false
	}
	return (q.From.IsZero() || q.From.Year() < year || q.From.Year() == year && q.From.YearDay() == 1) &&
		(q.To.IsZero() || q.To.Year() > year || q.To.Year() == year && q.To.Month() == 12 && q.To.Day() == 31)
}
