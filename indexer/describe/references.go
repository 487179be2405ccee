package describe

import (
	"slices"

	"academysearch/search"
)

// backReferences finds the forename or surname of a known person alone before a verb: "Carmen said".
func (r *register) backReferences(lines []line) {
	if len(r.all) == 0 {
		return
	}
	for i := range lines {
		r.lex.backReferencesIn(&lines[i], r.byWord)
	}
}

func (lex *lexicon) backReferencesIn(l *line, byWord map[string][]*person) {
	for i := range l.tokens {
		t := &l.tokens[i]
		if !t.capital() || t.is(isTitle) || len(byWord[t.low]) != 1 || len(byWord[t.low][0].key) < 2 || insideMention(l, i) || i > 0 && l.tokens[i-1].capital() && l.tokens[i-1].sentence == t.sentence {
			continue
		}
		m := mention{from: i, nameFrom: i, nameTo: i + 1, to: i + 1, end: i + 1}
		alone := line{text: l.text, tokens: l.tokens, zone: l.zone, names: []mention{m}}
		f := lex.verbAfter(&alone, group{})
		if f.function == "" {
			f = lex.saidBefore(l, 0, i)
		}
		if f.function == "" {
			continue
		}
		p := byWord[t.low][0]
		p.sure = true // named in full, then by one word with a verb: two signals
		p.cited = p.cited || f.function == search.Quoted && len(quotations(l.tokens)) > 0
		p.give(f.function, l.evidence(min(i, f.from), max(i+1, f.to)))
		if f.function == search.Quoted {
			l.said = append(l.said, saying{p})
		}
	}
}

// pronounReach is how many lines back a pronoun's person may be named.
const pronounReach = 3

// pronouns finds "she said" beside a quotation. The pronoun is the person whom the nearest sentence before names, if it names only one.
func (lex *lexicon) pronouns(lines []line) {
	var last *person
	at := 0
	for i := range lines {
		l := &lines[i]
		if i-at > pronounReach || i > 0 && l.doc != lines[i-1].doc {
			last = nil
		}
		next := 0
		for k := range l.tokens {
			if next < len(l.names) && k >= l.names[next].from {
				if m := &l.names[next]; m.person != nil {
					last, at = nearest(l, next), i
				}
				next++
			}
			if last == nil {
				continue
			}
			lex.pronounTalk(l, k, last)
			if pronounOf(&l.tokens[k], last) {
				lex.pronounSays(l, k, last)
			}
		}
	}
}

// nearest gives the person that the nth name of the line stands for, nil where its sentence names another one before: the pronoun
// could mean either.
func nearest(l *line, n int) *person {
	m := &l.names[n]
	for k := range n {
		other := &l.names[k]
		if other.person != nil && other.person != m.person && l.tokens[other.from].sentence == l.tokens[m.from].sentence && !semicolon(l, other.to, m.from) {
			return nil
		}
	}
	return m.person
}

// semicolon reports whether a semicolon stands among the tokens.
func semicolon(l *line, from, to int) bool {
	for i := from; i < to; i++ {
		if l.tokens[i].isMark(";") {
			return true
		}
	}
	return false
}

// pronounTalk makes a speaker of the person where the text goes on with "Her talk …".
func (lex *lexicon) pronounTalk(l *line, k int, p *person) {
	if low := l.tokens[k].low; low != "his" && low != "her" || !l.tokens[k].capital() {
		return
	}
	for i := k + 1; i < len(l.tokens) && i <= k+2; i++ {
		if slices.Contains(talks, l.tokens[i].low) {
			p.give(search.Speaker, l.evidence(k, i+1))
		}
	}
}

// pronounOf reports whether the token is a pronoun that can mean the person.
func pronounOf(t *token, p *person) bool {
	switch t.low {
	case "he":
		return !p.styled("Dame", "Lady", "Baroness", "Mrs", "Ms", "Miss", "Countess", "Viscountess")
	case "she":
		return !p.styled("Sir", "Lord", "Baron", "Mr", "Earl", "Viscount")
	}
	return false
}

// styled reports whether the person bears one of the titles.
func (p *person) styled(titles ...string) bool {
	for _, t := range p.titles {
		for _, s := range titles {
			if t.canonical == s {
				return true
			}
		}
	}
	return false
}

// pronounSays makes the person quoted where the pronoun stands beside a verb and a quotation.
func (lex *lexicon) pronounSays(l *line, k int, p *person) {
	spans := quotations(l.tokens)
	if inside(spans, k) || len(spans) == 0 || k+1 >= len(l.tokens) {
		return
	}
	verb := &l.tokens[k+1]
	if helper(verb) && k+2 < len(l.tokens) {
		verb = &l.tokens[k+2]
	}
	beside := k > 0 && l.tokens[k-1].isMark(closeQuotes) || k > 1 && l.tokens[k-2].isMark(closeQuotes) && l.tokens[k-1].is(isSaid)
	for i := k + 1; i < len(l.tokens) && i <= k+quoteReach && !beside; i++ {
		beside = l.tokens[i].isMark("“\"")
	}
	if !beside || !speechLike(verb) && !verb.is(isSaid) && !l.tokens[k-min(k, 1)].is(isSaid) {
		return
	}
	p.cited = true
	p.give(search.Quoted, l.evidence(max(0, k-1), k+2))
	p.sure = p.sure || len(p.roles) > 0
	l.said = append(l.said, saying{p})
}
