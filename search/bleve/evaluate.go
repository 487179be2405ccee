package bleve

import (
	"context"
	"slices"

	"academysearch/search/analysis"
)

// scratch is the working memory of one query at a time, kept from one to the next.
type scratch struct {
	*accumulator
	score  []float32 // by page
	titles []float32 // by publication: what the words of its title give to each page found
	spoilt bool      // a query was broken off and may have left something behind
}

func newScratch(t *table) *scratch {
	return &scratch{accumulator: newAccumulator(t), score: make([]float32, len(t.pubOf)), titles: make([]float32, len(t.rows))}
}

// borrow takes working memory; give back with giveBack.
func (s *snapshot) borrow() *scratch { return s.scratch.Get().(*scratch) }

func (s *snapshot) giveBack(sc *scratch) {
	if sc.spoilt {
		return
	}
	clear(sc.score)
	clear(sc.titles)
	s.scratch.Put(sc)
}

// result is the set of publications that a query finds, before filters.
type result struct {
	pubs    set
	whole   set     // those that have all words, where others follow; nil: no difference
	titled  []int32 // those whose title the query is
	rule    string
	hasTerm bool // scores tell publications apart
}

func (r *result) tier(pub int32) tier {
	switch {
	case slices.Contains(r.titled, pub):
		return tierTitle
	case r.whole != nil && !r.whole.has(pub):
		return tierSome
	}
	return tierAll
}

// evaluate finds the publications of a plan and scores the pages.
func (s *snapshot) evaluate(ctx context.Context, sc *scratch, p *plan) (result, error) {
	if p.root == nil {
		return result{pubs: newSet(len(s.rows)).fill(len(s.rows))}, ctx.Err()
	}
	for _, l := range p.leaves {
		if err := ctx.Err(); err != nil {
			return result{}, err
		}
		s.scoreLeaf(sc, l)
	}
	for _, page := range s.lists {
		sc.score[page] *= weights.listWorth
	}
	s.blend(sc, p)
	res := result{pubs: s.find(sc, p.root, false), hasTerm: len(p.leaves) > 0}
	if p.root.op != opLoose || res.pubs.count() >= enough {
		return res, nil
	}
	if words := p.root.softWords(); len(words) > 1 && len(words) <= shortQuery {
		if some := s.find(sc, p.root, true); some.count() > res.pubs.count() {
			return result{pubs: some, whole: res.pubs, hasTerm: true, rule: "few publications have all of these words; those with some of them follow"}, nil
		}
	}
	return res, nil
}

// scoreLeaf adds what a word gives to the pages that have it (BM25F): for words of the body and heading to the page, for words of
// the title to the publication, once for all its pages.
func (s *snapshot) scoreLeaf(sc *scratch, l *leaf) {
	for i, pub := range l.list.pubs {
		sc.titles[pub] += l.idf * saturate(l.list.title[i])
	}
	next := 0
	for i, page := range l.list.pages {
		pub, tf := s.pubOf[page], l.list.tf[i]
		for next < len(l.list.pubs) && l.list.pubs[next] < pub {
			next++
		}
		if next < len(l.list.pubs) && l.list.pubs[next] == pub {
			title := l.list.title[next]
			sc.score[page] += l.idf * (saturate(title+tf) - saturate(title))
			continue
		}
		sc.score[page] += l.idf * saturate(tf)
	}
}

// blend adds to the pages found what they have in common with the query beyond its words.
func (s *snapshot) blend(sc *scratch, p *plan) {
	q := s.space.direction(p.keys())
	if q == nil {
		return
	}
	highest := s.highest(sc)
	unit, least := weights.nearness*highest, weights.nearFrom*highest
	for pub := range s.rows {
		found := false
		for page := s.first[pub]; page < s.first[pub+1]; page++ {
			if score := sc.score[page]; score > 0 && score+sc.titles[pub] >= least {
				sc.score[page] += unit * s.space.nearness(q, int(page))
			}
			found = found || sc.score[page] > 0
		}
		if !found && sc.titles[pub] > 0 && sc.titles[pub] >= least { // the title is all there is: its first page stands for it
			sc.titles[pub] += unit * s.space.nearness(q, int(s.first[pub]))
		}
	}
}

// highest is the highest score of a page.
func (s *snapshot) highest(sc *scratch) float32 {
	highest := float32(0)
	for pub, title := range sc.titles {
		for _, score := range sc.score[s.first[pub]:s.first[pub+1]] {
			highest = max(highest, title+score)
		}
	}
	return highest
}

// keys are the words of a plan, without other names, and how much each weighs.
func (p *plan) keys() (keys []string, weight []float32) {
	for _, l := range p.leaves {
		if l.use == ranking || len(l.group.members) == 0 {
			continue
		}
		if variants := l.group.members[0].variants; len(variants) > 0 {
			for _, sl := range variants[0] {
				if len(sl) > 0 {
					keys, weight = append(keys, analysis.Key(sl[0])), append(weight, 1)
				}
			}
		}
	}
	return keys, weight
}

func saturate(tf float32) float32 { return tf * (weights.k1 + 1) / (tf + weights.k1) }

// find is the set of publications that a node matches; some loosens the result rule to one of the words.
func (s *snapshot) find(sc *scratch, n *node, some bool) set {
	switch n.op {
	case opWord:
		return s.publicationsOf(n.leaf.list)
	case opPublications:
		return append(set(nil), n.pubs...)
	case opNot:
		return newSet(len(s.rows)).fill(len(s.rows)).without(s.findAll(sc, n.of, false))
	case opAny:
		found := newSet(len(s.rows))
		for _, of := range n.of {
			found.or(s.find(sc, of, false))
		}
		return found
	case opLoose:
		return s.findLoose(sc, n, some)
	}
	return s.findAll(sc, n.of, false)
}

func (s *snapshot) findAll(sc *scratch, nodes []*node, some bool) set {
	found := newSet(len(s.rows)).fill(len(s.rows))
	for _, of := range nodes {
		found.and(s.find(sc, of, some))
	}
	return found
}

// publicationsOf is the set of publications that a list touches.
func (s *snapshot) publicationsOf(l *list) set {
	found := newSet(len(s.rows))
	for _, pub := range l.pubs {
		found.add(pub)
	}
	last := int32(-1)
	for _, page := range l.pages {
		if pub := s.pubOf[page]; pub != last {
			found.add(pub)
			last = pub
		}
	}
	return found
}

// findLoose applies the result rule, see wordsNeeded. Whatever is not a plain word a publication needs in any case.
func (s *snapshot) findLoose(sc *scratch, n *node, some bool) set {
	words := n.softWords()
	var needed []*node
	for _, of := range n.of {
		if of.op != opWord || of.leaf.use != soft {
			needed = append(needed, of)
		}
	}
	found := s.findAll(sc, needed, false)
	if len(words) == 0 {
		return found
	}
	return found.and(s.covered(words, some))
}

// covered is the set of publications that have enough of the words.
func (s *snapshot) covered(words []*leaf, some bool) set {
	need := wordsNeeded(len(words))
	if some {
		need = 1
	}
	have := make([]set, need+1) // have[n]: those with at least n of the words seen
	for n := range have {
		have[n] = newSet(len(s.rows))
	}
	have[0].fill(len(s.rows))
	for _, w := range words {
		meant := s.meant(w)
		for n := need; n > 0; n-- {
			for i := range meant {
				have[n][i] |= have[n-1][i] & meant[i]
			}
		}
	}
	return have[need]
}

// meant is the set of publications that have a word, or another name of what it is part of.
func (s *snapshot) meant(l *leaf) set {
	found := s.publicationsOf(l.list)
	for _, other := range l.also {
		found.or(s.publicationsOf(other.list))
	}
	return found
}

func (n *node) softWords() []*leaf {
	var words []*leaf
	for _, of := range n.of {
		if of.op == opWord && of.leaf.use == soft {
			words = append(words, of.leaf)
		}
	}
	return words
}
