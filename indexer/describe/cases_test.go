package describe

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/search"
)

// testCase is one input with what a careful reader finds in it. Absent events or published mean that there are none.
type testCase struct {
	ID          string         `json:"id"`
	In          string         `json:"in"`
	Title       string         `json:"title,omitempty"` // the document's, where it is not its first line
	PDF         bool           `json:"pdf,omitempty"`
	Speakers    []wantedPerson `json:"speakers"`
	NotSpeakers []string       `json:"not_speakers,omitempty"`
	Nobody      []string       `json:"nobody,omitempty"` // names that must not stand in people at all
	Topics      []string       `json:"topics,omitempty"`
	NotTopics   []string       `json:"not_topics,omitempty"`
	Series      []string       `json:"series,omitempty"`
	Kind        string         `json:"kind,omitempty"`
	Events      []search.Event `json:"events,omitempty"`
	Published   *search.Date   `json:"published,omitempty"`
	Note        string         `json:"note,omitempty"`
}

// wantedPerson is a speaker with what the case says of them; absent fields are not compared.
type wantedPerson struct {
	Name         string          `json:"name"`
	Title        string          `json:"title,omitempty"`
	Role         string          `json:"role,omitempty"`
	Function     search.Function `json:"function,omitempty"`
	Postnominals []string        `json:"postnominals,omitempty"`
}

// documentOf makes a document of plain text: a block a line, the first line its title.
func documentOf(c testCase) document.Document {
	doc := document.Document{MediaType: "text/plain", Title: c.Title, TitleSource: "h1", Reader: "text"}
	if c.PDF {
		doc.MediaType, doc.TitleSource = "application/pdf", "cover"
	}
	for n, text := range strings.Split(c.In, "\f") {
		page := document.Page{Number: n + 1}
		for row := range strings.SplitSeq(text, "\n") {
			if row = strings.TrimSpace(row); row == "" {
				continue
			}
			if doc.Title == "" && len(row) <= 120 {
				doc.Title = row
			}
			page.Blocks = append(page.Blocks, blockOf(row))
		}
		doc.Pages = append(doc.Pages, page)
	}
	return doc
}

// blockOf reads the marks with which the cases write structure: "# " a heading, "- " an item, "> " a quotation.
func blockOf(row string) document.Block {
	for mark, kind := range map[string]document.Kind{"# ": document.Heading, "- ": document.Item, "> ": document.Quote} {
		if text, ok := strings.CutPrefix(row, mark); ok {
			return document.Block{Kind: kind, Level: 2, Text: text}
		}
	}
	if strings.Contains(row, " | ") {
		return document.Block{Kind: document.Row, Text: row}
	}
	return document.Block{Kind: document.Paragraph, Text: row}
}

func readCases(t testing.TB, file string) []testCase {
	t.Helper()
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var all []testCase
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var c testCase
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v: %s", file, err, s.Text())
		}
		all = append(all, c)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func newDescriber(t testing.TB) *Describer {
	t.Helper()
	d, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// faults compares a description with a case; none means that the case passes.
func (c *testCase) faults(got Description) []string {
	var all []string
	all = append(all, c.peopleFaults(got.People)...)
	all = append(all, c.dateFaults(got)...)
	all = append(all, c.topicFaults(got.Topics)...)
	if c.Kind != "" && got.Kind != c.Kind {
		all = append(all, fmt.Sprintf("kind %q, want %q", got.Kind, c.Kind))
	}
	if c.Series != nil && !slices.Equal(got.Series, c.Series) {
		all = append(all, fmt.Sprintf("series %q, want %q", got.Series, c.Series))
	}
	return all
}

func (c *testCase) peopleFaults(people []search.Person) []string {
	var all []string
	var got []string
	for _, p := range people {
		if p.Speaker {
			got = append(got, p.Name)
		}
		if slices.Contains(c.Nobody, p.Name) {
			all = append(all, fmt.Sprintf("%q is nobody", p.Name))
		}
	}
	for _, want := range c.Speakers {
		i := slices.IndexFunc(people, func(p search.Person) bool {
			return search.PersonID(p.Name) == search.PersonID(want.Name) && p.Speaker
		})
		if i < 0 {
			all = append(all, fmt.Sprintf("speaker %q is missing from %q", want.Name, got))
			continue
		}
		got = slices.DeleteFunc(got, func(s string) bool { return s == people[i].Name })
		all = append(all, want.faults(people[i])...)
	}
	if len(got) > 0 {
		all = append(all, fmt.Sprintf("speakers too many: %q", got))
	}
	return all
}

func (w *wantedPerson) faults(got search.Person) []string {
	var all []string
	for _, f := range []struct{ what, got, want string }{
		{"title", got.Title, w.Title},
		{"role", got.Role, w.Role},
		{"function", string(got.Function), string(w.Function)},
		{"postnominals", strings.Join(got.Postnominals, " "), strings.Join(w.Postnominals, " ")},
	} {
		if f.want != "" && f.got != f.want {
			all = append(all, fmt.Sprintf("%s: %s %q, want %q", w.Name, f.what, f.got, f.want))
		}
	}
	return all
}

func (c *testCase) dateFaults(got Description) []string {
	var all []string
	switch {
	case c.Published == nil && got.Published != nil:
		all = append(all, fmt.Sprintf("published %s (%s) is invented", got.Published.Value, got.Published.Evidence))
	case c.Published != nil && (got.Published == nil || got.Published.Value != c.Published.Value):
		all = append(all, fmt.Sprintf("published %v, want %s", got.Published, c.Published.Value))
	case c.Published != nil && c.Published.Confidence != "" && c.Published.Confidence != got.Published.Confidence:
		all = append(all, fmt.Sprintf("published confidence %s, want %s", got.Published.Confidence, c.Published.Confidence))
	}
	switch {
	case len(c.Events) == 0 && len(got.Events) > 0:
		all = append(all, fmt.Sprintf("events %v are invented", got.Events))
	case len(c.Events) > 0 && (len(got.Events) == 0 || got.Events[0].Start != c.Events[0].Start || got.Events[0].End != c.Events[0].End):
		all = append(all, fmt.Sprintf("events %v, want %v", got.Events, c.Events))
	}
	return all
}

func (c *testCase) topicFaults(topics []search.Topic) []string {
	var ids, all []string
	hit := len(c.Topics) == 0
	for _, t := range topics {
		ids = append(ids, t.ID)
		hit = hit || slices.Contains(c.Topics, t.ID)
		if slices.Contains(c.NotTopics, t.ID) {
			all = append(all, fmt.Sprintf("topic %s is wrong", t.ID))
		}
	}
	if !hit || len(topics) > 5 {
		all = append(all, fmt.Sprintf("topics %q, want one of %q", ids, c.Topics))
	}
	return all
}

// sharedFloor is how many of the 40 cases kept beside the repository pass.
const sharedFloor = 40

func TestDescribe_sharedCases(t *testing.T) {
	cases := readCases(t, filepath.Join("..", "..", "..", "shared", "cases", "extraction-cases.jsonl"))
	d := newDescriber(t)
	passed := 0
	var failed []string
	for _, c := range cases {
		if faults := c.faults(d.Describe([]document.Document{documentOf(c)})); len(faults) > 0 {
			failed = append(failed, c.ID)
			t.Logf("%s: %s", c.ID, strings.Join(faults, "; "))
			continue
		}
		passed++
	}
	t.Logf("%d of %d cases pass; not: %s", passed, len(cases), strings.Join(failed, " "))
	if passed < sharedFloor {
		t.Errorf("%d cases pass, floor is %d", passed, sharedFloor)
	}
}
