package indexer

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words is a title taken apart for comparison.
type words struct {
	full    string   // all words, folded
	own     []string // words that tell this publication from others; this list and the next two are sorted and hold nothing twice
	years   []string
	numbers []string
	part    bool // it names a part of a report: a summary, an annex
}

// genericWords stand in the titles of many publications and tell none from another.
var genericWords = set(`a an and at by for from in into of on or the to with what why how is are be as its our us we it this that new review reviews
	academy medical sciences acmedsci ams forum joint fmedsci uk annual full
	report reports reporting published publishes publish publication publications launch launched launches launching release released
	meeting meetings workshop workshops event events symposium roundtable conference seminar webinar lecture summary summaries executive
	news blog press statement project projects policy download downloads pdf page read more view open here document documents file
	held today day key findings final version web print january february march april may june july august september october november december`)

// partWords mark a title as that of a part; the number behind one counts the parts and tells no reports apart.
var partWords = set(`summary summaries executive annex annexe annexes appendix appendices infographic poster slides presentation presentations agenda
	programme leaflet briefing supplement supplementary part volume vol chapter section welsh easy lay plain translation correction erratum`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(list) {
		m[word] = true
	}
	return m
}

// wordsOf takes a title apart.
func wordsOf(title string) words {
	var w words
	var all []string
	afterPart := false
	for _, word := range strings.FieldsFunc(fold(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		all = append(all, word)
		part := partWords[word]
		switch number := strings.IndexFunc(word, unicode.IsDigit) >= 0; {
		case part:
			w.part = true
		case number && afterPart, genericWords[word]:
		case isYear(word):
			w.years = append(w.years, word)
		case number && strings.IndexFunc(word, unicode.IsLetter) < 0:
			w.numbers = append(w.numbers, word)
		case len(word) > 1:
			w.own = append(w.own, singular(word))
		}
		afterPart = part
	}
	w.full = strings.Join(all, " ")
	for _, list := range []*[]string{&w.own, &w.years, &w.numbers} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return w
}

// fold lowers letters and takes their accents and the apostrophes away.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '\u00ad' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

// singular lets "vaccine" and "vaccines" be one word; "analysis" and "illness" stay.
func singular(word string) string {
	if len(word) > 4 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "is") && !strings.HasSuffix(word, "us") {
		return strings.TrimSuffix(word, "s")
	}
	return word
}

func isYear(word string) bool {
	return len(word) == 4 && (strings.HasPrefix(word, "19") || strings.HasPrefix(word, "20")) && strings.IndexFunc(word, unicode.IsLetter) < 0
}

// alike reports whether both titles tell the same publication from others: the same words of their own, and no number against it.
func (w words) alike(o words) bool {
	return len(w.own) > 0 && slices.Equal(w.own, o.own) && !w.clash(o)
}

// tellingWord is the length from which one word in common says something.
const tellingWord = 6

// near reports whether the titles may well be of one publication: the words of the shorter one, or nearly all of many, stand in the
// other.
func (w words) near(o words) bool {
	both := common(w.own, o.own)
	fewer := min(len(w.own), len(o.own))
	switch {
	case len(both) == 0 || w.clash(o):
		return false
	case len(both) == fewer:
		return fewer > 1 || len(both[0]) >= tellingWord
	}
	return len(both) >= 3 && len(both)*5 >= fewer*4
}

// clash reports whether numbers tell the titles apart: two annual reviews, two phases.
func (w words) clash(o words) bool {
	return disjoint(w.years, o.years) || disjoint(w.numbers, o.numbers)
}

// apart reports whether two files with these titles are surely two publications: each has words of its own that the other lacks.
func (w words) apart(o words) bool {
	both := len(common(w.own, o.own))
	return w.clash(o) || both < len(w.own) && both < len(o.own)
}

// common lists the words of two sorted lists that stand in both.
func common(a, b []string) []string {
	var both []string
	for _, word := range a {
		if _, found := slices.BinarySearch(b, word); found {
			both = append(both, word)
		}
	}
	return both
}

// disjoint reports whether both lists hold something, and nothing in common.
func disjoint(a, b []string) bool { return len(a) > 0 && len(b) > 0 && len(common(a, b)) == 0 }

// key spells the words of its own.
func (w words) key() string { return strings.Join(w.own, " ") }
