package bleve_test

import (
	"os"
	"path/filepath"
	"testing"

	"academysearch/search/relevance"
)

// floors are the nDCG@10 that the ranking reached on the judged collections, less a little; docs/relevance.md has the figures.
var floors = map[string]float64{
	"cf": 0.545, "med": 0.738, "liveqa-med": 0.678, "cisi": 0.432, "nfcorpus-dev": 0.311, "cranfield": 0.402,
}

const collections = "../../../shared/relevance"

// TestRanking_keepsItsFloors measures the whole product path where the collections are beside the repository.
func TestRanking_keepsItsFloors(t *testing.T) {
	if _, err := os.Stat(collections); err != nil {
		t.Skip("no judged collections beside the repository")
	}
	for name, floor := range floors {
		t.Run(name, func(t *testing.T) {
			e := open(t, t.TempDir())
			defer e.Close()
			report, err := relevance.Evaluate(t.Context(), filepath.Join(collections, name), e, relevance.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d queries over %d documents: nDCG@10 %.4f, MAP %.4f, recall@100 %.4f, P@10 %.4f in %v",
				report.Queries, report.Documents, report.NDCG, report.MAP, report.Recall, report.Precision, report.Took)
			if report.NDCG < floor {
				t.Errorf("nDCG@10 %.4f, floor %.4f", report.NDCG, floor)
			}
		})
	}
}
