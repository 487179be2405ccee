package indexer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// run is one index run.
type run struct {
	Config
	options Options
	gone    []ledger.Member // resources that are to leave the index
	saved   time.Time       // when the state was last written for others to see

	mu     sync.Mutex // guards the fields below
	report Report
	seen   map[string]bool // keys of the source at work that were visited
	next   []source.Resource
	done   int

	touched bool // the ledger was changed since its totals were taken
}

func newRun(config Config, options Options) *run {
	return &run{Config: config, options: options, report: Report{
		Started: time.Now().UTC(), DryRun: options.DryRun, Resources: map[Outcome]int{}, Sources: []SourceReport{}, Lines: []Line{},
	}}
}

func (r *run) do(ctx context.Context, sources []source.Source) error {
	if err := r.forget(); err != nil {
		return err
	}
	for _, s := range sources {
		if err := r.source(ctx, s); err != nil {
			_ = r.Ledger.Flush() // what can be kept is; the error to know is the first
			return err
		}
	}
	if r.options.DryRun {
		return nil
	}
	if err := r.Ledger.Flush(); err != nil {
		return err
	}
	return r.publish(ctx)
}

// forget marks all that came from the sources that are to leave.
func (r *run) forget() error {
	known, err := r.Ledger.Sources()
	if err != nil {
		return err
	}
	for _, name := range r.options.Forget {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%s is no known source (known are: %s): %w", name, strings.Join(known, ", "), search.ErrNotFound)
		}
		var keys []string
		if err := r.Ledger.Keys(name, func(key string) error { keys = append(keys, key); return nil }); err != nil {
			return err
		}
		for _, key := range keys {
			if err := r.remove(name, key); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) finish() Report {
	r.report.Ended = time.Now().UTC()
	return r.report
}

// source walks one source. Its faults are noted in the report; the error is one that stops the run.
func (r *run) source(ctx context.Context, s source.Source) error {
	if s.Reopens() && !r.options.DryRun {
		if err := r.Ledger.AddSource(s.Name()); err != nil {
			return err
		}
	}
	r.seen, r.next = map[string]bool{}, nil
	fault, err := r.rounds(ctx, s, r.visit, func(visit func(source.Resource) error) error { return r.walk(ctx, s, visit) })
	if err != nil {
		return err
	}
	line := SourceReport{Name: s.Name()}
	if fault != nil {
		line.Error = fault.Error()
		r.Log.Warn("source incomplete", "source", s.Name(), "error", fault)
	}
	if err := r.absent(ctx, s, fault == nil); err != nil {
		return err
	}
	line.Resources = len(r.seen)
	r.report.Sources = append(r.report.Sources, line)
	return nil
}

// walk visits what the source offers; of a crawled one, where only one resource is wanted, that one without a walk.
func (r *run) walk(ctx context.Context, s source.Source, visit func(source.Resource) error) error {
	crawler, crawled := s.(source.Crawler)
	if !crawled || r.options.Only == "" {
		return s.Walk(ctx, visit)
	}
	if resource, ok := crawler.Find(r.options.Only); ok {
		return visit(resource)
	}
	return nil
}

// looker does the work on one resource; its error is one that stops the run.
type looker func(ctx context.Context, s source.Source, resource source.Resource) error

// rounds works through a walk, then through what the resources met there offer, then through what those offer.
func (r *run) rounds(ctx context.Context, s source.Source, look looker, walk func(visit func(source.Resource) error) error) (fault, err error) {
	fault, err = r.round(ctx, s, look, walk)
	for err == nil && len(r.next) > 0 {
		offered := r.next
		r.next = nil
		_, err = r.round(ctx, s, look, func(visit func(source.Resource) error) error {
			for _, resource := range offered {
				if err := visit(resource); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return fault, err
}

// round visits resources, several at once. fault is the walk's own, err one that stops the run.
func (r *run) round(ctx context.Context, s source.Source, look looker, walk func(visit func(source.Resource) error) error) (fault, err error) {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(r.Workers)
	fault = walk(func(resource source.Resource) error {
		if inner.Err() != nil {
			return inner.Err()
		}
		if r.first(resource.Key) && r.wanted(resource) {
			group.Go(func() error { return look(inner, s, resource) })
		}
		return nil
	})
	if err := errors.Join(group.Wait(), ctx.Err()); err != nil {
		return nil, err
	}
	return fault, nil
}

// first notes that a resource of the source at work is visited, and reports whether it is for the first time.
func (r *run) first(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen[key] {
		return false
	}
	r.seen[key] = true
	return true
}

func (r *run) wanted(resource source.Resource) bool {
	only := r.options.Only
	return only == "" || resource.Address == only || resource.Key == only
}

// absent deals with the resources of a source that earlier runs knew and the walk did not meet: the source lets them be visited, or a
// complete walk means that they are gone.
func (r *run) absent(ctx context.Context, s source.Source, complete bool) error {
	var missing []string
	err := r.Ledger.Keys(s.Name(), func(key string) error {
		if !r.seen[key] {
			missing = append(missing, key)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var again []source.Resource
	for _, key := range missing {
		if resource, ok := s.Revisit(key); ok {
			again = append(again, resource)
		} else if complete && r.options.Only == "" && !r.options.RetryFailed {
			if err := r.remove(s.Name(), key); err != nil {
				return err
			}
		}
	}
	r.next = again
	_, err = r.rounds(ctx, s, r.visit, func(func(source.Resource) error) error { return nil })
	return err
}

// remove marks a resource as gone. It leaves the index, and the ledger, when the run is published.
func (r *run) remove(sourceName, key string) error {
	prior, known, err := r.Ledger.Resource(sourceName, key)
	if err != nil || !known {
		return err
	}
	r.mu.Lock()
	r.gone = append(r.gone, ledger.Member{Source: sourceName, Key: key})
	r.touched = true
	r.mu.Unlock()
	if prior.Document != "" {
		return r.tell(Line{Source: sourceName, URL: prior.At(), Outcome: Removed, Reason: "gone from its source"})
	}
	return nil
}

// tell counts what became of a resource and lets others know.
func (r *run) tell(line Line) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.count(line)
	r.done++
	r.Progress(Event{Stage: Reading, Line: line, Done: r.done})
	if r.options.DryRun || time.Since(r.saved) < stateInterval {
		return nil
	}
	r.saved = time.Now()
	if err := r.saveState(true); err != nil {
		return fmt.Errorf("state of the run: %w", err)
	}
	return nil
}
