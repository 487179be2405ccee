package indexer_test

import (
	"testing"

	"academysearch/indexer"
	"academysearch/indexer/source"
	"academysearch/search"
)

// Whatever a record says, it is refused or makes one publication that can be shown.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{"id":"x1","title":"Least","url":"https://academy.example/least","text":"One.\nTwo."}`,
		`{"id":"aaaabbbbcccc","title":"Whole","resources":[{"url":"https://academy.example/w.pdf"}],"pages":[{"resource":7,"number":-1,"text":"First"}]}`,
		`{"id":"x","title":null,"pages":[{"resource":-1}],"people":[{}],"published":{"value":"no date"},"events":[{}],"topics":[{}]}`,
		`[]`, `{}`, `{"text":"x"}`, `null`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var shown []search.Publication
		config := indexer.Config{Extract: &reader{}, Describe: describer{}}
		record := source.Bytes("record", source.RecordType, body)
		report, err := indexer.Preview(t.Context(), config, []source.Source{record}, func(p search.Publication) error {
			shown = append(shown, p)
			return nil
		})
		if err != nil {
			t.Fatalf("%q stops the run: %v", body, err)
		}
		if len(shown)+report.Resources[indexer.Failed] != 1 {
			t.Fatalf("%q gives %d publications and %d failures, want one of them", body, len(shown), report.Resources[indexer.Failed])
		}
		for _, p := range shown {
			if len(p.ID) != search.IDLength || p.Title == "" || len(p.Resources) == 0 {
				t.Fatalf("%q gives %+v, want an id, a title and a resource", body, p)
			}
			for _, page := range p.Pages {
				if page.Resource < 0 || page.Resource >= len(p.Resources) {
					t.Fatalf("%q gives a page of resource %d of %d", body, page.Resource, len(p.Resources))
				}
			}
		}
	})
}
