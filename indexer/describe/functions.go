package describe

import (
	"slices"
	"strings"

	"academysearch/search"
)

// How far cues are looked for, in tokens.
const (
	nearReach   = 12
	listReach   = 90
	verbHelpers = 8
	objectReach = 12
)

// precedence orders functions: of several that a publication gives one person the first one here is kept.
var precedence = []search.Function{
	search.Chair, search.CoChair, search.Host, search.Panellist, search.Speaker, search.Author, search.Quoted,
	search.Officer, search.Contact, search.Acknowledged, search.Participant, search.Mentioned, "",
}

// outranks reports whether f is to be kept rather than g.
func outranks(f, g search.Function) bool {
	return slices.Index(precedence, f) < slices.Index(precedence, g)
}

// group is a run of names of one sentence that share what is said of them: "Dr A, Head of X, Professor B and Dame C".
type group struct{ first, last int } // indexes into line.names, last included

// groups splits the names of a line.
func (lex *lexicon) groups(l *line) []group {
	var all []group
	for i := range l.names {
		if n := len(all) - 1; n >= 0 && joined(l, &l.names[i-1], &l.names[i]) {
			all[n].last = i
			continue
		}
		all = append(all, group{i, i})
	}
	return all
}

// maxBetween is how many tokens may stand between two names of a group.
const maxBetween = 8

// joined reports whether only commas, "and" and words that introduce the next name ("and the broadcaster …") stand between two names.
func joined(l *line, a, b *mention) bool {
	if b.from-a.end > maxBetween || l.tokens[a.from].sentence != l.tokens[b.from].sentence {
		return false
	}
	for i := a.end; i < b.from; i++ {
		t := &l.tokens[i]
		if !t.isMark(",;&/") && !joining[t.low] && (i == a.end || !t.is(isRole|isModifier) || t.is(isVerb)) {
			return false
		}
	}
	return true
}

// joining words stand between the names of a group.
var joining = map[string]bool{
	"and": true, "with": true, "the": true, "or": true, "a": true, "an": true, "his": true, "her": true, "their": true, "from": true, "by": true,
	"then": true, "finally": true, "lastly": true, "our": true, "its": true,
}

// found is a function with the tokens that say so.
type found struct {
	function search.Function
	from, to int
}

// assignFunctions decides what the persons of a line do, by the words around their names.
func (lex *lexicon) assignFunctions(l *line) {
	for _, g := range lex.groups(l) {
		before := lex.cueBefore(l, g)
		after := lex.verbAfter(l, g)
		best := before
		if before.function == "" || outranks(after.function, before.function) && !(before.function == search.Author && after.function == search.Speaker) {
			best = after
		}
		for i := g.first; i <= g.last; i++ {
			m := &l.names[i]
			if best.function != "" && outranks(best.function, m.function) {
				m.function, m.cueFrom, m.cueTo = best.function, best.from, best.to
			}
		}
	}
}

// cueBefore looks for the cue that stands closest before the group and reaches it.
func (lex *lexicon) cueBefore(l *line, g group) found {
	start := l.names[g.first].from
	from, _ := l.sentence(start)
	for _, read := range []func(*line, int, int) found{lex.saidBefore, lex.quoteBefore, lex.verbWas, lex.talkBy} {
		if f := read(l, from, start); f.function != "" {
			return f
		}
	}
	crossed := false // a verb, a name or another clause stands between
	for i := start - 1; i >= from && start-i <= listReach; i-- {
		if f, ok := lex.cueEnding(l, i, start, from, crossed); ok {
			return f
		}
		t := &l.tokens[i]
		if t.is(isVerb) && !t.is(isRole) && !t.capital() || t.isMark(";|"+openQuotes+closeQuotes) || lex.insideName(l, g, i) {
			crossed = true
		}
	}
	return found{}
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
		if needsTalk[strings.Join(c.words, " ")] && !lex.talkEarlier(l, from, begin) {
			continue
		}
		if f == search.Speaker && l.tokens[max(i-1, 0)].low == "led" && ledGroup(l, begin, from) {
			f = search.Chair
		}
		return found{f, begin, start}, true
	}
	return found{}, false
}

// needsTalk are cues that are everyday words where the sentence speaks of no talk: "the collection was given by his daughter".
var needsTalk = map[string]bool{"given by": true, "presented by": true}

// ledGroup reports whether what is led stands shortly before "led by" and is a group, not a session.
func ledGroup(l *line, begin, from int) bool {
	for i := begin - 1; i >= max(from, begin-6); i-- {
		switch l.tokens[i].low {
		case "group", "committee", "panel", "review", "report", "inquiry", "project", "team", "study", "commission", "party":
			return true
		case "session", "discussion", "workshop", "talk":
			return false
		}
	}
	return false
}

// cueGap is how many tokens "…" in a cue stands for at most.
const cueGap = 7

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
		if !l.tokens[i].isMark(":,–—-|(") && !(l.tokens[i].low == "s") && !(l.tokens[i].isMark(")")) {
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
			return found{search.Author, i, start}
		case t.is(isSaid) && (quoted || before.isMark(",")):
			return found{saidOrSpoke(l, start), i, start}
		case before.isMark(closeQuotes) && speechLike(t):
			return found{search.Quoted, i, start}
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
	if i > 0 && l.tokens[i].isMark(dashes+",(") {
		i--
	}
	if i < 2 || !l.tokens[i].isMark("”\"") || start == 0 {
		return found{}
	}
	for n := range l.names {
		if m := &l.names[n]; m.from == start && (m.end >= len(l.tokens) || m.end == len(l.tokens)-1 && l.tokens[m.end].kind == mark) {
			return found{search.Quoted, i, start}
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
		if f := lex.verbAt(l, i, start, false); f == search.Speaker || f == search.Chair || f == search.Host {
			if t := &l.tokens[i]; strings.HasSuffix(t.low, "ing") || i > from && (l.tokens[i-1].low == "to" || l.tokens[i-1].low == "who") {
				return found{f, i, start}
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
	if i <= from || l.tokens[i].low != "by" && l.tokens[i].low != "from" && !l.tokens[i].isMark(":–—") {
		return found{}
	}
	label := l.tokens[i].isMark(":–—")
	i--
	if i > from && l.tokens[i].isMark(",)") && !label {
		i--
	}
	t := &l.tokens[i]
	if t.is(isTalk) && (!label || i-from <= 3 || l.tokens[i-1].kind == mark || l.tokens[i-2].kind == mark) || ordinals[t.low] && lex.talkEarlier(l, from, i) {
		return found{search.Speaker, i, start}
	}
	return found{}
}

var ordinals = map[string]bool{"first": true, "second": true, "third": true, "fourth": true, "last": true, "other": true, "final": true, "next": true, "latter": true, "another": true}

// talkEarlier reports whether the sentence has spoken of talks.
func (lex *lexicon) talkEarlier(l *line, from, to int) bool {
	for i := from; i < to; i++ {
		if l.tokens[i].is(isTalk) {
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

// verbAfter reads the verb that follows the last name of the group and its roles. A relative clause is read, and then passed over.
func (lex *lexicon) verbAfter(l *line, g group) found {
	m := &l.names[g.last]
	i := m.end
	if i < len(l.tokens) && l.tokens[i].isMark(",)") {
		i++
	}
	if i+1 < len(l.tokens) && l.tokens[i].isMark(":") && l.tokens[i+1].isMark(openQuotes) {
		return found{search.Quoted, m.from, i + 1}
	}
	_, to := l.sentence(m.from)
	if g.last+1 < len(l.names) {
		to = min(to, max(l.names[g.last+1].from, i))
	}
	best := lex.verbChain(l, m, i, to)
	if i < to && (l.tokens[i].low == "who" || l.tokens[i].low == "which") {
		for k := i + 1; k < to; k++ {
			if l.tokens[k].isMark(",") {
				if main := lex.verbChain(l, m, k+1, to); main.function != "" && (best.function == "" || outranks(main.function, best.function)) {
					best = main
				}
			}
		}
	}
	if best.function == "" || best.function == search.Speaker {
		if quoted := lex.quotesNext(l, m, i, to, best.function != ""); quoted.function != "" {
			best = quoted
		}
	}
	if best.function == "" {
		best = lex.ownTalk(l, m)
	}
	return best
}

// verbChain reads a verb after its helpers, else "… and chaired", "… to chair" later in the clause.
func (lex *lexicon) verbChain(l *line, m *mention, i, to int) found {
	gerundOnly := false
	for n := 0; n < verbHelpers && i < to; n++ {
		t := &l.tokens[i]
		if f := lex.verbAt(l, i, to, gerundOnly); f != "" {
			return found{f, m.from, i + 1}
		}
		if !helper(t) {
			break
		}
		gerundOnly = gerundOnly || beForms[t.low]
		i++
	}
	return lex.laterVerb(l, m, i, to)
}

var beForms = map[string]bool{"is": true, "was": true, "are": true, "were": true, "be": true, "been": true}

// laterVerb looks for "… and chaired", "… agreed to chair" after another verb of the same clause.
func (lex *lexicon) laterVerb(l *line, m *mention, i, to int) found {
	for ; i+1 < to; i++ {
		switch l.tokens[i].low {
		case "and", "who", "to":
			if f := lex.verbAt(l, i+1, to, false); f == search.Chair || f == search.CoChair {
				return found{f, m.from, i + 2}
			}
		case "asked", "invited", "wants", "thanked":
			return found{}
		}
	}
	return found{}
}

// quotesNext reads any verb between the name and a quotation: "called it “a careful step”", "remembers: “I had …”". Where the verb
// is known as one of speaking, a comma or a colon must lead to the quotation: a talk may have a title.
func (lex *lexicon) quotesNext(l *line, m *mention, i, to int, spoke bool) found {
	if i >= len(l.tokens) || l.tokens[i].kind != word || l.tokens[i].capital() || l.tokens[i].is(isConnector) || beForms[l.tokens[i].low] {
		return found{}
	}
	for k := i + 1; k < len(l.tokens) && k <= i+quoteReach; k++ {
		led := l.tokens[k-1].isMark(":,")
		if k >= to && !led {
			break
		}
		if l.tokens[k].isMark("“\"") && (led || !spoke) {
			return found{search.Quoted, m.from, k}
		}
	}
	return found{}
}

// talks are what a speaker gives.
var talks = []string{"lecture", "talk", "presentation", "keynote", "address", "speech", "remarks", "seminar", "oration", "masterclass"}

// ownTalk reads "Professor X's inaugural lecture" and "Professor X: keynote on immunity".
func (lex *lexicon) ownTalk(l *line, m *mention) found {
	reach := 0
	switch {
	case possessive(&l.tokens[m.nameTo-1]):
		reach = 4
	case m.end < len(l.tokens) && l.tokens[m.end].isMark(":"):
		reach = 4
	default:
		return found{}
	}
	for i := m.end; i < len(l.tokens) && i < m.end+reach; i++ {
		if slices.Contains(talks, l.tokens[i].low) {
			return found{search.Speaker, m.from, i + 1}
		}
	}
	return found{}
}

// quoteReach is how many tokens may stand between a name and the quotation that follows its verb.
const quoteReach = 9

// verbAt looks the word at i up among the verbs; after a form of "be" only "-ing" forms make an actor of the person.
func (lex *lexicon) verbAt(l *line, i, to int, gerundOnly bool) search.Function {
	low := l.tokens[i].low
	_, end := l.sentence(i)
	if gerundOnly && (low == "interviewed" || low == "joined" && objectFollows(l, i+1, end, []string{"discuss", "talk", "conversation", "explore", "debate", "explain"})) {
		return search.Speaker
	}
	if low == "in" && i+1 < to && (l.tokens[i+1].low == "conversation" || l.tokens[i+1].low == "discussion" || l.tokens[i+1].low == "dialogue") {
		return search.Speaker
	}
	if gerundOnly && !strings.HasSuffix(low, "ing") {
		return ""
	}
	for _, v := range lex.verbs[low] {
		if (v.function == search.Chair || v.function == search.CoChair) && chairsPost(l, i+1, to) {
			return ""
		}
		if len(v.objects) == 0 || objectFollows(l, i+1, to, v.objects) {
			return v.function
		}
	}
	return ""
}

// chairsPost reports whether what is chaired is a body of its own ("chairs the Royal Society of Minds"), not the meeting or the group
// of the text, which has no capitals.
func chairsPost(l *line, i, to int) bool {
	if i < to && (l.tokens[i].low == "the" || l.tokens[i].low == "a" || l.tokens[i].low == "an") {
		i++
	}
	if i >= to || !l.tokens[i].capital() {
		return false
	}
	for ; i < to; i++ {
		t := &l.tokens[i]
		switch {
		case t.kind == mark && !t.isMark("&"):
			return true
		case !t.capital() && (t.is(isEventNoun) || t.is(isOrg) || t.low == "working" || t.low == "panel" || t.low == "report" || t.low == "review"):
			return false
		case !t.capital() && !t.is(isConnector) && !possessive(t):
			return true
		}
	}
	return true
}

func objectFollows(l *line, i, to int, objects []string) bool {
	for n := 0; n < objectReach && i < to; n++ {
		if slices.Contains(objects, l.tokens[i].low) {
			return true
		}
		i++
	}
	return false
}

var helpers = map[string]bool{
	"will": true, "also": true, "then": true, "later": true, "who": true, "has": true, "have": true, "had": true, "is": true, "are": true,
	"was": true, "were": true, "be": true, "been": true, "to": true, "now": true, "both": true, "all": true, "each": true, "kindly": true,
	"today": true, "yesterday": true, "next": true, "and": true, "first": true, "himself": true, "herself": true, "would": true, "jointly": true,
	"formally": true, "since": true, "can": true, "may": true, "must": true, "should": true, "again": true, "together": true,
}

// helper reports whether a word may stand between a name and its verb.
func helper(t *token) bool {
	return helpers[t.low] || t.kind == word && len(t.low) > 4 && t.low[len(t.low)-2:] == "ly" || t.isMark(",")
}
