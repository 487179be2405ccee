package bleve_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"academysearch/search"
	"academysearch/search/bleve"
)

func put(t *testing.T, e *bleve.Engine, id, text string) string {
	t.Helper()
	w, err := e.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Put(t.Context(), search.Publication{ID: id, Title: id, Pages: []search.Page{{Number: 1, Text: text}}}); err != nil {
		t.Fatal(err)
	}
	name, err := w.Commit(t.Context())
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

func total(t *testing.T, e *bleve.Engine, text string) int {
	t.Helper()
	clause, _ := search.Parse(text)
	r, err := e.Search(t.Context(), search.Query{Text: text, Clause: clause})
	if err != nil {
		t.Fatal(err)
	}
	return r.Total
}

func folders(t *testing.T, dir, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestEngine_survivesAHalfWrittenGeneration(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	defer e.Close()
	put(t, e, "a", "sepsis")
	left := filepath.Join(dir, "gen-000002.partial", "index")
	if err := errors.Join(os.MkdirAll(left, 0o700), os.WriteFile(filepath.Join(left, "root.bolt"), []byte("half"), 0o600)); err != nil {
		t.Fatal(err)
	}
	put(t, e, "b", "sepsis")
	if n := total(t, e, "sepsis"); n != 2 {
		t.Errorf("total %d, want 2", n)
	}
	if left := folders(t, dir, "*.partial"); len(left) > 0 {
		t.Errorf("still there: %v", left)
	}
}

func TestEngine_rollsBackAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	defer e.Close()
	first := put(t, e, "a", "sepsis")
	put(t, e, "b", "sepsis")
	if name, err := e.Rollback(t.Context()); err != nil || name != first {
		t.Fatalf("Rollback: %s, %v; want %s", name, err, first)
	}
	if n := total(t, e, "sepsis"); n != 1 {
		t.Errorf("after Rollback: total %d, want 1", n)
	}
	if _, err := e.Rollback(t.Context()); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("Rollback from the first: %v, want ErrNotFound", err)
	}
	put(t, e, "c", "sepsis")
	if n := total(t, e, "sepsis"); n != 2 {
		t.Errorf("after the next generation: total %d, want a and c", n)
	}
}

func TestEngine_keepsFewGenerations(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	defer e.Close()
	for _, id := range strings.Fields("a b c d e f") {
		put(t, e, id, "sepsis")
	}
	if kept := folders(t, dir, "gen-*"); len(kept) != 3 {
		t.Errorf("kept %v, want three", kept)
	}
	if err := e.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestEngine_followsAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	writer, reader := open(t, dir), open(t, dir)
	defer writer.Close()
	defer reader.Close()
	put(t, writer, "a", "sepsis")
	if err := reader.Refresh(); err != nil {
		t.Fatal(err)
	}
	if n := total(t, reader, "sepsis"); n != 1 {
		t.Errorf("total %d, want 1", n)
	}
}

func TestEngine_refusesAnotherSchemaUntilItIsRebuilt(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	put(t, e, "a", "sepsis")
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "gen-000001", "manifest.json")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(b), search.SchemaHash(), "older", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	e = open(t, dir)
	defer e.Close()
	if _, err := e.Search(t.Context(), search.Query{}); !errors.Is(err, search.ErrNotReady) || !strings.Contains(err.Error(), "schema older") {
		t.Errorf("Search: %v, want ErrNotReady that names the schema", err)
	}
	if _, err := e.Begin(t.Context()); !errors.Is(err, search.ErrNotReady) {
		t.Errorf("Begin: %v, want ErrNotReady", err)
	}
	w, err := e.BeginEmpty(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n := total(t, e, ""); n != 0 {
		t.Errorf("rebuilt from nothing: total %d", n)
	}
}

func TestEngine_namesTheWriterAtWork(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, dir), open(t, dir)
	defer a.Close()
	defer b.Close()
	w, err := a.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := b.Begin(t.Context()); !errors.Is(err, search.ErrConflict) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("Begin: %v, want ErrConflict that names the process", err)
	}
}
