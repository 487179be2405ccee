package expand

import (
	"slices"
	"strings"
)

// meaning is what a name can mean: the other names of a concept.
type meaning struct {
	id     string
	source Source
	others []other
}

// other is a name besides the one that was typed.
type other struct {
	words []string
	reading
}

// follow adds the other names of what an abbreviation stands for: AMR is antimicrobial resistance, which is antibiotic resistance. They
// come with the long form, so that they become one group.
func (t *Table) follow(found []meaning) []meaning {
	for _, m := range found {
		if m.source != Abbreviation {
			continue
		}
		for _, long := range m.others {
			if len(long.words) == 1 {
				continue // an abbreviation itself
			}
			further, _ := t.named(readQuery(long.words), 0, len(long.words))
			for _, f := range further {
				f.others = append([]other{long}, f.others...)
				found = append(found, f)
			}
		}
	}
	return found
}

// merge makes one of the meanings that share a name, since they are the same, and drops names that stand twice or find what was typed.
// What is left apart are the meanings of an ambiguous name.
func merge(found []meaning, typed reading) []meaning {
	var merged []meaning
	for _, m := range found {
		at := slices.IndexFunc(merged, m.shares)
		if at < 0 {
			merged = append(merged, meaning{id: m.id, source: m.source})
			at = len(merged) - 1
		}
		merged[at].take(m, typed)
	}
	return slices.DeleteFunc(merged, func(m meaning) bool { return len(m.others) == 0 })
}

// shares reports whether two meanings have a name in common.
func (m meaning) shares(other meaning) bool {
	for _, o := range m.others {
		if other.has(o.reading) {
			return true
		}
	}
	return false
}

func (m meaning) has(r reading) bool {
	return slices.ContainsFunc(m.others, func(o other) bool { return o.same(r) })
}

// take adds the names of another meaning, and its source where that weighs more.
func (m *meaning) take(from meaning, typed reading) {
	for _, o := range from.others {
		if !o.same(typed) && !m.has(o.reading) {
			m.others = append(m.others, o)
		}
	}
	if base[from.source] > base[m.source] {
		m.source, m.id = from.source, from.id
	}
}

// groupsOf gives the meanings of the words [from, to) to the caller.
func groupsOf(found []meaning, from, to int) []Group {
	groups := make([]Group, len(found))
	for i, m := range found {
		groups[i] = Group{From: from, To: to, ConceptID: m.id, Source: m.source}
		for _, o := range m.others {
			groups[i].Members = append(groups[i].Members, o.words)
		}
	}
	return groups
}

// meanings finds the concepts that the words [from, to) of a query name. known says that the table has such a name, even where that
// means nothing.
func (l *layer) meanings(q query, from, to int) (found []meaning, known bool) {
	readings := [][]piece{span(q.apart, from, to)}
	if joined := span(q.joined, from, to); len(joined) != len(readings[0]) {
		readings = append(readings, joined)
	}
	var seen []int
	for _, list := range readings {
		for _, n := range l.find(list, q.loud) {
			known = true
			concept := l.concept(n.position)
			if slices.Contains(seen, concept) {
				continue
			}
			seen = append(seen, concept)
			found = append(found, meaning{l.id(concept), Source(l.sources[concept]), l.others(concept)})
		}
	}
	return found, known
}

// others gives the names of a concept that are searched for.
func (l *layer) others(concept int) []other {
	var list []other
	for n := (name{l, u32(l.start, concept)}); n.position < l.end(concept); n.position = n.next() {
		if n.role() != Entry {
			words := n.spelt()
			list = append(list, other{words, readingOf(strings.Join(words, " "))})
		}
	}
	return list
}
