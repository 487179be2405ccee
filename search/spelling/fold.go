// Package spelling folds British and American spelling into one form, so that "oedema" finds "edema" and "randomised" finds
// "randomized". The folded form is for comparing, never for showing: it is neither British nor American throughout.
//
// It works by rules on letters and a small table of words, and knows nothing of stemming, indexes or languages other than English.
// Both the text that is indexed and the words that are searched go through it, before the stemmer.
package spelling

import "strings"

// shortest and longest bound the words that have two spellings, in bytes; others are given back as they are.
const (
	shortest = 4
	longest  = 64
)

// rounds bounds how often the rules are applied one after another. A word needs at most three ("hypercholesterolaemic",
// "gastrooesophageal"); the bound only keeps a made-up word from costing more.
const rounds = longest

// Fold gives the one form in which all spellings of a word are compared. The word is expected in lower case, without accents. Fold
// is idempotent, and allocates nothing for a word that it leaves alone.
func Fold(word string) string {
	if len(word) < shortest || len(word) > longest {
		return word
	}
	for range rounds {
		next := once(word)
		if next == word {
			break
		}
		word = next
	}
	return word
}

// once applies the first thing that changes the word.
func once(word string) string {
	if folded, ok := words[word]; ok {
		return folded
	}
	if folded, ok := foldInside(word); ok {
		return folded
	}
	return foldEnding(word)
}

// foldInside rewrites the first group of letters that is spelt in two ways wherever it stands. All of them begin with one of five pairs
// of letters, which keeps a word without any cheap.
func foldInside(word string) (string, bool) {
	for i := 1; i+2 < len(word); i++ {
		rules := rulesAt(word[i], word[i+1])
		if rules == nil {
			continue
		}
		if folded, ok := rewrite(word, i, rules); ok {
			return folded, true
		}
	}
	return rewrite(word, 0, rulesAt(word[0], word[1]))
}

// rulesAt gives the rules for words that hold these two letters.
func rulesAt(first, second byte) []rule {
	switch {
	case second == 'e' && first == 'a':
		return diphthongAE
	case second == 'e' && first == 'o':
		return diphthongOE
	case second == 'u' && first == 'o':
		return endingOUR
	case second == 'h' && first == 'p':
		return sulphur
	case second == 'c' && first == 'u':
		return leuco
	}
	return nil
}

// rule rewrites the letters at at, where before stands to the left of them and after begins with them.
type rule struct {
	before string // letters that must stand to the left; they stay
	after  string // letters that must stand here
	with   string // what takes the place of after
	start  bool   // before must begin the word
}

// rewrite applies the first of the rules that fits the word at i.
func rewrite(word string, i int, rules []rule) (string, bool) {
	for _, r := range rules {
		if !strings.HasPrefix(word[i:], r.after) || !strings.HasSuffix(word[:i], r.before) {
			continue
		}
		if r.start && i != len(r.before) {
			continue
		}
		return word[:i] + r.with + word[i+len(r.after):], true
	}
	return word, false
}
