package describe

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/search"
)

// ratio is so many of so many.
type ratio struct{ part, whole int }

func (r *ratio) add(ok bool) {
	r.whole++
	if ok {
		r.part++
	}
}

func (r ratio) value() float64 {
	if r.whole == 0 {
		return 0
	}
	return float64(r.part) / float64(r.whole)
}

func (r ratio) String() string { return fmt.Sprintf("%.3f (%d of %d)", r.value(), r.part, r.whole) }

// measures are what careful reading is judged by, over a set of cases.
type measures struct {
	people      ratio // speakers told with the right function, title and post-nominals
	roles       ratio // speakers with the right role, where the case gives one
	wrongNames  ratio // of all names told
	nonSpeakers ratio // of all names in the speaker facet
	dates       ratio // published dates and first events as they should be, absent ones too
	invented    int   // dates where there are none
	topicFound  ratio // cases with at least one right topic
	topicRight  ratio // of all topics told
	kinds       ratio
	series      ratio
}

func (m *measures) add(c *testCase, got Description) {
	m.addPeople(c, got.People)
	m.addDates(c, got)
	if len(c.Topics) > 0 {
		found := false
		for _, t := range got.Topics {
			right := slices.Contains(c.Topics, t.ID)
			m.topicRight.add(right)
			found = found || right
		}
		m.topicFound.add(found)
	}
	if c.Kind != "" {
		m.kinds.add(got.Kind == c.Kind)
	}
	if c.Series != nil || len(got.Series) > 0 {
		m.series.add(slices.Equal(got.Series, c.Series))
	}
}

func (m *measures) addPeople(c *testCase, people []search.Person) {
	told := map[string]search.Person{}
	for _, p := range people {
		told[search.PersonID(p.Name)] = p
	}
	known := map[string]bool{}
	for _, w := range c.Speakers {
		id := search.PersonID(w.Name)
		known[id] = true
		p, ok := told[id]
		role := w.Role
		w.Role = ""
		m.people.add(ok && p.Speaker && len(w.faults(p)) == 0)
		if role != "" {
			m.roles.add(p.Role == role)
		}
	}
	others := map[string]bool{}
	for _, name := range c.NotSpeakers {
		others[search.PersonID(name)] = true
	}
	for id, p := range told {
		m.wrongNames.add(!known[id] && !others[id])
		if p.Speaker {
			m.nonSpeakers.add(!known[id])
		}
	}
}

func (m *measures) addDates(c *testCase, got Description) {
	if len(c.Events) == 0 && len(got.Events) > 0 {
		m.invented++
	}
	if c.Published == nil && got.Published != nil {
		m.invented++
	}
	event := len(c.Events) == 0 && len(got.Events) == 0
	if len(c.Events) > 0 && len(got.Events) > 0 {
		event = got.Events[0].Start == c.Events[0].Start && got.Events[0].End == c.Events[0].End
	}
	m.dates.add(event)
	m.dates.add(c.Published == nil && got.Published == nil || c.Published != nil && got.Published != nil && c.Published.Value == got.Published.Value)
}

func (m *measures) String() string {
	var b strings.Builder
	for _, row := range []struct {
		what  string
		value any
	}{
		{"people with function", m.people},
		{"their roles", m.roles},
		{"wrong names", m.wrongNames},
		{"non-speakers in the facet", m.nonSpeakers},
		{"dates", m.dates},
		{"dates invented", m.invented},
		{"a right topic", m.topicFound},
		{"topics that are right", m.topicRight},
		{"kind", m.kinds},
		{"series", m.series},
	} {
		fmt.Fprintf(&b, "\n  %-26s %v", row.what, row.value)
	}
	return b.String()
}

// strangers lists the names told that are nobody's, and the topics that are wrong.
func (c *testCase) strangers(got Description) []string {
	var all []string
	for _, p := range got.People {
		same := func(name string) bool { return search.PersonID(name) == search.PersonID(p.Name) }
		if !slices.ContainsFunc(c.NotSpeakers, same) && !slices.ContainsFunc(c.Speakers, func(w wantedPerson) bool { return same(w.Name) }) {
			all = append(all, fmt.Sprintf("%s %q (%s) is nobody", p.Title, p.Name, p.Evidence))
		}
	}
	for _, t := range got.Topics {
		if len(c.Topics) > 0 && !slices.Contains(c.Topics, t.ID) {
			all = append(all, fmt.Sprintf("topic %s (%s) is wrong", t.ID, t.Evidence))
		}
	}
	return all
}

// floors are what a half of the cases reaches; a change that falls below one is a step back.
type floors struct {
	people, dates, topicFound, topicRight float64
	wrongNames, nonSpeakers               float64 // ceilings
	invented                              int     // ceiling
}

func TestMeasure(t *testing.T) {
	d := newDescriber(t)
	for _, half := range []struct {
		name string
		floors
	}{
		{"tune", floors{people: 0.98, dates: 0.99, topicFound: 0.95, topicRight: 0.95, wrongNames: 0.01, nonSpeakers: 0.01}},
		{"more", floors{people: 0.95, dates: 0.99, topicFound: 0, topicRight: 0, wrongNames: 0.01, nonSpeakers: 0.01}},
		{"more2", floors{people: 0.95, dates: 0.99, topicFound: 0.9, topicRight: 0.85, wrongNames: 0.01, nonSpeakers: 0.01}},
		{"more3", floors{people: 0.95, dates: 0.99, topicFound: 0.9, topicRight: 0.85, wrongNames: 0.01, nonSpeakers: 0.01}},
		{"more4", floors{people: 0.85, dates: 0.99, topicFound: 0.5, topicRight: 0.75, wrongNames: 0.01, nonSpeakers: 0.01}},
		{"held-out", floors{people: 0.88, dates: 0.975, topicFound: 0.9, topicRight: 0.95, wrongNames: 0.01, nonSpeakers: 0.02}},
	} {
		t.Run(half.name, func(t *testing.T) {
			var m measures
			for _, c := range readCases(t, filepath.Join("testdata", "cases", half.name+".jsonl")) {
				got := d.Describe([]document.Document{documentOf(c)})
				m.add(&c, got)
				if faults := append(c.faults(got), c.strangers(got)...); len(faults) > 0 && half.name != "held-out" {
					t.Logf("%s: %s", c.ID, strings.Join(faults, "; "))
				}
			}
			t.Logf("%s:%s", half.name, &m)
			half.check(t, &m)
		})
	}
}

func (f floors) check(t *testing.T, m *measures) {
	t.Helper()
	for _, row := range []struct {
		what      string
		got, want float64
	}{
		{"people with function", m.people.value(), f.people},
		{"dates", m.dates.value(), f.dates},
		{"a right topic", m.topicFound.value(), f.topicFound},
		{"topics that are right", m.topicRight.value(), f.topicRight},
		{"names that are right", 1 - m.wrongNames.value(), 1 - f.wrongNames},
		{"speakers in the facet", 1 - m.nonSpeakers.value(), 1 - f.nonSpeakers},
		{"dates not invented", -float64(m.invented), -float64(f.invented)},
	} {
		if row.got < row.want {
			t.Errorf("%s: %.3f, floor is %.3f", row.what, row.got, row.want)
		}
	}
}
