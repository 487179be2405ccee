package bench_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

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
	if err == nil && len(r.Hits) == 0 {
		err = fmt.Errorf("no publication holds it: %w", search.ErrNotFound)
	}
	return r.Total, err
}
