package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"academysearch/indexer/extract"
	"academysearch/search"
)

// binary builds the program once for all tests that need it as a process of its own.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "academysearch-test-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "academysearch")
	build := exec.Command("go", "build", "-o", name, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return name, nil
})

// worker starts the binary as the process that reads PDFs: the limits of that process are not made for the race detector's memory.
func worker(t *testing.T) []string {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return []string{name, extract.WorkerArgument}
}

// shared gives a file or folder of the real documents that may lie beside the project, or skips the test.
func shared(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("skipped: there are no real documents beside the project (%s)", name)
	}
	return path
}

// process is what a run of the binary left.
type process struct {
	code           int
	stdout, stderr string
	took           time.Duration
	peak           int64 // resident bytes of the largest process: it or one of its workers
	own            int64 // resident bytes of the process itself, as last seen; 0 where the system does not tell
}

// start runs the binary with a data folder and waits for its end.
func start(t *testing.T, data string, args ...string) process {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, append(args, "--data", data)...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	own := watch(cmd.Process.Pid, done)
	err = cmd.Wait()
	close(done)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return process{cmd.ProcessState.ExitCode(), out.String(), errs.String(), time.Since(began), usage.Maxrss << 10, <-own}
}

// watch reads the largest resident size of a process from Linux' /proc until done is closed.
func watch(pid int, done <-chan struct{}) <-chan int64 {
	largest := make(chan int64, 1)
	go func() {
		var peak int64
		ticker := time.NewTicker(100 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				largest <- peak
				return
			case <-ticker.C:
				peak = max(peak, residentPeak(pid))
			}
		}
	}()
	return largest
}

// residentPeak is the VmHWM line of /proc/PID/status in bytes, or 0.
func residentPeak(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	var kib int64
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			_, _ = fmt.Sscanf(value, "%d", &kib)
		}
	}
	return kib << 10
}

// lines decodes JSON Lines.
func lines[T any](t *testing.T, text string) []T {
	t.Helper()
	var list []T
	for line := range strings.Lines(text) {
		var value T
		if err := json.Unmarshal([]byte(line), &value); err != nil {
			t.Fatalf("%v in %.200q", err, line)
		}
		list = append(list, value)
	}
	return list
}

// found is what a search prints, as far as these tests look at it.
type found struct {
	Total int `json:"total"`
	Hits  []struct {
		ID       string `json:"id"`
		Title    string `json:"title"`
		Passages []struct {
			Page int    `json:"page"`
			URL  string `json:"url"`
		} `json:"passages"`
	} `json:"hits"`
}

func searchFor(t *testing.T, data, query string, flags ...string) found {
	t.Helper()
	p := start(t, data, append([]string{"search", "--json", query}, flags...)...)
	if p.code != exitDone {
		t.Fatalf("search %q: exit %d: %s", query, p.code, p.stderr)
	}
	return lines[found](t, p.stdout)[0]
}

// meetingChair finds the one person whom the seed introduces, so that no real name stands here.
var meetingChair = regexp.MustCompile(`The meeting chair, Professor (\S+ \S+) FMedSci`)

// seedFile gives the name and the text of the one page that the seed holds.
func seedFile(t *testing.T) (name, text string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(shared(t, "seed"), "*.txt"))
	if err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	body, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	return names[0], string(body)
}

func TestRealInput_seedIsDescribedAsACarefulReaderWould(t *testing.T) {
	file, text := seedFile(t)
	name := meetingChair.FindStringSubmatch(text)[1]
	data := t.TempDir()
	p := start(t, data, "extract", "--json", file)
	if p.code != exitDone {
		t.Fatalf("extract: exit %d: %s", p.code, p.stderr)
	}
	pub := lines[search.Publication](t, p.stdout)[0]

	title, _, _ := strings.Cut(text, "\n")
	if pub.Title != title {
		t.Errorf("title %q, want %q", pub.Title, title)
	}
	if pub.Published != nil {
		t.Errorf("published %+v, want none", pub.Published)
	}
	if len(pub.Events) != 1 || pub.Events[0].Start != "2017-09-06" || pub.Events[0].Precision != search.Day {
		t.Errorf("events %+v, want the one of 2017-09-06", pub.Events)
	}
	if len(pub.People) != 1 {
		t.Fatalf("people %+v, want one", pub.People)
	}
	chair := pub.People[0]
	if chair.Name != name || chair.Function != search.Chair || !chair.Speaker || strings.Count(chair.Role, ";") != 1 {
		t.Errorf("%+v, want %s as chair with two roles", chair, name)
	}
	if len(pub.Topics) == 0 || pub.Topics[0].ID != "mental-health" {
		t.Errorf("topics %+v, want mental-health first", pub.Topics)
	}
	if len(pub.Series) == 0 || pub.Series[0] != "FORUM" {
		t.Errorf("series %v, want FORUM first", pub.Series)
	}
	var body strings.Builder
	for _, page := range pub.Pages {
		body.WriteString(page.Text + "\n")
	}
	for _, furniture := range []string{"Book Now", "Staff leads", "View more", "Anniversary", "Instagram", "established in 2003"} {
		if strings.Contains(body.String(), furniture) {
			t.Errorf("the text holds %q", furniture)
		}
	}
	if !strings.Contains(body.String(), "This event follows on") {
		t.Errorf("the text lacks its last paragraph")
	}

	if p := start(t, data, "index", file); p.code != exitDone {
		t.Fatalf("index: exit %d: %s", p.code, p.stderr)
	}
	for _, test := range []struct {
		query string
		flags []string
	}{
		{"personalised psychiatry", nil},
		{"speaker:" + strings.Fields(name)[1], nil},
		{"", []string{"--speaker", search.PersonID(name)}},
		{"", []string{"--topic", "mental-health", "--from", "2017", "--to", "2017"}},
		{"year:2017", []string{"--series", "FORUM"}},
	} {
		if got := searchFor(t, data, test.query, test.flags...); got.Total != 1 || got.Hits[0].Title != title {
			t.Errorf("search %q %v found %+v, want the seed", test.query, test.flags, got)
		}
	}
}
