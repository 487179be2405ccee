package bleve

// weights are the weights of the ranking, in one place; zones have theirs in search.IndexFields. docs/relevance.md tells what each
// was measured to be worth. Nothing changes them while the program runs.
var weights = struct {
	k1        float32    // where more occurrences of a word on a page cease to matter (BM25)
	partWorth float32    // of the parts of a hyphenated word, beside the word
	nameWorth [4]float32 // of a concept that the query names, beside its words, by expand.Source: MeSH, abbreviations, synonyms, staff
	nearness  float32    // of a page that lies in the very direction of the query (latent space), against the highest score
	nearFrom  float32    // share of the highest score from which a page's nearness is looked at
	listWorth float32    // of a page that is a table of contents, a bibliography or an index
	pageBonus [2]float32 // what the second-best page and the third add to the best one's score
}{
	k1:        1.8,
	partWorth: 0.4,
	nameWorth: [4]float32{0.6, 0.6, 0.6, 0.6},
	nearness:  0.7,
	nearFrom:  0.2,
	listWorth: 0.5,
	pageBonus: [2]float32{0.10, 0.05},
}

// The result rule, see docs/query-language.md.
const (
	shortQuery = 3  // words up to which a publication must have all of them
	enough     = 10 // publications from which a short query is not loosened
)

// wordsNeeded is the number of a query's words that a publication must have. Among rules for longer queries this is the strictest that
// lowers nDCG@10 of none of the judged collections by more than .002; a third of the words costs one of them .07.
func wordsNeeded(words int) int {
	switch {
	case words <= shortQuery:
		return words
	case words < 8:
		return 1
	}
	return 2
}
