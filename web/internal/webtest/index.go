package webtest

import (
	"context"

	"academysearch/search"
)

// Index puts publications into an engine as one generation.
func Index(ctx context.Context, e search.Engine, publications []search.Publication) error {
	w, err := e.Begin(ctx)
	if err != nil {
		return err
	}
	defer w.Close() // it drops only what an error kept from being committed
	for _, p := range publications {
		if err := w.Put(ctx, p); err != nil {
			return err
		}
	}
	_, err = w.Commit(ctx)
	return err
}
