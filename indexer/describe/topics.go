package describe

import (
	"cmp"
	"slices"

	"academysearch/indexer/document"
	"academysearch/search"
)

// Weights of a trigger by where it stands, and what a topic needs to be told. They were set on the tuning half of the cases.
const (
	titleWeight   = 8.0
	headingWeight = 2.0
	leadWeight    = 2.5
	bodyWeight    = 1.0
	backgroundCut = 0.15 // of sentences about earlier work
	nameCut       = 0.1  // of names of organisations
	cueCut        = 0.5  // of cues beside triggers

	leadWords     = 130 // of each document
	bodyHalf      = 6.0 // hits in the body that give half of what the body can give
	bodyCeiling   = 7.0
	titleCeiling  = 14.0
	leadCeiling   = 8.0
	extraTrigger  = 0.75 // for each different trigger after the first, at most three
	shareOfBest   = 0.36
	leastScore    = 1.9
	shortText     = 60 // words of a text in which one mention is enough
	leastShort    = 0.9
	maxTopicCount = 5
)

// evidenceAround is how many tokens of context an evidence span of a topic carries on each side.
const evidenceAround = 6

// tally is what speaks for one topic.
type tally struct {
	title, lead, body float64
	cues              float64
	strong            int          // hits of triggers that are no cues
	seen              map[int]bool // different triggers
	best              float64
	bestLine          *line
	from, to          int // tokens of the best hit
}

// score weighs a tally.
func (t *tally) score() float64 {
	extra := extraTrigger * float64(min(len(t.seen)-1, 3))
	body := t.body + t.cues*cueCut
	return min(t.title, titleCeiling) + min(t.lead, leadCeiling) + bodyCeiling*body/(body+bodyHalf) + extra
}

// findTopics gives the topics of a publication, the most important first. Where its text tells none, the roles of the people whom it
// names may.
func (d *Describer) findTopics(lines []line) []search.Topic {
	for _, reading := range []reading{{}, {roles: true}} {
		tallies := make([]tally, len(d.vocabulary.topics))
		words, perDoc := 0, map[int]int{}
		for i := range lines {
			l := &lines[i]
			if !aboutSubject(l) || d.standingParagraph(l) {
				continue
			}
			reading.lead = perDoc[l.doc] < leadWords
			d.tallyLine(tallies, l, reading)
			perDoc[l.doc] += len(l.tokens)
			words += len(l.tokens)
		}
		if topics := d.choose(tallies, words); len(topics) > 0 {
			return topics
		}
	}
	return nil
}

// reading is how the triggers of a line are counted.
type reading struct {
	lead  bool // the line belongs to the opening paragraphs
	roles bool // what stands in people's roles counts too
}

// aboutSubject reports whether the line can say what the publication is about: not in annexes, lists of people and cards.
func aboutSubject(l *line) bool {
	switch l.zone {
	case body, speakers, panel, agenda, authors:
		return len(l.tokens) > 0 && l.kind != document.Footnote
	}
	return false
}

// hit is a trigger found in a line: the units from i up to j.
type hit struct{ id, i, j int }

// tallyLine counts the triggers of one line.
func (d *Describer) tallyLine(tallies []tally, l *line, r reading) {
	us := units(l.tokens)
	var hits []hit
	d.vocabulary.triggers.each(us, func(id, i, j int) { hits = append(hits, hit{id, i, j}) })
	if len(hits) == 0 {
		return
	}
	weights := d.lex.subjectWeights(l, r.roles)
	for n, h := range hits {
		if d.vocabulary.marks[h.id].topic == noTopic || d.overlaid(hits, n) {
			continue
		}
		from, to := us[h.i].token, us[h.j-1].token+1
		d.count(tallies, l, h.id, from, to, weights[from]*weights[to-1], r.lead)
	}
}

// overlaid reports whether the nth hit is one word inside a longer phrase of the same group of topics ("genome" in "genome editing"),
// or inside one that speaks for nothing ("press" in "press release").
func (d *Describer) overlaid(hits []hit, n int) bool {
	h := hits[n]
	if h.j-h.i > 1 {
		return false
	}
	for k := max(0, n-overlayReach); k < len(hits) && hits[k].i <= h.i; k++ {
		if hits[k].covers(h) && d.vocabulary.overlays(hits[k].id, h.id) {
			return true
		}
	}
	return false
}

// overlayReach is how many hits back a phrase that covers another may begin.
const overlayReach = 24

func (h hit) covers(other hit) bool {
	return h.i <= other.i && h.j >= other.j && h.j-h.i > other.j-other.i
}

// count adds one hit.
func (d *Describer) count(tallies []tally, l *line, id, from, to int, weight float64, lead bool) {
	mark := d.vocabulary.marks[id]
	t := &tallies[mark.topic]
	if t.seen == nil {
		t.seen = map[int]bool{}
	}
	place := bodyWeight
	switch {
	case l.title:
		place = titleWeight
	case lead:
		place = leadWeight
	case l.kind == document.Heading:
		place = headingWeight
	}
	worth := place * weight
	if worth > t.best {
		t.best, t.bestLine, t.from, t.to = worth, l, from, to
	}
	if weight > 0.5 {
		t.seen[id] = true
		if !mark.cue {
			t.strong++
		}
	}
	switch {
	case mark.cue && !l.title:
		t.cues += worth
	case mark.cue:
		t.title += worth * cueCut
	case l.title:
		t.title += worth
	case lead:
		t.lead += worth
	default:
		t.body += worth
	}
}

// told reports whether enough speaks for a topic: a trigger, or several cues.
func (t *tally) told() bool {
	return t.strong > 0 || len(t.seen) >= 3 || t.title > 0 && len(t.seen) >= 2
}

// scored is a topic with its score.
type scored struct {
	topic int
	score float64
}

// choose picks the topics that are told: those near the best, not the general one beside its special ones. Where nothing is told, a
// short text is about what its cues say.
func (d *Describer) choose(tallies []tally, words int) []search.Topic {
	least := leastScore
	if words <= shortText {
		least = leastShort
	}
	all := d.above(tallies, least, (*tally).told)
	if len(all) == 0 && words <= shortText {
		all = d.above(tallies, leastShort, func(t *tally) bool { return len(t.seen) > 0 })
		all = slices.DeleteFunc(all, func(s scored) bool { return d.vocabulary.broad[s.topic] })
	}
	all = d.withoutGeneral(all, tallies)
	var topics []search.Topic
	for _, s := range all[:min(len(all), maxTopicCount)] {
		topics = append(topics, d.topic(s, &tallies[s.topic]))
	}
	return topics
}

// above gives the topics that pass, score enough and are near the best, best first.
func (d *Describer) above(tallies []tally, least float64, passes func(*tally) bool) []scored {
	var all []scored
	best := 0.0
	for i := range tallies {
		if !passes(&tallies[i]) {
			continue
		}
		if s := tallies[i].score(); s >= least {
			all, best = append(all, scored{i, s}), max(best, s)
		}
	}
	all = slices.DeleteFunc(all, func(s scored) bool { return s.score < shareOfBest*best })
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	return all
}

// withoutGeneral drops a parent topic beside one of its children, unless the parent scores higher.
func (d *Describer) withoutGeneral(all []scored, tallies []tally) []scored {
	children := map[string]float64{}
	for _, s := range all {
		if parent := d.vocabulary.topics[s.topic].Parent; parent != "" {
			children[parent] = max(children[parent], s.score)
		}
	}
	return slices.DeleteFunc(all, func(s scored) bool {
		return children[d.vocabulary.topics[s.topic].ID] >= s.score && tallies[s.topic].title == 0
	})
}

// topic writes a chosen topic with the words that speak for it.
func (d *Describer) topic(s scored, t *tally) search.Topic {
	info := d.vocabulary.topics[s.topic]
	confidence := search.Medium
	switch {
	case t.title > 0 && t.strong > 1 || s.score >= 8:
		confidence = search.High
	case s.score < 3:
		confidence = search.Low
	}
	return search.Topic{ID: info.ID, Label: info.Label, Confidence: confidence, Evidence: t.bestLine.around(t.from, t.to)}
}

// around is the text of the tokens from i up to j with some of their sentence on both sides.
func (l *line) around(i, j int) string {
	from, to := l.sentence(i)
	return l.evidence(max(from, i-evidenceAround), max(j, min(to, j+evidenceAround)))
}

// subjectWeights gives each token of a line its weight as a sign of the subject: none inside names of people with their roles,
// little inside names of organisations and in what is said of earlier work.
func (lex *lexicon) subjectWeights(l *line, roles bool) []float64 {
	weights := make([]float64, len(l.tokens))
	for i := range weights {
		weights[i] = 1
	}
	if !titleCase(l) {
		lex.cutOrganisations(l, weights)
	}
	lex.cutBackground(l, weights)
	for n := range l.names {
		if roles || l.names[n].strength == bare && l.names[n].function == "" {
			continue
		}
		from := l.names[n].from
		for from > 0 && l.tokens[from-1].is(isRole|isModifier) {
			from--
		}
		for i := from; i < l.names[n].end && i < len(weights); i++ {
			weights[i] = 0
		}
	}
	return weights
}

// titleCase reports whether most words of a line begin with capitals, so that capitals say nothing.
func titleCase(l *line) bool {
	capitals, words := 0, 0
	for i := range l.tokens {
		if l.tokens[i].kind != word || len(l.tokens[i].text) < 4 {
			continue
		}
		words++
		if l.tokens[i].capital() {
			capitals++
		}
	}
	return capitals*10 >= words*7
}

// cutOrganisations lowers the weight of runs of capitalised words that name an organisation: "Cancer Research UK".
func (lex *lexicon) cutOrganisations(l *line, weights []float64) {
	for i := 0; i < len(l.tokens); {
		j, org := lex.capitalRun(l, i)
		if org && j-i >= 3 {
			for k := i; k < j; k++ {
				weights[k] *= nameCut
			}
		}
		i = max(j, i+1)
	}
}

// capitalRun reads capitalised words that small words may join, and reports whether they name an organisation.
func (lex *lexicon) capitalRun(l *line, i int) (j int, org bool) {
	j = i
	for j < len(l.tokens) {
		t := &l.tokens[j]
		switch {
		case t.capital():
			org = org || t.is(isOrg) && !t.is(isVerb) && (j > i || j+1 < len(l.tokens) && l.tokens[j+1].low == "of") || j > i+1 && nations[t.low]
		case j > i && (t.low == "of" || t.low == "for" || t.low == "and" || t.isMark("&") || t.low == "the") && nextCapital(l, j+1):
		default:
			return j, org
		}
		j++
	}
	return j, org
}

var nations = map[string]bool{"uk": true, "england": true, "scotland": true, "wales": true, "ireland": true, "europe": true}

func nextCapital(l *line, j int) bool {
	if j < len(l.tokens) && l.tokens[j].low == "the" {
		j++
	}
	return j < len(l.tokens) && l.tokens[j].capital()
}

// cutBackground lowers the weight of what follows "follows on from", "previous" and the like within the sentence.
func (lex *lexicon) cutBackground(l *line, weights []float64) {
	sentence := -1
	for i := range l.tokens {
		t := &l.tokens[i]
		switch t.low {
		case "follows", "followed", "previous", "previously", "builds":
			sentence = t.sentence
		case "earlier":
			if i+1 < len(l.tokens) && l.tokens[i+1].is(isEventNoun) {
				sentence = t.sentence
			}
		case "following":
			if i+1 < len(l.tokens) && l.tokens[i+1].low == "on" {
				sentence = t.sentence
			}
		}
		if t.sentence == sentence {
			weights[i] *= backgroundCut
		}
	}
}
