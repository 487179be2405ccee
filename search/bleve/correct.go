package bleve

import (
	"strings"
	"sync"
	"unicode/utf8"

	"academysearch/search"
	"academysearch/search/analysis"

	"github.com/blevesearch/vellum/levenshtein"
)

// Corrections are for words of at least so many letters; from the second on, two edits are forgiven instead of one.
const (
	minCorrected   = 4
	minCorrected2  = 8
	likelier       = 3   // times more frequent than the next best, or the correction is only offered
	maxCorrections = 500 // words that are compared
)

// automata recognise words within one edit and within two; a transposition is one edit. They are made at first use and never change.
var automata = [2]func() (*levenshtein.LevenshteinAutomatonBuilder, error){
	sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
		return levenshtein.NewLevenshteinAutomatonBuilder(1, true)
	}),
	sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
		return levenshtein.NewLevenshteinAutomatonBuilder(2, true)
	}),
}

// correct finds the word of the index that a reader may have meant by one that occurs nowhere; sure reports that no other comes near.
func (s *snapshot) correct(w readWord) (word string, sure bool) {
	length := utf8.RuneCountInString(w.whole)
	if length < minCorrected || len(w.parts) > 1 || !isLetters(w.whole) || analysis.IsAbbreviation(w.text) {
		return "", false
	}
	for edits := 1; edits == 1 || edits == 2 && length >= minCorrected2; edits++ {
		if word, sure = s.nearest(w.whole, edits); word != "" {
			return word, sure
		}
	}
	return "", false
}

// nearest is the most frequent word within so many edits.
func (s *snapshot) nearest(word string, edits int) (best string, sure bool) {
	builder, err := automata[edits-1]()
	if err != nil { // of constants that are known to work
		return "", false
	}
	dfa, err := builder.BuildDfa(word, uint8(edits))
	if err != nil {
		return "", false
	}
	most, next, seen := uint64(0), uint64(0), 0
	it, err := s.dict.words.Search(dfa, nil, nil)
	for ; err == nil && seen < maxCorrections; seen++ {
		k, n := it.Current()
		if term := string(k); isLetters(term) && !analysis.IsStop(term) && term == strings.ToLower(term) {
			switch {
			case n > most && (best == "" || analysis.Key(best) != analysis.Key(term)):
				best, most, next = term, n, most
			case n > most:
				best, most = term, n
			case n > next && analysis.Key(best) != analysis.Key(term):
				next = n
			}
		}
		err = it.Next()
	}
	return best, best != "" && most >= likelier*max(next, 1) || best != "" && next == 0
}

// mend looks for corrections of words that the index does not have under any name. A sure one is searched instead, another is
// offered.
func (p *planner) mend(words []readWord, groups []*group) {
	if p.query.Exact || p.negated {
		return
	}
	for i, w := range words {
		if !groups[i].empty() || p.s.otherwiseKnown(w.text) {
			continue
		}
		better, sure := p.s.correct(w)
		if better == "" {
			continue
		}
		if !sure {
			p.p.offer(w.text, better)
			continue
		}
		p.p.read.Corrections = append(p.p.read.Corrections, search.Correction{From: w.text, To: better})
		groups[i] = p.s.wordGroup(readWord{text: better, in: w.in, parts: []analysis.Token{{Term: better}}, whole: better})
	}
}

// otherwiseKnown reports whether the index has another name of what a word says.
func (s *snapshot) otherwiseKnown(text string) bool {
	for _, concept := range s.names.Expand([]string{text}) {
		for _, name := range concept.Members {
			if s.nameVariant(name) != nil {
				return true
			}
		}
	}
	return false
}

// offer notes a correction that a reader may want.
func (p *plan) offer(from, to string) {
	if p.offers == nil {
		p.offers = map[string]string{}
	}
	p.offers[from] = to
}

// withOffers is a clause with the words replaced for which there is an offer.
func withOffers(c search.Clause, offers map[string]string) search.Clause {
	each := func(of []search.Clause) []search.Clause {
		out := make([]search.Clause, len(of))
		for i, c := range of {
			out[i] = withOffers(c, offers)
		}
		return out
	}
	switch c := c.(type) {
	case search.Word:
		if to, ok := offers[c.Text]; ok && !c.Prefix {
			c.Text = to
		}
		return c
	case search.And:
		c.Of = each(c.Of)
		return c
	case search.Or:
		c.Of = each(c.Of)
		return c
	}
	return c
}
