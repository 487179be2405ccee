// Package relevance measures ranking with judged queries: which documents somebody found relevant to which query, and how high the
// engine puts them. It goes the whole way that a reader's query goes: Writer, Parse, Search. It knows no engine.
package relevance

import (
	"cmp"
	"math"
	"slices"
)

// Measures are the figures of one query, or their means over many: each from 0 to 1, more is better.
type Measures struct {
	NDCG      float64 // of the first 10: linear gain, discount log2(rank+1), against the best possible order
	MAP       float64 // mean average precision over Depth results
	Recall    float64 // share of the relevant documents among the first 100
	Precision float64 // share of relevant documents among the first 10
}

// Cut-offs of the measures.
const (
	cutoff       = 10
	recallCutoff = 100
	// Depth is the number of results of a query that are looked at, as in trec_eval.
	Depth = 1000
)

// Ranked is a document as found.
type Ranked struct {
	ID    string
	Score float64
}

// Judgements are the grades of documents for one query; above 0 is relevant.
type Judgements map[string]int

// Relevant counts the relevant documents.
func (j Judgements) Relevant() int {
	n := 0
	for _, grade := range j {
		if grade > 0 {
			n++
		}
	}
	return n
}

// Order sorts documents that have the same score and stand side by side by id, descending, as trec_eval does, so that a measure
// does not depend on the order in which an engine gives its ties.
func Order(run []Ranked) {
	for start := 0; start < len(run); {
		end := start + 1
		for end < len(run) && run[end].Score == run[start].Score {
			end++
		}
		slices.SortFunc(run[start:end], func(a, b Ranked) int { return cmp.Compare(b.ID, a.ID) })
		start = end
	}
}

// Measure judges one query's results. It orders run, see Order.
func Measure(run []Ranked, judged Judgements) Measures {
	Order(run)
	relevant := judged.Relevant()
	if relevant == 0 {
		return Measures{}
	}
	var m Measures
	gain, hits := 0.0, 0
	for i, doc := range run {
		grade := judged[doc.ID]
		if grade <= 0 {
			continue
		}
		hits++
		m.MAP += float64(hits) / float64(i+1)
		if i < recallCutoff {
			m.Recall++
		}
		if i < cutoff {
			m.Precision++
			gain += float64(grade) / discount(i)
		}
	}
	m.NDCG = gain / idealGain(judged)
	m.MAP /= float64(relevant)
	m.Recall /= float64(relevant)
	m.Precision /= cutoff
	return m
}

// discount is what a gain at place i (from 0) is divided by.
func discount(i int) float64 { return math.Log2(float64(i + 2)) }

// idealGain is the gain of the best possible order.
func idealGain(judged Judgements) float64 {
	var grades []int
	for _, grade := range judged {
		if grade > 0 {
			grades = append(grades, grade)
		}
	}
	slices.SortFunc(grades, func(a, b int) int { return b - a })
	gain := 0.0
	for i, grade := range grades[:min(cutoff, len(grades))] {
		gain += float64(grade) / discount(i)
	}
	return gain
}

// Mean is the mean of the measures of queries.
func Mean(all []Measures) Measures {
	var sum Measures
	for _, m := range all {
		sum.NDCG += m.NDCG
		sum.MAP += m.MAP
		sum.Recall += m.Recall
		sum.Precision += m.Precision
	}
	n := max(float64(len(all)), 1)
	return Measures{sum.NDCG / n, sum.MAP / n, sum.Recall / n, sum.Precision / n}
}
