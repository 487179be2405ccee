package web_test

import (
	"log/slog"
	"testing"

	"academysearch/search"
	"academysearch/search/bleve"
)

// newEngine indexes publications in the embedded engine, the one that readers meet.
func newEngine(t testing.TB, publications []search.Publication) search.Searcher {
	t.Helper()
	e, err := bleve.Open(bleve.Config{Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler), Topics: []bleve.TopicInfo{
		{ID: "infection", Label: "Infection and immunity"},
		{ID: "amr", Label: "Antimicrobial resistance", Parent: "infection"},
		{ID: "neuroscience", Label: "Brain and nervous system"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	w, err := e.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range publications {
		if err := w.Put(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return e
}
