package bleve

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"academysearch/search"
	"academysearch/search/analysis"
)

// node is a clause that has been looked up. Its kind is given by what it holds.
type node struct {
	op   operation
	leaf *leaf   // of opWord
	pubs set     // of opPublications
	of   []*node // of the others
}

type operation int

const (
	opWord         operation = iota // publications with a word or phrase
	opPublications                  // a given set: speaker:, topic:, year:
	opAll
	opAny
	opNot
	opLoose // words side by side: the result rule says how many of them a publication needs; all else is needed
)

// leaf is a word or phrase of the query with its list.
type leaf struct {
	group *group
	list  *list
	idf   float32 // times what the leaf is worth
	use   use
	also  []*leaf // other names of what the word is part of: who has one has the word
}

// use says what a leaf decides.
type use int

const (
	strict  use = iota // a result must have it
	soft               // a plain word: the result rule decides
	ranking            // it only ranks
)

// plan is a query looked up in one generation.
type plan struct {
	root   *node   // nil: everything
	leaves []*leaf // those that score, in the order of the query
	read   search.Interpretation
	offers map[string]string // words that occur nowhere, and what may have been meant
}

// planner builds a plan.
type planner struct {
	ctx     context.Context
	s       *snapshot
	sc      *scratch
	p       *plan
	query   search.Query
	negated bool
}

// plan looks a query up.
func (s *snapshot) plan(ctx context.Context, sc *scratch, q search.Query) (*plan, error) {
	p := &planner{ctx: ctx, s: s, sc: sc, query: q, p: &plan{}}
	p.p.read.ReadAs = search.Format(q.Clause)
	if q.Clause == nil {
		return p.p, nil
	}
	root, err := p.build(q.Clause)
	if err != nil {
		return nil, err
	}
	p.p.root = root
	return p.p, nil
}

// build looks a clause up. nil: the clause has nothing to look for.
func (p *planner) build(c search.Clause) (*node, error) {
	switch c := c.(type) {
	case search.Word:
		return p.word(c)
	case search.Phrase:
		return p.phrase(c)
	case search.Said:
		return p.said(c)
	case search.Years:
		return p.publications(func(r *row) bool { return overlaps(r, c) }), nil
	case search.Not:
		p.negated = !p.negated
		of, err := p.all([]search.Clause{c.Of})
		p.negated = !p.negated
		return &node{op: opNot, of: of}, err
	case search.Or:
		of, err := p.all(c.Of)
		return &node{op: opAny, of: of}, err
	case search.And:
		if c.Loose {
			return p.loose(c.Of)
		}
		of, err := p.all(c.Of)
		return &node{op: opAll, of: of}, err
	}
	return nil, fmt.Errorf("clause of type %T: %w", c, search.ErrInvalid)
}

func (p *planner) all(clauses []search.Clause) ([]*node, error) {
	var nodes []*node
	for _, c := range clauses {
		n, err := p.build(c)
		if err != nil {
			return nil, err
		}
		if n != nil {
			nodes = append(nodes, n)
		}
	}
	return nodes, nil
}

// word looks up a word that stands alone.
func (p *planner) word(w search.Word) (*node, error) {
	switch w.Field {
	case search.InSpeaker, search.InTopic:
		return p.named(w.Field, w.Text, w.Prefix), nil
	}
	if w.Prefix {
		g, more := p.s.prefixGroup(w)
		if more {
			p.note("%s* has more than %d endings; the most frequent were searched", w.Text, maxForms)
		}
		return p.newLeaf(g, strict, 1)
	}
	return p.loose([]search.Clause{w})
}

func (p *planner) phrase(c search.Phrase) (*node, error) {
	switch c.Field {
	case search.InSpeaker, search.InTopic:
		return p.named(c.Field, c.Text, false), nil
	}
	g := exactGroup(c)
	if g == nil {
		return nil, nil
	}
	return p.newLeaf(g, strict, 1)
}

// newLeaf reads the list of a group.
func (p *planner) newLeaf(g *group, u use, worth float32) (*node, error) {
	l, err := p.s.groupList(p.ctx, p.sc, g)
	if err != nil {
		return nil, err
	}
	leaf := &leaf{group: g, list: l, idf: worth * p.s.idf(l.df), use: u}
	if !p.negated {
		p.p.leaves = append(p.p.leaves, leaf)
	}
	return &node{op: opWord, leaf: leaf}, nil
}

// idf weighs a word by the number of pages that have it (BM25, as in Robertson and Spärck Jones, never negative).
func (s *snapshot) idf(df int) float32 {
	n := float64(len(s.pubOf))
	return float32(math.Log(1 + (n-float64(df)+0.5)/(float64(df)+0.5)))
}

// loose looks up clauses that stand side by side. Stop words are left out, unless there is nothing else.
func (p *planner) loose(clauses []search.Clause) (*node, error) {
	n := &node{op: opLoose}
	var words []readWord
	for _, c := range clauses {
		if w, ok := c.(search.Word); ok && !w.Prefix && (w.Field == search.Anywhere || w.Field == search.InTitle) {
			words = append(words, readWords(w)...)
			continue
		}
		of, err := p.build(c)
		if err != nil {
			return nil, err
		}
		if of != nil {
			n.of = append(n.of, of)
		}
	}
	for i := range words {
		words[i].place = i
	}
	typed := words
	words = p.withoutStops(words, len(n.of) > 0)
	if len(words) == 0 && len(n.of) == 0 {
		return nil, nil
	}
	groups := make([]*group, len(words))
	for i, w := range words {
		groups[i] = p.s.wordGroup(w)
	}
	p.s.joinNeighbours(words, groups)
	p.mend(words, groups)
	leaves := make([]*leaf, len(words))
	for i, g := range groups {
		of, err := p.newLeaf(g, soft, 1)
		if err != nil {
			return nil, err
		}
		n.of = append(n.of, of)
		leaves[i] = of.leaf
	}
	if err := errors.Join(p.rankParts(words), p.rankLetters(typed)); err != nil {
		return nil, err
	}
	return n, p.otherNames(typed, words, leaves)
}

// rankParts lets the parts of hyphenated words help to rank: a page on the processing of data says something on data-processing.
func (p *planner) rankParts(words []readWord) error {
	for _, w := range words {
		for _, part := range w.parts {
			if len(w.parts) == 1 || !isLetters(w.whole) || analysis.IsStop(part.Term) {
				continue
			}
			g := &group{text: part.Term, in: w.in, members: []member{{1, []variant{{p.s.forms(part.Term)}}}}}
			if _, err := p.newLeaf(g, ranking, weights.partWorth); err != nil {
				return err
			}
		}
	}
	return nil
}

// rankLetters lets single letters, which are no words to search for, help to rank beside their neighbours: vitamin D, C. difficile.
func (p *planner) rankLetters(typed []readWord) error {
	for i, w := range typed {
		if len(w.whole) != 1 || !analysis.IsAbbreviation(w.text+"X") {
			continue
		}
		g := &group{text: w.text, in: w.in, members: []member{{weight: 1}}}
		if i > 0 {
			g.text = typed[i-1].text + " " + w.text
			g.members[0].variants = append(g.members[0].variants, variant{p.s.forms(typed[i-1].whole), {w.whole}})
		}
		if i+1 < len(typed) {
			g.members[0].variants = append(g.members[0].variants, variant{{w.whole}, p.s.forms(typed[i+1].whole)})
		}
		if _, err := p.newLeaf(g, ranking, 1); err != nil {
			return err
		}
	}
	return nil
}

// withoutStops leaves stop words out where there are others, and says so.
func (p *planner) withoutStops(words []readWord, others bool) []readWord {
	var kept []readWord
	for _, w := range words {
		if !w.stop {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 && !others {
		return words
	}
	for _, w := range words {
		if w.stop {
			p.p.read.Dropped = append(p.p.read.Dropped, w.text)
		}
	}
	return kept
}

// named is the set of publications with a speaker or topic whose name holds all the words.
func (p *planner) named(f search.Field, text string, prefix bool) *node {
	words := terms(text)
	match := func(name string) bool { return holdsAll(terms(name), words, prefix) }
	if f == search.InTopic {
		return p.publications(func(r *row) bool { return p.s.hasTopic(r, match) })
	}
	return p.publications(func(r *row) bool {
		for _, person := range r.People {
			if person.Speaker && match(person.Name) {
				return true
			}
		}
		return false
	})
}

// hasTopic reports whether a topic of a publication, or one above it, matches by label or id.
func (s *snapshot) hasTopic(r *row, match func(string) bool) bool {
	for _, n := range s.topics.of(s.byID[r.ID]) {
		if e := s.topics.values[n]; match(e.label) || match(e.value) {
			return true
		}
	}
	return false
}

func terms(text string) []string {
	var out []string
	for _, t := range analysis.Tokens(nil, text) {
		if !t.Joined {
			out = append(out, t.Term)
		}
	}
	return out
}

// holdsAll reports whether each word is among the terms; with prefix the last one may be the beginning of one.
func holdsAll(terms, words []string, prefix bool) bool {
	for i, w := range words {
		found := false
		for _, t := range terms {
			found = found || t == w || prefix && i == len(words)-1 && strings.HasPrefix(t, w)
		}
		if !found {
			return false
		}
	}
	return len(words) > 0
}

// publications is a node for the publications that a test picks.
func (p *planner) publications(test func(*row) bool) *node {
	pubs := newSet(len(p.s.rows))
	for i, r := range p.s.rows {
		if test(r) {
			pubs.add(int32(i))
		}
	}
	return &node{op: opPublications, pubs: pubs}
}

// overlaps reports whether a publication's date overlaps years.
func overlaps(r *row, y search.Years) bool {
	return r.Dated && yearOf(r.To) >= y.From && yearOf(r.From) <= y.To
}

// note adds a line to what the reader is told.
func (p *planner) note(format string, args ...any) {
	p.p.read.ReadAs += " — " + fmt.Sprintf(format, args...)
}
