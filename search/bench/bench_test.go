package bench_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"academysearch/search/bench"
)

// seed is that of every corpus here.
const seed = 1

// asPeer makes this test binary run the engine as a peer, for a process of its own.
const asPeer = "ACADEMYSEARCH_BENCH_PEER"

var (
	sizes   = flag.String("sizes", "", "measure corpora of these numbers of pages, separated by commas")
	peers   = flag.String("peers", "", "folder with the programs of the peers")
	program = flag.String("program", "", "measure this binary of the whole program, too")
	rounds  = flag.Int("rounds", 8, "ask every query so often")
	out     = flag.String("out", "", "write the results to this file")
	plot    = flag.String("plot", "", "draw the results into this SVG file")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv(asPeer) == "" {
		os.Exit(m.Run())
	}
	if err := bench.Run(context.Background(), &engine{}, flag.Args(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "academysearch:", err)
		os.Exit(1)
	}
}

// shipped is the engine of this project, in a process of its own.
func shipped(t *testing.T) bench.Contender {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return bench.Contender{Name: "academysearch", Command: []string{self}, Env: []string{asPeer + "=1"}}
}

// words learns the sample, and the judged collections where they are beside the repository.
func words(t testing.TB) (*bench.Words, bench.Learnt) {
	t.Helper()
	w := bench.NewWords()
	if err := w.LearnPages(os.DirFS(filepath.Join("..", "..", "cmd", "academysearch", "demo", "corpus"))); err != nil {
		t.Fatal(err)
	}
	learnt := bench.Learnt{Sources: []string{"sample"}}
	for _, name := range []string{"cf", "med", "liveqa-med"} {
		f, err := os.Open(filepath.Join("..", "..", "..", "shared", "relevance", name, "docs.jsonl"))
		if err != nil {
			continue
		}
		if err := w.LearnDocuments(f); err != nil {
			t.Fatal(err)
		}
		f.Close()
		learnt.Sources = append(learnt.Sources, name)
	}
	learnt.All, learnt.Different = w.Size()
	return w, learnt
}

// TestMeasure_smallCorpus runs the whole benchmark over a corpus of a moment, without peers, so that it goes on working.
func TestMeasure_smallCorpus(t *testing.T) {
	w, _ := words(t)
	size := measure(t, []bench.Contender{shipped(t)}, w, 500, 1)
	ours := size.Peers[0]
	if size.Pages != 500 || size.Publications < 8 || ours.Hits < 1 || len(ours.Keys) == 0 || len(ours.Readers) == 0 {
		t.Errorf("%+v", size)
	}
	if b, err := json.Marshal(size); err != nil || len(b) == 0 {
		t.Errorf("as JSON: %v", err)
	}
}

func measure(t *testing.T, contenders []bench.Contender, w *bench.Words, pages, rounds int) bench.Size {
	t.Helper()
	plan := bench.Plan{Contenders: contenders, Rounds: rounds, Dir: t.TempDir(), Corpus: bench.Corpus{Words: w, Seed: seed, Pages: pages}}
	size, err := plan.Measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return size
}

// TestPeers is the benchmark; "make bench" runs it.
func TestPeers(t *testing.T) {
	if *sizes == "" {
		t.Skip("make bench runs this")
	}
	w, learnt := words(t)
	results := bench.Results{Machine: machine(t), Words: learnt, Rounds: *rounds}
	contenders := append([]bench.Contender{shipped(t)}, found(t, *peers)...)
	for _, field := range strings.Split(*sizes, ",") {
		pages, err := strconv.Atoi(field)
		if err != nil {
			t.Fatal(err)
		}
		size := measure(t, contenders, w, pages, *rounds)
		fmt.Println(size)
		results.Sizes = append(results.Sizes, size)
		save(t, results) // a run of the largest size takes long
	}
	if *program != "" {
		results.Program = measureProgram(t, w)
		fmt.Printf("whole program: %+v\n", *results.Program)
		save(t, results)
	}
}

// save writes the results, and their picture, where they were asked for.
func save(t *testing.T, results bench.Results) {
	t.Helper()
	if *out != "" {
		if err := results.Write(*out); err != nil {
			t.Fatal(err)
		}
	}
	if *plot != "" {
		if err := os.WriteFile(*plot, results.Plot(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// programPages is the size of the corpus that the whole program is measured with.
const programPages = 10_000

func measureProgram(t *testing.T, w *bench.Words) *bench.Program {
	t.Helper()
	corpus, dir := bench.Corpus{Words: w, Seed: seed, Pages: programPages}, t.TempDir()
	file := filepath.Join(dir, "corpus.jsonl")
	if _, err := corpus.Write(file); err != nil {
		t.Fatal(err)
	}
	queries := bench.Queries(corpus.Publications(), seed)
	p, err := bench.MeasureProgram(t.Context(), *program, file, dir, queries[1])
	if err != nil {
		t.Fatal(err)
	}
	p.Pages = programPages
	return &p
}

// found lists the peers that are there, and says which are not.
func found(t *testing.T, dir string) []bench.Contender {
	t.Helper()
	python := filepath.Join(dir, "venv", "bin", "python")
	all := []bench.Contender{
		{Name: "bleve", Command: []string{filepath.Join(dir, "bleve")}},
		{Name: "tantivy", Command: []string{python, filepath.Join("testdata", "tantivy_peer.py")}},
		{Name: "sqlite-fts5", Command: []string{python, filepath.Join("testdata", "fts5.py")}},
	}
	var runs []bench.Contender
	for _, c := range all {
		version, err := exec.Command(c.Command[0], append(c.Command[1:len(c.Command):len(c.Command)], "version")...).CombinedOutput()
		if err != nil {
			fmt.Printf("%s: left out, as it does not run here: %v %s\n", c.Name, err, version)
			continue
		}
		c.Version = strings.TrimSpace(string(version))
		runs = append(runs, c)
	}
	return runs
}

func machine(t *testing.T) bench.Machine {
	t.Helper()
	m := bench.Machine{Processor: "unknown", Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return m
	}
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			m.Processor = strings.TrimSpace(value)
		}
	}
	return m
}
