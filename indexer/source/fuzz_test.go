package source_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"academysearch/indexer/source"
)

// Whatever a manifest says, the walk goes through or says why not; each file is met once, and what is wrong has a key of its own.
func FuzzManifest(f *testing.F) {
	for _, seed := range []string{
		"file,url,title,published,kind\na.html,https://academy.example/a,A,2018-06,blog\n", "\uFEFFurl,FILE\nx,./a.html\n", "file\n\"a.html\n", "file\n../a.html\na.html\na.html\n", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		files := fstest.MapFS{"manifest.csv": {Data: body}, "a.html": {Data: []byte("x")}, "b/c.pdf": {Data: []byte("x")}}
		keys, met := map[string]int{}, 0
		err := source.Files("sample:", files).Walk(t.Context(), func(r source.Resource) error {
			keys[r.Key]++
			if r.Problem == nil {
				met++
			}
			return nil
		})
		if err == nil && (met != 2 || keys["a.html"] != 1 || keys["b/c.pdf"] != 1) || err != nil && met != 0 {
			t.Fatalf("manifest %q: %v, met %v", body, err, keys)
		}
	})
}

// Whatever stands in a file of records, each line becomes one resource at most, and no two have one key.
func FuzzRecords(f *testing.F) {
	for _, seed := range []string{`{"id":"1"}` + "\n" + `{"id":"1"}`, "\n\n\r\n", `{"url":"https://academy.example/"}`, "\uFEFF{}", `{"id":"\u0000"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		name := filepath.Join(t.TempDir(), "r.jsonl")
		if err := os.WriteFile(name, body, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := source.Open(name, source.Config{MaxLine: 100})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		err = s.Walk(t.Context(), func(r source.Resource) error {
			if seen[r.Key] || r.Key == "" || !utf8.ValidString(r.Key) {
				t.Fatalf("%q gives the key %q, again or not at all", body, r.Key)
			}
			seen[r.Key] = true
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
