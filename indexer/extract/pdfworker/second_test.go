package pdfworker

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// sample is a made-up file of two pages, with labels and a title.
func sample(t *testing.T) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/two-pages.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestReadSecond_makesLinesOfGlyphs(t *testing.T) {
	var pages []*Page
	b := &budget{limits: Limits{Pages: 10, Characters: 10_000}, send: func(p *Page) error { pages = append(pages, p); return nil }}
	if failure := readSecond(sample(t), b); failure != nil || b.err != nil {
		t.Fatal(failure, b.err)
	}
	if len(pages) != 2 || len(pages[0].Lines) != 3 || pages[0].Height != 842 {
		t.Fatalf("pages %+v", pages)
	}
	first := pages[0].Lines[0]
	if want := "The working group met five times in the course of the year, and heard from forty people who have"; first.Text != want || first.Left != 72 || first.Bottom != 700 || first.Size != 11 {
		t.Errorf("line %+v, want %q at 72, 700 in size 11", first, want)
	}
	var texts []string
	for _, l := range pages[1].Lines {
		texts = append(texts, l.Text)
	}
	if !slices.Equal(texts, []string{"A cell", "another (brackets)"}) || !pages[1].Lines[0].Bold || pages[1].Lines[1].Bold {
		t.Errorf("lines %+v", pages[1].Lines)
	}
}

func TestReadSecond_keepsToTheLimits(t *testing.T) {
	for _, limits := range []Limits{{Pages: 1, Characters: 10_000}, {Pages: 10, Characters: 10}} {
		b := &budget{limits: limits, send: func(*Page) error { return nil }}
		if failure := readSecond(sample(t), b); failure == nil || failure.Class != "too-large" {
			t.Errorf("%+v: %v", limits, failure)
		}
	}
	for _, body := range []string{"", "%PDF-1.4", "%PDF-1.4\n" + strings.Repeat("x", 200) + "startxref\n9\n%%EOF"} {
		b := &budget{limits: Limits{Pages: 10, Characters: 10_000}, send: func(*Page) error { return nil }}
		if failure := readSecond([]byte(body), b); failure == nil || failure.Class != "damaged" {
			t.Errorf("%q: %v", body, failure)
		}
	}
}

func TestProperties(t *testing.T) {
	p, ok := properties(sample(t))
	if !ok || p.Info["Title"] != "A sample" || p.Info["Author"] != "Nobody" || p.Language != "en-GB" || !slices.Equal(p.Labels, []string{"A-I", "7"}) {
		t.Errorf("%+v, %v", p, ok)
	}
	if _, ok := properties([]byte("%PDF-1.4 nothing")); ok {
		t.Error("a file without structure has properties")
	}
}

func TestNumeral(t *testing.T) {
	for _, row := range []struct {
		style string
		n     int
		want  string
	}{{"D", 12, "12"}, {"r", 4, "iv"}, {"R", 1999, "MCMXCIX"}, {"R", 99_999, "99999"}, {"a", 1, "a"}, {"A", 28, "BB"}, {"a", 26, "z"}, {"", 3, ""}} {
		if got := numeral(row.style, row.n); got != row.want {
			t.Errorf("numeral(%q, %d) = %q, want %q", row.style, row.n, got, row.want)
		}
	}
}
