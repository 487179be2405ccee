package describe

import (
	"strings"
	"unicode"
)

// unit is a word as phrases are matched: hyphenated words are several, marks none.
type unit struct {
	stem  string // folded, in the singular
	text  string // as written
	token int
}

// units gives the units of tokens.
func units(ts []token) []unit {
	all := make([]unit, 0, len(ts))
	for i := range ts {
		t := &ts[i]
		switch {
		case t.kind == mark:
		case strings.IndexByte(t.low, '-') < 0:
			all = append(all, unit{stem(t.low), t.text, i})
		default:
			texts := strings.FieldsFunc(t.text, func(r rune) bool { return r == '-' || r == '‐' || r == '‑' })
			for n, piece := range strings.Split(t.low, "-") {
				if n < len(texts) {
					all = append(all, unit{stem(piece), texts[n], i})
				}
			}
		}
	}
	return all
}

// stem cuts the plural and the genitive from a folded word.
func stem(w string) string {
	w = strings.TrimSuffix(w, "'s")
	w = strings.TrimSuffix(w, "'")
	switch {
	case len(w) <= 3 || !strings.HasSuffix(w, "s"):
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w
	}
	return w[:len(w)-1]
}

// phrase is words to be found in a text. "…" among them stands for a few words.
type phrase struct {
	stems []string
	exact []string // as written, where the capitals count; else nil
	id    int
}

const (
	ellipsis    = "…"
	ellipsisGap = 6
)

// phraseSet finds many phrases in one pass.
type phraseSet struct {
	lex   *lexicon
	first map[string][]phrase
}

func newPhraseSet(lex *lexicon) *phraseSet {
	return &phraseSet{lex: lex, first: map[string][]phrase{}}
}

// add adds a phrase under an id; with capitals it must stand in the text with these capitals.
func (s *phraseSet) add(id int, text string, capitals bool) {
	p := phrase{id: id}
	for n, piece := range strings.Split(text, ellipsis) {
		if n > 0 {
			p.stems = append(p.stems, ellipsis)
		}
		for _, u := range units(s.lex.tokens(piece)) {
			p.stems = append(p.stems, u.stem)
			if capitals {
				p.exact = append(p.exact, u.text)
			}
		}
	}
	if len(p.stems) > 0 {
		s.first[p.stems[0]] = append(s.first[p.stems[0]], p)
	}
}

// each calls f for every phrase found, with the units from i up to j.
func (s *phraseSet) each(us []unit, f func(id, i, j int)) {
	for i := range us {
		for _, p := range s.first[us[i].stem] {
			if j := p.match(us, i); j > i {
				f(p.id, i, j)
			}
		}
	}
}

// match gives the unit after the phrase that begins at unit i, or 0.
func (p *phrase) match(us []unit, i int) int {
	j := i
	for k := 0; k < len(p.stems); k++ {
		if p.stems[k] == ellipsis {
			k++
			skipped := 0
			for j < len(us) && us[j].stem != p.stems[k] && skipped < ellipsisGap {
				j, skipped = j+1, skipped+1
			}
		}
		if j >= len(us) || us[j].stem != p.stems[k] || p.exact != nil && !sameCapitals(us[j].text, p.exact[k]) {
			return 0
		}
		j++
	}
	return j
}

// sameCapitals compares a word of the text with a trigger whose capitals count; a plural "s" and a genitive do not, unless the
// trigger is in lower case: then its number counts instead.
func sameCapitals(text, want string) bool {
	if strings.IndexFunc(want, unicode.IsUpper) < 0 {
		return fold(text) == want
	}
	rest, ok := strings.CutPrefix(text, want)
	return ok && (rest == "" || rest == "s" || rest == "'s" || rest == "’s")
}
