package describe

import (
	"slices"
	"strings"

	"academysearch/indexer/document"
	"academysearch/search"
)

// zone is the part of a document in which a line stands, as its heading says.
type zone string

const (
	body         zone = ""
	speakers     zone = "speakers"
	panel        zone = "panel"
	chairZone    zone = "chair" // one name
	cochairZone  zone = "cochairs"
	chairsZone   zone = "chairs"
	participants zone = "participants"
	apologies    zone = "apologies"
	acknowledged zone = "acknowledged"
	officers     zone = "officers"
	contacts     zone = "contacts"
	authors      zone = "authors"
	hosts        zone = "hosts"
	agenda       zone = "agenda"
	notes        zone = "notes"
	references   zone = "references"
	signed       zone = "signed"
	foreword     zone = "foreword" // prose; the name below it is its author's
	cards        zone = "cards"    // staff leads, then promotional cards: other publications' names and dates
)

// zoneFunctions says what the names of a zone's list are.
var zoneFunctions = map[zone]search.Function{
	speakers: search.Speaker, panel: search.Panellist, chairZone: search.Chair, cochairZone: search.CoChair, chairsZone: search.Chair,
	participants: search.Participant, apologies: search.Mentioned, acknowledged: search.Acknowledged, officers: search.Officer,
	contacts: search.Contact, authors: search.Author, signed: search.Author, hosts: search.Host, agenda: search.Speaker, cards: search.Contact,
}

// heading is a row of data/headings.tsv.
type heading struct {
	words []string
	zone  zone
	whole bool
}

func (lex *lexicon) loadHeadings() error {
	all, err := table("headings.tsv", 3)
	for _, row := range all {
		lex.headings = append(lex.headings, heading{strings.Fields(row[0]), zone(row[1]), row[2] == "whole"})
	}
	return err
}

// assignZones walks the lines of one document. A zone lasts until the next heading; one that is a list ends at prose, and the one
// below "Chair" after the first name.
func (lex *lexicon) assignZones(lines []line) {
	current, outer := body, body
	for i := range lines {
		l := &lines[i]
		if promotes(l) {
			markCards(lines, i)
			return
		}
		next, ok := lex.zoneOf(l)
		switch {
		case ok:
			if next == chairZone && current != chairZone {
				outer = current
			}
			current = next
		case l.kind == document.Heading && !current.keeps(l):
			current = body
		case current == chairZone && lines[i-1].zone == chairZone && lex.beginsWithName(l) && lex.beginsWithName(&lines[i-1]):
			current = outer
		case current.list() && l.words() >= proseLine && !lex.beginsWithName(l):
			current = body
		}
		l.zone = current
	}
}

// promotes reports whether the line belongs to a promotional card.
func promotes(l *line) bool {
	return len(l.tokens) <= 2 && (sameText(l.text, "Book now") || sameText(l.text, "View more"))
}

// markCards closes the document at its first promotional card: the card's title stands in the line before.
func markCards(lines []line, i int) {
	if i > 0 && lines[i-1].words() <= 20 {
		i--
	}
	for ; i < len(lines); i++ {
		lines[i].zone, lines[i].tokens = cards, nil
	}
}

// list zones end at prose.
func (z zone) list() bool {
	switch z {
	case body, references, notes, acknowledged, cards, agenda, foreword:
		return false
	}
	return true
}

// keeps reports whether a heading inside a zone's list is part of it: a name set as a heading.
func (z zone) keeps(l *line) bool {
	return (z.list() || z == agenda) && l.words() >= 2 && l.tokens[0].is(isTitle)
}

// zoneOf reads a heading line.
func (lex *lexicon) zoneOf(l *line) (zone, bool) {
	if l.kind == document.Row && headsSpeakers(l) {
		return agenda, true
	}
	words := headingWords(l)
	if len(words) == 0 || len(words) > shortLine {
		return body, false
	}
	for _, h := range lex.headings {
		if h.whole && slices.Equal(words, h.words) || !h.whole && containsWords(words, h.words) {
			return h.zone, true
		}
	}
	return body, false
}

// headsSpeakers reports whether the line is the head of a table with a column of speakers.
func headsSpeakers(l *line) bool {
	for i := range l.tokens {
		alone := (i == 0 || l.tokens[i-1].isMark("|")) && (i+1 == len(l.tokens) || l.tokens[i+1].isMark("|"))
		switch l.tokens[i].low {
		case "speaker", "speakers", "presenter", "presenters", "lecturer":
			if alone {
				return true
			}
		}
	}
	return false
}

// headingWords gives the words of a line that may be a heading, without its number ("Annex 2.", "3.1", "Appendix A –") and colon.
func headingWords(l *line) []string {
	ts := l.tokens
	if len(ts) == 0 || len(ts) > 2*shortLine || ts[0].is(isTitle) && ts[0].capital() {
		return nil
	}
	if last := &ts[len(ts)-1]; l.kind != document.Heading && (last.isMark(".;?!”\"") || l.kind == document.Row) {
		return nil
	}
	var words []string
	for i := range ts {
		switch {
		case ts[i].kind == word:
			words = append(words, ts[i].low)
		case ts[i].isMark(":") && i < len(ts)-1 && !annexMark(words):
			return nil
		}
	}
	if len(words) > 1 && annexMark(words[:1]) {
		words = words[1:]
		if len(words) > 1 && (len(words[0]) == 1 || strings.Trim(words[0], "ivx") == "") {
			words = words[1:]
		}
	}
	return words
}

// annexMark reports whether the words so far only number an annex.
func annexMark(words []string) bool {
	return len(words) > 0 && len(words) <= 2 && (words[0] == "annex" || words[0] == "appendix" || words[0] == "annexe")
}

func containsWords(all, part []string) bool {
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.Equal(all[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// beginsWithName reports whether the line begins with a title or with a bullet before one.
func (lex *lexicon) beginsWithName(l *line) bool {
	for i := 0; i < len(l.tokens) && i < 3; i++ {
		if l.tokens[i].is(isTitle) && l.tokens[i].capital() {
			return true
		}
		if l.tokens[i].kind == word {
			return false
		}
	}
	return false
}
