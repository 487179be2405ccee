package extract_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
	"academysearch/search"
)

// reportPages is a report of a cover, a table of contents and pages with a running head and a page number.
func reportPages() [][]typed {
	pages := [][]typed{
		{{"The Academy of Medical Sciences", 72, 780, 12, false}, {"Brain ageing in low and", 72, 600, 26, false}, {"middle income countries", 72, 570, 26, false}, {"November 2018", 72, 500, 14, false}},
		{{"Contents", 72, 780, 16, false}, {"Foreword ........................ 3", 72, 740, 11, false}, {"Care . . . . . . . . . . . . 5", 72, 725, 11, false}},
	}
	for i, part := range []string{"cost", "care", "risk", "hope"} {
		n := i + 3
		pages = append(pages, []typed{
			{"Brain ageing in low and middle income countries", 200, 815, 9, false},
			{fmt.Sprintf("Part %c: %s", 'A'+i, part), 72, 770, 16, false},
			{fmt.Sprintf("This is the text about %s, which says how research on dementia is paid for in countries", part), 72, 740, 11, false},
			{"where few people grow old, and what anti-inflammatory drugs and infec-", 72, 726, 11, false},
			{"tions have to do with it.", 72, 712, 11, false},
			{"Another paragraph begins here, after a gap, and goes on for long enough to be one.", 72, 684, 11, false},
			{fmt.Sprintf("%d. A note about %s at the foot of the page.", i+1, part), 72, 90, 8, false},
			{fmt.Sprintf("%d", n), 300, 30, 9, false},
		})
	}
	return pages
}

func TestExtract_reportByPages(t *testing.T) {
	body := setPDF("/Lang (en-gb) /PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 3 >>] >>", "/Info << /Title (report-v8-FINAL.indd) /CreationDate (D:20181101120000Z) >>", reportPages()...)
	d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{URL: "https://acmedsci.ac.uk/file-download/1", Body: body})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Brain ageing in low and middle income countries" || d.TitleSource != "cover" || d.Language != "en-GB" || d.Reader != "pdfium" || d.ImageOnly {
		t.Errorf("title %q (%s), language %q, reader %q, image only %v", d.Title, d.TitleSource, d.Language, d.Reader, d.ImageOnly)
	}
	if len(d.Pages) != 6 || d.Pages[1].Label != "ii" || d.Pages[3].Label != "4" || d.Pages[4].Heading != "Part C: risk" {
		t.Fatalf("pages %+v", d.Pages)
	}
	want := []document.Block{
		{Kind: document.Heading, Level: 2, Text: "Part B: care"},
		{Kind: document.Paragraph, Text: "This is the text about care, which says how research on dementia is paid for in countries where few people grow old, and what anti-inflammatory drugs and infections have to do with it."},
		{Kind: document.Paragraph, Text: "Another paragraph begins here, after a gap, and goes on for long enough to be one."},
		{Kind: document.Footnote, Text: "2. A note about care at the foot of the page."},
	}
	if !slices.Equal(d.Pages[3].Blocks, want) {
		t.Errorf("page 4:\n got %+v\nwant %+v", d.Pages[3].Blocks, want)
	}
	for _, cut := range []string{"Brain ageing in low and middle income countries", "3", "Foreword ........................ 3", "Care . . . . . . . . . . . . 5"} {
		if !slices.Contains(d.Cut, cut) {
			t.Errorf("%q was not cut: %q", cut, d.Cut)
		}
	}
	if !slices.Contains(d.Hints, document.Hint{Name: "created", Value: "D:20181101120000Z", Source: "pdf-info"}) {
		t.Errorf("hints %v", d.Hints)
	}
}

func TestExtract_titleOfPDF(t *testing.T) {
	text := plainPage()
	for _, row := range []struct{ name, info, want, source string }{
		{"written by a person", "(Sleep and the adolescent mind)", "Sleep and the adolescent mind", "info"},
		{"name of a file", "(Microsoft Word - sleep_v3.docx)", "", ""},
		{"left as it was", "(untitled)", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			body := setPDF("", "/Info << /Title "+row.info+" >>", text)
			d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: body})
			if err != nil || d.Title != row.want || d.TitleSource != row.source {
				t.Errorf("title %q (%s), %v; want %q (%s)", d.Title, d.TitleSource, err, row.want, row.source)
			}
		})
	}
}

func TestExtract_pictureOfAPageIsNoFailure(t *testing.T) {
	f := &pdfFile{}
	image := f.stream("/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", []byte{0, 255, 255, 0})
	scan := onePage(f, f.stream("", []byte("q 595 0 0 842 0 0 cm /I Do Q")), fmt.Sprintf("/XObject << /I %d 0 R >>", image), "0 0 595 842")
	for _, row := range []struct {
		name string
		body []byte
		want bool
	}{{"scan", scan, true}, {"a few words", setPDF("", "", []typed{{"Hello", 72, 700, 11, false}}), false}, {"text", setPDF("", "", plainPage()), false}} {
		d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: row.body})
		if err != nil || d.ImageOnly != row.want || len(d.Pages) != 1 {
			t.Errorf("%s: image only %v, %d pages, %v", row.name, d.ImageOnly, len(d.Pages), err)
		}
	}
}

func TestExtract_linksAndOutlineOfPDF(t *testing.T) {
	f := &pdfFile{}
	c := f.stream("", content(plainPage()))
	font := f.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	page := f.add("<< /Type /Page /Parent 4 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> "+
		"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://www.acmedsci.ac.uk/policy/?project=1) >> >>] >>", c, font)
	f.add("<< /Type /Pages /Kids [%d 0 R] /Count 1 >>", page)
	f.add("<< /First 6 0 R /Last 6 0 R >>")
	f.add("<< /Title (Foreword) /Parent 5 0 R /Next 7 0 R /First 8 0 R >>")
	f.add("<< /Title (\xfe\xff\x00M\x00\xfc\x00l\x00l\x00e\x00r) /Parent 5 0 R /Next 6 0 R >>") // a loop
	f.add("<< /Title (Thanks) /Parent 6 0 R >>")
	body := f.bytes(f.add("<< /Type /Catalog /Pages 4 0 R /Outlines 5 0 R >>"))
	d, err := extractor(t, extract.Config{Workers: 1}).Extract(context.Background(), extract.Input{Body: body})
	if err != nil {
		t.Fatal(err)
	}
	if want := []search.Link{{URL: "https://acmedsci.ac.uk/policy", Relation: search.Related}}; !slices.Equal(d.Links, want) {
		t.Errorf("links %v, want %v", d.Links, want)
	}
	if len(d.Outline) < 3 || !slices.Equal(d.Outline[:3], []string{"Foreword", "Thanks", "Müller"}) {
		t.Errorf("outline %q", d.Outline[:min(5, len(d.Outline))])
	}
}

func TestExtract_fileThatIsNoPDFAfterAll(t *testing.T) {
	x := extractor(t, extract.Config{Workers: 1, Limits: extract.Limits{FileBytes: 100_000, Pages: 5}})
	for _, row := range []struct {
		name, body string
		want       document.Class
	}{
		{"cut off", string(setPDF("", "", plainPage()))[:300], document.Damaged},
		{"header only", "%PDF-1.4\n", document.Damaged},
		{"no pages", string(withoutPages("")), document.Empty},
		{"over the limit of bytes", "%PDF-1.4\n" + strings.Repeat(" ", 100_000), document.TooLarge},
		{"over the limit of pages", string(setPDF("", "", plainPage(), plainPage(), plainPage(), plainPage(), plainPage(), plainPage())), document.TooLarge},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := x.Extract(context.Background(), extract.Input{MediaType: extract.PDF, Body: []byte(row.body)})
			var failure *document.Failure
			if !errors.As(err, &failure) || failure.Class != row.want || failure.Reason == "" || failure.Advice == "" {
				t.Errorf("%v, want a failure of class %s", err, row.want)
			}
		})
	}
}

func TestExtract_endsWithItsContext(t *testing.T) {
	x := extractor(t, extract.Config{Workers: 1})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Extract(ctx, extract.Input{Body: setPDF("", "", plainPage())}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestExtract_endsWhileAFileIsRead(t *testing.T) {
	x := extractor(t, extract.Config{Workers: 1})
	if _, err := x.Extract(context.Background(), extract.Input{Body: setPDF("", "", plainPage())}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := x.Extract(ctx, extract.Input{Body: manyPieces(100, 200)}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
	if _, err := x.Extract(context.Background(), extract.Input{Body: setPDF("", "", plainPage())}); err != nil {
		t.Errorf("the next file: %v", err)
	}
}

func TestExtract_workerThatCannotStartIsNoFaultOfTheFile(t *testing.T) {
	for _, command := range [][]string{{"/nowhere/at/all"}, {"true"}} {
		x := extractor(t, extract.Config{Workers: 1, Command: command})
		_, err := x.Extract(context.Background(), extract.Input{Body: setPDF("", "", plainPage())})
		var failure *document.Failure
		if err == nil || errors.As(err, &failure) {
			t.Errorf("%q: got %v, want an error that is no failure of the file", command, err)
		}
	}
}

func TestExtract_sameTextByManyWorkers(t *testing.T) {
	x := extractor(t, extract.Config{Workers: 2})
	body := setPDF("", "", reportPages()...)
	got := make(chan string)
	for range 6 {
		go func() {
			d, err := x.Extract(context.Background(), extract.Input{Body: body})
			got <- fmt.Sprint(d, err)
		}()
	}
	first := <-got
	for range 5 {
		if next := <-got; next != first {
			t.Errorf("one worker reads\n%s\nanother\n%s", first, next)
		}
	}
}
