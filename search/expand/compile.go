package expand

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Concept is one meaning with its names, the usual one first.
type Concept struct {
	ID     string // "D009203"; "" where the source gives none
	Source Source
	Names  []Name
}

// Name is one name of a Concept.
type Name struct {
	Text  string
	Role  Role
	Cased bool // found only when typed with the same capitals
}

// Role says in which direction a name works.
type Role uint8

// The roles of a Name; the values are part of the compiled table.
const (
	Both  Role = iota // finds the other names, and is found by them
	Entry             // finds the other names, and is never searched for itself
	Added             // is searched for, and finds nothing
)

// Limits of a compiled table, given by the width of its fields.
const (
	maxWords  = 1<<16 - 1 // different words and keys
	maxPieces = 1<<4 - 1  // words of a name
)

var errTooMany = errors.New("too many names or words")

// compiler gathers the sections of a table, see layer.go.
type compiler struct {
	words        []string       // sorted; the words of all names as written, and their keys
	number       map[string]int // of each word
	keyOf        map[string]string
	records      []byte
	conceptStart []uint32
	conceptID    []uint32
	sources      []byte
	entries      []entry
}

// entry is one name that can be found: the numbers of its keys as words, and where it stands in the records.
type entry struct {
	keys     []uint16
	position uint32
}

// Compile writes concepts in the form that tables are searched in. Names that are the same to the analysis of the index (plurals,
// spellings) are kept once in a concept; a concept that is left without another name is dropped, unless it has exactly one name that
// is Entry, which says that this name means nothing else.
func Compile(concepts []Concept) ([]byte, error) {
	kept := make([]Concept, 0, len(concepts))
	for _, c := range concepts {
		if c.Names = distinct(c.Names); len(c.Names) > 1 || len(c.Names) == 1 && c.Names[0].Role == Entry {
			kept = append(kept, c)
		}
	}
	var c compiler
	if err := c.gather(kept); err != nil {
		return nil, err
	}
	for _, one := range kept {
		if err := c.add(one); err != nil {
			return nil, err
		}
	}
	return c.write(), nil
}

// distinct keeps the first of the names that are the same to the index, those that are found under another key as ways in, and adds the
// other reading of compounds as one more.
func distinct(names []Name) []Name {
	var seen []reading
	var kept, ways []Name
	for _, n := range names {
		if r := readingOf(n.Text); !slices.ContainsFunc(seen, r.same) {
			seen = append(seen, r)
			kept = append(kept, n)
		} else if n.Role != Added {
			ways = append(ways, Name{Text: n.Text, Role: Entry, Cased: n.Cased})
		}
	}
	others := slices.ContainsFunc(kept, func(n Name) bool { return n.Role != Entry })
	if len(kept) == 1 && others || len(kept) > 1 && !others {
		return nil
	}
	for _, n := range kept {
		if joined := joinPrefixes(n.Text); joined != n.Text && n.Role != Added {
			ways = append(ways, Name{Text: joined, Role: Entry, Cased: n.Cased})
		}
	}
	return append(kept, newKeys(kept, ways)...)
}

// newKeys gives those of the ways in that no name before them offers.
func newKeys(names, ways []Name) []Name {
	have := map[string]bool{}
	for _, n := range names {
		have[keys(n.Text)] = n.Role != Added
	}
	return slices.DeleteFunc(ways, func(n Name) bool {
		key := keys(n.Text)
		known := have[key]
		have[key] = true
		return known
	})
}

// gather gives each word its number, by alphabet.
func (c *compiler) gather(concepts []Concept) error {
	c.keyOf, c.number = map[string]string{}, map[string]int{}
	for _, concept := range concepts {
		for _, n := range concept.Names {
			for _, p := range pieces(n.Text) {
				c.keyOf[p.surface] = p.key
			}
		}
	}
	for _, key := range slices.Collect(maps.Values(c.keyOf)) {
		if _, word := c.keyOf[key]; !word {
			c.keyOf[key] = key
		}
	}
	c.words = slices.Sorted(maps.Keys(c.keyOf))
	if len(c.words) > maxWords {
		return errTooMany
	}
	for i, word := range c.words {
		c.number[word] = i
	}
	return nil
}

// add appends a concept and its names.
func (c *compiler) add(concept Concept) error {
	id, err := packID(concept.ID)
	if err != nil {
		return err
	}
	c.conceptStart = append(c.conceptStart, uint32(len(c.records)))
	c.conceptID = append(c.conceptID, id)
	c.sources = append(c.sources, byte(concept.Source))
	for _, n := range concept.Names {
		if err := c.addName(n); err != nil {
			return err
		}
	}
	return nil
}

// addName appends the record of a name: a byte of flags and length, then the numbers of its words.
func (c *compiler) addName(n Name) error {
	list := pieces(n.Text)
	if len(list) > maxPieces {
		return fmt.Errorf("name %q: %w", n.Text, errTooMany)
	}
	e := entry{position: uint32(len(c.records))}
	c.records = append(c.records, header(n, len(list)))
	for _, p := range list {
		c.records = binary.LittleEndian.AppendUint16(c.records, uint16(c.number[p.surface]))
		e.keys = append(e.keys, uint16(c.number[p.key]))
	}
	if n.Role != Added {
		c.entries = append(c.entries, e)
	}
	return nil
}

// header packs the length of a name (4 bits), its role (2) and whether it is cased.
func header(n Name, length int) byte {
	b := byte(length) | byte(n.Role)<<4
	if n.Cased {
		b |= casedBit
	}
	return b
}

const casedBit = 1 << 6

// The identifiers of headings are D and six digits, or D and nine digits: long marks the second kind.
const long = 1 << 31

// packID makes a number of an identifier; none is 0.
func packID(id string) (uint32, error) {
	if id == "" {
		return 0, nil
	}
	digits, ok := strings.CutPrefix(id, "D")
	if !ok || len(digits) != 6 && len(digits) != 9 || strings.ContainsFunc(digits, func(r rune) bool { return !unicode.IsDigit(r) }) {
		return 0, fmt.Errorf("concept %q: not of the form D000000", id)
	}
	var n uint32
	for _, d := range digits {
		n = n*10 + uint32(d-'0')
	}
	if len(digits) == 9 {
		n |= long
	}
	return n, nil
}

// write lays the sections one after another.
func (c *compiler) write() []byte {
	slices.SortFunc(c.entries, func(a, b entry) int {
		if order := slices.Compare(a.keys, b.keys); order != 0 {
			return order
		}
		return int(a.position) - int(b.position)
	})
	var keyOf, index []byte
	for _, word := range c.words {
		keyOf = binary.LittleEndian.AppendUint16(keyOf, uint16(c.number[c.keyOf[word]]))
	}
	for _, e := range c.entries {
		index = binary.LittleEndian.AppendUint32(index, e.position)
	}
	sections := [][]byte{
		wordSection: stringTable(c.words), keyOfSection: keyOf, indexSection: index,
		startSection: numbers(c.conceptStart), idSection: numbers(c.conceptID), sourceSection: c.sources, recordSection: c.records,
	}
	out := []byte(magic)
	for _, s := range sections {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s)))
	}
	return append(out, slices.Concat(sections...)...)
}

// stringTable writes strings as their number, their ends and their bytes.
func stringTable(list []string) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(list)))
	end := 0
	for _, s := range list {
		end += len(s)
		out = binary.LittleEndian.AppendUint32(out, uint32(end))
	}
	return append(out, strings.Join(list, "")...)
}

func numbers(list []uint32) []byte {
	var out []byte
	for _, n := range list {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	return out
}
