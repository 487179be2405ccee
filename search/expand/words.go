package expand

import (
	"slices"
	"strings"
	"unicode"

	"academysearch/search/analysis"
	"academysearch/search/spelling"
)

// piece is one term of a name or a query: its surface and the key under which all forms of the word are found.
type piece struct {
	surface string // as written; begins with the signs that glue it to the piece before, if any ("-microbial")
	key     string
}

// pieces reads a text into pieces, by the analysis of the index: "Anti-microbial resistance" is Anti, -microbial, resistance.
func pieces(text string) []piece {
	var list []piece
	end := 0
	for _, token := range analysis.Tokens(nil, text) {
		if token.Joined {
			continue
		}
		surface := text[end:token.End]
		if strings.TrimSpace(text[end:token.Start]) == "" {
			surface = text[token.Start:token.End]
		}
		list = append(list, piece{surface, key(pluralOff(surface, token.Term))})
		end = token.End
	}
	return list
}

// pluralOff takes the s off the term of an abbreviation in the plural: RCTs, GPs.
func pluralOff(surface, term string) string {
	capitals, ok := strings.CutSuffix(surface, "s")
	if ok && len(capitals) > 1 && !strings.ContainsFunc(capitals, unicode.IsLower) {
		return strings.TrimSuffix(term, "s")
	}
	return term
}

// reading is what a name is to the index: the keys of its terms, with the parts of compounds apart and as one. Two names that agree in
// either find the same pages.
type reading struct{ apart, joined string }

func readingOf(text string) reading {
	apart := stems(strings.Map(hyphenTo(' '), text))
	if !strings.ContainsFunc(text, isHyphen) {
		return reading{apart, apart}
	}
	return reading{apart, stems(joinCompounds(text))}
}

func (r reading) same(other reading) bool {
	return r.apart == other.apart || r.joined == other.joined
}

// holds reports whether the other name stands within this one.
func (r reading) holds(other reading) bool {
	return strings.Contains(r.apart, other.apart) || strings.Contains(r.joined, other.joined)
}

// stems writes the keys that the terms of a text have in the index, each between spaces.
func stems(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, token := range analysis.Tokens(nil, text) {
		if !token.Joined {
			b.WriteString(analysis.Key(token.Term))
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// keys writes the keys that a text has in a table.
func keys(text string) string {
	var b strings.Builder
	for _, p := range pieces(text) {
		b.WriteString(p.key)
		b.WriteByte(' ')
	}
	return b.String()
}

// key is what the forms of a word share here: its folded spelling, in the singular. Stems would join too much: arthritis and arthritic,
// but also ageing and aged, research and researchers, which are different headings.
func key(term string) string {
	word := spelling.Fold(term)
	if len(word) < 4 || word[len(word)-1] != 's' || !lettersOnly(word) {
		return word
	}
	for _, p := range plurals {
		if stem, ok := strings.CutSuffix(word, p.many); ok && len(stem) >= p.least {
			return spelling.Fold(stem + p.one)
		}
	}
	return word
}

// plurals lists endings of words in the plural, the longest first, what they are in the singular, and the length that the rest of the
// word must have. A line without a change keeps an ending from the lines below it.
var plurals = []struct {
	many, one string
	least     int
}{
	{"itides", "itis", 2},
	{"oses", "osis", 3},
	{"yses", "ysis", 3},
	{"iruses", "irus", 1},
	{"etuses", "etus", 1},
	{"inuses", "inus", 1},
	{"sses", "ss", 2},
	{"shes", "sh", 2},
	{"ches", "ch", 2},
	{"xes", "x", 2},
	{"zes", "z", 3},
	{"ies", "y", 2},
	{"ss", "ss", 1},
	{"us", "us", 1},
	{"is", "is", 1},
	{"s", "", 3},
}

func lettersOnly(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

// glued reports whether a surface follows the one before it without a space.
func glued(surface string) bool {
	for _, r := range surface {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	}
	return false
}

// query is what a reader typed, read in two ways: with the parts of compounds apart (anti, microbial) and as one (antimicrobial).
type query struct {
	words  []string
	apart  [][]piece // of each word
	joined [][]piece // of each word; the same where it is no compound
	loud   bool      // typed in capitals throughout, so that capitals mean nothing
}

func readQuery(words []string) query {
	q := query{words: words, loud: loud(words)}
	for _, w := range words {
		apart := pieces(w)
		joined := apart
		if len(apart) > 1 {
			joined = pieces(joinCompounds(w))
		}
		q.apart, q.joined = append(q.apart, apart), append(q.joined, joined)
	}
	return q
}

// joinCompounds writes a text with its compounds as one word: anti-microbial → antimicrobial.
func joinCompounds(text string) string { return strings.Map(hyphenTo(-1), text) }

// hyphenTo makes a mapping that puts a rune in the place of hyphens; -1 drops them.
func hyphenTo(r rune) func(rune) rune {
	return func(old rune) rune {
		if isHyphen(old) {
			return r
		}
		return old
	}
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '–' }

// prefixes are the beginnings of words that are written with a hyphen, as one word, or apart.
var prefixes = []string{
	"anti", "bi", "bio", "cardio", "co", "cyber", "de", "di", "endo", "extra", "hyper", "hypo", "immuno", "inter", "intra", "macro",
	"meta", "micro", "mono", "multi", "neo", "neuro", "non", "peri", "poly", "post", "pre", "pro", "pseudo", "psycho", "radio", "re",
	"self", "semi", "sub", "super", "trans", "ultra", "un", "x",
}

// joinPrefixes writes the compounds of a text as one word that begin with such a prefix, or end with a number (COVID-19 → COVID19).
func joinPrefixes(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		before, after, hyphen := strings.Cut(w, "-")
		if hyphen && (slices.Contains(prefixes, strings.ToLower(before)) || strings.Trim(after, "0123456789") == "") {
			words[i] = joinCompounds(w)
		}
	}
	return strings.Join(words, " ")
}

// longestAbbreviation is the number of letters up to which a word in capitals may be an abbreviation; a longer one is loud.
const longestAbbreviation = 5

// loud reports whether a reader left the capitals on: several words without a small letter, and one too long for an abbreviation.
func loud(words []string) bool {
	long := false
	for _, w := range words {
		if strings.ContainsFunc(w, unicode.IsLower) {
			return false
		}
		long = long || len(w) > longestAbbreviation && !strings.ContainsFunc(w, unicode.IsDigit)
	}
	return long && len(words) > 1
}

// span gives the pieces of the words [from, to), in one reading.
func span(reading [][]piece, from, to int) []piece {
	if to == from+1 {
		return reading[from]
	}
	var list []piece
	for _, p := range reading[from:to] {
		list = append(list, p...)
	}
	return list
}
