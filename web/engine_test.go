package web_test

import (
	"log/slog"
	"testing"

	"academysearch/search"
	"academysearch/search/bleve"
	"academysearch/web/internal/webtest"
)

// newEngine indexes publications in the embedded engine, the one that readers meet.
func newEngine(t testing.TB, publications []search.Publication) search.Engine {
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
	if err := webtest.Index(t.Context(), e, publications); err != nil {
		t.Fatal(err)
	}
	return e
}
