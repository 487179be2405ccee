package indexer

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"academysearch/indexer/ledger"
	"academysearch/search"
)

// publish brings the index to what the ledger knows. Whatever happens on the way, the last generation goes on serving, and the next run
// makes the same plan again: what readers may have seen was written down before.
func (r *run) publish(ctx context.Context) error {
	status, err := r.Engine.Status(ctx)
	if err != nil && !errors.Is(err, search.ErrNotReady) {
		return err
	}
	r.report.Generation, r.report.Publications.Total = status.Generation, status.Publications
	generation, err := r.Ledger.Generation()
	if err != nil {
		return err
	}
	unserved, err := r.Ledger.Unserved()
	if err != nil {
		return err
	}
	rebuild := r.options.Force || generation != status.Generation
	if !rebuild && !unserved && len(r.gone) == 0 && len(r.options.Forget) == 0 {
		return nil
	}
	p, err := r.plan(rebuild)
	if err != nil {
		return err
	}
	if err := r.gate(p); err != nil {
		return err
	}
	if err := r.Ledger.Intend(p.Plan); err != nil {
		return err
	}
	begin := r.Engine.Begin
	if rebuild {
		begin = r.Engine.BeginEmpty
	}
	if r.report.Generation, err = r.write(ctx, begin, p); err != nil {
		return err
	}
	r.report.Publications = PublicationCounts{Total: len(p.stay), Indexed: len(p.write), Removed: len(p.Retired)}
	return errors.Join(r.Ledger.Serve(r.report.Generation, p.write), r.Ledger.Prune())
}

// write makes the next generation.
func (r *run) write(ctx context.Context, begin func(context.Context) (search.Writer, error), p *plan) (generation string, err error) {
	w, err := begin(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, id := range p.delete {
		if err := w.Delete(ctx, id); err != nil {
			return "", fmt.Errorf("publication %s: %w", id, err)
		}
	}
	if err := r.putAll(ctx, w, p.write); err != nil {
		return "", err
	}
	return w.Commit(ctx)
}

// putAll describes publications, several at once, and writes them in their order.
func (r *run) putAll(ctx context.Context, w search.Writer, list []ledger.Publication) error {
	group, ctx := errgroup.WithContext(ctx)
	slots := make(chan chan search.Publication, r.Workers) // holds back who describes faster than the engine writes
	group.Go(func() error {
		defer close(slots)
		return r.makeAll(ctx, group, slots, list)
	})
	group.Go(func() error {
		done := 0
		for slot := range slots {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case publication := <-slot:
				if err := w.Put(ctx, publication); err != nil {
					return fmt.Errorf("publication %s: %w", publication.ID, err)
				}
				done++
				r.Progress(Event{Stage: Writing, Line: Line{URL: publication.Title}, Done: done, Of: len(list)})
			}
		}
		return nil
	})
	return group.Wait()
}

// makeAll starts the making of each publication as slots become free.
func (r *run) makeAll(ctx context.Context, group *errgroup.Group, slots chan<- chan search.Publication, list []ledger.Publication) error {
	for _, row := range list {
		slot := make(chan search.Publication, 1)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case slots <- slot:
		}
		group.Go(func() error {
			publication, err := r.make(row)
			if err == nil {
				slot <- publication
			}
			return err
		})
	}
	return nil
}

// make builds one publication from what the ledger holds.
func (r *run) make(row ledger.Publication) (search.Publication, error) {
	var parts []part
	for _, m := range row.Members {
		resource, known, err := r.Ledger.Resource(m.Source, m.Key)
		if err != nil {
			return search.Publication{}, err
		}
		if !known {
			return search.Publication{}, fmt.Errorf("resource %s of publication %s: %w", m.Key, row.ID, search.ErrNotFound)
		}
		read, err := r.Ledger.Read(resource.Document)
		if err != nil {
			return search.Publication{}, fmt.Errorf("%s: %w", resource.At(), err)
		}
		parts = append(parts, part{resource, read})
	}
	return r.build(row.ID, row.Former, parts), nil
}
