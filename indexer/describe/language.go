package describe

import "academysearch/indexer/document"

// Detection of English by its commonest words; other languages are not told apart.
const (
	leastWords   = 12   // fewer words say nothing
	englishShare = 0.14 // of all words
	maxSample    = 4000 // tokens
)

var english = map[string]bool{
	"the": true, "of": true, "and": true, "to": true, "in": true, "a": true, "is": true, "that": true, "for": true, "it": true, "as": true,
	"was": true, "with": true, "be": true, "by": true, "on": true, "are": true, "this": true, "from": true, "at": true, "which": true,
	"have": true, "has": true, "were": true, "will": true, "their": true, "we": true, "an": true, "or": true,
}

// languageOf is what the documents say of their language, else "en" where the words are English, else "".
func languageOf(docs []document.Document, lines []line) string {
	for i := range docs {
		if docs[i].Language != "" {
			return docs[i].Language
		}
	}
	words, common, sample := 0, 0, 0
	for i := range lines {
		for k := range lines[i].tokens {
			if t := &lines[i].tokens[k]; t.kind == word {
				words++
				if english[t.low] {
					common++
				}
			}
		}
		if sample += len(lines[i].tokens); sample > maxSample {
			break
		}
	}
	if words >= leastWords && float64(common) >= englishShare*float64(words) {
		return "en"
	}
	return ""
}
