package describe

import (
	"fmt"
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
