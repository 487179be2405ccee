package bleve

import (
	"context"
	"strconv"
	"strings"
)

// group is what one word or phrase of a query is looked for as: the members count as one and the same term.
type group struct {
	text    string // as the reader typed it
	in      zoneSet
	members []member
}

// member is a name of what a group means, in all the ways in which it is written.
type member struct {
	weight   float32 // of an occurrence, against one of the reader's own word
	variants []variant
}

// variant is one way to write a member: slots of terms that stand one after another.
type variant []slot

func (g *group) empty() bool {
	for _, m := range g.members {
		if len(m.variants) > 0 {
			return false
		}
	}
	return true
}

// key names the list of a group in the cache.
func (g *group) key() string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(int(g.in)))
	for _, m := range g.members {
		b.WriteString("\x01" + strconv.FormatFloat(float64(m.weight), 'g', -1, 32))
		for _, v := range m.variants {
			b.WriteByte('\x02')
			v.writeKey(&b)
		}
	}
	return b.String()
}

func (v variant) writeKey(b *strings.Builder) {
	for _, sl := range v {
		b.WriteByte('\x03')
		for _, term := range sl {
			b.WriteByte('\x04')
			b.WriteString(term)
		}
	}
}

// groupList gives the list of a group, from the cache where it is there.
func (s *snapshot) groupList(ctx context.Context, sc *scratch, g *group) (*list, error) {
	key := g.key()
	if l := s.cache.get(key); l != nil {
		return l, nil
	}
	l, err := s.combine(ctx, sc, g)
	if err != nil {
		sc.spoilt = true
		return nil, err
	}
	s.cache.put(key, l)
	return l, nil
}

// combine adds up the members, each by its weight; the document frequency is that of the most frequent one, so that a rare name of
// a common thing does not make it rare.
func (s *snapshot) combine(ctx context.Context, sc *scratch, g *group) (*list, error) {
	lists, df := make([]*list, len(g.members)), 0
	for i, m := range g.members {
		l, err := s.memberList(ctx, sc, m, g.in)
		if err != nil {
			return nil, err
		}
		lists[i], df = l, max(df, l.df)
	}
	if len(lists) == 1 {
		return lists[0], nil
	}
	acc := sc.accumulator
	for i, l := range lists {
		for k, p := range l.pages {
			acc.pages.add(p, l.tf[k]*g.members[i].weight)
		}
		for k, p := range l.pubs {
			acc.pubs.add(p, l.title[k]*g.members[i].weight)
		}
	}
	sum := acc.list()
	sum.df = df
	return sum, nil
}

// memberList joins the variants. Of a page that writes it in several ways the most frequent one counts: "anti-microbial" is
// indexed both as one term and as two.
func (s *snapshot) memberList(ctx context.Context, sc *scratch, m member, in zoneSet) (*list, error) {
	acc := sc.accumulator
	var lists []*list
	for _, v := range m.variants {
		if err := s.readVariant(ctx, acc, v, in); err != nil {
			return nil, err
		}
		lists = append(lists, acc.list())
	}
	if len(lists) == 1 {
		return lists[0], nil
	}
	for _, l := range lists {
		for k, p := range l.pages {
			acc.pages.raise(p, l.tf[k])
		}
		for k, p := range l.pubs {
			acc.pubs.raise(p, l.title[k])
		}
	}
	return acc.list(), nil
}

func (s *snapshot) readVariant(ctx context.Context, acc *accumulator, v variant, in zoneSet) error {
	if len(v) == 1 {
		return s.read(ctx, acc, v[0], in)
	}
	for z := range zones {
		if !in.has(z) {
			continue
		}
		if err := s.readPhrase(ctx, acc, v, z); err != nil {
			return err
		}
	}
	return nil
}
