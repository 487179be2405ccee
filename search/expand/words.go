package expand

import (
	"strings"
	"unicode"

	"academysearch/search/analysis"
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
		list = append(list, piece{surface, analysis.Key(token.Term)})
		end = token.End
	}
	return list
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
func joinCompounds(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '\u2010' || r == '\u2011' || r == '–' {
			return -1
		}
		return r
	}, text)
}

// longestAbbreviation is the number of letters up to which a word in capitals may be an abbreviation; a longer one is loud.
const longestAbbreviation = 5

// loud reports whether a reader left the capitals on: no small letter, and a word too long for an abbreviation.
func loud(words []string) bool {
	long := false
	for _, w := range words {
		if strings.ContainsFunc(w, unicode.IsLower) {
			return false
		}
		long = long || len(w) > longestAbbreviation && !strings.ContainsFunc(w, unicode.IsDigit)
	}
	return long
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
