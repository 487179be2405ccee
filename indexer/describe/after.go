package describe

import (
	"slices"
	"strings"

	"academysearch/search"
)

// verbAfter reads the verb that follows the last name of the group and its roles. A relative clause is read, and then passed over.
func (lex *lexicon) verbAfter(l *line, g group) found {
	m := &l.names[g.last]
	i := m.end
	if i < len(l.tokens) && l.tokens[i].isMark(",)") {
		i++
	}
	if i+1 < len(l.tokens) && l.tokens[i].isMark(":") && l.tokens[i+1].isMark(openQuotes) {
		return found{function: search.Quoted, from: m.from, to: i + 1}
	}
	_, to := l.sentence(m.from)
	if g.last+1 < len(l.names) {
		to = min(to, max(l.names[g.last+1].from, i))
	}
	if m.end+2 < to && matchesAt(l, m.end, []string{"in", "the", "chair"}) {
		return found{function: search.Chair, from: m.from, to: m.end + 3}
	}
	best := lex.predicate(l, m, to)
	if best.function == "" {
		best = lex.verbChain(l, m, i, to)
	}
	relative := i < to && (l.tokens[i].low == "who" || l.tokens[i].low == "which")
	best.last = relative && best.function != ""
	if i < to && (relative || best.function == "" && (i > m.end || l.tokens[i].low == "and")) {
		best = lex.mainVerb(l, m, i, to, best)
	}
	if best.function == "" || best.function == search.Speaker || best.function == tells || best.function == search.Author {
		if quoted := lex.quotesNext(l, m, i, to, best.function != ""); quoted.function != "" {
			best = quoted
		}
	}
	if best.function == "" {
		best = lex.ownTalk(l, m)
	}
	return best
}

// clauseReach is how many tokens of a clause between commas are passed over.
const clauseReach = 24

// mainVerb passes over the clause after a name (", who knows the ward, said", ", speaking for the charity, described") to the verb
// behind its comma.
func (lex *lexicon) mainVerb(l *line, m *mention, i, to int, best found) found {
	for k := i + 1; k < to && k < i+clauseReach; k++ {
		if !l.tokens[k].isMark(",") {
			continue
		}
		if main := lex.verbChain(l, m, k+1, to); main.function != "" && (best.function == "" || outranks(main.function, best.function)) {
			best = main
		}
	}
	return best
}

// predicates are what a sentence may say that a person is at a meeting.
var predicates = map[string]search.Function{
	"speaker": search.Speaker, "speakers": search.Speaker, "presenters": search.Speaker, "panellist": search.Panellist, "panellists": search.Panellist,
	"panelists": search.Panellist, "discussant": search.Panellist, "host": search.Host, "moderator": search.Chair, "facilitator": search.Chair,
}

// predicate reads "will be our keynote speaker", "was among the panellists", "acted as chair".
func (lex *lexicon) predicate(l *line, m *mention, to int) found {
	verb := false
	for i := m.to; i < to && i < m.to+9; i++ {
		low := l.tokens[i].low
		acts := low == "acted" || low == "acting" || low == "acts"
		switch f := predicates[low]; {
		case acts, beForms[low]:
			verb = true
		case verb && (low == "chair" || low == "chairman") && i > 0 && (l.tokens[i-1].low == "as" || l.tokens[i-1].low == "the" && i > 1 && l.tokens[i-2].low == "in"):
			return found{function: search.Chair, from: m.from, to: i + 1}
		case verb && f != "":
			return found{function: f, from: m.from, to: i + 1}
		case l.tokens[i].kind == mark || l.tokens[i].is(isVerb) && !helper(&l.tokens[i]) && low != "as":
			return found{}
		}
	}
	return found{}
}

// verbChain reads a verb after its helpers, else "… and chaired", "… to chair" later in the clause.
func (lex *lexicon) verbChain(l *line, m *mention, i, to int) found {
	gerundOnly := false
	for n := 0; n < verbHelpers && i < to; n++ {
		t := &l.tokens[i]
		if t.low == "lead" && l.tokens[i-1].low == "to" {
			return found{} // "has been asked to lead an inquiry"
		}
		if f := lex.verbAt(l, i, to, gerundOnly); f != "" {
			return found{function: f, from: m.from, to: i + 1}
		}
		if !helper(t) {
			break
		}
		gerundOnly = (gerundOnly || beForms[t.low]) && !(t.low == "to" && (l.tokens[i-1].low == "is" || l.tokens[i-1].low == "are"))
		i++
	}
	return lex.laterVerb(l, m, i, to)
}

var beForms = map[string]bool{"is": true, "was": true, "are": true, "were": true, "be": true, "been": true}

// laterReach is how many tokens after a name such a verb is looked for.
const laterReach = 40

// laterVerb looks for "… and chaired", "… agreed to chair" after another verb of the same clause.
func (lex *lexicon) laterVerb(l *line, m *mention, i, to int) found {
	for to = min(to, i+laterReach); i+1 < to; i++ {
		switch l.tokens[i].low {
		case "and", "who", "to":
			if f := lex.verbAt(l, i+1, to, false); (f == search.Chair || f == search.CoChair) && l.tokens[i+1].low != "lead" {
				return found{function: f, from: m.from, to: i + 2}
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
			return found{function: search.Quoted, from: m.from, to: k}
		}
	}
	return found{}
}

// talks are what a speaker gives.
var talks = []string{"lecture", "talk", "presentation", "keynote", "address", "speech", "remarks", "seminar", "oration", "masterclass"}

// talkAfter is how many tokens after a name its talk may be named.
const talkAfter = 4

// ownTalk reads "Professor X's inaugural lecture" and "Professor X: keynote on immunity".
func (lex *lexicon) ownTalk(l *line, m *mention) found {
	switch {
	case possessive(&l.tokens[m.nameTo-1]):
		if m.from > 0 && l.tokens[m.from-1].low == "in" && objectFollows(l, m.end, min(len(l.tokens), m.end+2), []string{"view", "words", "opinion", "experience", "account"}) {
			return found{function: search.Quoted, from: m.from - 1, to: m.end + 1}
		}
	case m.end+1 < len(l.tokens) && (l.tokens[m.end].low == "whose" || l.tokens[m.end+1].low == "whose" || l.tokens[m.end].isMark(":")):
	default:
		return found{}
	}
	for i := m.end; i < len(l.tokens) && i < m.end+talkAfter; i++ {
		if slices.Contains(talks, l.tokens[i].low) {
			return found{function: search.Speaker, from: m.from, to: i + 1}
		}
	}
	return found{}
}

// quoteReach is how many tokens may stand between a name and the quotation that follows its verb.
const quoteReach = 9

// verbAt looks the word at i up among the verbs; after a form of "be" only "-ing" forms make an actor of the person.
func (lex *lexicon) verbAt(l *line, i, to int, gerundOnly bool) search.Function {
	low := l.tokens[i].low
	if gerundOnly && (low == "interviewed" || low == "joined" && talksWith(l, i)) {
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
		if len(v.objects) == 0 || objectFollows(l, i+1, len(l.tokens), v.objects) {
			return v.function
		}
	}
	return ""
}

// talksWith reports whether somebody is joined in a talk: "is joined by Dr X to discuss …".
func talksWith(l *line, i int) bool {
	_, to := l.sentence(i)
	return objectFollows(l, i+1, to, []string{"discuss", "talk", "conversation", "explore", "debate", "explain"})
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

// objectFollows reports whether one of the words comes soon, within the sentence.
func objectFollows(l *line, i, to int, objects []string) bool {
	for n := 0; n < objectReach && i < to && l.tokens[i].sentence == l.tokens[max(i-1, 0)].sentence; n++ {
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
	"formally": true, "others": true, "colleagues": true, "team": true, "her": true, "his": true, "their": true, "since": true, "can": true, "may": true, "must": true, "should": true, "again": true, "together": true,
}

// helper reports whether a word may stand between a name and its verb.
func helper(t *token) bool {
	return helpers[t.low] || t.kind == word && len(t.low) > 4 && t.low[len(t.low)-2:] == "ly" || t.isMark(",")
}
