package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"academysearch/search"
)

// Engine is an index in a folder. It implements search.Engine.
type Engine struct {
	cfg     Config
	current atomic.Pointer[snapshot]

	mu      sync.Mutex // guards refreshing, and failed
	failed  error      // why the published generation cannot be served
	stop    chan struct{}
	stopped chan struct{}
}

var _ search.Engine = (*Engine)(nil)

// Open opens the index in cfg.Dir. An index that does not exist yet, or that another version of the program wrote, is no error:
// searches then return ErrNotReady, and Begin or BeginEmpty make one.
func Open(cfg Config) (*Engine, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	e := &Engine{cfg: cfg, stop: make(chan struct{}), stopped: make(chan struct{})}
	if err := e.Refresh(); err != nil && !errors.Is(err, search.ErrNotReady) {
		return nil, err
	}
	go e.follow()
	return e, nil
}

// follow looks for new generations until the engine is closed.
func (e *Engine) follow() {
	defer close(e.stopped)
	tick := time.NewTicker(e.cfg.Poll)
	defer tick.Stop()
	var last string
	for {
		select {
		case <-e.stop:
			return
		case <-tick.C:
		}
		err := e.Refresh()
		if err != nil && err.Error() != last {
			e.cfg.Log.Error("new generation cannot be served", "error", err)
		}
		last = fmt.Sprint(err)
	}
}

// Refresh serves the published generation, if it is another one than now. The engine does so by itself every Config.Poll.
func (e *Engine) Refresh() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	old := e.current.Load()
	n, err := readCurrent(e.cfg.Dir)
	if err != nil || n == 0 || old != nil && old.name == generationName(n) {
		return err
	}
	next, err := openSnapshot(e.cfg, n)
	if e.failed = err; err != nil {
		return err
	}
	e.current.Store(next)
	e.cfg.Log.Info("serving", "generation", next.name, "publications", len(next.rows), "pages", len(next.pubOf))
	if old != nil {
		old.release()
	}
	return nil
}

// acquire gives the served generation; the caller releases it.
func (e *Engine) acquire() (*snapshot, error) {
	for {
		s := e.current.Load()
		if s == nil {
			return nil, e.notReady()
		}
		if s.acquire() {
			return s, nil
		}
	}
}

func (e *Engine) notReady() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.failed != nil {
		return errors.Join(e.failed, search.ErrNotReady)
	}
	return fmt.Errorf("there is no index yet: %w", search.ErrNotReady)
}

// Publication implements search.Searcher.
func (e *Engine) Publication(ctx context.Context, id string) (search.Publication, error) {
	s, err := e.acquire()
	if err != nil {
		return search.Publication{}, err
	}
	defer s.release()
	if err := ctx.Err(); err != nil {
		return search.Publication{}, err
	}
	if pub, ok := s.byID[id]; ok {
		return s.wholePublication(pub)
	}
	if to, ok := s.former[id]; ok {
		return search.Publication{}, &search.MovedError{From: id, To: to}
	}
	return search.Publication{}, fmt.Errorf("publication %q: %w", id, search.ErrNotFound)
}

// Status implements search.Searcher.
func (e *Engine) Status(ctx context.Context) (search.Status, error) {
	s, err := e.acquire()
	if err != nil {
		return search.Status{}, err
	}
	defer s.release()
	return s.status, ctx.Err()
}

// Begin implements search.Engine. An index that this version cannot read is ErrNotReady: BeginEmpty replaces it.
func (e *Engine) Begin(ctx context.Context) (search.Writer, error) {
	return e.begin(ctx, func() (*snapshot, error) {
		if err := e.Refresh(); err != nil {
			return nil, err
		}
		if e.current.Load() == nil {
			return nil, nil
		}
		return e.acquire()
	})
}

// BeginEmpty starts a generation that holds nothing of the last one, to rebuild the index from the ledger.
func (e *Engine) BeginEmpty(ctx context.Context) (search.Writer, error) {
	return e.begin(ctx, func() (*snapshot, error) { return nil, nil })
}

func (e *Engine) begin(ctx context.Context, base func() (*snapshot, error)) (search.Writer, error) {
	unlock, err := e.lock(ctx)
	if err != nil {
		return nil, err
	}
	from, err := base()
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	w := newWriter(e, from, unlock)
	if err := w.prepare(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// lock takes the one writer's place.
func (e *Engine) lock(ctx context.Context) (func() error, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(e.cfg.Dir, 0o700); err != nil {
		return nil, err
	}
	return lock(e.cfg.Dir)
}

// Rollback serves the generation before the current one again and returns its name. ErrNotFound: there is none.
func (e *Engine) Rollback(ctx context.Context) (generation string, err error) {
	unlock, err := e.lock(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	current, err := readCurrent(e.cfg.Dir)
	if err != nil {
		return "", err
	}
	numbers, err := generations(e.cfg.Dir)
	if err != nil {
		return "", err
	}
	for i := len(numbers) - 1; i >= 0; i-- {
		if numbers[i] < current {
			return generationName(numbers[i]), errors.Join(publish(e.cfg.Dir, numbers[i]), e.Refresh())
		}
	}
	return "", fmt.Errorf("there is no generation before %s: %w", generationName(current), search.ErrNotFound)
}

// Verify compares the files of the served generation with their checksums.
func (e *Engine) Verify(ctx context.Context) error {
	s, err := e.acquire()
	if err != nil {
		return err
	}
	defer s.release()
	return errors.Join(verify(s.dir, s.manifest), ctx.Err())
}

// Close implements search.Engine. Searches under way end first.
func (e *Engine) Close() error {
	close(e.stop)
	<-e.stopped
	if s := e.current.Swap(nil); s != nil {
		s.release()
	}
	return nil
}
