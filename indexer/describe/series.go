package describe

import (
	"fmt"
	"slices"

	"academysearch/search"
)

// seriesRule is a row of data/series.tsv.
type seriesRule struct {
	name  string
	joint bool // the sentence must say that a meeting was held together
}

// seriesFinder recognises the series that a publication belongs to.
type seriesFinder struct {
	rules   []seriesRule
	phrases *phraseSet // ids are indexes into rules
}

func newSeriesFinder(lex *lexicon) (*seriesFinder, error) {
	all, err := table("series.tsv", 3)
	s := &seriesFinder{phrases: newPhraseSet(lex)}
	for _, row := range all {
		if row[1] != "case" && row[1] != "any" && row[1] != "joint" {
			return nil, fmt.Errorf("series.tsv: %q: how is %q: %w", row[0], row[1], search.ErrInvalid)
		}
		s.phrases.add(len(s.rules), row[2], row[1] != "any")
		s.rules = append(s.rules, seriesRule{row[0], row[1] == "joint"})
	}
	return s, err
}

// findSeries reads the title and the opening paragraphs of each document; what is said of earlier meetings does not count.
func (d *Describer) findSeries(lines []line) []string {
	found := map[string]bool{}
	perDoc := map[int]int{}
	for i := range lines {
		l := &lines[i]
		if l.zone != body || perDoc[l.doc] >= leadText || d.standingParagraph(l) {
			continue
		}
		perDoc[l.doc] += len(l.tokens)
		var weights []float64
		us := units(l.tokens)
		d.series.phrases.each(us, func(id, i, _ int) {
			if weights == nil {
				weights = make([]float64, len(l.tokens))
				for k := range weights {
					weights[k] = 1
				}
				d.lex.cutBackground(l, weights)
			}
			if r := d.series.rules[id]; weights[us[i].token] == 1 && !insideMention(l, us[i].token) && (!r.joint || together(l, us[i].token)) {
				found[r.name] = true
			}
		})
	}
	var all []string
	for _, r := range d.series.rules {
		if found[r.name] && !slices.Contains(all, r.name) {
			all = append(all, r.name)
		}
	}
	return all
}

// together reports whether the words of the sentence around token i say that something was done jointly: "joint" anywhere in it, or
// an event and then "with" before the name.
func together(l *line, i int) bool {
	from, to := l.sentence(i)
	for k := from; k < to; k++ {
		switch l.tokens[k].low {
		case "joint", "jointly", "co-hosted", "co-organised", "co-organized", "co-convened", "co-sponsored":
			return true
		}
	}
	event := false
	for k := from; k < i; k++ {
		t := &l.tokens[k]
		event = event || t.is(isEventNoun) || t.low == "held" || t.low == "organised" || t.low == "partnership" || t.low == "collaboration"
		if event && t.low == "with" && i-k <= withReach {
			return true
		}
	}
	return false
}

// withReach is how many tokens may stand between "with" and the last of the names after it.
const withReach = 16
