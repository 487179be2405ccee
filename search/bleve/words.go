package bleve

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/search"
	"academysearch/search/analysis"
)

// maxForms bounds the terms that a prefix stands for.
const maxForms = 200

// minHalf is the length of the parts into which a solid word may be taken apart (healthcare → health care).
const minHalf = 4

// readWord is a word of a query, analysed.
type readWord struct {
	text  string
	place int // among the words that stand side by side, stop words included
	in    zoneSet
	parts []analysis.Token // without joined forms
	whole string           // the joined form of a compound, or the only part
	stop  bool
}

// readWords analyses a word as typed. Most are one; "HIV/AIDS" is two.
func readWords(w search.Word) []readWord {
	in := zonesOf(w.Field)
	tokens := analysis.Tokens(nil, w.Text)
	var words []readWord
	for i := 0; i < len(tokens); i++ {
		if tokens[i].Joined {
			continue
		}
		end := joinedEnd(tokens, i)
		if end < 0 {
			words = append(words, readWord{
				text: w.Text[tokens[i].Start:tokens[i].End], in: in, parts: tokens[i : i+1], whole: tokens[i].Term,
				stop: isStop(w.Text[tokens[i].Start:tokens[i].End], tokens[i].Term),
			})
			continue
		}
		joined := tokens[end]
		words = append(words, readWord{text: w.Text[joined.Start:joined.End], in: in, parts: tokens[i:end], whole: joined.Term})
		i = end
	}
	return words
}

// joinedEnd finds the joined form of the compound that begins at token i, or -1.
func joinedEnd(tokens []analysis.Token, i int) int {
	for k := i + 1; k < len(tokens); k++ {
		if tokens[k].Joined {
			if tokens[k].Start == tokens[i].Start {
				return k
			}
			return -1
		}
	}
	return -1
}

// isStop tells words of the stop list from abbreviations that look like them: WHO, IT.
func isStop(typed, term string) bool {
	if !analysis.IsStop(term) {
		return false
	}
	return utf8.RuneCountInString(typed) < 2 || strings.ContainsFunc(typed, unicode.IsLower)
}

func zonesOf(f search.Field) zoneSet {
	if f == search.InTitle {
		return titleOnly
	}
	return everywhere
}

// forms is a slot of all the terms that share the key of a term.
func (s *snapshot) forms(term string) slot { return s.dict.forms(analysis.Key(term)) }

// wordGroup is a word in all its forms and ways to write it.
func (s *snapshot) wordGroup(w readWord) *group {
	var variants []variant
	if one := s.forms(w.whole); len(one) > 0 {
		variants = append(variants, variant{one})
	}
	if apart := s.apart(w); apart != nil {
		variants = append(variants, apart)
	}
	return &group{text: w.text, in: w.in, members: []member{{1, variants}}}
}

// apart is a compound written as several words: the parts of a hyphenated one, or the two halves of a solid one that the index
// knows as words.
func (s *snapshot) apart(w readWord) variant {
	if len(w.parts) > 1 {
		v := make(variant, len(w.parts))
		for i, p := range w.parts {
			if v[i] = s.forms(p.Term); len(v[i]) == 0 {
				return nil
			}
		}
		return v
	}
	for i := len(w.whole) - minHalf; i >= minHalf; i-- {
		if head, tail := w.whole[:i], w.whole[i:]; s.isWord(head) && s.isWord(tail) {
			return variant{{head}, s.forms(tail)}
		}
	}
	return nil
}

// isLetters reports whether a term has no digits or signs.
func isLetters(term string) bool {
	return !strings.ContainsFunc(term, func(r rune) bool { return !unicode.IsLetter(r) })
}

// isWord reports whether a part of a solid word is a word in its own right.
func (s *snapshot) isWord(term string) bool {
	return utf8.ValidString(term) && !analysis.IsStop(term) && s.dict.count(term) > 0
}

// joinNeighbours lets two words side by side stand for the one word that they make up, where the index has it (anti microbial).
func (s *snapshot) joinNeighbours(words []readWord, groups []*group) {
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		if len(a.parts) > 1 || len(b.parts) > 1 || a.in != b.in || a.stop || b.stop || s.dict.count(a.whole+b.whole) == 0 {
			continue
		}
		joined := variant{s.forms(a.whole + b.whole)}
		for _, g := range groups[i-1 : i+1] {
			g.members[0].variants = append(g.members[0].variants, joined)
		}
	}
}

// exactGroup is a quoted phrase: its terms unstemmed, one after another. It is nil where the phrase has no term.
func exactGroup(p search.Phrase) *group {
	var v variant
	for _, t := range analysis.Tokens(nil, p.Text) {
		if !t.Joined {
			v = append(v, slot{t.Term})
		}
	}
	if len(v) == 0 {
		return nil
	}
	variants := []variant{v}
	if solid := solidPhrase(p.Text); len(solid) > 0 && len(solid) < len(v) {
		variants = append(variants, solid)
	}
	return &group{text: `"` + p.Text + `"`, in: zonesOf(p.Field), members: []member{{1, variants}}}
}

// solidPhrase is a phrase with its hyphenated compounds written as one word.
func solidPhrase(text string) variant {
	var v variant
	tokens := analysis.Tokens(nil, text)
	for i := 0; i < len(tokens); i++ {
		if end := joinedEnd(tokens, i); end >= 0 {
			i = end
		}
		if !tokens[i].Joined || len(v) == 0 || v[len(v)-1][0] != tokens[i].Term {
			v = append(v, slot{tokens[i].Term})
		}
	}
	return v
}

// prefixGroup is every word that begins as typed; more reports that there were too many to take all.
func (s *snapshot) prefixGroup(w search.Word) (g *group, more bool) {
	g = &group{text: w.Text + "*", in: zonesOf(w.Field)}
	words := readWords(w)
	if len(words) == 0 {
		return g, false
	}
	terms, more := s.dict.prefixed(words[len(words)-1].whole, maxForms)
	if len(terms) > 0 {
		g.members = []member{{1, []variant{{terms}}}}
	}
	return g, more
}
