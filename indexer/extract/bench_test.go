package extract_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"academysearch/indexer/extract"
)

func BenchmarkExtract_html(b *testing.B) {
	files, err := filepath.Glob("testdata/html/*.html")
	if err != nil {
		b.Fatal(err)
	}
	var bodies [][]byte
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	x := extractor(b, extract.Config{})
	pages := 0
	for b.Loop() {
		in := extract.Input{URL: "https://acmedsci.ac.uk/more/news/sample", Body: bodies[pages%len(bodies)]}
		if _, err := x.Extract(context.Background(), in); err != nil {
			b.Fatal(err)
		}
		pages++
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
