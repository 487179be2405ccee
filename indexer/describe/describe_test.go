package describe

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/search"
)

// text makes a document of paragraphs.
func text(title string, paragraphs ...string) document.Document {
	doc := document.Document{MediaType: "text/html", Title: title, TitleSource: "h1", Pages: []document.Page{{Number: 1}}}
	for _, p := range paragraphs {
		doc.Pages[0].Blocks = append(doc.Pages[0].Blocks, document.Block{Kind: document.Paragraph, Text: p})
	}
	return doc
}

func hinted(doc document.Document, hints ...document.Hint) document.Document {
	doc.Hints = hints
	return doc
}

func TestDescribe_title(t *testing.T) {
	for _, row := range []struct {
		name string
		docs []document.Document
		want string
	}{
		{"the main page's, without the site's name", []document.Document{text("Sleep and health | The Academy of Medical Sciences", "Sleep.")}, "Sleep and health"},
		{"the catalogue's wins", []document.Document{hinted(text("Sleep", "Sleep."), document.Hint{Name: "title", Value: "Sleep  well", Source: "catalogue"})}, "Sleep well"},
		{"never a file name", []document.Document{{Title: "sleep-report-v8-FINAL", TitleSource: "info", Pages: text("", "A joint report on sleep", "March").Pages}}, "A joint report on sleep"},
		{"of the PDF where the page has none", []document.Document{text("", "Download"), text("Sleep and health", "Sleep.")}, "Sleep and health"},
		{"nothing of nothing", []document.Document{{}}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := newDescriber(t).Describe(row.docs).Title; got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestDescribe_publishedByTrust(t *testing.T) {
	page := text("Sleep", "Published on 3 May 2018.")
	for _, row := range []struct {
		name   string
		hints  []document.Hint
		want   string
		source string
		grade  search.Confidence
	}{
		{"the text's", nil, "2018-05-03", "text", search.High},
		{"metadata before the text", []document.Hint{{Name: "published", Value: "2018-05-02T10:00:00Z", Source: "json-ld"}}, "2018-05-02", "json-ld", search.High},
		{"the catalogue before metadata", []document.Hint{{Name: "published", Value: "2018-05-02", Source: "meta"}, {Name: "published", Value: "2018-04", Source: "catalogue"}}, "2018-04", "catalogue", search.High},
		{"the text before a file's properties", []document.Hint{{Name: "created", Value: "D:20190101120000Z", Source: "pdf-info"}}, "2018-05-03", "text", search.High},
		{"what cannot be read is passed over", []document.Hint{{Name: "published", Value: "soon", Source: "meta"}}, "2018-05-03", "text", search.High},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := newDescriber(t).Describe([]document.Document{hinted(page, row.hints...)}).Published
			if got == nil || got.Value != row.want || got.Source != row.source || got.Confidence != row.grade {
				t.Errorf("got %+v, want %s from %s, %s", got, row.want, row.source, row.grade)
			}
		})
	}
}

func TestDescribe_filePropertiesAreWeak(t *testing.T) {
	doc := hinted(text("Sleep", "We slept."), document.Hint{Name: "created", Value: "D:20190102", Source: "pdf-info"})
	got := newDescriber(t).Describe([]document.Document{doc}).Published
	if got == nil || got.Value != "2019-01-02" || got.Confidence != search.Low {
		t.Errorf("got %+v, want 2019-01-02 with low confidence", got)
	}
}

func TestDescribe_warnsOfDisagreeingDates(t *testing.T) {
	got := newDescriber(t).Describe([]document.Document{text("Sleep", "The meeting was held on Friday 14 May 2018.", "A dinner took place on Tuesday 3 June.")})
	if len(got.Events) != 1 || got.Events[0].Confidence != search.Low {
		t.Errorf("events %+v, want one of low confidence", got.Events)
	}
	if len(got.Warnings) != 2 || !strings.Contains(got.Warnings[0], "Friday 14 May 2018") || !strings.Contains(got.Warnings[1], "Tuesday 3 June") {
		t.Errorf("warnings %q, want the weekday and the missing year", got.Warnings)
	}
}

func TestDescribe_quotes(t *testing.T) {
	for _, row := range []struct {
		name       string
		paragraphs []string
		want       []Quote
	}{
		{"in the sentence", []string{"“We can do better,” said Dr Ada Lind. “We must do it now.”"}, []Quote{{"ada-lind", "We can do better,"}, {"ada-lind", "We must do it now."}}},
		{"in paragraphs after a colon", []string{"Professor Ola Kern said:", "“First we measure it.", "“Then we cut it short.”", "The end was near."}, []Quote{{"ola-kern", "First we measure it."}, {"ola-kern", "Then we cut it short."}}},
		{"before an attribution", []string{"“Nobody told us that.”", "Sir Tom Ash KBE, former Chief Scientist"}, []Quote{{"tom-ash", "Nobody told us that."}}},
		{"by a pronoun", []string{"Dr Ida Rask won the award. “Nobody funds bats,” she says."}, []Quote{{"ida-rask", "Nobody funds bats,"}}},
		{"of two speakers: nobody's", []string{"Dr Ida Rask said it was late and Dr Bo Lind said “no, it is early”."}, nil},
		{"words in quotation marks are none", []string{"Dr Ida Rask said it was “late”."}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := newDescriber(t).Describe([]document.Document{text("Title", row.paragraphs...)}).Quotes; !slices.Equal(got, row.want) {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestDescribe_onePersonInManyForms(t *testing.T) {
	for _, row := range []struct {
		name       string
		paragraphs []string
		want       string
	}{
		{"a doctor becomes professor", []string{"Dr Ada Lind spoke.", "Professor Ada Lind FMedSci spoke again."}, "Professor Ada Lind FMedSci"},
		{"a fellow becomes president", []string{"Professor Ada Lind FMedSci spoke.", "Dame Ada Lind PMedSci closed."}, "Professor Dame Ada Lind PMedSci"},
		{"initials and full names", []string{"Professor A. B. Lind spoke.", "Ada Lind FRS closed the day."}, "Professor Ada Lind FRS"},
		{"short forms of forenames", []string{"Dr Kate Lind spoke.", "Katherine Lind FRCP closed."}, "Dr Katherine Lind FRCP"},
		{"apostrophes", []string{"Dr Ed O'Farrell spoke.", "Dr Ed O’Farrell closed."}, "Dr Ed O'Farrell"},
		{"a mister becomes a knight", []string{"Mr Tom Ash spoke.", "Sir Tom Ash closed."}, "Sir Tom Ash"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := newDescriber(t).Describe([]document.Document{text("Title", row.paragraphs...)}).People
			if len(got) != 1 || display(got[0]) != row.want {
				t.Errorf("got %+v, want only %s", got, row.want)
			}
		})
	}
}

func display(p search.Person) string {
	return strings.Join(append([]string{p.Title, p.Name}, p.Postnominals...), " ")
}

func TestDescribe_neverJoinsOnASurname(t *testing.T) {
	got := newDescriber(t).Describe([]document.Document{text("Title", "Dr Ann Bell and Dr Amos Bell spoke. Professor Bell said no.")}).People
	if len(got) != 2 || got[0].Function != search.Speaker || got[1].Function != search.Speaker {
		t.Errorf("got %+v, want Ann and Amos Bell, neither of them quoted", got)
	}
}

func TestNew_aliases(t *testing.T) {
	d, err := New(Config{Aliases: []byte("# shown\tin the text\twhere\nChristopher Hale\tChris Hale\nAnn Bell (Leeds)\tAnn Bell\tUniversity of Leeds\n")})
	if err != nil {
		t.Fatal(err)
	}
	got := d.Describe([]document.Document{text("Title", "Dr Chris Hale spoke.", "Dr Ann Bell, University of Leeds, spoke.")}).People
	if len(got) != 2 || got[0].Name != "Christopher Hale" || got[1].Name != "Ann Bell (Leeds)" {
		t.Errorf("got %+v, want the names that staff chose", got)
	}
	got = d.Describe([]document.Document{text("Title", "Dr Ann Bell, University of Hull, spoke.")}).People
	if len(got) != 1 || got[0].Name != "Ann Bell" {
		t.Errorf("got %+v, want the other Ann Bell as she is", got)
	}
}

func TestNew_topicsOfStaff(t *testing.T) {
	d, err := New(Config{Topics: []byte("snakes\tinfection\tSnake bite\t\tantivenom; =SBE\n")})
	if err != nil {
		t.Fatal(err)
	}
	got := d.Describe([]document.Document{text("Antivenom for all", "Too little antivenom is made.")}).Topics
	if len(got) == 0 || got[0].ID != "snakes" || got[0].Evidence == "" {
		t.Errorf("got %+v, want snakes first", got)
	}
	last := d.Topics()[len(d.Topics())-1]
	if last.ID != "snakes" || last.Parent != "infection" || last.Label != "Snake bite" {
		t.Errorf("the vocabulary ends with %+v, want the topic of staff", last)
	}
}

func TestNew_refusesTablesThatCannotBeRight(t *testing.T) {
	for _, row := range []struct {
		name string
		Config
	}{
		{"a parent that is no topic", Config{Topics: []byte("snakes\treptiles\tSnakes\t\tsnake")}},
		{"three levels", Config{Topics: []byte("snakes\tasthma\tSnakes\t\tsnake")}},
		{"no label", Config{Topics: []byte("snakes\t\t\t\tsnake")}},
		{"an id with spaces", Config{Topics: []byte("Snake bites\t\tSnakes\t\tsnake")}},
		{"an alias of nobody", Config{Aliases: []byte("Ann Bell\t–")}},
		{"an empty first column", Config{Aliases: []byte("\tAnn Bell")}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := New(row.Config); !errors.Is(err, search.ErrInvalid) {
				t.Errorf("got %v, want search.ErrInvalid", err)
			}
		})
	}
}

func TestTopics_everyTopicIsCompleteAndSaidOnce(t *testing.T) {
	d := newDescriber(t)
	seen := map[string]bool{}
	for _, info := range d.Topics() {
		if seen[info.ID] || info.Label == "" || len(info.MeSH) == 0 && info.Parent == "" && info.ID != "other-conditions" {
			t.Errorf("topic %+v is told twice or not complete", info)
		}
		seen[info.ID] = true
		if info.Parent != "" && !seen[info.Parent] {
			t.Errorf("topic %s stands before its parent", info.ID)
		}
	}
	if len(seen) != 114 {
		t.Errorf("%d topics, want the 18 general and 96 special ones", len(seen))
	}
}

func TestDescribe_language(t *testing.T) {
	said := text("Bericht", "Kurz.")
	said.Language = "de"
	for _, row := range []struct {
		name string
		doc  document.Document
		want string
	}{
		{"what the document says", said, "de"},
		{"English by its words", text("Sleep", "The report of the working group is on the table, and it will be read by all of us."), "en"},
		{"unknown where nothing says so", text("Schlaf", "Der Bericht der Arbeitsgruppe liegt auf dem Tisch und wird von allen bald gelesen werden."), ""},
		{"unknown where there is too little", text("Sleep", "The end."), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := newDescriber(t).Describe([]document.Document{row.doc}).Language; got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestDescribe_severalDocumentsAreOnePublication(t *testing.T) {
	page := text("Sleep report published", "Professor Ola Kern said: “Sleep more, and sleep well.”")
	pdf := text("Sleep and health", "Annex 2. Participants", "Professor Ola Kern FMedSci (Chair), University of Bergen", "Ms Rae Finch, Head of Evidence, Lumen Trust")
	pdf.MediaType = "application/pdf"
	got := newDescriber(t).Describe([]document.Document{page, pdf})
	if got.Title != "Sleep report published" || len(got.People) != 2 {
		t.Fatalf("got %q and %+v, want the page's title and two people", got.Title, got.People)
	}
	if p := got.People[0]; p.Function != search.Chair || p.Role != "University of Bergen" || !slices.Equal(p.Postnominals, []string{"FMedSci"}) {
		t.Errorf("got %+v, want the chair of the annex", p)
	}
	if p := got.People[1]; p.Speaker || p.Function != search.Participant {
		t.Errorf("got %+v, want a participant", p)
	}
}

func TestDescribe_nothingOfPromotionalCards(t *testing.T) {
	got := newDescriber(t).Describe([]document.Document{text("Sleep", "We slept.", "Staff leads", "Ms Rae Finch", "Sir Tom Ash Lecture on malaria, 4 May 2030",
		"Book Now", "Dr Ada Lind speaks on vaccines, 5 May 2030", "Book Now", "View more")})
	if len(got.Events) > 0 || got.Published != nil || slices.ContainsFunc(got.Topics, func(t search.Topic) bool { return t.ID == "vaccines" || t.ID == "hiv-tb-malaria" }) {
		t.Errorf("got %+v, want no date and no topic of a card", got)
	}
	if len(got.People) != 1 || got.People[0].Function != search.Contact {
		t.Errorf("people %+v, want the staff lead only", got.People)
	}
}

// hostileTexts repeat what costs a describer most.
var hostileTexts = []string{"Dr Ann Bell, ", "| Dr Ann Bell ", "1 May 2019 ", "Ann Bell and the ", "said Dr A ", "Speakers: Dr A B; ", "he said “", "A B C D ", "Dr A van der "}

func TestDescribe_takesNoMoreFromHostileTextThanStandsThere(t *testing.T) {
	d := newDescriber(t)
	for _, piece := range hostileTexts {
		t.Run(piece, func(t *testing.T) {
			got := d.Describe([]document.Document{text("Title", strings.Repeat(piece, 1<<15/len(piece)))})
			if len(got.People) > 2 || len(got.Events) > 1 || len(got.Topics) > 0 {
				t.Errorf("one piece over and over gives %d people, %d events, %d topics", len(got.People), len(got.Events), len(got.Topics))
			}
		})
	}
}

// BenchmarkDescribe_hostileText shows by its bytes a second at both sizes that the cost grows with the text and not with its square.
func BenchmarkDescribe_hostileText(b *testing.B) {
	d := newDescriber(b)
	for _, size := range []int{1 << 15, 1 << 18} {
		for _, piece := range hostileTexts {
			doc := text("Title", strings.Repeat(piece, size/len(piece)))
			b.Run(fmt.Sprintf("%d/%s", size, piece), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					d.Describe([]document.Document{doc})
				}
			})
		}
	}
}
