package pdfworker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"academysearch/indexer/document"
)

const (
	filesEach      = 1_000           // files that a worker reads before it is replaced
	startTime      = 2 * time.Minute // to start a worker, compiling the reader included
	propertiesTime = 5 * time.Second // to read the properties of a file whose text is read
	endTime        = 5 * time.Second // to end by itself before it is killed
	tailBytes      = 8 << 10         // of standard error that are kept
)

// process is one worker, seen from outside.
type process struct {
	limits Limits
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	errors *tail
	files  int
	ended  bool // used by the one goroutine that has the worker
}

// start starts a worker and waits until it is ready to read. One that had to compile the reader has used up its memory for that; the
// next one finds it in the cache.
func start(ctx context.Context, c Config) (*process, *ready, error) {
	w, r, err := startOne(ctx, c)
	if err == nil && r.Spent {
		w.end()
		w, r, err = startOne(ctx, c)
	}
	return w, r, err
}

func startOne(ctx context.Context, c Config) (worker *process, state *ready, err error) {
	cmd := exec.Command(c.Command[0], c.Command[1:]...) //nolint:noctx // the program itself, or what the configuration names; ended by end
	cmd.Env = []string{}                                // nothing of the environment is a worker's business
	w := &process{limits: c.Limits, cmd: cmd, errors: &tail{}}
	cmd.Stderr = w.errors
	if w.in, err = cmd.StdinPipe(); err != nil {
		return nil, nil, fmt.Errorf("PDF worker: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, fmt.Errorf("PDF worker: %w", err)
	}
	w.out = bufio.NewReaderSize(out, 1<<16)
	if err := cmd.Start(); err != nil {
		return nil, nil, fmt.Errorf("PDF worker: %w", err)
	}
	stop := w.killAfter(ctx, startTime)
	defer stop()
	var a answer
	if err = writeJSON(w.in, setup{c.Cache, c.Limits}); err == nil {
		err = w.next(&a)
	}
	if err != nil || a.Ready == nil {
		w.end()
		return nil, nil, errors.Join(ctx.Err(), fmt.Errorf("PDF worker %q did not start: %w: %s", strings.Join(c.Command, " "), err, w.errors.String()))
	}
	return w, a.Ready, nil
}

// killAfter kills the worker after a time, or when ctx ends. The returned function calls it off and reports whether it was too late.
func (w *process) killAfter(ctx context.Context, after time.Duration) (stop func() (killed bool)) {
	var mu sync.Mutex // guards killed and called
	killed, called := false, false
	kill := func() {
		mu.Lock()
		defer mu.Unlock()
		if !called {
			killed = true
			_ = w.cmd.Process.Kill() // it may have ended by itself
		}
	}
	timer := time.AfterFunc(after, kill)
	unhook := context.AfterFunc(ctx, kill)
	return func() bool {
		timer.Stop()
		unhook()
		mu.Lock()
		defer mu.Unlock()
		called = true
		return killed
	}
}

// next reads an answer.
func (w *process) next(a *answer) error { return readJSON(w.out, maxAnswer, a) }

// maxAnswer bounds one answer: a page of text with the places of its lines.
const maxAnswer = 64 << 20

// alive reports whether the worker can read another file.
func (w *process) alive() bool { return !w.ended }

// end lets the worker go and waits for it: it ends by itself when its input does, or is killed.
func (w *process) end() {
	if w.ended {
		return
	}
	w.ended = true
	_ = w.in.Close() // it may be gone
	timer := time.AfterFunc(endTime, func() { _ = w.cmd.Process.Kill() })
	defer timer.Stop()
	_, _ = io.Copy(io.Discard, w.out) // so that a worker that is writing can end
	_ = w.cmd.Wait()                  // how it ended is told by what it wrote
}

// read sends a file and gathers the answers.
func (w *process) read(ctx context.Context, body []byte) (File, error) {
	w.files++
	g := &gatherer{limits: w.limits}
	stop := w.killAfter(ctx, w.limits.Time)
	err := writeFrame(w.in, body)
	if err == nil {
		err = w.gather(g, func() bool { return g.text || g.failure != nil && !g.restarted })
	}
	killed := stop()
	if err == nil && !g.done {
		stop = w.killAfter(ctx, propertiesTime)
		err = w.gather(g, func() bool { return g.done })
		killed = stop()
	}
	if err != nil || killed {
		_ = w.cmd.Process.Kill() // what it still writes is of no use
		w.end()
		return g.broken(ctx, err, killed, w)
	}
	if g.failure != nil {
		return File{}, g.failure
	}
	return g.file, nil
}

// gather takes answers until enough reports that there are enough.
func (w *process) gather(g *gatherer, enough func() bool) error {
	for !enough() && !g.done {
		var a answer
		if err := w.next(&a); err != nil {
			return err
		}
		if err := g.add(a); err != nil {
			return err
		}
	}
	return nil
}

// gatherer makes a File of answers.
type gatherer struct {
	limits     Limits
	file       File
	characters int
	failure    *document.Failure
	text       bool // the pages are complete
	restarted  bool // the second reader is at work; failure is the first one's
	overrun    bool
	done       bool
}

var errTalk = errors.New("a worker says what it may not")

// add takes one answer. It does not trust it: a worker may be in the hands of the file that it reads.
func (g *gatherer) add(a answer) error {
	switch {
	case a.Page != nil:
		g.characters += characters(a.Page.Lines)
		if g.file.Pages = append(g.file.Pages, *a.Page); len(g.file.Pages) > g.limits.Pages || g.characters > 4*g.limits.Characters+maxAnswer {
			return errTalk
		}
	case a.Restart:
		g.file.Pages, g.characters, g.failure, g.restarted = nil, 0, a.Failure, true
	case a.Failure != nil:
		g.failure, g.restarted = a.Failure, false
	case a.Text != nil:
		g.file.Reader, g.file.Warnings, g.text, g.failure = a.Text.Reader, a.Text.Warnings, true, nil
	case a.Properties != nil:
		g.file.Properties = *a.Properties
	case a.Overrun:
		g.overrun = true
	}
	g.done = a.Done
	return nil
}

// broken says what became of a file whose worker did not come to an end with it.
func (g *gatherer) broken(ctx context.Context, err error, killed bool, w *process) (File, error) {
	switch {
	case ctx.Err() != nil:
		return File{}, ctx.Err()
	case g.text:
		g.file.Warnings = append(g.file.Warnings, "its properties (title, labels, bookmarks) could not be read")
		return g.file, nil
	case g.restarted:
		return File{}, g.failure
	case killed || g.overrun:
		return File{}, &document.Failure{
			Class: document.TimedOut, Reason: fmt.Sprintf("reading it took longer than %s", w.limits.Time),
			Advice: "save it again with another program, or raise the limit of time; it may be hostile",
		}
	}
	return File{}, w.died(err)
}

// died classes the end of a worker by what the Go runtime wrote last.
func (w *process) died(err error) *document.Failure {
	last := w.errors.String()
	f := &document.Failure{Class: document.Crashed, Reason: "the reader broke down on it", Advice: "save it again with another program; it may be hostile", Cause: err}
	switch {
	case strings.Contains(last, "out of memory") || strings.Contains(last, "cannot allocate memory"):
		f.Class, f.Reason = document.OutOfMemory, fmt.Sprintf("reading it needs more than %d MiB", w.limits.Memory>>20)
	case strings.Contains(last, "stack overflow") || strings.Contains(last, "stack exceeds"):
		f.Reason = "it is nested too deep"
	}
	return f
}

// tail keeps the last bytes written to it.
type tail struct {
	mu   sync.Mutex // guards kept
	kept []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	if len(t.kept) > tailBytes {
		t.kept = append(t.kept[:tailBytes/2:tailBytes/2], t.kept[len(t.kept)-tailBytes/2:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}
