package bench_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"slices"
	"testing"

	"academysearch/search"
	"academysearch/search/bench"
	"academysearch/search/bleve"
)

// engine is the engine of this project as a bench.Peer.
type engine struct{ index *bleve.Engine }

func (e *engine) Index(ctx context.Context, dir string, read func() (search.Publication, error)) (err error) {
	if err := e.Open(ctx, dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	w, err := e.index.Begin(ctx)
	if err != nil {
		return err
	}
	for {
		p, err := read()
		if errors.Is(err, io.EOF) {
			_, err = w.Commit(ctx)
			return errors.Join(err, w.Close())
		}
		if err == nil {
			err = w.Put(ctx, p)
		}
		if err != nil {
			return errors.Join(err, w.Close())
		}
	}
}

func (e *engine) Open(_ context.Context, dir string) (err error) {
	topics := make([]bleve.TopicInfo, bench.Topics)
	for n := range topics {
		topics[n] = bleve.TopicInfo{ID: bench.TopicID(n), Label: bench.TopicLabel(n)}
	}
	e.index, err = bleve.Open(bleve.Config{Dir: dir, Topics: topics, Log: slog.New(slog.DiscardHandler)})
	return err
}

func (e *engine) Close() error { return e.index.Close() }

func (e *engine) Page(ctx context.Context, mode bench.Mode, words string) (total int, err error) {
	if mode == bench.Completion {
		suggestions, err := e.index.Suggest(ctx, search.SuggestQuery{Text: words})
		return len(suggestions), err
	}
	q := search.Query{Text: words}
	q.Clause, q.Notes = search.Parse(words)
	if mode == bench.LikeForLike {
		q.Exact, q.Passages = true, 1
	}
	r, err := e.index.Search(ctx, q)
	if err == nil && len(r.Hits) > 0 && len(r.Hits[0].Passages) == 0 {
		err = fmt.Errorf("nothing is quoted: %w", search.ErrNotFound)
	}
	return r.Total, err
}

// benchmarkPages is the size of the corpus of the Go benchmarks, which are there to be profiled.
const benchmarkPages = 10_000

// BenchmarkPage makes pages of results one after another.
func BenchmarkPage(b *testing.B) {
	w, _ := words(b)
	corpus := bench.Corpus{Words: w, Seed: seed, Pages: benchmarkPages}
	e, dir := &engine{}, b.TempDir()
	next, stop := iter.Pull(corpus.Publications())
	defer stop()
	err := e.Index(b.Context(), dir, func() (search.Publication, error) {
		p, ok := next()
		if !ok {
			return p, io.EOF
		}
		return p, nil
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := e.Open(b.Context(), dir); err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	queries := slices.Concat(bench.Queries(corpus.Publications(), seed)...)
	for _, mode := range []bench.Mode{bench.LikeForLike, bench.AsShipped, bench.Completion} {
		b.Run(string(mode), func(b *testing.B) {
			b.ReportAllocs()
			cpu := bench.ProcessCPU()
			for i := 0; b.Loop(); i++ {
				if _, err := e.Page(b.Context(), mode, queries[i%len(queries)]); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(bench.ProcessCPU()-cpu)/float64(b.N), "cpu-ns/op")
		})
	}
}
