package pdfworker

import (
	"bufio"
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"sync"

	"academysearch/indexer/document"
)

// maxStack ends a worker whose stack grows over it: the second reader recurses as deep as a file is nested.
const maxStack = 64 << 20

// maxHeld is how much a worker may hold before its first file. One that took the reader from the cache holds about 50 MiB.
const maxHeld = 160 << 20

// errOverrun ends a worker that has used up its CPU time.
var errOverrun = errors.New("CPU time used up")

// Serve is the life of a worker: it prepares the reader, shuts itself in, and reads files until in ends. It returns, and the process
// has to end, even while a file is being read.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	var s setup
	in = bufio.NewReaderSize(in, 1<<16)
	if err := readJSON(in, 1<<16, &s); err != nil {
		return err
	}
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(max(s.Limits.Memory-wasmMemory, wasmMemory))
	debug.SetGCPercent(400) // what one file leaves behind is small beside the limit
	w := &worker{limits: s.Limits, out: out}
	reader, err := newPDFium(ctx, s.Cache)
	if err != nil {
		return err
	}
	w.first = reader
	// The reader is compiled and its cache is open: from here on the process needs no file and no network.
	held := mapped()
	overrun, err := limitProcess(s.Limits, held)
	if err != nil {
		return err
	}
	if err := w.send(answer{Ready: &ready{Sandbox: shutIn(), Spent: s.Cache != "" && held > maxHeld}}); err != nil {
		return err
	}
	ended := make(chan error, 2)
	go func() { ended <- w.files(in) }()
	select {
	case err := <-ended:
		return err
	case <-overrun:
		return errors.Join(errOverrun, w.send(answer{Overrun: true}))
	case <-ctx.Done():
		return ctx.Err()
	}
}

// mapped is the memory that the process has taken from the system. What compiling has used is given back, but stays mapped and counts
// against the limit.
func mapped() int64 {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys)
}

// worker reads one file at a time.
type worker struct {
	limits Limits
	first  *pdfium

	sending sync.Mutex // guards out
	out     io.Writer
}

func (w *worker) send(a answer) error {
	if a.Failure != nil {
		plain := *a.Failure
		plain.Cause = nil // an error cannot be sent
		a.Failure = &plain
	}
	w.sending.Lock()
	defer w.sending.Unlock()
	return writeJSON(w.out, a)
}

// files reads a file from each frame, one at a time, until there are no more frames. The next frame is awaited while a file is read,
// so that the end of the input ends the worker at once.
func (w *worker) files(in io.Reader) error {
	bodies, ended := make(chan []byte), make(chan error, 1)
	go func() {
		for {
			body, err := readFrame(in, maxFrame)
			if err != nil {
				ended <- err
				return
			}
			bodies <- body
		}
	}()
	busy := make(chan error, 1)
	for next := bodies; ; {
		select {
		case body := <-next:
			next = nil
			go func() { busy <- w.file(body) }()
		case err := <-busy:
			if err != nil {
				return err
			}
			next = bodies
		case err := <-ended:
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// file reads one file and sends what it finds. The text goes first, so that a file whose properties kill the worker still has it.
func (w *worker) file(body []byte) error {
	if err := allowProcessor(w.limits.Processor); err != nil {
		return err
	}
	done, failure, err := w.text(body)
	if err != nil {
		return err
	}
	if failure != nil {
		if err := w.send(answer{Failure: failure}); err != nil {
			return err
		}
	} else if err := w.send(answer{Text: done}); err != nil {
		return err
	}
	if failure == nil {
		if p, ok := properties(body); ok {
			if err := w.send(answer{Properties: &p}); err != nil {
				return err
			}
		}
	}
	return w.send(answer{Done: true})
}

// text sends the pages of a file as the first reader gives them, or, where that refuses the file as damaged or empty, the second. The
// refusal is what counts if that fails, too.
func (w *worker) text(body []byte) (*text, *document.Failure, error) {
	b := budget{limits: w.limits, send: func(p *Page) error { return w.send(answer{Page: p}) }}
	warnings, failure, err := w.first.read(body, &b)
	if err != nil || failure == nil {
		return &text{Reader: "pdfium", Warnings: warnings}, nil, err
	}
	if failure.Class != document.Damaged && failure.Class != document.Empty {
		return nil, failure, nil
	}
	// The parent keeps the refusal in case the second reader takes the worker down.
	if err := w.send(answer{Failure: failure, Restart: true}); err != nil {
		return nil, nil, err
	}
	second := budget{limits: w.limits, send: b.send}
	if other := readSecond(body, &second); other != nil {
		if other.Class == document.TooLarge {
			failure = other
		}
		return nil, failure, second.err
	}
	return &text{Reader: "ledongthuc", Warnings: []string{"the file is damaged: read with the second reader, words may be in another order"}}, nil, second.err
}

// budget sends pages while the limits last.
type budget struct {
	limits     Limits
	send       func(*Page) error
	characters int
	failed     int   // pages that could not be read
	err        error // of send
}

// page sends a page. It is false once the text is over its limit, or nobody listens.
func (b *budget) page(p *Page) bool {
	b.characters += characters(p.Lines)
	if b.characters > b.limits.Characters*4 {
		return false
	}
	if p.Failed {
		b.failed++
	}
	b.err = b.send(p)
	return b.err == nil
}

// over is the failure of a file that is over a limit.
func over(reason string) *document.Failure {
	return &document.Failure{Class: document.TooLarge, Reason: reason, Advice: "split it, or raise the limit in the configuration"}
}
