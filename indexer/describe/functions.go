package describe

import (
	"slices"

	"academysearch/search"
)

// How far cues are looked for, in tokens.
const (
	nearReach   = 12
	listReach   = 90
	verbHelpers = 8
	objectReach = 12
)

// tells is what a person does of whom the text says "described", "argued" or "showed". At a meeting that makes a speaker; in a report
// on a subject it does not, see person.settle.
const tells search.Function = "tells"

// precedence orders functions: of several that a publication gives one person the first one here is kept.
var precedence = []search.Function{
	search.Chair, search.CoChair, search.Host, search.Panellist, search.Speaker, search.Author, search.Quoted, tells,
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
	last     bool // it stands in a clause that is about the last name of the group only
}

// assignFunctions decides what the persons of a line do, by the words around their names.
func (lex *lexicon) assignFunctions(l *line) {
	for _, g := range lex.groups(l) {
		before := lex.cueBefore(l, g)
		after := lex.verbAfter(l, g)
		best := before
		if before.function == "" || outranks(after.function, before.function) && !(before.function == search.Author && (after.function == search.Speaker || after.function == tells)) {
			best = after
		}
		for i := g.first; i <= g.last; i++ {
			m := &l.names[i]
			if best.last && i < g.last && (best.function == search.Chair || best.function == search.CoChair) {
				continue // "Dr A, Mr B and Professor C, who took the chair"
			}
			if best.function != "" && outranks(best.function, m.function) {
				m.function, m.cueFrom, m.cueTo = best.function, best.from, best.to
			}
		}
	}
}

// noMeeting are kinds of publication that report on a subject, so that whom they name need not have spoken anywhere.
var noMeeting = map[string]bool{
	"working group report": true, "consultation response": true, "policy project": true, "annual review": true, "statement": true,
	"grant scheme": true, "press release": true, "newsletter": true,
}

// settle turns what the mentions of a person say into a function of the contract. A lecturer who is quoted is a speaker first; who
// "told the group" something in a report is quoted only where their words stand.
func (p *person) settle(kind string) search.Function {
	switch f := p.function; {
	case f == "", f == tells && noMeeting[kind], f == search.Quoted && !p.cited && noMeeting[kind] && kind != "press release" && kind != "statement":
		return search.Mentioned
	case f == tells, f == search.Quoted && p.tells && kind == "lecture":
		return search.Speaker
	default:
		return f
	}
}
