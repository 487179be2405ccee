package extract_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
)

func TestExtract_plainTextIsAPageWithoutMarkup(t *testing.T) {
	for _, row := range []struct {
		name, in, title, text string
		cut                   []string
	}{
		{
			"banner, cards and social line",
			"UK General Election 2030 - Read our five key asks\n\nNew vaccines report\n\nVaccines save lives.\n\nStaff leads\n\nLabour party conference 2030\n\nBook Now\n\nMentoring Masterclass, Leicester\n\nBook Now\nView more\nFB Twitter Instagram Youtube",
			"New vaccines report", "Vaccines save lives.",
			[]string{"UK General Election 2030 - Read our five key asks", "Labour party conference 2030", "Book Now", "FB Twitter Instagram Youtube"},
		},
		{
			"cards without a marker before them", "A report\n\nA sentence.\n\nWinter Lecture 2030\n\nBook Now\n\nSpring Lecture 2030\n\nBook Now\n", "A report", "A sentence.",
			[]string{"Winter Lecture 2030", "Spring Lecture 2030"},
		},
		{"print slug", "Newsletter-AcdMedSci-July 01 16/7/01 2:54 pm Page 1\nFellowship Newsletter 5\nA sentence.", "Fellowship Newsletter 5", "A sentence.", []string{"Newsletter-AcdMedSci-July 01 16/7/01 2:54 pm Page 1"}},
		{"no status", "Status: Undefined\nThe group met in early 2018.", "", "The group met in early 2018.", []string{"Status: Undefined"}},
		{"standing paragraph", "A report\nA sentence.\nThe Academy of Medical Sciences’ FORUM was established in 2003 to connect.", "A report", "A sentence.", []string{"The Academy of Medical Sciences’ FORUM was established in 2003 to connect."}},
		{"standing sentence", "A report\nIt ends here. All web references were accessed in February 2018. Not quite.", "A report", "It ends here. Not quite.", []string{"All web references were accessed in February 2018."}},
		{"a sentence is no title", "The meeting took place in Oxford.\nIt was short.", "", "The meeting took place in Oxford.|It was short.", nil},
		{"the heading of a part is no title", "Annex 2. Participants\nDr Una Bell", "", "Annex 2. Participants|Dr Una Bell", nil},
		{"agenda", "13.30 Registration\n14.00 Welcome", "", "13.30 Registration|14.00 Welcome", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := page(t, row.in)
			if got := strings.Join(texts(d), "|"); d.Title != row.title || got != row.text {
				t.Errorf("title %q, text %q; want %q and %q", d.Title, got, row.title, row.text)
			}
			for _, want := range row.cut {
				if !slices.Contains(d.Cut, want) {
					t.Errorf("cut %q, without %q", d.Cut, want)
				}
			}
		})
	}
}

func TestExtract_slugIsAHint(t *testing.T) {
	slug := "Newsletter-AcdMedSci-July 01 16/7/01 2:54 pm Page 1"
	if d := page(t, slug+"\nFellowship Newsletter 5"); !slices.Contains(d.Hints, document.Hint{Name: "slug", Value: slug, Source: "text"}) {
		t.Errorf("hints %v", d.Hints)
	}
}

func TestExtract_quotationsOfPlainText(t *testing.T) {
	d := page(t, "“First.\n“Second.”\nDr Ivo Lang\n“We must act,” said Dr Ivo Lang.")
	var kinds []document.Kind
	for _, b := range d.Blocks() {
		kinds = append(kinds, b.Kind)
	}
	if want := []document.Kind{document.Quote, document.Quote, document.Paragraph, document.Paragraph}; !slices.Equal(kinds, want) {
		t.Errorf("kinds %v, want %v", kinds, want)
	}
}

func TestExtract_formFeedBeginsAPage(t *testing.T) {
	d := page(t, "A report\nfirst page\f\fthird page")
	if len(d.Pages) != 3 || len(d.Pages[1].Blocks) != 0 || d.Pages[2].Text() != "third page" || d.Pages[2].Number != 3 {
		t.Errorf("pages %+v", d.Pages)
	}
}

// The one whole page of the Academy's site that is at hand stands beside the repository.
func TestExtract_seed(t *testing.T) {
	files, err := filepath.Glob("../../../shared/seed/*.txt")
	if err != nil || len(files) == 0 {
		t.Skip("no pages beside the repository: ../shared/seed is absent")
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := page(t, string(body))
		first, _, _ := strings.Cut(string(body), "\n")
		if d.Title != first || d.TitleSource != "first-line" {
			t.Errorf("title %q (%s), want %q", d.Title, d.TitleSource, first)
		}
		text := strings.Join(texts(d), "\n")
		for _, gone := range []string{"Book Now", "Staff leads", "Youtube", "View more", "established in 2003", "Regional Annual Lecture"} {
			if strings.Contains(text, gone) {
				t.Errorf("%q is still in the text", gone)
			}
		}
		if quotes := strings.Count(text, "“"); quotes != 4 {
			t.Errorf("%d of 4 paragraphs of the quotation", quotes)
		}
	}
}
