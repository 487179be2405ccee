package bench

import (
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"academysearch/search"
	"academysearch/search/analysis"
)

// Classes of queries, by number of words.
var Classes = []string{"one word", "two words", "three words", "three common words"}

// queriesPerClass is the number of queries of each class.
const queriesPerClass = 20

// bands are how common the words of queries are: parts of all pages that hold them.
var bands = [3][2]float64{{0.05, 0.25}, {0.01, 0.05}, {0.001, 0.01}}

// recipes say, by class, of which band the words of a query are; the queries of a class take turns.
var recipes = [][][]int{
	{{0}, {1}, {2}},
	{{0, 1}, {1, 2}, {2, 0}},
	{{0, 1, 2}},
	{{0, 0, 0}},
}

// Queries draws the queries of each class from the words of publications, no word twice. Stop words are left out, since engines differ in what they make of them.
func Queries(pubs iter.Seq[search.Publication], seed uint64) [][]string {
	r := rand.New(rand.NewPCG(seed, 21))
	pools := wordsByBand(pubs)
	for _, pool := range pools {
		r.Shuffle(len(pool), func(a, b int) { pool[a], pool[b] = pool[b], pool[a] })
	}
	out := make([][]string, len(Classes))
	for class := range out {
		for q := range queriesPerClass {
			var words []string
			for _, band := range recipes[class][q%len(recipes[class])] {
				if pool := &pools[band]; len(*pool) > 0 {
					words, *pool = append(words, (*pool)[0]), (*pool)[1:]
				}
			}
			out[class] = append(out[class], strings.Join(words, " "))
		}
	}
	return out
}

// wordsByBand lists the words of each band in alphabetical order.
func wordsByBand(pubs iter.Seq[search.Publication]) (pools [len(bands)][]string) {
	counts, pages := pageCounts(pubs)
	for word, n := range counts {
		if len(word) < 4 || analysis.IsStop(word) || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) }) {
			continue
		}
		for i, band := range bands {
			if part := float64(n) / float64(pages); part >= band[0] && part < band[1] {
				pools[i] = append(pools[i], word)
			}
		}
	}
	for _, pool := range pools {
		slices.Sort(pool)
	}
	return pools
}

// pageCounts says on how many pages each term is, as written.
func pageCounts(pubs iter.Seq[search.Publication]) (counts map[string]int, pages int) {
	counts = map[string]int{}
	var tokens []analysis.Token
	last := map[string]int{} // the page on which a term was counted last
	for p := range pubs {
		for _, page := range p.Pages {
			pages++
			tokens = analysis.Tokens(tokens[:0], page.Text)
			for _, t := range tokens {
				if last[t.Term] != pages && strings.EqualFold(t.Term, page.Text[t.Start:t.End]) { // compounds are read in as many ways as there are engines
					last[t.Term] = pages
					counts[t.Term]++
				}
			}
		}
	}
	return counts, pages
}
