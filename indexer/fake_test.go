package indexer_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"academysearch/indexer"
	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// reader stands for the extractor: it reads lines "title: …", "file: URL", "link: URL" and takes all others for paragraphs. A body that
// begins with "%PDF-" is a file; one that holds "DAMAGED" cannot be read.
type reader struct {
	reads   atomic.Int64
	version string
}

func (r *reader) Version() string { return "reader-" + r.version }

func (r *reader) Extract(_ context.Context, in indexer.Input) (document.Document, error) {
	r.reads.Add(1)
	body := string(in.Body)
	if strings.Contains(body, "READER STUMBLES") {
		panic("the reader stumbles")
	}
	if strings.Contains(body, "DAMAGED") {
		return document.Document{}, &document.Failure{Class: document.Damaged, Reason: "it says so", Advice: "mend it"}
	}
	doc := document.Document{MediaType: "text/html", Reader: "html", Pages: []document.Page{{Number: 1}}}
	if strings.HasPrefix(body, "%PDF-") {
		doc.MediaType, doc.Reader = "application/pdf", "pdfium"
	}
	base, err := url.Parse(in.URL)
	if err != nil {
		return doc, err
	}
	for line := range strings.Lines(body) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch relation := map[string]search.Relation{"file": search.Download, "link": search.Related}[name]; {
		case name == "title":
			doc.Title = value
		case relation != "":
			target, err := address.Canonical(value, base)
			if err != nil {
				return doc, err
			}
			doc.Links = append(doc.Links, search.Link{URL: target, Relation: relation})
		default:
			doc.Pages[0].Blocks = append(doc.Pages[0].Blocks, document.Block{Kind: document.Paragraph, Text: strings.TrimSpace(line)})
		}
	}
	return doc, nil
}

// describer takes the first title that it finds and what the catalogue says.
type describer struct{}

func (describer) Version() string { return "describer" }

func (describer) Describe(docs []document.Document) indexer.Description {
	var d indexer.Description
	for _, doc := range docs {
		if strings.Contains(doc.Title, "DESCRIBER STUMBLES") {
			panic("the describer stumbles")
		}
		for _, hint := range doc.Hints {
			if hint.Name == "title" {
				doc.Title = hint.Value
			}
		}
		if d.Title == "" {
			d.Title = doc.Title
		}
	}
	return d
}

// engine stands for the index: one JSON file that a commit replaces. It can be told to fail.
type engine struct {
	dir     string
	failPut error
}

type generation struct {
	Number       int
	Publications map[string]search.Publication
}

func (e *engine) load() (g generation, err error) {
	g.Publications = map[string]search.Publication{}
	body, err := os.ReadFile(filepath.Join(e.dir, "index.json"))
	if errors.Is(err, os.ErrNotExist) {
		return g, nil
	}
	if err != nil {
		return g, err
	}
	return g, json.Unmarshal(body, &g)
}

func (g generation) name() string { return "g" + strings.Repeat("i", g.Number) }

func (e *engine) Status(context.Context) (search.Status, error) {
	g, err := e.load()
	if err != nil || g.Number == 0 {
		return search.Status{}, errors.Join(err, search.ErrNotReady)
	}
	return search.Status{Generation: g.name(), Publications: len(g.Publications)}, nil
}

func (e *engine) Begin(context.Context) (search.Writer, error) {
	g, err := e.load()
	return &writer{engine: e, next: g}, err
}

func (e *engine) BeginEmpty(context.Context) (search.Writer, error) {
	g, err := e.load()
	return &writer{engine: e, next: generation{g.Number, map[string]search.Publication{}}}, err
}

type writer struct {
	engine  *engine
	next    generation
	changed bool
}

func (w *writer) Put(_ context.Context, p search.Publication) error {
	w.next.Publications[p.ID], w.changed = p, true
	return w.engine.failPut
}

func (w *writer) Delete(_ context.Context, id string) error {
	if _, ok := w.next.Publications[id]; ok {
		delete(w.next.Publications, id)
		w.changed = true
	}
	return nil
}

func (w *writer) Commit(context.Context) (string, error) {
	if !w.changed {
		return w.next.name(), nil
	}
	w.next.Number++
	body, err := json.Marshal(w.next)
	if err != nil {
		return "", err
	}
	return w.next.name(), ledger.WriteFile(filepath.Join(w.engine.dir, "index.json"), body)
}

func (w *writer) Close() error { return nil }

// bench is one data folder with its program.
type bench struct {
	data   string
	reader *reader
	engine *engine
	client *source.Client

	mu     sync.Mutex // guards events
	events []indexer.Event
}

func newBench(t *testing.T) *bench {
	t.Helper()
	data := t.TempDir()
	return &bench{data: data, reader: &reader{version: "1"}, engine: &engine{dir: data}}
}

// run indexes sources and gives the report.
func (b *bench) run(t *testing.T, options indexer.Options, specs ...string) (indexer.Report, error) {
	t.Helper()
	l, err := ledger.Open(ledger.Config{Dir: b.data})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	open := func(spec string) (source.Source, error) { return source.Open(spec, source.Config{Client: b.client}) }
	for _, spec := range specs {
		s, err := open(spec)
		if err != nil {
			t.Fatal(err)
		}
		options.Sources = append(options.Sources, s)
	}
	ix, err := indexer.New(indexer.Config{
		Ledger: l, Engine: b.engine, Extract: b.reader, Describe: describer{}, Open: open,
		Progress: func(e indexer.Event) { b.mu.Lock(); b.events = append(b.events, e); b.mu.Unlock() },
	})
	if err != nil {
		t.Fatal(err)
	}
	return ix.Run(t.Context(), options)
}

// mustRun is run without an error.
func (b *bench) mustRun(t *testing.T, options indexer.Options, specs ...string) indexer.Report {
	t.Helper()
	report, err := b.run(t, options, specs...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (b *bench) served(t *testing.T) map[string]search.Publication {
	t.Helper()
	g, err := b.engine.load()
	if err != nil {
		t.Fatal(err)
	}
	return g.Publications
}

// titles lists what is served: title → id.
func (b *bench) titles(t *testing.T) map[string]string {
	t.Helper()
	titles := map[string]string{}
	for id, p := range b.served(t) {
		titles[p.Title] = id
	}
	return titles
}

// write makes files below a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
