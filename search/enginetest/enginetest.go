// Package enginetest is the one conformance suite of search engines: what is in it every engine promises, and a behaviour that is
// not in it is not promised. An engine runs it in a few lines:
//
//	func TestEngine(t *testing.T) { enginetest.Run(t, open) }
//
// All publications and people in it are made up. It knows the contract of package search and no engine.
package enginetest

import (
	"context"
	"testing"

	"academysearch/search"
)

// Topics is the vocabulary that the engine under test is opened with: id, label, parent.
var Topics = [][3]string{
	{"infection", "Infection", ""},
	{"amr", "Antimicrobial resistance", "infection"},
	{"vaccines", "Vaccines", "infection"},
	{"mental-health", "Mental health", ""},
	{"psychosis", "Psychosis", "mental-health"},
	{"policy", "Research policy", ""},
}

// Run runs the suite. open gives an empty engine over a folder of its own, opened with Topics; the suite closes it.
func Run(t *testing.T, open func(t *testing.T) search.Engine) {
	for _, part := range []struct {
		name string
		run  func(*testing.T, func(*testing.T) search.Engine)
	}{
		{"words", testWords},
		{"titles", testTitles},
		{"pasted titles", testPastedTitle},
		{"corrections", testCorrections},
		{"quotations", testSaid},
		{"results", testResults},
		{"random", testRandom},
		{"paging", testPaging},
		{"passages", testPassages},
		{"life", testLife},
		{"writer", testWriter},
		{"limits", testLimits},
		{"suggest", testSuggest},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, open) })
	}
}

// fill writes publications in one generation and gives the engine back.
func fill(t *testing.T, open func(*testing.T) search.Engine, pubs ...search.Publication) search.Engine {
	t.Helper()
	e := open(t)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	write(t, e, pubs...)
	return e
}

// write puts publications and commits.
func write(t *testing.T, e search.Engine, pubs ...search.Publication) string {
	t.Helper()
	w, err := e.Begin(t.Context())
	if err != nil {
		t.Fatalf("Begin: %v", err)
	}
	for _, p := range pubs {
		if err := w.Put(t.Context(), p); err != nil {
			t.Fatalf("Put(%s): %v", p.ID, err)
		}
	}
	return commit(t, w)
}

func commit(t *testing.T, w search.Writer) string {
	t.Helper()
	generation, err := w.Commit(t.Context())
	if err != nil {
		t.Fatalf("Commit: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatalf("Close of the writer: %v", err)
	}
	return generation
}

// ask searches for a reader's words.
func ask(t *testing.T, s search.Searcher, text string) search.Result {
	t.Helper()
	return query(t, s, parsed(text))
}

// parsed is the query of a reader's words.
func parsed(text string) search.Query {
	clause, notes := search.Parse(text)
	return search.Query{Text: text, Clause: clause, Notes: notes, Size: search.MaxSize}
}

func query(t *testing.T, s search.Searcher, q search.Query) search.Result {
	t.Helper()
	r, err := s.Search(context.WithoutCancel(t.Context()), q)
	if err != nil {
		t.Fatalf("Search(%q, %+v): %v", q.Text, q.Filters, err)
	}
	return r
}

// ids lists the hits of a result.
func ids(r search.Result) []string {
	out := []string{}
	for _, h := range r.Hits {
		out = append(out, h.Publication.ID)
	}
	return out
}

// publication makes one with a page of text.
func publication(id, title string, pages ...string) search.Publication {
	p := search.Publication{ID: id, Title: title, Resources: []search.Resource{{URL: "https://example.org/" + id, MediaType: "text/html", Pages: len(pages)}}}
	for i, text := range pages {
		p.Pages = append(p.Pages, search.Page{Number: i + 1, Text: text})
	}
	return p
}
