package extract_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"syscall"
	"testing"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
)

// A thousand broken files: every one is read or fails with a class, a reason and an advice, and the memory of both processes keeps
// to its bounds.
func TestExtract_malformedFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute long: left out of short runs")
	}
	files := shared(t, "pdf/malformed/*.pdf")
	x := newExtractor(t, extract.Config{Workers: 2})
	counts, slowest := map[string]int{}, time.Duration(0)
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		d, err := x.Extract(context.Background(), extract.Input{URL: filepath.Base(file), Body: body})
		if took := time.Since(begin); took > slowest {
			slowest = took
		}
		var failure *document.Failure
		switch {
		case err == nil:
			counts["read by "+d.Reader]++
		case errors.As(err, &failure) && failure.Class != "" && failure.Reason != "" && failure.Advice != "":
			counts[string(failure.Class)]++
		default:
			t.Errorf("%s: %v is no failure with class, reason and advice", file, err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	var classes []string
	for c := range counts {
		classes = append(classes, c)
	}
	sort.Strings(classes)
	for _, c := range classes {
		t.Logf("%5d %s", counts[c], c)
	}
	t.Logf("the slowest took %s", slowest)
	if runtime.GOOS == "linux" {
		under(t, "this process", syscall.RUSAGE_SELF, 400<<20)
		under(t, "the largest worker", syscall.RUSAGE_CHILDREN, 700<<20)
	}
}

// under checks the peak of resident memory of this process or of its largest child.
func under(t *testing.T, name string, who int, limit int64) {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(who, &usage); err != nil {
		t.Fatal(err)
	}
	peak := usage.Maxrss << 10 // Linux counts KiB
	t.Logf("%s: %d MiB at most", name, peak>>20)
	if peak > limit {
		t.Errorf("%s took %d MiB, more than %d", name, peak>>20, limit>>20)
	}
}
