package describe

import (
	"strings"
	"unicode"

	"academysearch/search"
)

// maxRoleTokens limits what is read as the roles of one person.
const maxRoleTokens = 60

// readRoles reads what stands after each name of the line: ", Head of Surgery, University of Leeds", "(Norvex)", "from the …", "is
// Professor of …". whole lines are entries of a list, in which everything after the name is the role.
func (lex *lexicon) readRoles(l *line) {
	sure := len(l.tokens) // where the next name begins that is surely one
	for n := len(l.names) - 1; n >= 0; n-- {
		m := &l.names[n]
		limit := sure
		if n+1 < len(l.names) && l.names[n+1].from == m.to {
			limit = m.to
		}
		r := roleReader{lex: lex, l: l, limit: min(limit, m.to+maxRoleTokens), whole: m.structural && lex.entry(l, m)}
		r.read(m)
		if m.strength != bare {
			sure = m.from
		}
	}
	l.names = dropCovered(l.names)
}

// dropCovered removes bare names inside the role of the mention before: "Partner, Ford Ellis LLP".
func dropCovered(all []mention) []mention {
	kept := all[:0]
	end := 0
	for _, m := range all {
		if m.strength == bare && m.from < end {
			continue
		}
		kept = append(kept, m)
		end = max(end, m.end)
	}
	return kept
}

// entry reports whether a line that begins with a name is an entry of a list or an attribution, not a sentence.
func (lex *lexicon) entry(l *line, m *mention) bool {
	for i := m.to; i < len(l.tokens); i++ {
		t := &l.tokens[i]
		if t.kind == word && !t.capital() && t.is(isVerb) && (i == 0 || !l.tokens[i-1].isMark("–—-")) {
			return false
		}
		if t.isMark("–—") && i > m.to+1 {
			return true
		}
		if t.isMark(openQuotes) || t.sentence != l.tokens[m.from].sentence {
			return false
		}
	}
	return true
}

// roleReader reads the roles after one name.
type roleReader struct {
	lex   *lexicon
	l     *line
	limit int // token at which the next name begins
	whole bool
	parts []part
}

// part is a piece of a role with what joins it to the one before: ", " or "; ".
type part struct{ join, text string }

func (r *roleReader) at(i int) *token {
	if i < 0 || i >= r.limit || i >= len(r.l.tokens) {
		return &token{kind: mark}
	}
	return &r.l.tokens[i]
}

// read fills the roles and the end of the mention; a function in brackets ("(Chair)") becomes its function.
func (r *roleReader) read(m *mention) {
	i := m.to
	for r.at(i).isMark("([") {
		next, ok := r.bracket(m, i)
		if !ok {
			break
		}
		i = next
	}
	m.end = i
	start := r.start(i)
	if start < 0 {
		m.roles = r.text(m.roles)
		return
	}
	end := r.segments(start)
	if end <= start {
		end = r.apposition(start)
	}
	if end > start {
		m.end = end
	}
	m.roles = r.text(m.roles)
}

// bracket reads "(Chair)", "(she/her)" or "(Norvex)" at token i.
func (r *roleReader) bracket(m *mention, i int) (next int, ok bool) {
	j := i + 1
	for j < i+14 && !r.at(j).isMark(")]") {
		if r.at(j).text == "" {
			return i, false
		}
		j++
	}
	if !r.at(j).isMark(")]") || j == i+1 {
		return i, false
	}
	if f, known := bracketFunctions[strings.ToLower(r.l.slice(i+1, j))]; known {
		m.function, m.cueFrom, m.cueTo = f, i, j+1
	} else if r.at(i+1).capital() && !r.at(i+2).isMark("/") {
		r.parts = append(r.parts, part{", ", r.clean(i+1, j)})
	}
	return j + 1, true
}

var bracketFunctions = map[string]search.Function{
	"in the chair": search.Chair, "chairing": search.Chair, "chaired": search.Chair,
	"chair": search.Chair, "co-chair": search.CoChair, "chairs": search.Chair, "meeting chair": search.Chair, "workshop chair": search.Chair,
	"working group chair": search.Chair, "chairman": search.Chair, "group chair": search.Chair, "session chair": search.Chair,
	"moderator": search.Chair, "facilitator": search.Chair, "panel chair": search.Chair,
	"speaker": search.Speaker, "presenter": search.Speaker, "keynote": search.Speaker, "keynote speaker": search.Speaker,
	"panellist": search.Panellist, "panelist": search.Panellist, "panel member": search.Panellist, "discussant": search.Panellist,
	"host": search.Host, "author": search.Author, "lead author": search.Author, "secretariat": search.Contact, "observer": search.Participant,
	"member": search.Participant, "participant": search.Participant, "rapporteur": search.Participant, "apologies": search.Mentioned,
}

// start gives the token at which the roles begin, or -1.
func (r *roleReader) start(i int) int {
	t := r.at(i)
	switch {
	case t.isMark(",") && (r.at(i+1).low == "now" || r.at(i+1).low == "currently" || r.at(i+1).low == "based"):
		return r.affiliation(i + 2)
	case t.isMark(",") && (r.at(i+1).low == "from" || r.at(i+1).low == "of" || r.at(i+1).low == "at"):
		return r.affiliation(i + 1)
	case t.isMark(","):
		return i + 1
	case r.whole && t.isMark("–—-:|;"):
		return i + 1
	case t.capital() && t.is(isRole|isModifier):
		return i
	case r.whole && t.kind == word && !t.is(isVerb) && i > 0:
		return r.affiliation(i)
	case t.low == "from" || t.low == "at" || t.low == "of":
		return r.affiliation(i)
	case t.low == "is" || t.low == "was":
		return r.predicate(i + 1)
	}
	return -1
}

// affiliation reads "from the University of Derby".
func (r *roleReader) affiliation(i int) int {
	t := r.at(i)
	if t.low != "from" && t.low != "at" && t.low != "of" {
		if t.capital() {
			return i
		}
		return -1
	}
	j := i + 1
	if r.at(j).low == "the" {
		j++
	}
	if r.at(j).capital() {
		return j
	}
	return -1
}

// predicate reads "is the Henry P. Dunn Professor of Medicine": a role head must follow soon.
func (r *roleReader) predicate(i int) int {
	for r.at(i).low == "the" || r.at(i).low == "a" || r.at(i).low == "an" || r.at(i).low == "currently" || r.at(i).low == "also" || r.at(i).low == "now" {
		i++
	}
	for j := i; j < i+6 && (r.at(j).kind == word || r.at(j).isMark(".")); j++ {
		if r.at(j).is(isRole) {
			return i
		}
		if r.at(j).is(isVerb) {
			break
		}
	}
	return -1
}

// segments reads the parts of the role, which commas separate, and gives the token after the last.
func (r *roleReader) segments(i int) int {
	join, end := "; ", i
	if len(r.parts) > 0 {
		join = ", "
	}
	for first := true; ; first = false {
		from, next := r.segment(i, first)
		if next <= from {
			return end
		}
		if r.at(i).low == "and" && !first {
			join = "; " // ", and Head of …"
		}
		r.add(join, from, next)
		end, join = next, ", "
		switch {
		case r.at(next).isMark(","):
			i = next + 1
		case r.whole && r.at(next).isMark(";"):
			i, join = next+1, "; "
		default:
			return end
		}
	}
}

// maxApposition is how many words of an apposition are read.
const maxApposition = 10

// apposition reads ", a survivor," and ", a teacher from Hull,": an article, then no verb before the comma. It gives the token after.
func (r *roleReader) apposition(i int) int {
	if low := r.at(i).low; low != "a" && low != "an" && low != "the" {
		return i
	}
	for j := i + 1; j <= i+maxApposition; j++ {
		t := r.at(j)
		switch {
		case t.isMark(",") && j > i+1:
			r.parts = append(r.parts, part{"; ", r.clean(i, j)})
			return j
		case t.kind != word && !t.isMark("-’'&"), r.verb(j):
			return i
		}
	}
	return i
}

// add appends the tokens of a segment, split where "and" begins a second role.
func (r *roleReader) add(join string, from, to int) {
	for i := from + 1; i+1 < to; i++ {
		if r.at(i).low == "and" && r.beginsRole(i+1, to) && r.holdsRole(from, i) && r.at(i-1).low != "vice" {
			r.parts = append(r.parts, part{join, r.clean(from, i)})
			r.add("; ", i+1, to)
			return
		}
	}
	r.parts = append(r.parts, part{join, r.clean(from, to)})
}

// holdsRole reports whether a role head stands among the tokens.
func (r *roleReader) holdsRole(from, to int) bool {
	for i := from; i < to; i++ {
		if r.at(i).is(isRole) {
			return true
		}
	}
	return false
}

// beginsRole reports whether a role phrase of its own ("Chair of …") begins at i: a head, after modifiers, followed by a small word.
func (r *roleReader) beginsRole(i, to int) bool {
	for n := 0; n < 4 && i < to; n++ {
		t := r.at(i)
		if t.is(isRole) && (i+1 >= to || r.at(i+1).is(isConnector) && r.at(i+1).low != "and") {
			return true
		}
		if !t.is(isModifier|isRole) && t.low != "the" {
			return false
		}
		i++
	}
	return false
}

// segment reads one part of a role up to a comma or the end of the role. from skips a leading "and", next equals from when the
// tokens are no role.
func (r *roleReader) segment(i int, first bool) (from, next int) {
	from = i
	for r.at(from).low == "and" || r.at(from).text == "the" || r.at(from).text == "a" || r.at(from).text == "an" || r.at(from).low == "currently" {
		from++
	}
	if low := r.at(from).low; low == "of" || low == "at" || low == "from" { // "Dr X, Deputy Director, of the Exe Centre"
		if next := r.affiliation(from); next > 0 {
			from = next
		}
	}
	if !r.opensSegment(from, first || from > i) {
		return from, from
	}
	lower := !r.at(from).capital()
	j := from
	for j < r.limit && j < len(r.l.tokens) {
		n := r.take(from, j, lower)
		if n == 0 {
			break
		}
		j += n
	}
	for j > from && (r.at(j-1).is(isConnector) && !r.at(j-1).capital() || r.at(j-1).isMark("-–—:(&")) {
		j--
	}
	if r.at(j).isMark(":") && !r.whole && r.at(j).end < len(r.l.text) && !first && !r.speaks(j-1) {
		return from, from // a label: "Registrar: Professor …"
	}
	return from, j
}

// speaks reports whether the token is a verb, after which a colon begins what is said.
func (r *roleReader) speaks(i int) bool { return r.at(i).is(isVerb) }

// opensSegment reports whether a part of a role can begin at token i: with a capital, or with a role head close by.
func (r *roleReader) opensSegment(i int, roleWanted bool) bool {
	t := r.at(i)
	if t.capital() {
		return !t.is(isVerb) || t.is(isRole)
	}
	if r.whole && t.kind == number {
		return false
	}
	for j := i; j < i+4; j++ {
		t = r.at(j)
		if t.kind != word || t.is(isVerb) && !t.is(isRole|isModifier) || t.text == "" {
			return false
		}
		if t.is(isRole) {
			return roleWanted || t.low != "member"
		}
	}
	return false
}

// take says how many tokens from j on still belong to the segment that began at from.
func (r *roleReader) take(from, j int, lower bool) int {
	t := r.at(j)
	switch {
	case t.kind == number:
		return r.takeNumber(j)
	case t.kind == mark:
		return r.takeMark(from, j)
	case t.capital():
		return r.takeCapital(j)
	case r.verb(j):
		return 0
	case t.is(isConnector):
		return r.takeConnector(from, j, lower)
	case t.is(isRole | isModifier | isOrg), t.low == "working":
		return 1
	case lower || r.whole, r.at(j+1).isMark(",") && j > from:
		return 1
	case r.at(j-1).is(isConnector) || r.at(j-1).is(isModifier|isRole) && !r.at(j-1).capital():
		return 1
	}
	return 0
}

// verb reports whether a role ends at token j because it is a verb. "Working group" is none.
func (r *roleReader) verb(j int) bool {
	t := r.at(j)
	if t.low == "working" && r.at(j+1).is(isOrg) {
		return false
	}
	return t.is(isVerb) && !t.is(isRole|isModifier)
}

// takeCapital stops at a word that begins another clause: "Director of X, Carmen said".
func (r *roleReader) takeCapital(j int) int {
	if r.at(j).is(isVerb) && !r.at(j).is(isRole|isOrg|isModifier|isConnector) && r.at(j).text != "IT" {
		return 0
	}
	return 1
}

// takeNumber keeps numbers inside names of organisations ("Group 4"), never at the start of a figure or a telephone number.
func (r *roleReader) takeNumber(j int) int {
	if r.at(j-1).capital() && r.at(j).end-r.at(j).start <= 2 {
		return 1
	}
	return 0
}

// takeMark keeps "&", "/" and short brackets, and the full stops of abbreviations.
func (r *roleReader) takeMark(from, j int) int {
	t := r.at(j)
	switch {
	case t.isMark("&/+’'"):
		return 1
	case t.isMark(".") && j > from && r.at(j-1).end == t.start && (r.at(j-1).is(isAbbreviation) || r.at(j-1).initial()) && r.at(j+1).kind == word:
		return 1
	case t.isMark("-–") && j > from && t.start == r.at(j-1).end && r.at(j+1).start == t.end:
		return 1
	case t.isMark("("):
		for k := j + 1; k < j+8; k++ {
			if r.at(k).isMark(")") && k > j+1 && r.at(j+1).capital() {
				return k - j + 1
			}
		}
	}
	return 0
}

// takeConnector keeps a small word where the role goes on after it.
func (r *roleReader) takeConnector(from, j int, lower bool) int {
	next := r.at(j + 1)
	if next.kind != word && !next.isMark("&") || next.text == "" {
		return 0
	}
	if t := r.at(j); (t.low == "and" || t.low == "&") && !next.capital() && !next.is(isRole|isModifier|isConnector) && !lower && !r.whole {
		if next.is(isVerb) || !r.at(j-1).is(isConnector) && r.at(j-1).capital() {
			return 0
		}
	}
	if !next.capital() && r.verb(j+1) {
		return 0
	}
	if r.at(j).low == "to" && !r.holdsRole(from, j) {
		return 0
	}
	return 1
}

// clean writes the tokens of a role: " at the X" becomes ", X", leading articles go.
func (r *roleReader) clean(from, to int) string {
	for from < to && (r.at(from).text == "the" || r.at(from).text == "a" || r.at(from).text == "an" || r.at(from).text == "currently") {
		from++
	}
	var b strings.Builder
	start := from
	for i := from + 1; i+1 < to; i++ {
		if r.at(i).low != "at" && !(r.at(i).low == "from" && r.at(i).text == "from") {
			continue
		}
		j := i + 1
		if r.at(j).low == "the" {
			j++
		}
		if j < to && r.at(j).capital() {
			b.WriteString(r.l.slice(start, i) + ", ")
			start = j
		}
	}
	b.WriteString(r.l.slice(start, to))
	return strings.TrimRight(strings.TrimSpace(b.String()), ".,;:–—- ")
}

// text joins the parts to roles; a part that follows "; " begins a new one.
func (r *roleReader) text(roles []string) []string {
	for _, p := range r.parts {
		if p.text == "" {
			continue
		}
		if p.join == ", " && len(roles) > 0 {
			roles[len(roles)-1] += ", " + p.text
			continue
		}
		roles = append(roles, p.text)
	}
	return roles
}

// capitalise writes the first letter of a role in upper case.
func capitalise(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
