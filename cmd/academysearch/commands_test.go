package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"academysearch/search"
	"academysearch/web"
)

// site is a downloaded site of two pages. All people are invented.
func site(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string]string{
		"sleep.html": `<!DOCTYPE html><title>Sleep and memory</title><main><h1>Sleep and memory report published</h1>
<p>Published on 12 June 2018</p><p>The Academy today published a report on sleep and memory in older people.</p>
<p>The meeting chair, Professor Ada Sample FMedSci, University of Nowhere, said: “Sleep is a treatment we do not prescribe.”</p></main>`,
		"gene.html": `<!DOCTYPE html><title>Gene therapy</title><main><h1>Gene therapy for rare diseases</h1>
<p>A workshop on gene therapy was held on 6 September 2017 in London.</p></main>`,
		"manifest.csv": "file,url,published\nsleep.html,https://academy.example/more/news/sleep,2018-06-12\n",
		"broken.pdf":   "%PDF-1.7\nno more than this",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// at runs a command over a data folder.
func at(t *testing.T, data string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	return program(t, nil, append(args, "--data", data)...)
}

func TestIndex_thenEveryCommandThatLooksAtIt(t *testing.T) {
	folder, data := site(t), t.TempDir()
	code, out, errs := at(t, data, "index", folder, "--json")
	if code != exitPartly || !json.Valid([]byte(out)) || strings.Count(out, "\n") != 1 || !strings.Contains(errs, "1 resource failed") {
		t.Fatalf("index: exit %d, printed %q, said %q; want exit 3, one line and the failure", code, out, errs)
	}
	t.Run("search", func(t *testing.T) {
		got := searchObject(t, data, "sleep")
		if got.Total != 1 || got.Hits[0].Title != "Sleep and memory report published" || *got.Hits[0].SourceURL != "https://academy.example/more/news/sleep" {
			t.Errorf("search finds %+v, want the one report", got)
		}
		if by := searchObject(t, data, "--speaker", "ada-sample"); by.Total != 1 {
			t.Errorf("search by speaker finds %d, want 1", by.Total)
		}
		if by := searchObject(t, data, "--from", "2017", "--to", "2017"); by.Total != 1 || by.Hits[0].Title != "Gene therapy for rare diseases" {
			t.Errorf("search by year finds %+v, want the workshop", by)
		}
		if code, out, _ := at(t, data, "search", "sleep"); code != exitDone || !strings.Contains(out, "1 publication for") || !strings.Contains(out, "*Sleep*") {
			t.Errorf("search for people: exit %d, printed %q", code, out)
		}
		if code, _, errs := at(t, data, "search", "x", "--from", "yesterday"); code != exitUsage || !strings.Contains(errs, "--from") {
			t.Errorf("a wrong date: exit %d, said %q; want exit 2 and the flag", code, errs)
		}
	})
	t.Run("status", func(t *testing.T) {
		var s status
		decode(t, data, &s, "status", "--json")
		if s.Publications != 2 || s.Failed != 1 || s.Failures["damaged"] != 1 || s.Generation == "" || s.LastRun == nil {
			t.Errorf("status is %+v, want 2 publications and one damaged file", s)
		}
		if code, out, _ := at(t, data, "status"); code != exitDone || !strings.Contains(out, "publications  2") {
			t.Errorf("status for people: exit %d, printed %q", code, out)
		}
	})
	t.Run("failures", func(t *testing.T) {
		var row map[string]any
		decode(t, data, &row, "failures", "--json")
		for _, field := range []string{"url", "class", "reason", "first_seen", "tries", "advice"} {
			if row[field] == nil || row[field] == "" {
				t.Errorf("the row %v lacks %s", row, field)
			}
		}
		if code, out, _ := at(t, data, "failures"); code != exitDone || !strings.Contains(out, "broken.pdf") {
			t.Errorf("failures for people: exit %d, printed %q", code, out)
		}
	})
	t.Run("inspect", func(t *testing.T) {
		var i inspection
		decode(t, data, &i, "inspect", "http://www.academy.example/more/news/sleep/", "--query", "memory", "--json")
		if i.Publication.Title != "Sleep and memory report published" || len(i.Provenance) != 1 || i.Match == nil || i.Match.Position != 1 {
			t.Errorf("inspect prints %+v, want the report with provenance and match", i)
		}
		if code, _, errs := at(t, data, "inspect", "nosuchthing2"); code != exitFailed || !strings.Contains(errs, "not found") {
			t.Errorf("an unknown id: exit %d, said %q", code, errs)
		}
	})
	t.Run("second run", func(t *testing.T) {
		if code, _, errs := at(t, data, "index"); code != exitPartly || !strings.Contains(errs, "nothing was fetched, read or indexed") {
			t.Errorf("second run: exit %d, said %q; want that nothing was done", code, errs)
		}
	})
	t.Run("rollback", func(t *testing.T) {
		if code, _, errs := at(t, data, "rollback"); code != exitFailed || !strings.Contains(errs, "no generation before") {
			t.Errorf("rollback of the first generation: exit %d, said %q", code, errs)
		}
		if err := os.WriteFile(filepath.Join(folder, "new.html"), []byte("<main><h1>Brand new thing</h1><p>Text of it.</p></main>"), 0o644); err != nil {
			t.Fatal(err)
		}
		at(t, data, "index")
		if got := searchObject(t, data, "brand"); got.Total != 1 {
			t.Fatalf("the new page is found %d times", got.Total)
		}
		if code, out, errs := at(t, data, "rollback"); code != exitDone || searchObject(t, data, "title:brand").Total != 0 {
			t.Errorf("rollback: exit %d, %q, %q; want the new page gone", code, out, errs)
		}
		at(t, data, "index")
		if got := searchObject(t, data, "brand"); got.Total != 1 {
			t.Errorf("after the next run the new page is found %d times, want once", got.Total)
		}
	})
}

func searchObject(t *testing.T, data string, args ...string) (o web.SearchObject) {
	t.Helper()
	decode(t, data, &o, append([]string{"search", "--json"}, args...)...)
	return o
}

// decode runs a command that prints one line of JSON.
func decode(t *testing.T, data string, into any, args ...string) {
	t.Helper()
	code, out, errs := at(t, data, args...)
	if code != exitDone || strings.Count(out, "\n") != 1 {
		t.Fatalf("%v: exit %d, printed %q, said %q; want exit 0 and one line", args, code, out, errs)
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		t.Fatal(err)
	}
}

func TestIndex_faultsOfUsage(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no source at all", []string{"index"}, exitUsage, "no source is known"},
		{"missing folder", []string{"index", "no/such/folder"}, exitUsage, "no such folder"},
		{"nothing to extract", []string{"extract"}, exitUsage, "at least 1 arg"},
		{"search before indexing", []string{"search", "x"}, exitFailed, "index something first"},
		{"wrong media type", []string{"extract", "-", "--media-type", "image/png"}, exitUsage, "none of text/plain"},
		{"wrong proxy", []string{"serve", "--trusted-proxy", "nowhere", "--listen", "127.0.0.1:0", "--admin-listen", ""}, exitUsage, "nowhere"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if code, _, errs := at(t, t.TempDir(), test.args...); code != test.code || !strings.Contains(errs, test.want) {
				t.Errorf("%v: exit %d, said %q; want exit %d and %q", test.args, code, errs, test.code, test.want)
			}
		})
	}
}

func TestIndex_staffTeachNamesWithoutFetchingAgain(t *testing.T) {
	folder, data := site(t), t.TempDir()
	at(t, data, "index", folder)
	if err := os.WriteFile(filepath.Join(data, aliasesFile), []byte("Adelaide Sample\tAda Sample\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := at(t, data, "index"); code != exitPartly || !strings.Contains(errs, "fetched 0 (0.0 MB), read 0, indexed 2") {
		t.Errorf("index with an alias: exit %d, said %q; want all described again and nothing fetched", code, errs)
	}
	if got := searchObject(t, data, "--speaker", "adelaide-sample"); got.Total != 1 {
		t.Errorf("the alias finds %d publications, want 1", got.Total)
	}
	if err := os.WriteFile(filepath.Join(data, sitesFile), []byte("- nonsense: true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := at(t, data, "index"); code != exitFailed || !strings.Contains(errs, sitesFile) {
		t.Errorf("index with a broken file: exit %d, said %q; want its name", code, errs)
	}
}

func TestIndex_tooManyRemovalsAreRefused(t *testing.T) {
	folder, data := t.TempDir(), t.TempDir()
	for i := range 12 {
		name := filepath.Join(folder, string(rune('a'+i))+".txt")
		if err := os.WriteFile(name, []byte("Report "+strings.Repeat("x", i+3)+"\n\nSome text of it."), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, errs := at(t, data, "index", folder); code != exitDone {
		t.Fatalf("index: exit %d, said %q", code, errs)
	}
	for i := range 6 {
		if err := os.Remove(filepath.Join(folder, string(rune('a'+i))+".txt")); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, errs := at(t, data, "index"); code != exitRefused || !strings.Contains(errs, "--allow-removals 6") {
		t.Errorf("exit %d, said %q; want exit 4 and the way on", code, errs)
	}
	if code, _, errs := at(t, data, "index", "--allow-removals", "6"); code != exitDone {
		t.Errorf("exit %d, said %q; want exit 0", code, errs)
	}
}

func TestEval_measuresACollection(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"docs.jsonl":    `{"id":"d1","title":"Sleep","text":"Sleep and memory"}` + "\n" + `{"id":"d2","title":"Genes","text":"Gene therapy"}` + "\n",
		"queries.jsonl": `{"id":"q1","text":"memory"}` + "\n" + `{"id":"q2","text":"nothing like it"}` + "\n",
		"qrels.tsv":     "q1\td1\t1\nq2\td2\t1\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := filepath.Join(dir, "run.txt")
	var e evaluation
	decode(t, t.TempDir(), &e, "eval", dir, "--json", "--run", run)
	if e.Queries != 2 || e.Documents != 2 || e.NDCG != 0.5 || e.MAP != 0.5 {
		t.Errorf("eval prints %+v, want half of 2 queries answered", e)
	}
	if lines, err := os.ReadFile(run); err != nil || !strings.HasPrefix(string(lines), "q1 Q0 d1 1 ") {
		t.Errorf("the run is %q, %v, want d1 first for q1", lines, err)
	}
}

func TestExtract_writesNothing(t *testing.T) {
	folder, data := site(t), filepath.Join(t.TempDir(), "data")
	code, out, _ := at(t, data, "extract", "--json", filepath.Join(folder, "sleep.html"))
	var p search.Publication
	if err := json.Unmarshal([]byte(out), &p); err != nil || code != exitDone {
		t.Fatalf("exit %d, printed %q: %v", code, out, err)
	}
	if p.ID != search.PublicationID("https://academy.example/more/news/sleep") || len(p.People) != 1 || p.People[0].Function != search.Chair {
		t.Errorf("extract prints %+v, want the page with its chair", p)
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("the data folder is there: %v", err)
	}
}

func TestExtract_readsStandardInput(t *testing.T) {
	var out, errs bytes.Buffer
	app := &App{Stdin: strings.NewReader("Sleep and memory\n\nHeld on 6 September 2017."), Stdout: &out, Stderr: &errs, Environ: []string{"HOME=" + t.TempDir()}, Worker: worker(t)}
	code := app.Run(t.Context(), []string{"extract", "-", "--json", "--media-type", "text/plain"})
	if code != exitDone || !strings.Contains(out.String(), `"title":"Sleep and memory"`) {
		t.Errorf("exit %d, printed %q, said %q; want the title", code, &out, &errs)
	}
}

// live starts a command that serves, and gives its address and a function that stops it and gives its exit code.
func live(t *testing.T, args ...string) (address string, stop func() int) {
	t.Helper()
	read, write := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	var errs bytes.Buffer
	app := &App{Stdin: strings.NewReader(""), Stdout: write, Stderr: &errs, Environ: []string{"HOME=" + t.TempDir()}, Worker: worker(t)}
	go func() {
		ended <- app.Run(ctx, args)
		write.Close()
	}()
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		cancel()
		t.Fatalf("%v ended with %d: %s", args, <-ended, &errs)
	}
	address = regexp.MustCompile(`http://[^/]+/`).FindString(line)
	return address, func() int { cancel(); return <-ended }
}

func TestDemo_servesTheSampleAndStopsCleanly(t *testing.T) {
	address, stop := live(t, "demo", "--listen", "127.0.0.1:0")
	for path, want := range map[string]string{"": "<form", "api/v1/search?q=sleep": `"total"`, "readyz": "", "search?q=sleep": "<mark>"} {
		body, status := get(t, address+path)
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("/%s answers %d without %q: %.300s", path, status, want, body)
		}
	}
	if code := stop(); code != exitDone {
		t.Errorf("demo ends with %d, want 0", code)
	}
}

func TestServe_followsNewGenerations(t *testing.T) {
	folder, data := site(t), t.TempDir()
	address, stop := live(t, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "", "--rate-limit", "0", "--data", data)
	if _, status := get(t, address+"readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz answers %d before anything is indexed, want 503", status)
	}
	at(t, data, "index", folder)
	for {
		if _, status := get(t, address+"readyz"); status == http.StatusOK {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal("the server never becomes ready")
		}
	}
	if body, status := get(t, address+"api/v1/search?q=sleep"); status != http.StatusOK || !strings.Contains(body, "Sleep and memory report published") {
		t.Errorf("search answers %d %.300s, want the report", status, body)
	}
	if code := stop(); code != exitDone {
		t.Errorf("serve ends with %d, want 0", code)
	}
}

func get(t *testing.T, address string) (body string, status int) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), response.StatusCode
}
