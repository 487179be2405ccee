package describe

import (
	"strings"
)

// dateKind says what a date is the date of.
type dateKind string

const (
	noDate     dateKind = ""
	eventDate  dateKind = "event"
	published  dateKind = "published"
	embargo    dateKind = "embargo"
	deadline   dateKind = "deadline"
	access     dateKind = "access"
	validity   dateKind = "validity"
	background dateKind = "background"
	promoted   dateKind = "promoted"
)

// dateCue is a phrase of data/datecues.tsv.
type dateCue struct {
	words []string
	kind  dateKind
	after bool
}

// How far a date's cue may stand from it, in tokens.
const (
	cueReachBefore = 28
	cueReachAfter  = 14
)

func (lex *lexicon) loadDateCues() error {
	all, err := table("datecues.tsv", 3)
	lex.dateCues = map[string][]dateCue{}
	for _, row := range all {
		for _, phrase := range list(row[2]) {
			c := dateCue{strings.Fields(phrase), dateKind(row[0]), row[1] == "after"}
			key := c.words[len(c.words)-1]
			if c.after {
				key = c.words[0]
			}
			lex.dateCues[key] = append(lex.dateCues[key], c)
		}
	}
	return err
}

// classify says what a date is, by the closest cue of its sentence before it, else after it. cueFrom and cueTo are the cue's tokens.
func (lex *lexicon) classify(l *line, m *mentionedDate, low, high int) (kind dateKind, cueFrom, cueTo int) {
	begin, to := l.sentence(m.from)
	from, to := max(begin, low, m.from-cueReachBefore), min(to, high, m.to+cueReachAfter)
	if strings.HasPrefix(strings.ToLower(l.text), "embargo") {
		return embargo, 0, 1
	}
	if i := beforeDate(l, m.from); m.start.month > 0 && i >= from && l.tokens[i].is(isEventNoun) && !lex.backgroundBefore(l, from, i) {
		if k := launchedAt(l, from, i); k >= 0 && lex.ownPublication(l, m, k, i) {
			return published, k, k + 1
		}
		return eventDate, i, i + 1
	}
	for i := m.from - 1; i >= from; i-- {
		for _, c := range lex.dateCues[l.tokens[i].low] {
			if c.after {
				continue
			}
			begin := matchBack(l, i, max(from, 0), c.words)
			if begin < 0 || !lex.allows(l, m, c, i) {
				continue
			}
			switch {
			case c.kind == eventDate && lex.backgroundBefore(l, from, m.from):
				return background, begin, i + 1
			case c.kind == published && !lex.ownPublication(l, m, begin, i+1):
				return background, begin, i + 1
			}
			return c.kind, begin, i + 1
		}
	}
	if m.start.day > 0 {
		if i := onTheDay(l, m, from, to); i >= 0 {
			return eventDate, i, i + 1
		}
	}
	for i := m.to; i < to; i++ {
		for _, c := range lex.dateCues[l.tokens[i].low] {
			if c.after && matchesAt(l, i, c.words) && !(c.kind == published && m.start.month == 0) {
				return c.kind, i, i + len(c.words)
			}
		}
	}
	return noDate, m.from, m.from
}

// launchedAt finds what says that a report was launched at the event before token i: "was launched at a reception on …". It gives -1
// where nothing does.
func launchedAt(l *line, from, i int) int {
	for k := i - 1; k >= max(from, i-5); k-- {
		if l.tokens[k].low == "launched" || l.tokens[k].low == "published" || l.tokens[k].low == "released" {
			return k
		}
	}
	return -1
}

// beforeDate gives the token before a date, small words and one mark between passed over: "the dinner on", "roundtable (", "meeting of".
func beforeDate(l *line, i int) int {
	i--
	if i >= 0 && l.tokens[i].low == "the" {
		i--
	}
	if i >= 0 && (l.tokens[i].isMark("(:,") || l.tokens[i].low == "on" || l.tokens[i].low == "of") {
		i--
	}
	return i
}

// nounReach is how far from a day the event that took place on it may be named.
const nounReach = 16

// onTheDay finds the event of a day that nothing else explains: "a symposium of the Academy and Wellcome on 12–13 May", "were admitted
// on 5 July at a ceremony". It gives -1 where there is none.
func onTheDay(l *line, m *mentionedDate, from, to int) int {
	if m.from > from && l.tokens[m.from-1].low == "on" {
		for i := m.from - 2; i >= max(from, m.from-nounReach); i-- {
			if l.tokens[i].is(isVerb) && !l.tokens[i].capital() || l.tokens[i].isMark(",;") {
				break
			}
			if l.tokens[i].is(isEventNoun) {
				return i
			}
		}
	}
	if m.to < to && l.tokens[m.to].low == "at" {
		for i := m.to + 1; i < min(to, m.to+6); i++ {
			if l.tokens[i].is(isEventNoun) {
				return i
			}
		}
	}
	return -1
}

// matchesAt reports whether the words stand at token i.
func matchesAt(l *line, i int, words []string) bool {
	if i+len(words) > len(l.tokens) {
		return false
	}
	for k, w := range words {
		if l.tokens[i+k].low != w {
			return false
		}
	}
	return true
}

// touching cues count directly before the date only: "by 19 October", "until 2025". Elsewhere they are everyday words.
var touching = map[string]bool{
	"by": true, "before": true, "until": true, "since": true, "from": true, "between": true, "over": true, "through": true, "after": true,
	"due": true, "end of": true, "during": true, "as at": true, "as of": true, "also": true, "back": true, "last": true, "next": true,
	"winter": true, "prior": true, "first": true, "ends": true, "period": true, "target": true, "return": true, "close": true,
	"open": true, "call": true, "round": true, "data": true, "patients": true, "licence": true, "act": true, "study": true, "trial": true,
	"rose": true, "fell": true, "increased": true, "died": true, "war": true, "reviewed": true, "updated": true, "future": true, "when": true,
	"starts": true, "begins": true, "dated": true, "publication": true, "launch": true, "interview": true, "consultation": true,
}

// allows reports whether a cue that ends at token i is close enough to the date.
func (lex *lexicon) allows(l *line, m *mentionedDate, c dateCue, i int) bool {
	gap := 0
	for k := i + 1; k < m.from; k++ {
		if l.tokens[k].kind == word && l.tokens[k].low != "the" && l.tokens[k].low != "on" && l.tokens[k].low != "in" && l.tokens[k].low != "at" && l.tokens[k].low != "early" {
			gap++
		}
	}
	if touching[strings.Join(c.words, " ")] {
		return gap == 0 && !(c.words[0] == "from" && m.ranged() && m.start.day > 0) // "from 28 February to 2 March" are the days of something
	}
	return c.kind != validity || gap <= 6
}

// ownPublication reports whether "published on" tells of this publication: not of a paper in a journal, not of a work that the
// sentence refers to.
func (lex *lexicon) ownPublication(l *line, m *mentionedDate, cueFrom, cueTo int) bool {
	for i := cueTo; i+1 < m.from; i++ {
		if l.tokens[i].low == "in" && (l.tokens[i+1].capital() && !l.tokens[i+1].is(isMonth|isWeekday) || l.tokens[i+1].low == "the" && nextCapital(l, i+2)) {
			return false
		}
	}
	begin, _ := l.sentence(cueFrom)
	for i := cueFrom - 1; i >= begin && !(l.tokens[i].isMark(",") && i < cueFrom-1); i-- {
		if l.tokens[i].low == "see" || l.tokens[i].low == "since" || l.tokens[i].low == "following" || l.tokens[i].low == "builds" {
			return false
		}
	}
	if cueFrom > begin && (l.tokens[cueFrom-1].low == "will" || l.tokens[cueFrom-1].low == "to" || l.tokens[cueFrom-1].low == "be" && cueFrom-1 > begin && l.tokens[cueFrom-2].low != "can") {
		return false // not yet
	}
	if l.tokens[cueFrom].low == "launched" && launchesElse(l, begin, cueFrom) {
		return false
	}
	apposition := cueFrom > begin && l.tokens[cueFrom-1].isMark(",(")
	return !(apposition && m.start.month == 0)
}

// launchesElse reports whether what was launched is a scheme or the like, not a publication.
func launchesElse(l *line, from, to int) bool {
	for i := from; i < to; i++ {
		switch l.tokens[i].low {
		case "report", "review", "response", "statement", "guide", "paper", "findings", "guidance", "guidelines", "website", "podcast", "it":
			return false
		}
	}
	for i := from; i < to; i++ {
		switch l.tokens[i].low {
		case "scheme", "schemes", "programme", "programmes", "fund", "fellowship", "fellowships", "project", "initiative", "centre", "network", "award", "awards", "forum",
			"group", "campaign", "service", "trial", "study", "institute", "company", "charity", "grants", "inquiry", "consultation":
			return true
		}
	}
	return false
}

// backgroundBefore reports whether the words before an event's cue say that it is an earlier one.
func (lex *lexicon) backgroundBefore(l *line, from, to int) bool {
	for i := from; i < to; i++ {
		switch l.tokens[i].low {
		case "follow", "previous", "previously", "earlier", "follows", "following", "followed", "builds", "preceding":
			return true
		}
	}
	return false
}
