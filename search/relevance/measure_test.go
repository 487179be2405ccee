package relevance_test

import (
	"math"
	"testing"

	"academysearch/search/relevance"
)

func TestMeasure(t *testing.T) {
	ranked := func(ids ...string) (run []relevance.Ranked) {
		for i, id := range ids {
			run = append(run, relevance.Ranked{ID: id, Score: float64(len(ids) - i)})
		}
		return run
	}
	log2 := math.Log2
	rows := []struct {
		name   string
		run    []relevance.Ranked
		judged relevance.Judgements
		want   relevance.Measures
	}{
		{"nothing found", nil, relevance.Judgements{"a": 1}, relevance.Measures{}},
		{"perfect", ranked("a", "b"), relevance.Judgements{"a": 2, "b": 1}, relevance.Measures{NDCG: 1, MAP: 1, Recall: 1, Precision: 0.2}},
		{"grade 0 is not relevant", ranked("x", "a"), relevance.Judgements{"x": 0, "a": 1}, relevance.Measures{NDCG: 1 / log2(3), MAP: 0.5, Recall: 1, Precision: 0.1}},
		{"linear gain", ranked("b", "a"), relevance.Judgements{"a": 3, "b": 1}, relevance.Measures{NDCG: (1 + 3/log2(3)) / (3 + 1/log2(3)), MAP: 1, Recall: 1, Precision: 0.2}},
		{"half of them", ranked("a"), relevance.Judgements{"a": 1, "b": 1}, relevance.Measures{NDCG: 1 / (1 + 1/log2(3)), MAP: 0.5, Recall: 0.5, Precision: 0.1}},
		{"ties by id, descending", []relevance.Ranked{{ID: "a", Score: 1}, {ID: "b", Score: 1}}, relevance.Judgements{"b": 1}, relevance.Measures{NDCG: 1, MAP: 1, Recall: 1, Precision: 0.1}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := relevance.Measure(row.run, row.judged)
			for name, pair := range map[string][2]float64{
				"nDCG": {got.NDCG, row.want.NDCG}, "MAP": {got.MAP, row.want.MAP}, "recall": {got.Recall, row.want.Recall}, "precision": {got.Precision, row.want.Precision},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-12 {
					t.Errorf("%s %v, want %v", name, pair[0], pair[1])
				}
			}
		})
	}
}
