package describe

import (
	"path/filepath"
	"testing"

	"academysearch/indexer/document"
)

// BenchmarkDescribe_pages describes whole pages with their furniture, one after the other.
func BenchmarkDescribe_pages(b *testing.B) {
	d := newDescriber(b)
	var docs []document.Document
	bytes := 0
	for _, c := range readCases(b, filepath.Join("testdata", "cases", "tune.jsonl")) {
		if len(c.In) > 400 {
			docs = append(docs, documentOf(c))
			bytes += len(c.In)
		}
	}
	b.SetBytes(int64(bytes / len(docs)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Describe(docs[i%len(docs) : i%len(docs)+1])
	}
}

// BenchmarkDescribe_report describes a report of some two hundred pages.
func BenchmarkDescribe_report(b *testing.B) {
	d := newDescriber(b)
	doc := document.Document{MediaType: "application/pdf", Title: "A long report", TitleSource: "cover"}
	bytes := 0
	for len(doc.Pages) < 200 {
		for _, c := range readCases(b, filepath.Join("testdata", "cases", "tune.jsonl")) {
			for _, page := range documentOf(c).Pages {
				doc.Pages = append(doc.Pages, page)
				bytes += len(page.Text())
			}
		}
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		d.Describe([]document.Document{doc})
	}
}
