package web

import (
	"context"
	"iter"

	"academysearch/search"
)

// everyHit walks all publications that q finds, page after page by cursor. An error ends the walk.
func everyHit(ctx context.Context, s search.Searcher, q search.Query) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		q.Size, q.Page, q.Cursor = search.MaxSize, 1, ""
		for {
			r, err := s.Search(ctx, q)
			if err != nil {
				yield(search.Hit{}, err)
				return
			}
			for _, h := range r.Hits {
				if !yield(h, nil) {
					return
				}
			}
			if q.Cursor = r.Next; q.Cursor == "" {
				return
			}
		}
	}
}
