package extract_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
)

// set places lines below one another, from the given height down, in the size of running text.
func set(top float64, lines ...string) []typed {
	var list []typed
	for i, text := range lines {
		list = append(list, typed{text, 72, top - 14*float64(i), 11, false})
	}
	return list
}

// filler is a paragraph as wide as the column, so that the column is known.
var filler = []string{
	"The working group met five times in the course of the year, and heard from forty people who have",
	"spent their lives on the question. This report says what they agreed on, and what they did not, and",
	"leaves it to others to say which of the two is the longer list.",
}

func TestExtract_layoutOfPDF(t *testing.T) {
	for _, row := range []struct {
		name  string
		lines []typed
		want  []string // kind and text of the blocks after the filler
	}{
		{
			"posts of officers", set(640, "President: Professor Sir Amos Bell FRS PMedSci, Regius Professor of Medicine and of Surgery, Elm", "Registrar: Professor Paul Maxim FMedSci", "Treasurer: Professor Ivor Lauder FMedSci"),
			[]string{"paragraph President: Professor Sir Amos Bell FRS PMedSci, Regius Professor of Medicine and of Surgery, Elm", "paragraph Registrar: Professor Paul Maxim FMedSci", "paragraph Treasurer: Professor Ivor Lauder FMedSci"},
		},
		{
			"participants, one of them on two lines", set(640, "Dr Una Bell, Policy Manager, Academy of Medical Sciences", "Professor Ola Kern FMedSci (Chair), Professor of the History of Medicine and of Science, University of", "Bergen", "Ms Rae Finch, Head of Evidence, Lumen Trust"),
			[]string{"paragraph Dr Una Bell, Policy Manager, Academy of Medical Sciences", "paragraph Professor Ola Kern FMedSci (Chair), Professor of the History of Medicine and of Science, University of Bergen", "paragraph Ms Rae Finch, Head of Evidence, Lumen Trust"},
		},
		{
			"agenda in one column", set(640, "13.30 Registration and coffee", "14.00 Welcome: Professor Gus Thorne FMedSci, Chair", "17.00 Close"),
			[]string{"item 13.30 Registration and coffee", "item 14.00 Welcome: Professor Gus Thorne FMedSci, Chair", "item 17.00 Close"},
		},
		{
			"agenda in three columns",
			[]typed{{"10.15", 72, 640, 11, false}, {"How resistance travels", 160, 640, 11, false}, {"Dr Sana Rao", 400, 640, 11, false}, {"11.30", 72, 626, 11, false}, {"Discussion", 160, 626, 11, false}, {"All", 400, 626, 11, false}},
			[]string{"row 10.15 | How resistance travels | Dr Sana Rao", "row 11.30 | Discussion | All"},
		},
		{
			"marks drawn after their lines", append(set(640, "clinics ask each question anew", "consent is sought for one study at a time"), typed{"\x95", 60, 640, 11, false}, typed{"\x95", 60, 626, 11, false}),
			[]string{"item • clinics ask each question anew", "item • consent is sought for one study at a time"},
		},
		{
			"glossary with terms in bold",
			[]typed{{"Cluster", 72, 640, 11, true}, {"A set of conditions found together.", 120, 640, 11, false}, {"Frailty", 72, 626, 11, true}, {"Reduced capacity to recover.", 120, 626, 11, false}},
			[]string{"paragraph Cluster A set of conditions found together.", "paragraph Frailty Reduced capacity to recover."},
		},
		{
			"diary", set(640, "Tuesday 18 September 2001, 18.00. The Sir Alwyn Dacre Lecture on memory and on its many disorders.", "Wednesday 7 November 2001, 14.00. Symposium on blood."),
			[]string{"paragraph Tuesday 18 September 2001, 18.00. The Sir Alwyn Dacre Lecture on memory and on its many disorders.", "paragraph Wednesday 7 November 2001, 14.00. Symposium on blood."},
		},
		{
			"bold heading in the size of the text",
			[]typed{{"What comes next", 72, 640, 11, true}, {"The group will meet again in the summer.", 72, 626, 11, false}},
			[]string{"heading What comes next", "paragraph The group will meet again in the summer."},
		},
		{
			"note beside its word",
			[]typed{{"the disease", 72, 640, 11, false}, {"12", 131, 644, 7, false}, {"of old age", 143, 640, 11, false}},
			[]string{"paragraph the disease 12 of old age"},
		},
		{
			"caption", set(640, "Figure 2. Visits to memory clinics by year."), []string{"caption Figure 2. Visits to memory clinics by year."},
		},
		{
			"quotation", set(640, "\x93We keep only the first page of the story.\x94"), []string{"quote “We keep only the first page of the story.”"},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			body := setPDF("", "", append(set(700, filler...), row.lines...))
			d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: body})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range d.Blocks()[1:] {
				got = append(got, fmt.Sprintf("%s %s", b.Kind, b.Text))
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("\n got %q\nwant %q", got, row.want)
			}
		})
	}
}

func TestExtract_wordBrokenAtTheTurnOfAPage(t *testing.T) {
	foot := []typed{{"1", 300, 30, 9, false}}
	body := setPDF("", "", append(set(700, append(slices.Clone(filler), "It ends with a word that is bro-")...), foot...), set(700, append([]string{"ken in two. " + filler[0]}, filler[1:]...)...))
	d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: body})
	if err != nil {
		t.Fatal(err)
	}
	if first, second := d.Pages[0].Text(), d.Pages[1].Text(); !strings.HasSuffix(first, "a word that is broken") || !strings.HasPrefix(second, "in two.") {
		t.Errorf("pages end and begin with %q and %q", first[len(first)-30:], second[:30])
	}
}

func TestExtract_contentsWithoutDots(t *testing.T) {
	var lines []typed
	for i, title := range []string{"Contents", "Foreword", "Care at home", "Research", "Annexes"} {
		lines = append(lines, typed{title, 72, 700 - 14*float64(i), 11, false})
		if i > 0 {
			lines = append(lines, typed{fmt.Sprint(3 * i), 500, 700 - 14*float64(i), 11, false})
		}
	}
	d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: setPDF("", "", lines, plainPage())})
	if err != nil {
		t.Fatal(err)
	}
	if text := d.Pages[0].Text(); text != "Contents" || !slices.Contains(d.Cut, "Care at home | 6") {
		t.Errorf("text %q, cut %q", text, d.Cut)
	}
}

func TestExtract_dateOfRunningHeadIsAHint(t *testing.T) {
	var pages [][]typed
	for _, word := range []string{"first", "second", "third", "fourth"} {
		pages = append(pages, append(set(700, "The "+word+" page of the report."), typed{"FORUM meeting report, February 2018", 72, 815, 9, false}))
	}
	d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: setPDF("", "", pages...)})
	want := document.Hint{Name: "published", Value: "February 2018", Source: "running-head"}
	if err != nil || !slices.Contains(d.Hints, want) {
		t.Errorf("hints %v, %v; want %v", d.Hints, err, want)
	}
}

func TestExtract_titleOfOneWordTakesTheLineBelow(t *testing.T) {
	cover := []typed{{"Connections", 72, 600, 40, true}, {"Annual Review 2023", 72, 560, 18, false}, {"December 2023", 72, 530, 18, false}}
	d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: setPDF("", "", cover, plainPage(), plainPage())})
	if err != nil || d.Title != "Connections: Annual Review 2023" {
		t.Errorf("title %q, %v", d.Title, err)
	}
}
