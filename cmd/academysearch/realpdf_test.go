package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"academysearch/search"
)

// indexed is what `status --json` prints, as far as these tests look at it.
type indexed struct {
	Publications int    `json:"publications"`
	Pages        int    `json:"pages"`
	Generation   string `json:"generation"`
}

func statusOf(t *testing.T, data string) indexed {
	t.Helper()
	p := start(t, data, "status", "--json")
	if p.code != exitDone {
		t.Fatalf("status: exit %d: %s", p.code, p.stderr)
	}
	return lines[indexed](t, p.stdout)[0]
}

func TestRealInput_quotedWordsOfTheLastFullPageFindThatPage(t *testing.T) {
	folder, data := shared(t, "pdf/real"), t.TempDir()
	first := start(t, data, "index", folder)
	if first.code != exitDone {
		t.Fatalf("index: exit %d: %s", first.code, first.stderr)
	}
	t.Logf("indexed in %v, largest process %d MiB", first.took, first.peak>>20)

	words, page := lastFullPage(t, mostPages(t, folder))
	got := searchFor(t, data, `"`+words+`"`)
	if got.Total == 0 || got.Hits[0].Passages[0].Page != page {
		t.Fatalf("search for %q found %+v, want page %d", words, got, page)
	}
	if want, url := "#page="+strconv.Itoa(page), got.Hits[0].Passages[0].URL; !strings.Contains(url, want) {
		t.Errorf("the passage links to %q, want a fragment that starts with %q", url, want)
	}

	before := statusOf(t, data)
	again := start(t, data, "index", folder)
	if again.code != exitDone {
		t.Errorf("a second run: exit %d: %s", again.code, again.stderr)
	}
	if after := statusOf(t, data); after != before {
		t.Errorf("a second run over the same files left %+v, the first %+v", after, before)
	}
	t.Logf("a second run took %v and said %s", again.took, again.stderr)
}

// mostPages names the PDF with the most pages.
func mostPages(t *testing.T, folder string) string {
	t.Helper()
	p := start(t, t.TempDir(), "extract", "--json", folder)
	if p.code != exitDone {
		t.Fatalf("extract: exit %d: %s", p.code, p.stderr)
	}
	pubs := lines[search.Publication](t, p.stdout)
	most := slices.MaxFunc(pubs, func(a, b search.Publication) int { return len(a.Pages) - len(b.Pages) })
	return filepath.Join(folder, filepath.Base(most.Resources[0].URL))
}

// lastFullPage gives six words that stand together on one page alone: the last page with at least 1,000 characters.
func lastFullPage(t *testing.T, file string) (words string, page int) {
	t.Helper()
	p := start(t, t.TempDir(), "extract", "--json", file)
	pages := lines[search.Publication](t, p.stdout)[0].Pages
	for _, page := range slices.Backward(pages) {
		if len(page.Text) >= 1000 {
			return sixWords(t, pages, page), page.Number
		}
	}
	t.Fatalf("%s has no full page", file)
	return "", 0
}

func sixWords(t *testing.T, pages []search.Page, page search.Page) string {
	t.Helper()
	fields := strings.Fields(page.Text)
	for at := len(fields) / 2; at+6 <= len(fields); at++ {
		words := strings.Join(fields[at:at+6], " ")
		if strings.ContainsAny(words, `"“”`) {
			continue
		}
		count := 0
		for _, p := range pages {
			count += strings.Count(strings.Join(strings.Fields(p.Text), " "), words)
		}
		if count == 1 {
			return words
		}
	}
	t.Fatalf("page %d has no six words of its own", page.Number)
	return ""
}

// failure is one row of `failures --json`.
type failure struct {
	URL    string `json:"url"`
	Class  string `json:"class"`
	Reason string `json:"reason"`
	Advice string `json:"advice"`
}

// The bounds that indexing hostile files must keep.
const (
	maxIndexer = 400 << 20
	maxWorker  = 700 << 20
)

func TestRealInput_everyMalformedFileIsIndexedOrNamed(t *testing.T) {
	folder, data := shared(t, "pdf/malformed"), t.TempDir()
	run := start(t, data, "index", folder)
	if run.code != exitPartly {
		t.Fatalf("index: exit %d, want %d: %s", run.code, exitPartly, tail(run.stderr))
	}
	if run.peak > maxWorker {
		t.Errorf("the largest process took %d MiB, want at most %d", run.peak>>20, maxWorker>>20)
	}
	if run.own > maxIndexer {
		t.Errorf("the indexer took %d MiB, want at most %d", run.own>>20, maxIndexer>>20)
	}
	listed := start(t, data, "failures", "--json")
	rows := lines[failure](t, listed.stdout)
	classes := map[string]int{}
	for _, row := range rows {
		if row.URL == "" || row.Class == "" || row.Reason == "" || row.Advice == "" {
			t.Errorf("%+v lacks a part", row)
		}
		classes[row.Class]++
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files in %v, indexer %d MiB, largest process %d MiB, %d publications, %d failures: %v",
		len(files), run.took, run.own>>20, run.peak>>20, statusOf(t, data).Publications, len(rows), classes)
}

func tail(text string) string { return text[max(0, len(text)-2000):] }

func TestRealInput_aKilledRunLosesNothing(t *testing.T) {
	folder := shared(t, "pdf/real")
	undisturbed := t.TempDir()
	if p := start(t, undisturbed, "index", folder); p.code != exitDone {
		t.Fatalf("index: exit %d: %s", p.code, p.stderr)
	}
	data := t.TempDir()
	if p := start(t, data, "index", mostPages(t, folder)); p.code != exitDone {
		t.Fatalf("index: exit %d: %s", p.code, p.stderr)
	}
	before := statusOf(t, data)
	for _, after := range []time.Duration{200 * time.Millisecond, time.Second, 3 * time.Second} {
		kill(t, data, after, "index", folder)
		if got := statusOf(t, data); got.Publications < before.Publications {
			t.Fatalf("killed after %v the index serves %+v, before it served %+v", after, got, before)
		}
	}
	if p := start(t, data, "index", folder); p.code != exitDone {
		t.Fatalf("index after kills: exit %d: %s", p.code, p.stderr)
	}
	want, got := statusOf(t, undisturbed), statusOf(t, data)
	if want.Publications != got.Publications || want.Pages != got.Pages {
		t.Errorf("after kills the index holds %+v, undisturbed %+v", got, want)
	}
}

// kill starts the binary and kills it after a while, if it has not ended by then.
func kill(t *testing.T, data string, after time.Duration, args ...string) {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), name, append(args, "--data", data)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	_ = cmd.Wait()
}
