package describe

// eponym reports whether the name is that of a thing: "the Sir Alwyn Dacre Lecture", "Henry Wellford Auditorium", "is Henry P. Dunn
// Professor of Medicine". A name with post-nominals is a person's.
func (lex *lexicon) eponym(l *line, m *mention) bool {
	if len(m.posts) > 0 {
		return false
	}
	if len(m.words) > 1 && lex.thingWord(l, m) {
		return true
	}
	j := m.nameTo
	for n := 0; n < 4 && j < len(l.tokens) && l.tokens[j].capital() && l.tokens[j].is(isEponymMod) && !l.tokens[j].is(isRole); n++ {
		j++
	}
	if j >= len(l.tokens) {
		return false
	}
	t := &l.tokens[j]
	switch {
	case t.capital() && t.is(isEponym) && !t.is(isRole):
		return true
	case t.capital() && t.is(isRole):
		return lex.namedPost(l, m, j)
	case t.isMark("&") || t.low == "and":
		return m.strength == bare && lex.sharedThing(l, j+1)
	}
	return false
}

// thingWord reports whether the last word of the name is the thing itself: "Lady Margery Hall". After "Professor" or "Dr" it is a
// surname, and so it is where a verb or a role follows.
func (lex *lexicon) thingWord(l *line, m *mention) bool {
	last := &l.tokens[m.nameTo-1]
	if !last.is(isEponym) {
		return false
	}
	for _, t := range m.title {
		if t.rank == 2 {
			return !last.is(isSurnameLike) && last.is(isOrg) && precededBy(l, m.from, "the")
		}
	}
	if !last.is(isSurnameLike) {
		return true
	}
	if m.nameTo >= len(l.tokens) {
		return true
	}
	next := &l.tokens[m.nameTo]
	afterComma := m.nameTo+1 < len(l.tokens) && next.isMark(",") && l.tokens[m.nameTo+1].is(isRole|isModifier)
	return !next.is(isVerb) && !afterComma
}

// namedPost reports whether a role that follows without a comma is a post named after the person: "the Henry Dunn Professor of
// Medicine", "is Sir William Ash Chair of Surgery". After a title the role is the person's own, unless an article or "is" stands
// before the name.
func (lex *lexicon) namedPost(l *line, m *mention, j int) bool {
	post := l.tokens[j].low
	if post != "professor" && post != "chair" && post != "fellow" && post != "reader" && post != "lecturer" && post != "scholar" {
		return false
	}
	if precededBy(l, m.from, "the", "a", "an", "is", "as", "was", "first", "inaugural") {
		return true
	}
	if m.strength == titled {
		return false
	}
	return m.from > 0
}

// precededBy reports whether one of the words stands before token i.
func precededBy(l *line, i int, words ...string) bool {
	if i == 0 {
		return false
	}
	for _, w := range words {
		if l.tokens[i-1].low == w {
			return true
		}
	}
	return false
}

// sharedThing reports whether a second name and then a thing follow: "Edda and Tom Ash Foundation".
func (lex *lexicon) sharedThing(l *line, j int) bool {
	for n := 0; n < 4 && j < len(l.tokens) && l.tokens[j].capital(); n++ {
		if l.tokens[j].is(isEponym) && n > 0 {
			return true
		}
		j++
	}
	return false
}
