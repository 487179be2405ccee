package extract_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
)

// plainPage is a page that every reader can read.
func plainPage() []typed {
	var lines []typed
	for i := range 12 {
		lines = append(lines, typed{fmt.Sprintf("Line %d of a page about the ageing of the brain and its care.", i+1), 72, 750 - 14*float64(i), 11, false})
	}
	return lines
}

// onePage puts a content stream and resources on a page.
func onePage(f *pdfFile, content int, resources, box string) []byte {
	return samePages(f, content, 1, resources, box)
}

// samePages puts the same on many pages.
func samePages(f *pdfFile, content, pages int, resources, box string) []byte {
	tree := len(f.objects) + 2
	page := f.add("<< /Type /Page /Parent %d 0 R /MediaBox [%s] /Contents %d 0 R /Resources << %s >> >>", tree, box, content, resources)
	f.add("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Repeat(fmt.Sprintf("%d 0 R ", page), pages), pages)
	return f.bytes(f.add("<< /Type /Catalog /Pages %d 0 R >>", tree))
}

// manyPieces has pages whose text is set letter by letter, in so many thousand pieces.
func manyPieces(thousands, pages int) []byte {
	f := &pdfFile{}
	font := f.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	text := "BT /F1 9 Tf " + strings.Repeat("(a)Tj ", thousands*1_000) + "ET"
	return samePages(f, f.stream("", []byte(text)), pages, fmt.Sprintf("/Font << /F1 %d 0 R >>", font), "0 0 595 842")
}

// giantPage has more text than any page of a book.
func giantPage(lines int) []byte {
	f := &pdfFile{}
	font := f.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	var set []typed
	for i := range lines {
		set = append(set, typed{strings.Repeat("brain ageing ", 40), 72, float64(20 * i), 8, false})
	}
	return onePage(f, f.stream("", content(set)), fmt.Sprintf("/Font << /F1 %d 0 R >>", font), "0 0 9000000 9000000")
}

// withoutPages is a file that the first reader refuses, so that the second one gets it.
func withoutPages(trailer string) []byte {
	f := &pdfFile{trailer: trailer}
	return f.bytes(f.add("<< /Type /Catalog >>"))
}

func TestExtract_hostileFilesFailAloneAndWithAClass(t *testing.T) {
	deep := "/Info << /Title " + strings.Repeat("[", 3_000_000) + strings.Repeat("]", 3_000_000) + " >>"
	many := bytes.Replace(setPDF("", "", plainPage()), []byte("/Count 1"), []byte("/Count 900000000"), 1)
	for _, row := range []struct {
		name string
		body []byte
		want []document.Class // any of these; none: it is read
	}{
		{"more pieces than the memory holds", manyPieces(3_000, 1), []document.Class{document.OutOfMemory}},
		{"giant page", giantPage(1_000), []document.Class{document.TooLarge}},
		{"huge cross-reference table, readable", hugeTable(true), nil},
		{"huge cross-reference table, not readable", hugeTable(false), []document.Class{document.Damaged, document.Empty}},
		{"nested deep, readable", setPDF("", deep, plainPage()), nil},
		{"nested deep, not readable", withoutPages(deep), []document.Class{document.OutOfMemory, document.Damaged, document.Empty, document.Crashed}},
		{"loop of tables", bytes.Replace(setPDF("", "/Prev 99999", plainPage()), []byte("99999"), []byte("00009"), 1), nil},
		{"claims to have more pages than there are", many, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			x := extractor(t, extract.Config{Workers: 1, Limits: extract.Limits{Time: 20 * time.Second, Characters: 100_000}})
			d, err := x.Extract(context.Background(), extract.Input{URL: "hostile", Body: row.body})
			var failure *document.Failure
			switch {
			case row.want == nil && (err != nil || !strings.Contains(d.Pages[0].Text(), "ageing of the brain")):
				t.Errorf("%v, %d pages; want the text", err, len(d.Pages))
			case row.want != nil && (!errors.As(err, &failure) || !slices.Contains(row.want, failure.Class) || failure.Reason == "" || failure.Advice == ""):
				t.Errorf("got %v, want a failure of one of %v", err, row.want)
			}
			if failure != nil {
				t.Log(failure)
			}
			d, err = x.Extract(context.Background(), extract.Input{URL: "next", Body: setPDF("", "", plainPage())})
			if err != nil || len(d.Pages) != 1 || !strings.Contains(d.Pages[0].Text(), "ageing of the brain") {
				t.Errorf("the next file: %v, %+v", err, d.Pages)
			}
		})
	}
}

func TestExtract_limitsOfTime(t *testing.T) {
	for _, row := range []struct {
		name   string
		limits extract.Limits
	}{
		{"of the clock", extract.Limits{Time: 200 * time.Millisecond}},
		{"of the processor", extract.Limits{Processor: time.Millisecond}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.limits.Processor != 0 && runtime.GOOS != "linux" {
				t.Skip("CPU time is limited on Linux only")
			}
			x := extractor(t, extract.Config{Workers: 1, Limits: row.limits})
			if _, err := x.Extract(context.Background(), extract.Input{URL: "first", Body: setPDF("", "", plainPage())}); err != nil {
				t.Fatal(err)
			}
			_, err := x.Extract(context.Background(), extract.Input{URL: "slow", Body: manyPieces(100, 200)})
			var failure *document.Failure
			if !errors.As(err, &failure) || failure.Class != document.TimedOut {
				t.Errorf("got %v, want a failure of class %s", err, document.TimedOut)
			}
			if _, err := x.Extract(context.Background(), extract.Input{URL: "next", Body: setPDF("", "", plainPage())}); err != nil {
				t.Errorf("the next file: %v", err)
			}
		})
	}
}

// hugeTable has a cross-reference stream that claims two thousand million objects; the old table still stands before it.
func hugeTable(readable bool) []byte {
	body := setPDF("", "", plainPage())
	if !readable {
		body = withoutPages("")
	}
	body = body[:bytes.LastIndex(body, []byte("startxref"))]
	root := body[bytes.LastIndex(body, []byte("/Root")):]
	root = root[:bytes.Index(root, []byte("R "))+1]
	var b bytes.Buffer
	b.Write(body)
	fmt.Fprintf(&b, "99 0 obj\n<< /Type /XRef /Size 2000000000 /W [1 4 1] /Index [0 1] %s /Length 6 >>\nstream\n\x00\x00\x00\x00\x00\x00\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", root, len(body))
	return b.Bytes()
}
