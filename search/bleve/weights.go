package bleve

// The weights of the ranking, in one place. Zones have theirs in search.IndexFields. docs/relevance.md tells how each was measured.
const (
	// k1 is where more occurrences of a word on a page stop to matter (BM25). 1.2 is the textbook's; 0.9–2.0 differ by less than
	// .004 on any collection.
	k1 = 1.2

	// shortQuery is the number of words up to which a publication must have all of them.
	shortQuery = 3
	// enough is the number of publications from which a short query is not loosened.
	enough = 10
	// longShare is the share of the weight (idf) of a longer query's words that a publication must have.
	longShare = 0.0
)

// pageBonus is what the second-best page and the third add to the best one's score.
var pageBonus = [2]float32{0.10, 0.05}
