package demo_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"academysearch/cmd/academysearch/demo"
)

// truth is the part of an expectation that can be checked without an extractor.
type truth struct {
	File         string   `json:"file"`
	TextContains []string `json:"text_contains"`
	TextLacks    []string `json:"text_lacks"`
	Pages        int      `json:"pages"`
}

func TestCorpus_manifestListsEveryDocument(t *testing.T) {
	var listed []string
	for _, row := range manifest(t) {
		listed = append(listed, row[0])
	}
	slices.Sort(listed)
	if got := documents(t); !slices.Equal(got, listed) {
		t.Errorf("documents of the corpus = %q, manifest lists %q", got, listed)
	}
}

func TestCorpus_addressesAreInventedAndUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range manifest(t) {
		address := row[1]
		if seen[address] {
			t.Errorf("%s: address %s is given twice", row[0], address)
		}
		seen[address] = true
		if !regexp.MustCompile(`^https?://(www\.)?academy\.example/`).MatchString(address) {
			t.Errorf("%s: address %s is not on the invented host", row[0], address)
		}
	}
}

func TestCorpus_everyDocumentHasATruth(t *testing.T) {
	for _, name := range documents(t) {
		want := expectation(t, name)
		if want.File != name {
			t.Errorf("expectation of %s speaks of %s", name, want.File)
		}
		if isPDF := strings.HasPrefix(read(t, name), "%PDF-"); isPDF != (want.Pages > 0) {
			t.Errorf("%s: is a PDF: %v, but the expectation has %d pages", name, isPDF, want.Pages)
		}
	}
}

func TestCorpus_pagesHoldWhatTheirTruthSays(t *testing.T) {
	for _, name := range documents(t) {
		raw := read(t, name)
		if strings.HasPrefix(raw, "%PDF-") {
			continue
		}
		text := plain(raw)
		want := append(expectation(t, name).TextContains, "people and events are invented")
		for _, phrase := range want {
			if !strings.Contains(text, phrase) {
				t.Errorf("%s lacks %q", name, phrase)
			}
		}
	}
}

// A phrase that the document never had would make text_lacks an empty promise.
func TestCorpus_pagesHoldTheFurnitureThatMustGo(t *testing.T) {
	for _, name := range documents(t) {
		raw := read(t, name)
		if strings.HasPrefix(raw, "%PDF-") {
			continue
		}
		text := plain(raw)
		for _, phrase := range expectation(t, name).TextLacks {
			if !strings.Contains(text, phrase) {
				t.Errorf("%s: the furniture %q is not there to be cut", name, phrase)
			}
		}
	}
}

func manifest(t *testing.T) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(read(t, "manifest.csv"))).ReadAll()
	if err != nil {
		t.Fatalf("manifest.csv: %v", err)
	}
	if want := []string{"file", "url", "title", "published", "kind"}; !slices.Equal(rows[0], want) {
		t.Fatalf("manifest.csv opens with %q, want %q", rows[0], want)
	}
	return rows[1:]
}

// documents lists the pages and PDFs of the corpus in the order of their names.
func documents(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(demo.Corpus(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && name != "manifest.csv" {
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) == 0 {
		t.Fatalf("walking the corpus found %d documents: %v", len(names), err)
	}
	slices.Sort(names)
	return names
}

func read(t *testing.T, name string) string {
	t.Helper()
	body, err := fs.ReadFile(demo.Corpus(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func expectation(t *testing.T, name string) truth {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("expected", filepath.FromSlash(name)+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s has no expectation", name)
	}
	var want truth
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatalf("expectation of %s: %v", name, err)
	}
	return want
}

var (
	unseen = regexp.MustCompile(`(?s)<script\b.*?</script>|<head\b.*?</head>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
)

// plain is the text of a page with a space for each tag and white space folded.
func plain(raw string) string {
	text := tag.ReplaceAllString(unseen.ReplaceAllString(raw, " "), " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}
