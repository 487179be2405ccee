package expand

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// A compiled table is magic, the lengths of its sections (32 bits each, little-endian as all numbers) and the sections:
//
//	word    the words of all names as written and their keys: how many, where each ends (32 bits), and their bytes, sorted
//	keyOf   the word that is the key of each word (16 bits)
//	index   where the names that can be found stand in record (32 bits), sorted by their keys
//	start   where the names of each concept begin in record (32 bits)
//	id      the identifier of each concept (32 bits)
//	source  the Source of each concept (8 bits)
//	record  the names: flags and length (8 bits), then the words (16 bits each)
const magic = "names 2\n"

const (
	wordSection = iota
	keyOfSection
	indexSection
	startSection
	idSection
	sourceSection
	recordSection
	sectionCount
)

var errCorrupt = errors.New("not a table of names")

// layer is one compiled table, searched where it lies.
type layer struct {
	words                    stringList
	keyOf, index, start, ids string
	sources, records         string
}

func openLayer(data string) (layer, error) {
	rest, ok := strings.CutPrefix(data, magic)
	if !ok || len(rest) < 4*sectionCount {
		return layer{}, errCorrupt
	}
	var section [sectionCount]string
	lengths, rest := rest[:4*sectionCount], rest[4*sectionCount:]
	for i := range section {
		n := u32(lengths, i)
		if n > len(rest) {
			return layer{}, errCorrupt
		}
		section[i], rest = rest[:n], rest[n:]
	}
	if rest != "" || len(section[startSection]) != 4*len(section[sourceSection]) || len(section[idSection]) != len(section[startSection]) {
		return layer{}, errCorrupt
	}
	return layer{
		words: openStrings(section[wordSection]),
		keyOf: section[keyOfSection], index: section[indexSection], start: section[startSection], ids: section[idSection],
		sources: section[sourceSection], records: section[recordSection],
	}, nil
}

// u16 and u32 read the i-th number of a section.
func u16(s string, i int) int { return int(s[2*i]) | int(s[2*i+1])<<8 }

func u32(s string, i int) int {
	return int(s[4*i]) | int(s[4*i+1])<<8 | int(s[4*i+2])<<16 | int(s[4*i+3])<<24
}

// stringList is a list of strings, searched where it lies.
type stringList struct {
	ends, bytes string
	count       int
}

func openStrings(section string) stringList {
	n := u32(section, 0)
	return stringList{ends: section[4 : 4+4*n], bytes: section[4+4*n:], count: n}
}

func (l stringList) at(i int) string {
	from := 0
	if i > 0 {
		from = u32(l.ends, i-1)
	}
	return l.bytes[from:u32(l.ends, i)]
}

func (l stringList) find(s string) (i int, ok bool) {
	return sort.Find(l.count, func(i int) int { return strings.Compare(s, l.at(i)) })
}

// name is the record of one name.
type name struct {
	layer    *layer
	position int
}

func (n name) header() byte         { return n.layer.records[n.position] }
func (n name) length() int          { return int(n.header() & maxPieces) }
func (n name) role() Role           { return Role(n.header() >> 4 & 3) }
func (n name) cased() bool          { return n.header()&casedBit != 0 }
func (n name) word(i int) int       { return u16(n.layer.records[n.position+1:], i) }
func (n name) key(i int) int        { return u16(n.layer.keyOf, n.word(i)) }
func (n name) surface(i int) string { return n.layer.words.at(n.word(i)) }
func (n name) next() int            { return n.position + 1 + 2*n.length() }

// compare orders the keys of a query before, at or after those of a name.
func (n name) compare(keys []int) int {
	for i, k := range keys {
		if i == n.length() {
			return 1
		}
		if d := k - n.key(i); d != 0 {
			return d
		}
	}
	return len(keys) - n.length()
}

// spelt gives the words of a name as written.
func (n name) spelt() []string {
	var text strings.Builder
	for i := range n.length() {
		if s := n.surface(i); i > 0 && !glued(s) {
			text.WriteByte(' ')
			text.WriteString(s)
		} else {
			text.WriteString(s)
		}
	}
	return strings.Fields(text.String())
}

// find gives the names with the keys of these pieces that are written in the right case.
func (l *layer) find(list []piece, loud bool) []name {
	keys := make([]int, 0, maxPieces)
	for _, p := range list {
		k, ok := l.words.find(p.key)
		if !ok {
			return nil
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil
	}
	at := func(i int) name { return name{l, u32(l.index, i)} }
	first, ok := sort.Find(len(l.index)/4, func(i int) int { return at(i).compare(keys) })
	var names []name
	for i := first; ok && i < len(l.index)/4 && at(i).compare(keys) == 0; i++ {
		if n := at(i); !n.cased() || !loud && n.sameCase(list) {
			names = append(names, n)
		}
	}
	return names
}

// sameCase reports whether a name is typed as it is written, or in the plural (RCTs).
func (n name) sameCase(list []piece) bool {
	for i, p := range list {
		if s := n.surface(i); p.surface != s && strings.TrimSuffix(p.surface, "s") != s {
			return false
		}
	}
	return true
}

// concept finds whose name stands at a position of the records.
func (l *layer) concept(position int) int {
	return sort.Search(len(l.start)/4, func(i int) bool { return u32(l.start, i) > position }) - 1
}

// end is where the names of a concept end.
func (l *layer) end(concept int) int {
	if 4*(concept+1) == len(l.start) {
		return len(l.records)
	}
	return u32(l.start, concept+1)
}

// id writes the identifier of a concept; for one without, its first name.
func (l *layer) id(concept int) string {
	switch n := u32(l.ids, concept); {
	case n == 0:
		return strings.Join(name{l, u32(l.start, concept)}.spelt(), " ")
	case n&long != 0:
		return fmt.Sprintf("D%09d", n&^long)
	default:
		return fmt.Sprintf("D%06d", n)
	}
}
