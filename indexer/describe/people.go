package describe

import (
	"slices"
	"strings"

	"academysearch/indexer/document"
	"academysearch/search"
)

// findPeople fills the names of all lines: who is named, with which roles, and what they do.
func (d *Describer) findPeople(lines []line, kind string) {
	for i := range lines {
		l := &lines[i]
		if l.zone == references || len(l.tokens) == 0 {
			continue
		}
		l.names = d.lex.mentions(l)
		d.lex.markStructural(l)
		d.lex.readRoles(l)
		d.lex.assignFunctions(l)
	}
	for i := range lines {
		d.lex.functionOfLine(lines, i)
		if letterKinds[kind] && signsOff(lines, i) {
			d.lex.give(&lines[i], search.Author)
		}
		if l := &lines[i]; kind == "blog" && len(l.names) > 0 && l.order < 12 && l.names[0].from == 0 && (l.names[0].function == search.Speaker || l.names[0].function == tells) {
			l.names[0].function = search.Author // "Dr X shares what a Tuesday looks like"
		}
	}
}

// letterKinds are kinds of publication that somebody signs.
var letterKinds = map[string]bool{"letter": true, "statement": true, "newsletter": true, "annual review": true, "blog": true}

// signsOff reports whether line i is a name with its post, on the line or the next, below a paragraph: a signature.
func signsOff(lines []line, i int) bool {
	l := &lines[i]
	if i == 0 || len(l.names) != 1 || l.zone != body || l.names[0].from > 0 || len(l.names[0].roles) == 0 || l.names[0].end < len(l.tokens)-1 {
		return false
	}
	return lines[i-1].doc == l.doc && endsSentence(&lines[i-1]) && lines[i-1].words() >= shortLine && len(lines[i-1].names) == 0 && !lines[i-1].quoted()
}

// markStructural notes which names begin their line or the cell, label or item that holds them, as in lists, agendas and attributions.
func (lex *lexicon) markStructural(l *line) {
	for n := range l.names {
		m := &l.names[n]
		m.introduced = introduced(l, m)
		m.structural = m.from == 0 || l.tokens[m.from-1].isMark("|:•*–—>") || onlyMarks(l.tokens[:m.from])
	}
}

// introduced reports whether an occupation stands directly before the name: "the poet Lemn Abiola", "its director, Kit Ash".
func introduced(l *line, m *mention) bool {
	i := m.from - 1
	if i > 0 && l.tokens[i].isMark(",") {
		i--
	}
	if i >= 0 && l.tokens[i].is(isRole) {
		return true
	}
	if i != m.from-1 || i < 1 || l.tokens[i].kind != word || l.tokens[i].capital() || l.tokens[i].is(isConnector|isVerb|isParticle) {
		return false
	}
	before := l.tokens[i-1].low
	return before == "the" || before == "a" || before == "an" || before == "former"
}

// onlyMarks reports whether the tokens are bullets, numbers and times.
func onlyMarks(ts []token) bool {
	for i := range ts {
		if ts[i].kind == word && ts[i].low != "am" && ts[i].low != "pm" && ts[i].low != "by" {
			return false
		}
	}
	return true
}

// functionOfLine gives a function to names of line i that the words around them leave without one: by the quotation before the line,
// by the list or agenda in which it stands, or by its form.
func (lex *lexicon) functionOfLine(lines []line, i int) {
	l := &lines[i]
	if len(l.names) == 0 {
		return
	}
	if i > 0 && attributes(lines, i) {
		lex.give(l, search.Quoted)
	}
	switch {
	case byline(l):
		l.names[0].structural = true
		lex.give(l, search.Author)
	case standfirst(l):
		lex.give(l, search.Author)
	case headsQuote(lines, i):
		lex.give(l, search.Quoted)
	case announcesQuote(lines, i), transcript(l):
		lex.give(l, search.Quoted)
	case l.zone == agenda || agendaRow(l), talkItem(l):
		lex.giveAgenda(l)
	case l.zone == foreword:
		if l.names[0].structural && lex.entry(l, &l.names[0]) {
			lex.give(l, search.Author)
		}
	default:
		lex.giveZone(l)
	}
	lex.nextLineRole(lines, i)
}

// give sets a function on the names that begin the line, and on those joined to them, where they have none.
func (lex *lexicon) give(l *line, f search.Function) {
	for _, g := range lex.groups(l) {
		if !l.names[g.first].structural {
			continue
		}
		for n := g.first; n <= g.last; n++ {
			if m := &l.names[n]; m.function == "" {
				m.function = f
			}
		}
	}
}

// attributes reports whether line i names who said the quotation in the line before it.
func attributes(lines []line, i int) bool {
	l, before := &lines[i], &lines[i-1]
	if len(l.names) == 0 || l.names[0].from > 2 || before.doc != l.doc || !before.quoted() || l.kind == document.Heading {
		return false
	}
	return l.names[0].structural && !l.quoted() && l.words() <= 40
}

// announcesQuote reports whether the line ends with a colon or with the roles of its one name, and a quotation follows in the next.
func announcesQuote(lines []line, i int) bool {
	l := &lines[i]
	last := &l.tokens[len(l.tokens)-1]
	return i+1 < len(lines) && last.isMark(":") && lines[i+1].quoted() && l.names[len(l.names)-1].end >= len(l.tokens)-1
}

// byline reports whether the line is "By Dr X" below a title, or a title that ends in ", by Dr X".
func byline(l *line) bool {
	m := &l.names[0]
	if l.order >= 12 || m.from == 0 || l.tokens[m.from-1].low != "by" {
		return false
	}
	return m.from == 1 || l.order < 3 && m.to == len(l.tokens) && l.tokens[m.from-2].isMark(",–—-:|")
}

// standfirst reports whether a line in the head of the text names its author with the subject: "Dr X, Director of Y, on pricing".
func standfirst(l *line) bool {
	m := &l.names[0]
	return l.order < 12 && l.zone == body && m.from == 0 && m.strength != bare && !endsSentence(l) && l.words() <= proseLine && m.end+2 < len(l.tokens) &&
		(l.tokens[m.end].low == "on" || l.tokens[m.end].isMark(",") && l.tokens[m.end+1].low == "on")
}

func endsSentence(l *line) bool { return len(l.tokens) > 0 && l.tokens[len(l.tokens)-1].isMark(".!?") }

// headsQuote reports whether line i is a name, perhaps with roles, and a quotation follows, after a line with the role at most, that
// no attribution claims.
func headsQuote(lines []line, i int) bool {
	l := &lines[i]
	if !l.names[0].structural || l.names[0].from > 1 || l.names[len(l.names)-1].end < len(l.tokens)-1 || i > 0 && lines[i-1].quoted() {
		return false
	}
	for k := i + 1; k < len(lines) && k <= i+2; k++ {
		if lines[k].quoted() {
			return len(quotations(lines[k].tokens)) == 0 || quotations(lines[k].tokens)[0].to >= len(lines[k].tokens)
		}
		if lines[k].words() > 14 || len(lines[k].names) > 0 || endsSentence(&lines[k]) {
			return false
		}
	}
	return false
}

// transcript reports whether the line is "Professor X: Because they vote.", as interviews are printed.
func transcript(l *line) bool {
	m := &l.names[0]
	return m.from == 0 && l.zone == body && m.to+1 < len(l.tokens) && l.tokens[m.to].isMark(":") && m.strength != bare && endsSentence(l)
}

// talkItem reports whether the line is "Professor X (Selby) – Trials in prisons", an item of a programme.
func talkItem(l *line) bool {
	m := &l.names[0]
	return m.from == 0 && m.strength != bare && m.end+1 < len(l.tokens) && l.tokens[m.end].isMark("–—-") && l.tokens[m.end+1].start > l.tokens[m.end].end &&
		l.tokens[m.end+1].isMark(openQuotes)
}

// agendaRow reports whether the line is an item of a timetable: a time, then words.
func agendaRow(l *line) bool {
	return len(l.tokens) > 3 && clockAt(l.tokens, 0) > 0 && l.words() < 60 &&
		!(endsSentence(l) && l.tokens[l.names[0].from].sentence > l.tokens[0].sentence)
}

// giveAgenda makes speakers of the names of an agenda's items, a chair where the role says so.
func (lex *lexicon) giveAgenda(l *line) {
	panelItem := containsLow(l, "panel")
	for n := range l.names {
		m := &l.names[n]
		switch {
		case m.function != "" && m.function != search.Quoted && m.function != search.Speaker:
		case len(m.roles) == 1 && (m.roles[0] == "Chair" || m.roles[0] == "Meeting Chair" || m.roles[0] == "Session Chair"):
			m.function = search.Chair
		case len(m.roles) == 1 && strings.EqualFold(m.roles[0], "co-chair"):
			m.function = search.CoChair
		case panelItem:
			m.function = search.Panellist
		default:
			m.function = search.Speaker
		}
	}
}

func containsLow(l *line, w string) bool {
	return slices.ContainsFunc(l.tokens, func(t token) bool { return t.low == w })
}

// giveZone gives the function of a list to the names that begin its entries. In a list of members the role may say "Chair".
func (lex *lexicon) giveZone(l *line) {
	f, ok := zoneFunctions[l.zone]
	if !ok {
		return
	}
	for n := range l.names {
		m := &l.names[n]
		if m.function == "" && m.structural && (f == search.Participant || f == search.Speaker || f == search.Panellist) {
			m.function = roleFunction(m)
		}
	}
	lex.give(l, f)
}

// roleFunction reads "Chair" as the whole of the first role in a list of people.
func roleFunction(m *mention) search.Function {
	if len(m.roles) == 0 {
		return ""
	}
	first, _, _ := strings.Cut(m.roles[0], ",")
	switch strings.ToLower(first) {
	case "chair", "meeting chair", "workshop chair", "working group chair", "chairman", "chair of the working group", "chair of the workshop", "chair of the meeting", "symposium chair", "chair of the steering group", "chair of the group", "group chair", "steering group chair":
		return search.Chair
	case "co-chair":
		return search.CoChair
	}
	return ""
}

// nextLineRole reads a role that stands on the line below a name: "Prof Jean Okell MBBS" / "Deputy Chief Medical Officer".
func (lex *lexicon) nextLineRole(lines []line, i int) {
	l := &lines[i]
	if i+1 >= len(lines) || len(l.names) != 1 || !l.names[0].structural || len(l.names[0].roles) > 0 || l.names[0].end < len(l.tokens) {
		return
	}
	next := &lines[i+1]
	if len(next.tokens) == 0 || len(next.names) > 0 || next.words() > 14 || next.kind == document.Heading || next.quoted() || !next.tokens[0].capital() {
		return
	}
	r := roleReader{lex: lex, l: next, limit: len(next.tokens), whole: true}
	if !r.holdsRole(0, min(6, len(next.tokens))) && !r.holdsOrg(0, len(next.tokens)) {
		return
	}
	if end := r.segments(0); end < len(next.tokens)-1 {
		return
	}
	m := &l.names[0]
	m.roles = r.text(nil)
	if f := roleFunction(m); f != "" && outranks(f, m.function) && m.function != search.Quoted {
		m.function = f
	}
}

// holdsOrg reports whether an organisation's head stands among the tokens.
func (r *roleReader) holdsOrg(from, to int) bool {
	for i := from; i < to; i++ {
		if r.at(i).is(isOrg) && r.at(i).capital() {
			return true
		}
	}
	return false
}

// preRole reads a post that stands before the name: "Our President, Professor …", "science journalist Dara Whitcombe".
func (lex *lexicon) preRole(l *line, m *mention) string {
	i := m.from - 1
	if i >= 0 && l.tokens[i].isMark(",") {
		i--
	}
	from := i
	for from >= 0 && i-from < 8 && (l.tokens[from].is(isRole|isModifier) || l.tokens[from].low == "of" && from < i && from > 0 && l.tokens[from-1].is(isRole)) {
		from--
	}
	if from++; from > i || !l.tokens[i].is(isRole) {
		return ""
	}
	if m.strength == bare {
		return l.slice(from, i+1)
	}
	if !postHeads[l.tokens[i].low] || from > 0 && l.tokens[from-1].capital() && !possessive(&l.tokens[from-1]) && l.tokens[from-1].low != "our" && l.tokens[from-1].low != "the" && l.tokens[from-1].low != "academy" {
		return ""
	}
	return capitalise(l.slice(from, i+1))
}

// postHeads are the posts that, standing before a name, are told of the person.
var postHeads = map[string]bool{
	"president": true, "vice-president": true, "officer": true, "executive": true, "secretary": true, "minister": true, "director": true,
	"registrar": true, "treasurer": true, "adviser": true, "advisor": true, "commissioner": true, "chancellor": true, "vice-chancellor": true,
	"dean": true, "principal": true, "provost": true, "ambassador": true, "scientist": true, "editor": true, "president-elect": true, "ceo": true,
	"head": true, "governor": true, "editor-in-chief": true,
}

func possessive(t *token) bool {
	return strings.HasSuffix(t.low, "'s") || strings.HasSuffix(t.low, "s'")
}
