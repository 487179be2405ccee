package describe

import (
	"strings"

	"academysearch/search"
)

// cueBefore looks for the cue that stands closest before the group and reaches it.
func (lex *lexicon) cueBefore(l *line, g group) found {
	start := l.names[g.first].from
	from, _ := l.sentence(start)
	for _, read := range []func(*line, int, int) found{lex.saidBefore, lex.quoteBefore, lex.verbWas, lex.participle, lex.talkBy} {
		if f := read(l, from, start); f.function != "" {
			return f
		}
	}
	crossed := false // a verb, a name or another clause stands between
	var introduced found
	for i := start - 1; i >= from && start-i <= listReach; i-- {
		if f, ok := lex.cueEnding(l, i, start, from, crossed); ok && l.tokens[i].kind == mark {
			introduced = f // "our panel for the evening:" gives way to "Chair:"
		} else if ok {
			return f
		}
		t := &l.tokens[i]
		if t.is(isVerb) && !t.is(isRole) && !t.capital() || t.isMark(";|"+openQuotes+closeQuotes) || lex.insideName(l, g, i) {
			crossed = true
		}
	}
	return introduced
}

// insideName reports whether token i belongs to a name before the group.
func (lex *lexicon) insideName(l *line, g group, i int) bool {
	return g.first > 0 && i < l.names[g.first-1].to
}

// cueEnding matches the cues that end at token i against the words before it.
func (lex *lexicon) cueEnding(l *line, i, start, from int, crossed bool) (found, bool) {
	for _, c := range lex.cues[l.tokens[i].low] {
		begin := matchBack(l, i, from, c.words)
		if begin < 0 || !lex.reaches(l, c, i, start, begin, crossed) {
			continue
		}
		f := c.function
		if needsTalk[strings.Join(c.words, " ")] && begin > from && !lex.talkEarlier(l, max(from, begin-talkReach), begin) {
			continue
		}
		if f == search.Speaker && l.tokens[max(i-1, 0)].low == "led" {
			f = led(l, begin, from)
		}
		return found{function: f, from: begin, to: start}, f != ""
	}
	return found{}, false
}

// talkReach is how many tokens before such a cue the talk may be named.
const talkReach = 8

// needsTalk are cues that are everyday words where the sentence speaks of no talk: "the collection was given by his daughter".
var needsTalk = map[string]bool{"given by": true, "presented by": true, "facilitated by": true}

// led decides by what is led whether somebody chairs or speaks: a group, a meeting, a session. Of anything else nothing is told.
func led(l *line, begin, from int) search.Function {
	for i := begin - 1; i >= max(from, begin-8); i-- {
		switch l.tokens[i].low {
		case "group", "committee", "panel", "review", "report", "inquiry", "project", "team", "study", "commission", "party",
			"workshop", "meeting", "symposium", "roundtable", "conference", "event":
			return search.Chair
		case "session", "sessions", "discussion", "discussions", "talk", "seminar", "debate", "tour", "masterclass", "q":
			return search.Speaker
		}
	}
	if begin == from {
		return search.Speaker
	}
	return ""
}

// cueGap is how many tokens "…" in a cue stands for at most.
const cueGap = 12

// matchBack gives the token at which the words begin that end at token i, or -1. "…" among the words stands for a few tokens.
func matchBack(l *line, i, from int, words []string) int {
	for k := len(words) - 1; k >= 0; k-- {
		if words[k] == ellipsis {
			k--
			for n := 0; n < cueGap && i >= from && l.tokens[i].low != words[k]; n++ {
				i--
			}
		}
		for i >= from && words[k] != l.tokens[i].low && l.tokens[i].kind == mark && k < len(words)-1 {
			i-- // marks inside a phrase: "in conversation, with"
		}
		if i < from || l.tokens[i].low != words[k] {
			return -1
		}
		i--
	}
	return i + 1
}

// reaches reports whether a cue that ends at token i applies to the name at start.
func (lex *lexicon) reaches(l *line, c cue, i, start, begin int, crossed bool) bool {
	gap := start - i - 1
	switch c.reach {
	case near:
		return !crossed && gap <= nearReach
	case far:
		return gap <= listReach
	case label:
		return lex.labels(l, i+1, start) && lex.apposes(l, begin, i+1)
	default:
		return gap == 1 && l.tokens[i+1].isMark(":")
	}
}

// labels reports whether nothing but a mark stands between a label and the name: "Chair: Professor …", "The meeting chair, Dr …".
func (lex *lexicon) labels(l *line, i, start int) bool {
	for ; i < start; i++ {
		if !l.tokens[i].isMark(":,–—-|(") && !(l.tokens[i].low == "s") && !l.tokens[i].isMark(")") {
			return false
		}
	}
	return true
}

// apposes reports whether a label stands for the person, not for a post of its own: "Research Council Chair, Professor …" is none
// of the meeting's; "its chair, Professor …" is.
func (lex *lexicon) apposes(l *line, begin, end int) bool {
	if begin == 0 || end > begin+1 || end < len(l.tokens) && l.tokens[end].isMark(":") {
		return true
	}
	t := &l.tokens[begin-1]
	if t.kind == mark && !t.isMark(closeQuotes) || t.kind == number {
		return true
	}
	return !t.capital() || t.is(isEventNoun) || t.low == "the" || t.low == "our" || t.low == "its"
}

// saidBefore reads a verb of speech before the name: "…,” said Professor X", "…, argues Dr Y". After a quotation any verb is one of
// speech; "writes" without a quotation makes an author.
func (lex *lexicon) saidBefore(l *line, from, start int) found {
	for i := start - 1; i >= from && start-i <= 8; i-- {
		t := &l.tokens[i]
		if t.isMark(".;:" + openQuotes) {
			break
		}
		if t.kind != word || t.capital() || i == 0 {
			continue
		}
		before := &l.tokens[i-1]
		quoted := before.isMark(closeQuotes) || i > 1 && before.kind == word && l.tokens[i-2].isMark(closeQuotes)
		switch {
		case t.is(isSaid) && before.isMark(",") && (t.low == "writes" || t.low == "wrote"):
			return found{function: search.Author, from: i, to: start}
		case t.is(isSaid) && (quoted || before.isMark(",")):
			return found{function: saidOrSpoke(l, start), from: i, to: start}
		case before.isMark(closeQuotes) && speechLike(t):
			return found{function: search.Quoted, from: i, to: start}
		}
		if t.is(isVerb) {
			break
		}
	}
	return found{}
}

// quoteBefore reads a quotation directly before a name with which the line ends: "“Ask the nurses.” Ms Tilly Rand, RCN".
func (lex *lexicon) quoteBefore(l *line, from, start int) found {
	i := start - 1
	for i > 0 && start-i < 10 && (l.tokens[i].is(isRole|isModifier) || l.tokens[i].isMark(",") || possessive(&l.tokens[i]) || l.tokens[i].low == "the") {
		i--
	}
	if i > 0 && l.tokens[i].isMark(dashes+"(") {
		i--
	}
	if i < 2 || !l.tokens[i].isMark("”\"") || start == 0 {
		return found{}
	}
	for n := range l.names {
		if m := &l.names[n]; m.from == start && (m.end >= len(l.tokens) || m.end == len(l.tokens)-1 && l.tokens[m.end].kind == mark) {
			return found{function: search.Quoted, from: i, to: start}
		}
	}
	return found{}
}

// verbWas reads an inverted sentence: "Next to speak was Mr X", "Opening the day was Professor Y".
func (lex *lexicon) verbWas(l *line, from, start int) found {
	if start-1 <= from || !beForms[l.tokens[start-1].low] {
		return found{}
	}
	for i := start - 2; i >= from && i >= start-6; i-- {
		if f := lex.verbAt(l, i, start, false); f == search.Speaker || f == tells || f == search.Chair || f == search.Host {
			if t := &l.tokens[i]; strings.HasSuffix(t.low, "ing") || i > from && (l.tokens[i-1].low == "to" || l.tokens[i-1].low == "who") {
				return found{function: f, from: i, to: start}
			}
		}
	}
	return found{}
}

// talkBy reads what a speaker gives before "by" or "from", or as a label: "the first talk, by Dr X", "a welcome from Dame Y",
// "Closing remarks: Lord Z".
func (lex *lexicon) talkBy(l *line, from, start int) found {
	i := start - 1
	if i > from && (l.tokens[i].low == "her" || l.tokens[i].low == "his" || l.tokens[i].is(isRole|isModifier)) {
		for i > from && l.tokens[i].low != "by" && l.tokens[i].low != "from" && start-i < 6 {
			i--
		}
	}
	if i > from && l.tokens[i].isMark("(") && lex.talkEarlier(l, from, i) && closesBracket(l, start) {
		return found{function: search.Speaker, from: i, to: start}
	}
	if i <= from || l.tokens[i].low != "by" && l.tokens[i].low != "from" && !l.tokens[i].isMark(":–—") {
		return found{}
	}
	label := l.tokens[i].isMark(":–—")
	i--
	for i > from && !label && (l.tokens[i].isMark(",)") || l.tokens[i].low == "too" || l.tokens[i].low == "also" || l.tokens[i].low == "among") {
		i--
	}
	t := &l.tokens[i]
	switch {
	case t.is(isTalk) && (!label || i-from <= 3 || l.tokens[i-1].kind == mark || l.tokens[i-2].kind == mark),
		ordinals[t.low] && lex.talkEarlier(l, from, i), !label && talkOn(l, from, i):
		return found{function: search.Speaker, from: i, to: start}
	}
	return found{}
}

// closesBracket reports whether the group of names that begins at token start fills a bracket: "sessions on grants (Dr X)".
func closesBracket(l *line, start int) bool {
	for n := range l.names {
		if m := &l.names[n]; m.from >= start && m.end < len(l.tokens) && l.tokens[m.end].isMark(")") {
			return true
		}
	}
	return false
}

// talkOn reports whether the words up to token i are "a talk on sleep", so that "by" after them tells who gives it.
func talkOn(l *line, from, i int) bool {
	for n := 0; n < nearReach && i > from; n++ {
		if l.tokens[i].low == "on" || l.tokens[i].low == "about" || l.tokens[i].low == "of" {
			if l.tokens[i-1].is(isTalk) {
				return true
			}
		}
		if l.tokens[i].is(isVerb) || l.tokens[i].kind == mark {
			return false
		}
		i--
	}
	return false
}

// participle reads the clause with which a sentence begins: "Chairing the session, Professor X …", "Opening the day, Dame Y …".
func (lex *lexicon) participle(l *line, from, start int) found {
	if start-from < 3 || !l.tokens[start-1].isMark(",") || !strings.HasSuffix(l.tokens[from].low, "ing") || l.tokens[from].low == "speaking" {
		return found{}
	}
	for i := from + 1; i < start-1; i++ {
		if l.tokens[i].isMark(",;:") {
			return found{}
		}
	}
	switch f := lex.verbAt(l, from, start, false); f {
	case search.Quoted, search.Author, search.Host:
		return found{} // "Presenting the award, Dame X said …"
	case search.Speaker:
		return found{function: tells, from: from, to: start} // "Welcoming the report, Dr X said: …" is a quotation
	default:
		return found{function: f, from: from, to: start}
	}
}

var ordinals = map[string]bool{"first": true, "second": true, "third": true, "fourth": true, "last": true, "other": true, "final": true, "next": true, "latter": true, "another": true}

// talkEarlier reports whether the sentence has spoken of talks.
func (lex *lexicon) talkEarlier(l *line, from, to int) bool {
	for i := from; i < to; i++ {
		if l.tokens[i].is(isTalk | isEventNoun) {
			return true
		}
	}
	return false
}

// saidOrSpoke makes a speaker of a person who is said to have said something in a talk.
func saidOrSpoke(l *line, start int) search.Function {
	_, to := l.sentence(start)
	for i := start; i+2 < to; i++ {
		if l.tokens[i].low == "in" && objectFollows(l, i+1, min(to, i+5), []string{"lecture", "talk", "speech", "presentation", "keynote", "address"}) {
			return search.Speaker
		}
	}
	return search.Quoted
}

// speechLike reports whether a word can be a verb of speech: it ends like a verb in the third person or the past.
func speechLike(t *token) bool {
	return t.is(isVerb) && t.is(isSaid) || !t.is(isConnector|isRole|isOrg) && len(t.low) > 3 && (strings.HasSuffix(t.low, "s") || strings.HasSuffix(t.low, "ed")) && !notSpeech[t.low]
}

var notSpeech = map[string]bool{"was": true, "this": true, "has": true, "does": true, "called": true, "entitled": true, "titled": true, "published": true, "as": true, "is": true, "its": true, "chaired": true}
