package describe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"academysearch/search"
)

// kindRule is a row of data/kinds.tsv.
type kindRule struct {
	kind   int
	where  string
	weight int
}

// kinds recognises what sort of publication this is.
type kinds struct {
	names   []string // in the order of the table
	rules   []kindRule
	phrases *phraseSet // ids are indexes into rules
}

// leastKind is the weight from which a kind is told.
const leastKind = 3

// leadText limits what the "lead" of kinds and series is, in tokens of each document.
const leadText = 160

// Pages of a document that its kind is read from.
const (
	leadPages = 2
	textPages = 8
)

func newKinds(lex *lexicon) (*kinds, error) {
	all, err := table("kinds.tsv", 4)
	k := &kinds{phrases: newPhraseSet(lex)}
	at := map[string]int{}
	for _, row := range all {
		weight, numberErr := strconv.Atoi(row[2])
		if numberErr != nil || row[1] != "title" && row[1] != "lead" && row[1] != "text" {
			return nil, fmt.Errorf("kinds.tsv: %q: %w", strings.Join(row, " | "), search.ErrInvalid)
		}
		if _, ok := at[row[0]]; !ok {
			at[row[0]] = len(k.names)
			k.names = append(k.names, row[0])
		}
		k.phrases.add(len(k.rules), row[3], false)
		k.rules = append(k.rules, kindRule{at[row[0]], row[1], weight})
	}
	return k, err
}

// of gives the kind with most weight, or "".
func (k *kinds) of(lines []line) string {
	weights := make([]int, len(k.names))
	seen := map[int]bool{}
	perDoc := map[int]int{}
	for i := range lines {
		l := &lines[i]
		if l.page > textPages || l.zone == cards || l.zone == references {
			continue
		}
		where := "text"
		if perDoc[l.doc] < leadText && l.page <= leadPages {
			where = "lead"
		}
		perDoc[l.doc] += len(l.tokens)
		k.phrases.each(units(l.tokens), func(id, _, _ int) {
			r := k.rules[id]
			if !seen[id] && (r.where == "text" || r.where == where || r.where == "title" && l.title) {
				seen[id] = true
				weights[r.kind] += r.weight
			}
		})
	}
	for kind, weight := range shape(lines) {
		if i := slices.Index(k.names, kind); i >= 0 {
			weights[i] += weight
		}
	}
	best := -1
	for i, w := range weights {
		if w >= leastKind && (best < 0 || w > weights[best]) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return k.names[best]
}

// What the shape of a page adds to the weights of its kind.
const (
	programmeWeight = 4   // a page with a timetable announces an event
	personalWeight  = 5   // a text in the first person is a blog
	leastTimes      = 2   // lines that begin with a time of day
	leastPersonal   = 4   // times that the author says "I"
	personalText    = 500 // tokens
)

// shape weighs what no phrase tells: timetables, and who speaks.
func shape(lines []line) map[string]int {
	times, personal, seen := 0, 0, 0
	for i := range lines {
		l := &lines[i]
		if l.doc > 0 || l.zone == cards || l.pdf {
			continue
		}
		if len(l.tokens) > 2 && clockAt(l.tokens, 0) > 0 && !endsSentence(l) {
			times++
		}
		if seen += len(l.tokens); seen <= personalText && !l.quoted() {
			personal += saysI(l)
		}
	}
	weights := map[string]int{}
	if times >= leastTimes {
		weights["event"] = programmeWeight
	}
	if personal >= leastPersonal {
		weights["blog"] = personalWeight
	}
	return weights
}

// saysI counts "I" outside of quotations.
func saysI(l *line) int {
	n := 0
	spans := quotations(l.tokens)
	for i := range l.tokens {
		if l.tokens[i].text == "I" && !inside(spans, i) {
			n++
		}
	}
	return n
}
