package describe

import (
	"strings"
	"unicode"

	"academysearch/search"
)

// Limits of a name.
const (
	maxTitleWords = 5
	maxNameWords  = 6
	maxPosts      = 12
)

// strength is how surely a run of words is a person's name.
type strength uint8

const (
	bare     strength = iota // capitalised words only: needs two further signals
	lettered                 // post-nominals follow
	titled                   // a title stands before
)

// mention is one place where a line names a person.
type mention struct {
	from, to         int // tokens from the title to the last post-nominal, to excluded
	nameFrom, nameTo int // tokens of the name proper
	end              int // token after the roles, so that what follows is about the person
	title            []title
	words            []string // the name, "Uri", "K.", "Stone"
	posts            []string
	roles            []string
	strength         strength
	plural           bool // shares the title of "Professors A, B and C"
	function         search.Function
	cueFrom, cueTo   int  // tokens of the words that give the function; empty when the zone does
	structural       bool // begins its line, as in a list or an attribution
	introduced       bool // an occupation stands directly before the name
	person           *person
}

// short reports whether the mention is a surname or a forename alone, which can only refer back.
func (m *mention) short() bool {
	words := 0
	for _, w := range m.words {
		if strings.ToLower(w) != w {
			words++
		}
	}
	if words > 1 {
		return false
	}
	for _, t := range m.title {
		if t.peer {
			return false
		}
	}
	return true
}

// mentions finds the names of a line that stand with a title or post-nominals, and the bare ones that might be names.
func (lex *lexicon) mentions(l *line) []mention {
	var all []mention
	for i := 0; i < len(l.tokens); {
		if !l.tokens[i].capital() {
			i++
			continue
		}
		found, next := lex.mentionsAt(l, i)
		all = append(all, found...)
		i = max(next, i+1)
	}
	return all
}

// mentionsAt reads the name that begins at token i, or the list of names after a plural title. next is where to go on.
func (lex *lexicon) mentionsAt(l *line, i int) (found []mention, next int) {
	if l.tokens[i].is(isTitle) {
		if titles, after := lex.titleAt(l, i); after > i {
			return lex.titledAt(l, i, after, titles)
		}
	}
	if i > 0 && l.tokens[i-1].capital() && l.tokens[i-1].end+1 == l.tokens[i].start && !l.tokens[i-1].is(isNotName|isRole|isVerb|isModifier) {
		return nil, i + 1
	}
	m, ok := lex.untitledAt(l, i)
	if !ok {
		return nil, max(m.to, i+1)
	}
	return []mention{m}, m.to
}

// titledAt reads the name or names after a title.
func (lex *lexicon) titledAt(l *line, from, after int, titles []title) (found []mention, next int) {
	plural := false
	for _, t := range titles {
		plural = plural || t.plural
	}
	m, ok := lex.nameAfter(l, from, after, titles)
	if !ok {
		return nil, max(m.to, after)
	}
	found = append(found, m)
	for plural {
		i := lex.separator(l, m.to)
		if i == m.to || i >= len(l.tokens) || !l.tokens[i].capital() {
			break
		}
		own, begin := lex.titleAt(l, i)
		if len(own) > 0 && own[0].rank <= 2 {
			break // "Professors A and B, Dr C"
		}
		if m, ok = lex.nameAfter(l, i, begin, append(own, titles...)); !ok {
			break
		}
		found = append(found, m)
	}
	for i := range found {
		found[i].plural = plural
	}
	return found, found[len(found)-1].to
}

// nameAfter reads the name and post-nominals that begin at token i, for a title that begins at token from.
func (lex *lexicon) nameAfter(l *line, from, i int, titles []title) (mention, bool) {
	m := mention{from: from, nameFrom: i, title: titles, strength: titled}
	peer := false
	for _, t := range titles {
		peer = peer || t.peer
	}
	m.words, m.nameTo = lex.nameAt(l, i, true)
	m.to = max(m.nameTo, i)
	if len(m.words) == 0 {
		return m, false
	}
	if peer && m.nameTo+1 < len(l.tokens) && l.tokens[m.nameTo].low == "of" && l.tokens[m.nameTo+1].capital() && len(m.words) == 1 && !l.tokens[m.nameTo+1].is(isOrg) {
		m.to = m.nameTo + 2
	}
	m.posts, m.to = lex.postsAt(l, m.to)
	if lex.eponym(l, &m) {
		return m, false
	}
	m.end = m.to
	return m, true
}

// untitledAt reads a name without a title: two to four capitalised words that are no other kind of word.
func (lex *lexicon) untitledAt(l *line, i int) (mention, bool) {
	m := mention{from: i, nameFrom: i}
	m.words, m.nameTo = lex.nameAt(l, i, false)
	m.to = m.nameTo
	if len(m.words) < 2 || len(m.words) > 5 || !fullWords(m.words) {
		return m, false
	}
	if m.posts, m.to = lex.postsAt(l, m.nameTo); len(m.posts) > 0 {
		m.strength = lettered
	}
	if lex.eponym(l, &m) || m.strength == bare && i > 0 && l.tokens[i-1].low == "the" {
		return m, false
	}
	m.end = m.to
	return m, true
}

// fullWords reports whether the first or second word, and the last, is more than an initial.
func fullWords(words []string) bool {
	last := words[len(words)-1]
	return len(strings.Trim(last, ".")) > 1
}

// titleAt reads titles from token i on: "The Rt Hon Professor the Lord". after is i when there is none.
func (lex *lexicon) titleAt(l *line, i int) (titles []title, after int) {
	after = i
	for len(titles) < maxTitleWords && after < len(l.tokens) {
		j := after
		if len(titles) > 0 && l.tokens[j].low == "the" {
			j++
		}
		t, next, ok := lex.oneTitle(l, j)
		if !ok {
			break
		}
		titles, after = append(titles, t), next
	}
	return titles, after
}

// oneTitle reads the longest title of up to three words at token i; full stops of abbreviations belong to it.
func (lex *lexicon) oneTitle(l *line, i int) (t title, next int, ok bool) {
	form, j := "", i
	for n := 0; n < 3 && j < len(l.tokens) && l.tokens[j].capital(); n++ {
		w := strings.TrimSuffix(l.tokens[j].low, ".")
		if form != "" {
			form += " "
		}
		form += w
		if j++; j < len(l.tokens) && l.tokens[j].isMark(".") && l.tokens[j].start == l.tokens[j-1].end {
			j++
		}
		if found, known := lex.titles[form]; known {
			t, next, ok = found, j, true
		}
	}
	return t, next, ok
}

// nameAt reads the words of a name from token i on. After a title the first words may be ones that are mostly no names ("Professor
// Page", "Dr Dean").
func (lex *lexicon) nameAt(l *line, i int, afterTitle bool) (words []string, to int) {
	to = i
	for j := i; j < len(l.tokens) && len(words) < maxNameWords; {
		t := &l.tokens[j]
		if t.isMark("(‘'") && len(words) > 0 {
			if j = lex.nickname(l, j); j > to {
				continue
			}
			break
		}
		if j > i && t.start == l.tokens[j-1].end && !l.tokens[j-1].isMark(".)’'") {
			break
		}
		if t.kind == word && !t.capital() {
			if lex.particles(l, j) {
				words, j = append(words, t.text), j+1
				continue
			}
			break
		}
		if !t.capital() || !lex.nameWord(l, j, len(words), afterTitle) {
			break
		}
		w, possessive := strings.CutSuffix(strings.ReplaceAll(t.text, "’", "'"), "'s")
		if afterTitle && t.allCapitals() && !t.initial() && len(w) > 2 {
			w = titleCased(w)
		}
		j++
		if (t.initial() || len(t.text) == 2 && w == "St") && j < len(l.tokens) && l.tokens[j].isMark(".") && l.tokens[j].start == t.end {
			w, j = w+".", j+1
		}
		words, to = append(words, w), j
		if possessive {
			break
		}
	}
	return trimParticles(words), to
}

// titleCased writes a name in capitals the usual way: "O'FARRELL" as "O'Farrell".
func titleCased(w string) string {
	begins := true
	return strings.Map(func(r rune) rune {
		defer func() { begins = r == '-' || r == '\'' }()
		if begins {
			return r
		}
		return unicode.ToLower(r)
	}, w)
}

// nickname skips one capitalised word in brackets or quotes, where the name goes on after it: "Robert (Bob) Stone".
func (lex *lexicon) nickname(l *line, j int) int {
	if j+3 < len(l.tokens) && l.tokens[j+1].capital() && l.tokens[j+2].isMark(")’'") && l.tokens[j+3].capital() &&
		!l.tokens[j+1].allCapitals() && lex.nameWord(l, j+3, 1, false) && l.tokens[j+1].class&(isRole|isOrg) == 0 {
		return j + 3
	}
	return 0
}

// particles reports whether the lower-case word at j leads to a capitalised one through particles only.
func (lex *lexicon) particles(l *line, j int) bool {
	for n := 0; n < 3 && j < len(l.tokens); n++ {
		if !l.tokens[j].is(isParticle) {
			return false
		}
		if j++; j < len(l.tokens) && l.tokens[j].capital() {
			return !l.tokens[j].is(isRole | isOrg)
		}
	}
	return false
}

// trimParticles cuts lower-case words from the end of a name.
func trimParticles(words []string) []string {
	for len(words) > 0 && strings.ToLower(words[len(words)-1]) == words[len(words)-1] {
		words = words[:len(words)-1]
	}
	return words
}

// nameWord reports whether the capitalised word at j can be the nth word (from 0) of a name.
func (lex *lexicon) nameWord(l *line, j, n int, afterTitle bool) bool {
	t := &l.tokens[j]
	if n > 0 && lex.postnominal(t) != "" && !t.initial() {
		return false
	}
	if t.is(isTitle) && n > 0 {
		if _, _, ok := lex.oneTitle(l, j); ok && j+1 < len(l.tokens) && l.tokens[j+1].capital() {
			return false
		}
	}
	if !afterTitle {
		return !t.is(isNotName|isRole|isOrg|isModifier|isTitle) && (n == 0 || !t.is(isEponym)) && !(t.allCapitals() && !t.initial())
	}
	if n >= 2 {
		return t.initial() || !t.is(isNotName|isRole|isOrg|isModifier|isEponym)
	}
	if t.allCapitals() && !t.initial() && n > 0 && len(t.text) <= 5 && !l.tokens[j-1].allCapitals() {
		return false
	}
	ofSomething := j+1 < len(l.tokens) && (l.tokens[j+1].low == "of" || l.tokens[j+1].low == "for" || l.tokens[j+1].low == "in")
	return !(t.is(isRole|isOrg) && ofSomething) && !(n == 1 && t.is(isModifier) && j+1 < len(l.tokens) && l.tokens[j+1].is(isRole|isModifier) && l.tokens[j+1].capital())
}

// separator skips a comma and "and" between the names of a list; it gives i where there is none.
func (lex *lexicon) separator(l *line, i int) int {
	j := i
	for j < len(l.tokens) && j < i+2 && (l.tokens[j].isMark(",&;/") || l.tokens[j].low == "and") {
		j++
	}
	return j
}

// postsAt reads post-nominals from token i on, with or without commas, also in brackets.
func (lex *lexicon) postsAt(l *line, i int) (posts []string, to int) {
	to = i
	for j := i; j < len(l.tokens) && len(posts) < maxPosts; {
		comma := l.tokens[j].isMark(",(")
		if comma {
			j++
		}
		p, next := lex.postAt(l, j)
		if p == "" && !comma && len(posts) > 0 {
			p, next = lex.unknownPost(l, j)
		}
		if p == "" || comma && !certain(p) {
			break
		}
		if l.tokens[j-1].isMark("(") && next < len(l.tokens) && l.tokens[next].isMark(")") {
			next++
		}
		posts, j, to = append(posts, p), next, next
	}
	return posts, to
}

// unknownPost reads capitals that stand among post-nominals, between one and a comma or another one.
func (lex *lexicon) unknownPost(l *line, j int) (p string, next int) {
	if j >= len(l.tokens) {
		return "", j
	}
	t := &l.tokens[j]
	last := j+1 == len(l.tokens) || l.tokens[j+1].kind == mark || lex.postnominal(&l.tokens[j+1]) != ""
	if !t.allCapitals() || t.is(isNotName|isOrg|isRole) || len(t.text) < 3 || len(t.text) > 8 || !last {
		return "", j
	}
	return t.text, j + 1
}

// certain reports whether a post-nominal is one even after a comma, where "MS" or "MA" may be something else.
func certain(p string) bool {
	return len(p) > 2 || p == "MD" || p == "CH" || p == "CB" || p == "MP" || p == "KC" || p == "QC"
}

// postAt reads one post-nominal; a class in brackets ("FRCP(Edin)") belongs to it.
func (lex *lexicon) postAt(l *line, j int) (p string, next int) {
	if j >= len(l.tokens) {
		return "", j
	}
	if p = lex.postnominal(&l.tokens[j]); p == "" {
		return "", j
	}
	next = j + 1
	if next+2 < len(l.tokens) && l.tokens[next].isMark("(") && l.tokens[next].start == l.tokens[j].end && l.tokens[next+2].isMark(")") {
		next += 3
	}
	return p, next
}

// postnominal gives the usual case of a post-nominal, or "". Known ones are recognised in any case that has two capitals; unknown
// ones by the patterns of fellowships and memberships ("FRC…", "MRC…", "Hon…").
func (lex *lexicon) postnominal(t *token) string {
	if t.kind != word || !t.capital() {
		return ""
	}
	plain := strings.ReplaceAll(t.text, ".", "")
	known, ok := lex.posts[strings.ToLower(plain)]
	switch {
	case ok && (t.upper() >= 2 || known == plain):
		return known
	case len(plain) >= 4 && t.upper() >= 3 && !t.is(isNotName) && fellowship(plain):
		return plain
	}
	return ""
}

// fellowship reports whether an unknown abbreviation has the form of a fellowship or membership of a learned body.
func fellowship(p string) bool {
	for _, prefix := range []string{"HonF", "HonD", "FRC", "FRS", "FFP", "FAC", "FCP", "FBP", "FIn", "FAA", "FAS", "FRA", "FNA", "FFA", "FWA", "FCO", "MRC", "MBB", "MBC"} {
		if strings.HasPrefix(p, prefix) && p != "MRC" {
			return true
		}
	}
	return false
}
