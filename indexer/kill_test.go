package indexer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"syscall"
	"testing"

	"academysearch/indexer"
	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// Names in the environment by which the test binary, run by itself, becomes an index run that kills itself.
const (
	killData   = "ACADEMYSEARCH_TEST_KILL_DATA"
	killFolder = "ACADEMYSEARCH_TEST_KILL_FOLDER"
	killStep   = "ACADEMYSEARCH_TEST_KILL_STEP"
	soak       = "ACADEMYSEARCH_SOAK" // set by make soak: every step instead of some
)

func TestMain(m *testing.M) {
	if os.Getenv(killData) != "" {
		os.Exit(indexAndDie())
	}
	os.Exit(m.Run())
}

// fuse kills the process, as a power cut would, when it has been touched a number of times.
type fuse struct{ left int }

func (f *fuse) touch() {
	if f.left--; f.left == 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until the signal arrives
	}
}

type mortalReader struct {
	reader
	*fuse
}

func (r *mortalReader) Extract(ctx context.Context, in indexer.Input) (document.Document, error) {
	r.touch()
	defer r.touch()
	return r.reader.Extract(ctx, in)
}

type mortalEngine struct {
	*engine
	*fuse
}

func (e *mortalEngine) Begin(ctx context.Context) (search.Writer, error) {
	e.touch()
	w, err := e.engine.Begin(ctx)
	return &mortalWriter{w, e.fuse}, err
}

func (e *mortalEngine) BeginEmpty(ctx context.Context) (search.Writer, error) {
	e.touch()
	w, err := e.engine.BeginEmpty(ctx)
	return &mortalWriter{w, e.fuse}, err
}

type mortalWriter struct {
	search.Writer
	*fuse
}

func (w *mortalWriter) Put(ctx context.Context, p search.Publication) error {
	w.touch()
	return w.Writer.Put(ctx, p)
}

func (w *mortalWriter) Commit(ctx context.Context) (string, error) {
	w.touch()
	defer w.touch()
	return w.Writer.Commit(ctx)
}

// indexAndDie is the child process. With a fuse longer than the run it ends by itself and prints how much of the fuse is left.
func indexAndDie() int {
	steps, err := strconv.Atoi(os.Getenv(killStep))
	if err != nil {
		return 2
	}
	f := &fuse{left: steps}
	l, err := ledger.Open(ledger.Config{Dir: os.Getenv(killData)})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	s, err := source.Open(os.Getenv(killFolder), source.Config{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ix, err := indexer.New(indexer.Config{
		Ledger: l, Engine: &mortalEngine{&engine{dir: os.Getenv(killData)}, f}, Extract: &mortalReader{fuse: f},
		Describe: describer{}, Workers: 1, Progress: func(indexer.Event) {
			if f.left%3 == 0 {
				_ = l.Flush() // as if a second had passed: what was read is on disk, what comes next is not
			}
			f.touch()
		},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if _, err := ix.Run(context.Background(), indexer.Options{Sources: []source.Source{s}}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(f.left)
	if err := l.Close(); err != nil {
		return 1
	}
	return 0
}

// child runs an index run that dies at a step. It reports whether the run came to its end, and how many steps it did not need.
func child(t *testing.T, data, folder string, step int) (ended bool, left int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killData+"="+data, killFolder+"="+folder, killStep+"="+strconv.Itoa(step))
	stderr, stdout := &writerTo{}, &writerTo{}
	cmd.Stderr, cmd.Stdout = stderr, stdout
	err := cmd.Run()
	if err == nil {
		left, err := strconv.Atoi(string(stdout.text[:len(stdout.text)-1]))
		if err != nil {
			t.Fatal(err)
		}
		return true, left
	}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() {
		t.Fatalf("run to step %d: %v: %s", step, err, stderr.text)
	}
	return false, 0
}

type writerTo struct{ text []byte }

func (w *writerTo) Write(p []byte) (int, error) {
	w.text = append(w.text, p...)
	return len(p), nil
}

// stages are the states of a folder that is indexed again and again.
var stages = []map[string]string{
	{
		"a.html": "title: Sleep and memory\nfile: a.pdf\nText.", "a.pdf": "%PDF-1.4\ntitle: Sleep and memory report", "b.html": "title: Gene therapy\nText b.",
		"c.html": "title: Air quality\nText c.", "c.pdf": "%PDF-1.4\ntitle: Air quality and health", "bad.pdf": "%PDF- DAMAGED",
	},
	{ // two publications become one, one goes, one comes, one changes, one is mended
		"c.html": "title: Air quality\nfile: c.pdf\nText c.", "b.html": "", "d.html": "title: Vaccines for older people\nText.", "a.pdf": "%PDF-1.4\ntitle: Sleep and memory second report",
		"bad.pdf": "%PDF-1.4\ntitle: Mended",
	},
}

func applyStage(t *testing.T, folder string, stage map[string]string) {
	t.Helper()
	for name, body := range stage {
		if body == "" {
			remove(t, folder, name)
			continue
		}
		write(t, folder, map[string]string{name: body})
	}
}

// indexed is what readers see, without what differs between two undisturbed runs.
func indexed(t *testing.T, data string) map[string]search.Publication {
	t.Helper()
	g, err := (&engine{dir: data}).load()
	if err != nil {
		t.Fatal(err)
	}
	return g.Publications
}

func TestRun_killedAtAnyStepTheNextRunEndsAsIfUndisturbed(t *testing.T) {
	folder, undisturbed := t.TempDir(), t.TempDir()
	var want []map[string]search.Publication
	var steps []int
	for _, stage := range stages {
		applyStage(t, folder, stage)
		const plenty = 10_000
		_, left := child(t, undisturbed, folder, plenty)
		want, steps = append(want, indexed(t, undisturbed)), append(steps, plenty-left)
	}
	if len(want[0]) != 4 || len(want[1]) != 4 {
		t.Fatalf("undisturbed runs index %d and %d publications, want 4 and 4", len(want[0]), len(want[1]))
	}
	for _, first := range some(steps[0]) {
		data, again := t.TempDir(), t.TempDir()
		applyStage(t, again, stages[0])
		child(t, data, again, first)
		if got := indexed(t, data); len(got) != 0 && !reflect.DeepEqual(got, want[0]) {
			t.Fatalf("killed at step %d, readers see %s", first, dump(got))
		}
		mustEnd(t, data, again, want[0], fmt.Sprintf("killed at step %d", first))
		second := 1 + rand.Intn(steps[1])
		applyStage(t, again, stages[1])
		child(t, data, again, second)
		if got := indexed(t, data); !reflect.DeepEqual(got, want[0]) && !reflect.DeepEqual(got, want[1]) {
			t.Fatalf("killed at step %d of the second stage, readers see a mixture: %s", second, dump(got))
		}
		mustEnd(t, data, again, want[1], fmt.Sprintf("killed at step %d of the second stage", second))
	}
}

// some chooses steps: all of them where there is time for it.
func some(steps int) []int {
	var chosen []int
	for step := 1; step <= steps; step++ {
		chosen = append(chosen, step)
	}
	if os.Getenv(soak) == "" {
		rand.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
		return chosen[:min(8, len(chosen))]
	}
	return chosen
}

// mustEnd lets a run come to its end and compares what readers see with what an undisturbed one shows.
func mustEnd(t *testing.T, data, folder string, want map[string]search.Publication, when string) {
	t.Helper()
	if ended, _ := child(t, data, folder, 10_000); !ended {
		t.Fatalf("%s: the next run did not end", when)
	}
	if got := indexed(t, data); !reflect.DeepEqual(got, want) {
		t.Fatalf("%s, readers see in the end\n%s\nwant\n%s", when, dump(got), dump(want))
	}
	left, err := filepath.Glob(filepath.Join(data, "blobs", "*", ".new-*"))
	if err != nil || len(left) != 0 {
		t.Fatalf("%s: half-written files stay: %v, %v", when, left, err)
	}
}

func dump(v any) string {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}
