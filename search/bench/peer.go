package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"academysearch/search"
)

// Peer is an engine under test.
type Peer interface {
	// Index writes publications into an index in dir. read gives one after another, and io.EOF after the last.
	Index(ctx context.Context, dir string, read func() (search.Publication, error)) error
	// Open opens the index for searching.
	Open(ctx context.Context, dir string) error
	// Page makes a page of results for a reader's words: the ten best hits with a passage each and five facets. It gives the number of
	// hits. It is safe for concurrent use.
	Page(ctx context.Context, mode Mode, words string) (total int, err error)
	Close() error
}

// Mode says what is asked of a peer.
type Mode string

// The modes of asking. Peers other than the engine of this project know LikeForLike alone.
const (
	LikeForLike Mode = "page"    // what every peer can do: the words as typed, one passage a hit
	AsShipped   Mode = "shipped" // as a reader gets it: expanded, three passages a hit
	Completion  Mode = "suggest" // what completes the words while they are typed
)

// The protocol: a peer's process is told what to do by its arguments, "index DIR CORPUS" or "serve DIR", and answers one line of JSON,
// an Indexed or an Opened. One that serves goes on to answer each Order on a line of standard input by an Answer.

// Indexed is what it took to write an index. Reading the corpus is not counted.
type Indexed struct {
	CPU   time.Duration `json:"cpu_ns"`
	Wall  time.Duration `json:"wall_ns"` // reading the corpus included
	Pages int           `json:"pages"`
}

// Opened is what it took to open an index.
type Opened struct {
	Wall   time.Duration `json:"wall_ns"`
	Memory int64         `json:"memory"` // resident, in bytes
}

// Order asks for pages of results. With Readers it asks all queries Times times, on as many goroutines.
type Order struct {
	Mode    Mode     `json:"mode"`
	Queries []string `json:"queries"`
	Readers int      `json:"readers,omitempty"`
	Times   int      `json:"times,omitempty"`
}

// Answer gives, by query, the time that it took and its hits. With Readers there is one CPU and one Wall for all.
type Answer struct {
	CPU    []time.Duration `json:"cpu_ns"`
	Wall   []time.Duration `json:"wall_ns"`
	Totals []int           `json:"totals,omitempty"`
	Memory int64           `json:"memory"` // resident, after it all
}

// Run does as the arguments say, speaking the protocol over in and out.
func Run(ctx context.Context, p Peer, args []string, in io.Reader, out io.Writer) error {
	switch {
	case len(args) == 3 && args[0] == "index":
		return runIndex(ctx, p, args[1], args[2], out)
	case len(args) == 2 && args[0] == "serve":
		return runServe(ctx, p, args[1], in, out)
	}
	return fmt.Errorf("arguments %q: %w", args, search.ErrInvalid)
}

func runIndex(ctx context.Context, p Peer, dir, corpus string, out io.Writer) error {
	f, err := os.Open(corpus)
	if err != nil {
		return err
	}
	defer f.Close()
	runtime.LockOSThread()
	decoder := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	var reading time.Duration
	var done Indexed
	read := func() (pub search.Publication, err error) {
		start := threadCPU()
		err = decoder.Decode(&pub)
		reading += threadCPU() - start
		done.Pages += len(pub.Pages)
		return pub, err
	}
	started, cpu := time.Now(), ProcessCPU()
	if err := p.Index(ctx, dir, read); err != nil {
		return err
	}
	done.CPU, done.Wall = ProcessCPU()-cpu-reading, time.Since(started)
	return json.NewEncoder(out).Encode(done)
}

func runServe(ctx context.Context, p Peer, dir string, in io.Reader, out io.Writer) (err error) {
	started := time.Now()
	if err := p.Open(ctx, dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	encoder := json.NewEncoder(out)
	if err := encoder.Encode(Opened{Wall: time.Since(started), Memory: residentMemory(self)}); err != nil {
		return err
	}
	for d := json.NewDecoder(in); ; {
		var order Order
		if err := d.Decode(&order); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		answer, err := carryOut(ctx, p, order)
		if err != nil {
			return err
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

func carryOut(ctx context.Context, p Peer, o Order) (Answer, error) {
	if o.Readers > 0 {
		return readAtOnce(ctx, p, o)
	}
	var a Answer
	for _, q := range o.Queries {
		started, cpu := time.Now(), ProcessCPU()
		total, err := p.Page(ctx, o.Mode, q)
		a.CPU, a.Wall = append(a.CPU, ProcessCPU()-cpu), append(a.Wall, time.Since(started))
		if err != nil {
			return a, fmt.Errorf("%q: %w", q, err)
		}
		a.Totals = append(a.Totals, total)
	}
	a.Memory = residentMemory(self)
	return a, nil
}

// readAtOnce lets several readers share the queries.
func readAtOnce(ctx context.Context, p Peer, o Order) (Answer, error) {
	started, cpu := time.Now(), ProcessCPU()
	var next atomic.Int64
	var readers sync.WaitGroup
	failed := make([]error, o.Readers)
	for reader := range o.Readers {
		readers.Go(func() {
			for failed[reader] == nil {
				n := int(next.Add(1)) - 1
				if n >= o.Times*len(o.Queries) {
					return
				}
				_, failed[reader] = p.Page(ctx, o.Mode, o.Queries[n%len(o.Queries)])
			}
		})
	}
	readers.Wait()
	return Answer{CPU: []time.Duration{ProcessCPU() - cpu}, Wall: []time.Duration{time.Since(started)}, Memory: residentMemory(self)}, errors.Join(failed...)
}
