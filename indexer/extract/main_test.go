package extract_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"academysearch/indexer/extract"
)

// worker builds the PDF worker once, without the race detector: its shadow memory would count against the limits that are tested
// here, and the compiled reader takes many times as long under it.
var worker = sync.OnceValues(func() (string, error) {
	name := filepath.Join(workerDir, "worker")
	build := exec.Command("go", "build", "-o", name, "./testdata/worker")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return name, nil
})

// workerDir holds the worker while the tests run.
var workerDir string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "extract-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	workerDir = dir
	return m.Run()
}

// newExtractor makes an Extractor whose PDFs are read by the worker.
func newExtractor(t testing.TB, c extract.Config) *extract.Extractor {
	t.Helper()
	if c.Command == nil {
		name, err := worker()
		if err != nil {
			t.Fatal(err)
		}
		c.Command = []string{name}
	}
	x, err := extract.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
