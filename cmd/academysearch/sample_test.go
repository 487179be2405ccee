package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"academysearch/cmd/academysearch/demo"
	"academysearch/indexer"
	"academysearch/indexer/source"
	"academysearch/search"
)

// truth is what a careful reader takes from one document of the sample; see demo/expected.
type truth struct {
	File      string         `json:"file"`
	Title     string         `json:"title"`
	Kind      string         `json:"kind"`
	Series    []string       `json:"series"`
	Published *search.Date   `json:"published"`
	Events    []search.Event `json:"events"`
	Speakers  []struct {
		Name     string          `json:"name"`
		Function search.Function `json:"function"`
	} `json:"speakers"`
	NotSpeakers  []string          `json:"not_speakers"`
	Topics       []string          `json:"topics"`
	TextContains []string          `json:"text_contains"`
	TextLacks    []string          `json:"text_lacks"`
	Pages        int               `json:"pages"`
	PageContains map[string]string `json:"page_contains"`
}

// floors are the shares of the sample's truth that the pipeline must reach; what it does reach is printed with -v. They are raised
// with what is reached, never lowered.
var floors = map[string]float64{
	"title": 0.96, "kind": 0.95, "series": 0.96, "published": 0.94, "events": 0.94, "speakers": 0.96, "no others speak": 0.99,
	"topic": 0.96, "text": 0.99, "furniture": 1, "pages": 1, "words on their page": 1,
}

// tally counts, for each aspect, how many of the truths were met.
type tally map[string]*struct{ met, of int }

func (s tally) count(t *testing.T, aspect string, met bool, format string, args ...any) {
	if s[aspect] == nil {
		s[aspect] = &struct{ met, of int }{}
	}
	s[aspect].of++
	if met {
		s[aspect].met++
		return
	}
	t.Logf("%s: %s", aspect, fmt.Sprintf(format, args...))
}

func TestSample_isReadAsACarefulReaderWould(t *testing.T) {
	app := &App{Stderr: t.Output(), Worker: worker(t), quiet: true}
	r, err := app.openReaders()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	tallies := tally{}
	for _, name := range sampleDocuments(t) {
		check(t, tallies, name, sampleTruth(t, name), preview(t, r, name))
	}
	for aspect, floor := range floors {
		s := tallies[aspect]
		if s == nil {
			t.Errorf("the sample says nothing of %s", aspect)
			continue
		}
		share := float64(s.met) / float64(s.of)
		t.Logf("%-20s %d of %d = %.3f", aspect, s.met, s.of, share)
		if share < floor {
			t.Errorf("%s: %d of %d = %.3f, want at least %.3f", aspect, s.met, s.of, share, floor)
		}
	}
}

// preview reads one document by itself.
func preview(t *testing.T, r readers, name string) search.Publication {
	t.Helper()
	body, err := fs.ReadFile(demo.Corpus(), name)
	if err != nil {
		t.Fatal(err)
	}
	var all []search.Publication
	show := func(p search.Publication) error { all = append(all, p); return nil }
	sources := []source.Source{source.Bytes(name, "", body)}
	if _, err := indexer.Preview(t.Context(), indexer.Config{Extract: r.extract, Describe: r.describe}, sources, show); err != nil || len(all) != 1 {
		t.Fatalf("%s: %d publications, %v", name, len(all), err)
	}
	return all[0]
}

func check(t *testing.T, s tally, name string, want truth, got search.Publication) {
	t.Helper()
	s.count(t, "title", got.Title == want.Title, "%s: %q, want %q", name, got.Title, want.Title)
	s.count(t, "kind", got.Kind == want.Kind, "%s: %q, want %q", name, got.Kind, want.Kind)
	s.count(t, "series", sameSet(got.Series, want.Series), "%s: %q, want %q", name, got.Series, want.Series)
	s.count(t, "published", dateOf(got.Published) == dateOf(want.Published), "%s: %q, want %q", name, dateOf(got.Published), dateOf(want.Published))
	s.count(t, "events", eventsOf(got.Events) == eventsOf(want.Events), "%s: %q, want %q", name, eventsOf(got.Events), eventsOf(want.Events))
	checkPeople(t, s, name, want, got)
	checkTopics(t, s, name, want, got)
	checkText(t, s, name, want, got)
}

func dateOf(d *search.Date) string {
	if d == nil || d.Confidence == search.Low {
		return "" // weak dates are shown as such, and the publication stays undated
	}
	return d.Value
}

func eventsOf(events []search.Event) string {
	var all []string
	for _, e := range events {
		end := e.End
		if day, _, _ := strings.Cut(e.Start, "T"); end == day {
			end = "" // one day may be written either way
		}
		all = append(all, strings.TrimSuffix(e.Start+"/"+end, "/"))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

func checkPeople(t *testing.T, s tally, name string, want truth, got search.Publication) {
	t.Helper()
	expected := map[string]search.Function{}
	for _, p := range want.Speakers {
		expected[search.PersonID(p.Name)] = p.Function
	}
	speaks := map[string]search.Function{}
	for _, p := range got.People {
		id := search.PersonID(p.Name)
		if !p.Speaker {
			continue
		}
		speaks[id] = p.Function
		_, known := expected[id]
		s.count(t, "no others speak", known, "%s: %s is no speaker (%s: %q)", name, p.Name, p.Function, p.Evidence)
	}
	for _, p := range want.Speakers {
		function := speaks[search.PersonID(p.Name)]
		s.count(t, "speakers", function == p.Function, "%s: %s is %q, want %q", name, p.Name, function, p.Function)
	}
}

func checkTopics(t *testing.T, s tally, name string, want truth, got search.Publication) {
	t.Helper()
	if len(want.Topics) == 0 {
		return
	}
	var ids []string
	for _, topic := range got.Topics {
		ids = append(ids, topic.ID)
	}
	one := slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(want.Topics, id) })
	s.count(t, "topic", one && len(ids) <= 5, "%s: %q, want one of %q", name, ids, want.Topics)
}

func checkText(t *testing.T, s tally, name string, want truth, got search.Publication) {
	t.Helper()
	var all strings.Builder
	pages := map[string]string{}
	for _, p := range got.Pages {
		pages[strconv.Itoa(p.Number)] = flat(p.Text)
		all.WriteString(p.Heading + " " + p.Text + " ")
	}
	text := flat(got.Title + " " + all.String())
	for _, phrase := range want.TextContains {
		s.count(t, "text", strings.Contains(text, flat(phrase)), "%s lacks %q", name, phrase)
	}
	for _, phrase := range want.TextLacks {
		s.count(t, "furniture", !strings.Contains(text, flat(phrase)), "%s holds %q", name, phrase)
	}
	if want.Pages > 0 {
		s.count(t, "pages", got.Resources[0].Pages == want.Pages, "%s: %d, want %d", name, got.Resources[0].Pages, want.Pages)
	}
	for number, phrase := range want.PageContains {
		s.count(t, "words on their page", strings.Contains(pages[number], flat(phrase)), "%s: page %s lacks %q", name, number, phrase)
	}
}

// flat folds white space and quotation marks, which are not what is measured here.
func flat(text string) string {
	text = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

func sampleDocuments(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(demo.Corpus(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && name != "manifest.csv" {
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) == 0 {
		t.Fatalf("%d documents, %v", len(names), err)
	}
	return names
}

func sampleTruth(t *testing.T, name string) truth {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("demo", "expected", filepath.FromSlash(name)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var want truth
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return want
}
