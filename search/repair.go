package search

// repair makes tokens a sentence of the grammar: brackets pair and hold something, operators have operands and fields values.
// What does not is taken as a word or left out, with a note.
func (l *lexer) repair(tokens []token) []token {
	tokens = l.pairBrackets(tokens)
	for {
		n := len(tokens)
		tokens = l.dropEmptyBrackets(tokens)
		tokens = l.demoteOperators(tokens)
		if len(tokens) == n {
			return l.readProse(tokens)
		}
	}
}

// proseWords is the number of words from which a text without any operator is read as prose.
const proseWords = 24

// readProse takes the quotation marks out of whole paragraphs: who pastes an abstract does not ask for the words in its quotation
// marks to stand in every result.
func (l *lexer) readProse(tokens []token) []token {
	words, quoted := 0, false
	for _, t := range tokens {
		switch {
		case t.kind == kindWord && !t.prefix:
			words++
		case t.kind == kindPhrase:
			quoted = true
		case t.kind != kindOpen && t.kind != kindClose:
			return tokens
		}
	}
	if words < proseWords || !quoted {
		return tokens
	}
	l.note("a text this long was read as prose, quotation marks and all")
	inner := lexer{}
	for _, t := range tokens {
		switch t.kind {
		case kindPhrase:
			inner.words(t.text)
		case kindWord:
			inner.emit(t)
		}
	}
	return inner.tokens
}

// pairBrackets leaves out brackets without partner and those nested too deep.
func (l *lexer) pairBrackets(tokens []token) []token {
	keep := make([]bool, len(tokens))
	var open []int
	for i, t := range tokens {
		switch t.kind {
		case kindOpen:
			open = append(open, i)
		case kindClose:
			if len(open) == 0 {
				break
			}
			start := open[len(open)-1]
			open = open[:len(open)-1]
			keep[start], keep[i] = len(open) < maxNesting, len(open) < maxNesting
		default:
			keep[i] = true
		}
	}
	kept := tokens[:0:0]
	for i, t := range tokens {
		if keep[i] {
			kept = append(kept, t)
		} else {
			l.note("a bracket without its partner, or nested too deep, was left out")
		}
	}
	return kept
}

// dropEmptyBrackets leaves out "()".
func (l *lexer) dropEmptyBrackets(tokens []token) []token {
	kept := tokens[:0:0]
	for _, t := range tokens {
		if t.kind == kindClose && len(kept) > 0 && kept[len(kept)-1].kind == kindOpen {
			kept = kept[:len(kept)-1]
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// demoteOperators takes AND, OR and NOT without operands, and fields without a value, as words; a minus before nothing is left out.
// It walks backwards, so that each token is judged by a neighbour that is already settled.
func (l *lexer) demoteOperators(tokens []token) []token {
	next := kindEnd
	out := make([]token, 0, len(tokens))
	for i := len(tokens) - 1; i >= 0; i-- {
		t, before := tokens[i], kindEnd
		if i > 0 {
			before = tokens[i-1].kind
		}
		if !l.fits(t, before, next) {
			if t.text == "-" {
				continue
			}
			l.note("%s has nothing to work on; it was taken as a word", t.text)
			t = token{kind: kindWord, text: plain(t.text)}
		}
		out = append(out, t)
		next = t.kind
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// fits reports whether an operator or field has the neighbours it needs.
func (l *lexer) fits(t token, before, next kind) bool {
	starts := next == kindWord || next == kindPhrase || next == kindOpen || next == kindField || next == kindNot
	ends := before == kindWord || before == kindPhrase || before == kindClose
	switch t.kind {
	case kindAnd, kindOr:
		return starts && ends
	case kindNot:
		return starts
	case kindField:
		return next == kindWord || next == kindPhrase || next == kindOpen && t.text != "said"
	}
	return true
}
