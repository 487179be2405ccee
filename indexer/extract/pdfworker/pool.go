package pdfworker

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"

	"academysearch/indexer/document"
)

// Config says how a Pool starts its workers.
type Config struct {
	Command []string // program and arguments; the program calls Serve
	Cache   string   // folder of the compiled reader, or ""
	Workers int      // processes at a time
	Limits  Limits
	Log     *slog.Logger
}

// Pool keeps worker processes. It is safe for concurrent use.
type Pool struct {
	config Config
	places chan struct{} // one for each worker

	mu   sync.Mutex // guards idle
	idle []*process // workers without work; the last one to work is the first to work again

	starting sync.Mutex // one worker at a time compiles the reader; the others then take it from the cache
	warned   sync.Once
}

// New makes a Pool. It starts no process yet.
func New(c Config) *Pool {
	return &Pool{config: c, places: make(chan struct{}, c.Workers)}
}

// take gives an idle worker, or nil where a new one has to be started.
func (p *Pool) take() *process {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.idle)
	if n == 0 {
		return nil
	}
	worker := p.idle[n-1]
	p.idle = p.idle[:n-1]
	return worker
}

// give makes a worker idle; nil is one that has died.
func (p *Pool) give(worker *process) {
	if worker == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, worker)
}

// Read reads one file in a worker. A fault of the file is a *document.Failure; another error is a fault of the program or the end
// of ctx. Whatever a file does to its worker, the next file gets another one.
func (p *Pool) Read(ctx context.Context, body []byte) (File, error) {
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return File{}, ctx.Err()
	}
	defer func() { <-p.places }()
	worker := p.take()
	defer func() { p.give(worker) }()
	for attempt := 0; ; attempt++ {
		var err error
		if worker, err = p.ready(ctx, worker); err != nil {
			return File{}, err
		}
		fresh := worker.files == 0
		file, err := worker.read(ctx, body)
		if !worker.alive() {
			worker = nil
		}
		// A worker may die of what an earlier file left behind. Only a fresh one dies of this file for sure.
		if failure := (*document.Failure)(nil); errors.As(err, &failure) && failure.Class == document.Crashed && !fresh && attempt == 0 && ctx.Err() == nil {
			continue
		}
		return file, err
	}
}

// ready gives a worker that can read the next file: the given one, or a new one in its place.
func (p *Pool) ready(ctx context.Context, worker *process) (*process, error) {
	if worker != nil && worker.alive() && worker.files < filesEach {
		return worker, nil
	}
	if worker != nil {
		worker.end()
	}
	p.starting.Lock()
	defer p.starting.Unlock()
	worker, state, err := start(ctx, p.prepared())
	if err != nil {
		return nil, err
	}
	if state.Sandbox == "" {
		p.warned.Do(func() {
			p.config.Log.Warn("no sandbox for PDF workers on this system; limits of time and memory hold, files and network are open to them")
		})
	}
	return worker, nil
}

// prepared makes the cache folder, so that a worker needs no right to.
func (p *Pool) prepared() Config {
	c := p.config
	if c.Cache == "" {
		return c
	}
	if err := os.MkdirAll(c.Cache, 0o700); err != nil {
		c.Log.Warn("the compiled PDF reader cannot be kept; each worker compiles it", "folder", c.Cache, "error", err)
		c.Cache = ""
	}
	return c
}

// Close ends the workers, once those at work are done. The Pool must not be used after.
func (p *Pool) Close() {
	for range p.config.Workers {
		p.places <- struct{}{}
	}
	for worker := p.take(); worker != nil; worker = p.take() {
		worker.end()
	}
}
