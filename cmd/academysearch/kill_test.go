package main

import (
	"encoding/json"
	"log/slog"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"academysearch/search"
	"academysearch/search/bleve"
)

// soak is set by make soak: it asks for many kills instead of a few.
const soak = "ACADEMYSEARCH_SOAK"

// sampleFolder writes the embedded sample to disk, as a downloaded site.
func sampleFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "site")
	if err := os.CopyFS(folder, os.DirFS(filepath.Join("demo", "corpus"))); err != nil {
		t.Fatal(err)
	}
	return folder
}

// served gives everything that readers of a data folder can see, by id.
func served(t *testing.T, data string) map[string]string {
	t.Helper()
	engine, err := bleve.Open(bleve.Config{Dir: filepath.Join(data, indexFolder), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	all := map[string]string{}
	q := search.Query{Size: search.MaxSize, Sort: search.ByNewest}
	for {
		result, err := engine.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range result.Hits {
			p, err := engine.Publication(t.Context(), h.Publication.ID)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			all[p.ID] = string(text)
		}
		if q.Cursor = result.Next; result.Next == "" {
			return all
		}
	}
}

// killed starts an index run and kills it after a time, with kill -9. It reports whether the run was quicker.
func killed(t *testing.T, data, folder string, after time.Duration) (ended bool) {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, "index", folder, "--data", data, "--quiet")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	fuse := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer fuse.Stop()
	return cmd.Wait() == nil
}

func TestIndex_killedAtRandomMomentsEndsAsIfUndisturbed(t *testing.T) {
	kills := 3
	if os.Getenv(soak) != "" {
		kills = 200
	}
	folder, undisturbed := sampleFolder(t), t.TempDir()
	first := start(t, undisturbed, "index", folder)
	before := served(t, undisturbed)
	change(t, folder)
	second := start(t, undisturbed, "index", folder)
	after := served(t, undisturbed)
	if first.code != exitDone || second.code != exitPartly || reflect.DeepEqual(before, after) {
		t.Fatalf("undisturbed runs end with %d and %d: %s%s", first.code, second.code, first.stderr, second.stderr)
	}
	for n := range kills {
		data, folder := t.TempDir(), sampleFolder(t)
		moment := time.Duration(rand.Int63n(int64(first.took)))
		killed(t, data, folder, moment)
		again(t, data, folder, before, n, moment)
		change(t, folder)
		moment = time.Duration(rand.Int63n(int64(second.took)))
		killed(t, data, folder, moment)
		if now := served(t, data); !reflect.DeepEqual(now, before) && !reflect.DeepEqual(now, after) {
			t.Fatalf("kill %d after %v: readers see neither the old generation nor the new one", n, moment)
		}
		again(t, data, folder, after, n, moment)
	}
}

// change lets a page go, which the manifest goes on naming, changes one and adds one.
func change(t *testing.T, folder string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "news", "*.html"))
	if err != nil || len(names) < 3 {
		t.Fatalf("%v, %v", names, err)
	}
	text, err := os.ReadFile(names[1])
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "</h1>", " once more</h1>", 1)
	for name, body := range map[string]string{names[1]: changed, filepath.Join(folder, "new.html"): "<main><h1>A new page of a new matter</h1><p>Its text.</p></main>"} {
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(names[2]); err != nil {
		t.Fatal(err)
	}
}

// again lets a run come to its end and compares what readers see.
func again(t *testing.T, data, folder string, want map[string]string, kill int, moment time.Duration) {
	t.Helper()
	run := start(t, data, "index", folder)
	if run.code != exitDone && run.code != exitPartly {
		t.Fatalf("after kill %d at %v the next run ends with %d: %s", kill, moment, run.code, run.stderr)
	}
	got := served(t, data)
	if reflect.DeepEqual(got, want) {
		return
	}
	for id, text := range want {
		if got[id] != text {
			t.Errorf("after kill %d at %v publication %s is\n%s\nwant\n%s", kill, moment, id, got[id], text)
		}
	}
	t.Fatalf("after kill %d at %v readers see %d publications, want %d", kill, moment, len(got), len(want))
}
