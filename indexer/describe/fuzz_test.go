package describe

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/search"
)

// seeds are the inputs of the cases, and texts that are no sentences.
func seeds(f *testing.F) {
	f.Helper()
	for _, c := range readCases(f, filepath.Join("testdata", "cases", "tune.jsonl")) {
		f.Add(c.In)
	}
	for _, s := range []string{
		"", "\x00", "Dr", "Dr.", "Professor the", "Professors A, B and", "Sir 'Sir' Sir", "(((((Dr (", "said said said Dr A B said", "“““”””", "Dr \xff\xfe Smith",
		"31/31/31", "1–1–1–1 May", "2020/21/22", "May May May 2020", "00.00", "99999999999999999999", "1 May 20111 20111", "von der van de Dr",
		"Lord X of Y of Z", "Dr O'’'’Brien-–-Smith's's", "Dr A.B.C.D.E.F.G. H", "| | | | Dr A B | | |", "Professor A\u0301da Li\u0308ndqvist", strings.Repeat("Dr Ann Bell, ", 400),
	} {
		f.Add(s)
	}
}

// describeText describes a text; one that never ends is found by the time limit of the tests.
func describeText(t *testing.T, d *Describer, in string) (document.Document, Description) {
	t.Helper()
	doc := documentOf(testCase{In: in})
	got := d.Describe([]document.Document{doc})
	return doc, got
}

// stands reports whether an evidence span stands in the document as it is.
func stands(doc *document.Document, evidence string) bool {
	return evidence == "" || strings.Contains(doc.Title, evidence) || slices.ContainsFunc(doc.Pages, func(p document.Page) bool { return strings.Contains(p.Text(), evidence) })
}

func FuzzPeople(f *testing.F) {
	seeds(f)
	d := newDescriber(f)
	f.Fuzz(func(t *testing.T, in string) {
		doc, got := describeText(t, d, in)
		seen := map[string]bool{}
		for _, p := range got.People {
			if p.Name == "" || p.Evidence == "" || !stands(&doc, p.Evidence) {
				t.Errorf("person %+v: the evidence is not in %q", p, in)
			}
			if id := search.PersonID(p.Name); id == "" || seen[id] {
				t.Errorf("person %q has the id %q of another, or none", p.Name, id)
			} else {
				seen[id] = true
			}
			if p.Speaker != p.Function.Speaks() {
				t.Errorf("person %+v: speaker does not follow from the function", p)
			}
		}
		for _, q := range got.Quotes {
			if !seen[q.Person] || q.Text == "" {
				t.Errorf("quote %+v has no person", q)
			}
		}
	})
}

func FuzzDates(f *testing.F) {
	seeds(f)
	d := newDescriber(f)
	f.Fuzz(func(t *testing.T, in string) {
		doc, got := describeText(t, d, in)
		for _, e := range got.Events {
			first, last, err := e.Span()
			if err != nil || last.Before(first) || !stands(&doc, e.Evidence) {
				t.Errorf("event %+v: %v", e, err)
			}
		}
		if p := got.Published; p != nil {
			if _, _, err := search.Span(p.Value); err != nil || !stands(&doc, p.Evidence) {
				t.Errorf("published %+v: %v", p, err)
			}
		}
	})
}

func FuzzTopics(f *testing.F) {
	seeds(f)
	d := newDescriber(f)
	f.Fuzz(func(t *testing.T, in string) {
		doc, got := describeText(t, d, in)
		if len(got.Topics) > 5 || got.Title == "" && len(got.People) > 0 {
			t.Errorf("%d topics, title %q", len(got.Topics), got.Title)
		}
		for _, topic := range got.Topics {
			known := slices.ContainsFunc(d.Topics(), func(info TopicInfo) bool { return info.ID == topic.ID })
			if !known || topic.Evidence == "" || !stands(&doc, topic.Evidence) {
				t.Errorf("topic %+v: unknown, or its evidence is not in %q", topic, in)
			}
		}
	})
}
