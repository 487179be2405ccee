package describe

import (
	"slices"
	"strings"
	"unicode/utf8"

	"academysearch/search"
)

// person is somebody whom a publication names, joined from their mentions.
type person struct {
	key      []string // folded words of the fullest name
	words    []string // as shown
	titles   map[int]title
	posts    []string
	roles    []string
	function search.Function
	evidence string
	tells    bool // is told of as somebody who speaks, without a quotation
	cited    bool // a quotation stands beside one of the mentions
	sure     bool // a title or post-nominals, or two signals
}

// maxPeople limits the people of one publication; who is named after them is left out.
const maxPeople = 5_000

// register is the people of a publication so far.
type register struct {
	lex    *lexicon
	all    []*person
	byWord map[string][]*person // by folded surname, and by forename for those whom "Sir" and a forename may mean
	byKey  map[string]*person   // by the whole name in its fullest form so far
}

// maxNamesakes limits among how many persons of one surname a name is looked for that is not written as before.
const maxNamesakes = 100

// collect joins the mentions of all lines to persons, in the order of their first mention. Short mentions ("Professor Holm", "Carmen
// said") refer back; those that refer to nobody are dropped, for two people must never become one on a surname.
func (lex *lexicon) collect(lines []line) []*person {
	r := &register{lex: lex, byWord: map[string][]*person{}, byKey: map[string]*person{}}
	for pass := range 2 {
		for i := range lines {
			l := &lines[i]
			for n := range l.names {
				if m := &l.names[n]; m.short() == (pass == 1) {
					r.join(l, m)
				}
			}
		}
	}
	r.backReferences(lines)
	lex.pronouns(lines)
	return slices.DeleteFunc(r.all, func(p *person) bool { return !p.sure })
}

// join adds a mention to the person it belongs to, or makes a new one of it.
func (r *register) join(l *line, m *mention) {
	key := nameKey(m.words)
	if len(key) == 0 {
		return
	}
	p := r.match(key, m)
	if p == nil {
		if m.short() || len(r.all) == maxPeople {
			return
		}
		p = &person{key: key, words: m.words, titles: map[int]title{}}
		r.enter(p)
	}
	p.add(r.lex, l, m, key)
	r.byKey[strings.Join(key, " ")] = p
	m.person = p
	if m.function == search.Quoted || m.function == search.Chair || m.function == search.Author || m.function == search.CoChair {
		l.said = append(l.said, saying{p})
	}
}

// enter registers a new person.
func (r *register) enter(p *person) {
	r.all = append(r.all, p)
	last := p.key[len(p.key)-1]
	r.byWord[last] = append(r.byWord[last], p)
	if first := p.key[0]; first != last {
		r.byWord[first] = append(r.byWord[first], p)
	}
}

// nameKey folds the words of a name as search.PersonID does, a word each; initials stay.
func nameKey(words []string) []string {
	var key []string
	for _, w := range words {
		key = append(key, strings.Split(search.PersonID(w), "-")...)
	}
	return slices.DeleteFunc(key, func(s string) bool { return s == "" })
}

// match finds the one person whom a mention names.
func (r *register) match(key []string, m *mention) *person {
	if p := r.byKey[strings.Join(key, " ")]; p != nil && !m.short() {
		return p
	}
	var hit *person
	last := key[len(key)-1]
	for _, p := range r.byWord[last][:min(len(r.byWord[last]), maxNamesakes)] {
		same := r.lex.samePerson(p.key, key)
		if m.short() {
			same = r.lex.refersTo(p, last, m)
		}
		if !same {
			continue
		}
		if hit != nil {
			return nil
		}
		hit = p
	}
	return hit
}

// samePerson reports whether two full names within one publication are one person's: the same surname, and forenames that are equal,
// an initial of one another or variants of one name.
func (lex *lexicon) samePerson(a, b []string) bool {
	if len(a) == 1 || len(b) == 1 {
		return len(a) == len(b) && a[0] == b[0] || a[len(a)-1] == b[len(b)-1] && len(a)+len(b) > 2
	}
	return a[len(a)-1] == b[len(b)-1] && lex.sameForename(a[0], b[0]) && sameMiddle(a, b)
}

// sameMiddle reports whether the words between forename and surname do not contradict each other: one name has none, or they agree on
// their initials.
func sameMiddle(a, b []string) bool {
	x, y := a[1:len(a)-1], b[1:len(b)-1]
	if len(x) == 0 || len(y) == 0 {
		return true
	}
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] && (len(x[i]) > 1 && len(y[i]) > 1 || x[i][0] != y[i][0]) {
			return false
		}
	}
	return true
}

// refersTo reports whether a title and one word mean the person: a surname, or a forename after "Sir" and "Dame".
func (lex *lexicon) refersTo(p *person, w string, m *mention) bool {
	if p.key[len(p.key)-1] == w {
		return true
	}
	for _, t := range m.title {
		if t.rank == 3 && p.key[0] == w && len(p.key) > 1 {
			return true
		}
	}
	return false
}

// add takes over what a mention tells of the person.
func (p *person) add(lex *lexicon, l *line, m *mention, key []string) {
	if fuller(key, p.key) {
		p.key, p.words = key, m.words
	}
	for _, t := range m.title {
		if old, ok := p.titles[t.rank]; !ok || t.strength > old.strength {
			p.titles[t.rank] = t
		}
	}
	for _, post := range m.posts {
		if !slices.Contains(p.posts, post) {
			p.posts = append(p.posts, post)
		}
	}
	for _, role := range m.roles {
		p.addRole(role)
	}
	if role := lex.preRole(l, m); role != "" {
		p.addRole(role)
	}
	if m.strength != bare || twoSignals(l, m) {
		p.sure = true
	}
	p.tells = p.tells || m.function == tells || m.function == search.Speaker
	p.cited = p.cited || m.function == search.Quoted && (m.structural || len(quotations(l.tokens)) > 0 || l.tokens[len(l.tokens)-1].isMark(":"))
	p.give(m.function, mentionEvidence(l, m))
}

// give keeps the function that outranks, with its evidence.
func (p *person) give(f search.Function, evidence string) {
	if p.evidence == "" || outranks(f, p.function) {
		p.function, p.evidence = f, evidence
	}
}

// maxRoles limits the roles that are shown of one person.
const maxRoles = 4

// addRole keeps a role unless it says nothing new.
func (p *person) addRole(role string) {
	folded := strings.ToLower(role)
	if folded == "professor" || folded == "dr" {
		return // a title on its own, not a post
	}
	for i, old := range p.roles {
		switch oldFolded := strings.ToLower(old); {
		case strings.Contains(oldFolded, folded):
			return
		case strings.Contains(folded, oldFolded):
			p.roles[i] = role
			return
		}
	}
	if len(p.roles) < maxRoles {
		p.roles = append(p.roles, role)
	}
}

// fuller reports whether name a shows more than name b: more words, then more letters of the forename.
func fuller(a, b []string) bool {
	if len(a[0]) == 1 != (len(b[0]) == 1) {
		return len(b[0]) == 1
	}
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return utf8.RuneCountInString(a[0]) > utf8.RuneCountInString(b[0])
}

// twoSignals reports whether a name without title and post-nominals is supported twice: by a role phrase, and by a verb, a cue or
// the list in which it stands.
func twoSignals(l *line, m *mention) bool {
	if m.function == "" {
		return false
	}
	if len(m.roles) > 0 || m.introduced || m.to+1 < len(l.tokens) && l.tokens[m.to].isMark(",") && l.tokens[m.to+1].low == "who" {
		return true
	}
	return m.structural && m.from <= 1 && m.to == len(l.tokens) && (l.zone != body || l.tokens[0].low == "by")
}

// mentionEvidence is the span from the cue or the name to the end of roles and verb.
func mentionEvidence(l *line, m *mention) string {
	from, to := m.from, max(m.end, m.to)
	if m.cueTo > m.cueFrom {
		from, to = min(from, m.cueFrom), max(to, m.cueTo)
	}
	return l.evidence(from, to)
}

func insideMention(l *line, i int) bool {
	for n := range l.names {
		if i >= l.names[n].from && i < l.names[n].end {
			return true
		}
	}
	return false
}

// public turns a person of a publication of that kind into the form that is indexed.
func (p *person) public(kind string) search.Person {
	f := p.settle(kind)
	posts := p.posts
	if slices.Contains(posts, "PMedSci") { // the President of the Academy has been elected a Fellow first
		posts = slices.DeleteFunc(slices.Clone(posts), func(s string) bool { return s == "FMedSci" })
	}
	return search.Person{
		Name: strings.Join(p.words, " "), Title: p.titleText(), Postnominals: posts, Role: strings.Join(p.roles, "; "),
		Function: f, Speaker: f.Speaks(), Evidence: p.evidence,
	}
}

// titleText joins the titles in the usual order: "Rt Hon Professor Dame".
func (p *person) titleText() string {
	var all []string
	for rank := 1; rank <= 3; rank++ {
		t, ok := p.titles[rank]
		if !ok || rank == 2 && t.strength <= 1 && p.titles[3].rank == 3 {
			continue // a knight is no longer "Mr"
		}
		all = append(all, t.canonical)
	}
	return strings.Join(all, " ")
}
