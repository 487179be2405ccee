package bleve

import (
	"strings"

	"academysearch/search/analysis"
	"academysearch/search/expand"
)

// otherNames adds, for each concept that the words name, a leaf for all its names. It ranks below the words themselves, and a
// publication that has one of the names has the words. typed are the words with stop words, of which words are kept, with their leaves.
func (p *planner) otherNames(typed, words []readWord, leaves []*leaf) error {
	if p.query.Exact || p.negated {
		return nil
	}
	texts := make([]string, len(typed))
	for i, w := range typed {
		texts[i] = w.text
	}
	for _, concept := range p.s.names.Expand(texts) {
		span := typed[concept.From:concept.To]
		if span[0].in != everywhere {
			continue
		}
		if err := p.otherName(concept, texts, span, words, leaves); err != nil {
			return err
		}
	}
	return nil
}

// otherName adds the leaf of one concept, where the index knows any other name of it.
func (p *planner) otherName(concept expand.Group, texts []string, span, words []readWord, leaves []*leaf) error {
	own := make([]string, len(span))
	for i, w := range span {
		own[i] = w.text
	}
	g := &group{text: strings.Join(own, " ") + " (all names)"}
	known := concept
	known.Members = nil
	for _, name := range concept.Members {
		if v := p.s.nameVariant(name); v != nil {
			g.members = append(g.members, member{1, []variant{v}})
			known.Members = append(known.Members, name)
		}
	}
	if len(g.members) == 0 {
		return nil
	}
	if v := p.s.nameVariant(own); v != nil {
		g.members = append(g.members, member{1, []variant{v}})
	}
	n, err := p.newLeaf(g, ranking, weights.nameWorth[concept.Source])
	if err != nil {
		return err
	}
	for i, w := range words {
		for _, in := range span {
			if w.same(in) {
				leaves[i].also = append(leaves[i].also, n.leaf)
			}
		}
	}
	if told := known.Expansion(texts); len(told.Added) > 0 {
		p.p.read.Expansions = append(p.p.read.Expansions, told)
	}
	return nil
}

// same reports whether two readings are of the same place in the query.
func (w readWord) same(o readWord) bool { return w.place == o.place }

// nameVariant is a name as slots, nil where a word of it is nowhere in the index. Stop words are in any form; an abbreviation is
// looked for in its capitals, unless the index has it in small letters only.
func (s *snapshot) nameVariant(words []string) variant {
	var v variant
	for _, word := range words {
		if analysis.IsAbbreviation(word) && s.dict.count(word) > 0 {
			v = append(v, slot{word})
			continue
		}
		for _, t := range analysis.Tokens(nil, word) {
			if t.Joined {
				continue
			}
			forms := s.forms(t.Term)
			if len(forms) == 0 {
				return nil
			}
			v = append(v, forms)
		}
	}
	return v
}
