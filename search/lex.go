package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what a token of a reader's text is.
type kind int

const (
	kindEnd kind = iota
	kindWord
	kindPhrase
	kindField
	kindOpen
	kindClose
	kindAnd
	kindOr
	kindNot
)

// token is a word, a phrase, a field name (without its colon), an operator or a bracket.
type token struct {
	kind   kind
	text   string
	prefix bool
}

// fieldNames are the fields that a reader can name before a colon.
var fieldNames = []string{"title", "speaker", "topic", "said", "year"}

var operators = map[string]kind{"AND": kindAnd, "OR": kindOr, "NOT": kindNot}

// lexer cuts a reader's text into tokens and notes what it could not read as syntax.
type lexer struct {
	text    []rune
	at      int
	clauses int
	tokens  []token
	notes   []string
}

// note adds a remark once.
func (l *lexer) note(format string, args ...any) {
	n := fmt.Sprintf(format, args...)
	for _, have := range l.notes {
		if have == n {
			return
		}
	}
	l.notes = append(l.notes, n)
}

func (l *lexer) run(text string) {
	l.text = []rune(strings.ToValidUTF8(text, " "))
	if len(l.text) > MaxTextLength {
		l.text = l.text[:MaxTextLength]
		l.note("only the first %d characters were read", MaxTextLength)
	}
	for l.at < len(l.text) {
		l.step()
	}
}

// step reads one token, or skips one character.
func (l *lexer) step() {
	switch r := l.text[l.at]; {
	case isQuote(r):
		l.phrase()
	case r == '(':
		l.emit(token{kind: kindOpen})
		l.at++
	case r == ')':
		l.emit(token{kind: kindClose})
		l.at++
	case r == '-' || r == '−':
		l.minus()
	case isWordRune(r):
		l.word()
	default:
		if r == '*' {
			l.note("* stands for endings only after at least two letters")
		}
		l.at++
	}
}

func (l *lexer) emit(t token) {
	if t.kind == kindWord || t.kind == kindPhrase {
		if l.clauses++; l.clauses > MaxClauses {
			l.note("only the first %d words were read", MaxClauses)
			return
		}
	}
	l.tokens = append(l.tokens, t)
}

// peek is the rune n places on, or a space past the end.
func (l *lexer) peek(n int) rune {
	if l.at+n < len(l.text) {
		return l.text[l.at+n]
	}
	return ' '
}

// minus reads "-" as NOT where it stands directly before something; elsewhere it is punctuation.
func (l *lexer) minus() {
	if next := l.peek(1); isWordRune(next) || isQuote(next) || next == '(' {
		l.emit(token{kind: kindNot, text: "-"})
	}
	l.at++
}

// phrase reads up to the closing quotation mark; a mark without partner is left out.
func (l *lexer) phrase() {
	for end := l.at + 1; end < len(l.text); end++ {
		if isQuote(l.text[end]) {
			if text := cleanPhrase(l.text[l.at+1 : end]); text != "" {
				l.emit(token{kind: kindPhrase, text: text})
			}
			l.at = end + 1
			return
		}
	}
	l.note("a quotation mark without its partner was left out")
	l.at++
}

// word reads a field name, an operator, or a run without spaces, which may turn out to be several words.
func (l *lexer) word() {
	if l.field() {
		return
	}
	start, depth := l.at, 0
	for ; l.at < len(l.text); l.at++ {
		r := l.text[l.at]
		if unicode.IsSpace(r) || isQuote(r) && l.at+1 < len(l.text) && !unicode.IsSpace(l.text[l.at+1]) {
			break
		}
		if r == '(' {
			depth++
		}
		if r == ')' {
			if depth--; depth < 0 {
				break
			}
		}
	}
	l.words(string(l.text[start:l.at]))
}

// field reads "title:" and the like where a value follows without a space.
func (l *lexer) field() bool {
	for _, name := range fieldNames {
		end := l.at + len(name)
		if end >= len(l.text) || l.text[end] != ':' || !strings.EqualFold(string(l.text[l.at:end]), name) {
			continue
		}
		l.at = end + 1
		next := l.peek(0)
		if name == "year" {
			return l.years()
		}
		if isWordRune(next) || isQuote(next) || next == '(' && name != "said" {
			l.emit(token{kind: kindField, text: name})
			return true
		}
		l.note("%s: without a value was taken as a word", name)
		l.emit(token{kind: kindWord, text: name})
		return true
	}
	return false
}

// years reads the value of year:.
func (l *lexer) years() bool {
	end := l.at
	for end < len(l.text) && !unicode.IsSpace(l.text[end]) && l.text[end] != ')' && l.text[end] != '(' {
		end++
	}
	value := strings.TrimRight(string(l.text[l.at:end]), ",;")
	if _, ok := parseYears(value); !ok {
		l.note("year: needs a year or a range like 2016..2018; it was taken as a word")
		l.emit(token{kind: kindWord, text: "year"})
		return true
	}
	l.at = end
	l.tokens = append(l.tokens, token{kind: kindField, text: "year"})
	l.emit(token{kind: kindWord, text: value})
	return true
}

// words emits the words of a run without spaces.
func (l *lexer) words(raw string) {
	if k, ok := operators[raw]; ok {
		l.emit(token{kind: k, text: raw})
		return
	}
	if name, _, colon := strings.Cut(raw, ":"); colon && isLetters(name) && !strings.HasPrefix(raw, name+"://") {
		l.note("%s: is not a field; it was searched as a word", name)
	}
	pieces := strings.FieldsFunc(raw, func(r rune) bool { return !isWordRune(r) && !isInner(r) })
	prefix := strings.HasSuffix(raw, "*")
	if strings.Contains(strings.TrimSuffix(raw, "*"), "*") {
		l.note("* stands for endings only; inside a word it was left out")
	}
	for i, piece := range pieces {
		piece = strings.TrimFunc(piece, func(r rune) bool { return !isWordRune(r) })
		if piece == "" {
			continue
		}
		last := i == len(pieces)-1
		star := last && prefix && utf8.RuneCountInString(piece) > 1 && strings.HasSuffix(raw, piece+"*")
		if last && prefix && !star {
			l.note("* stands for endings only after at least two letters")
		}
		l.emit(token{kind: kindWord, text: plain(piece), prefix: star})
	}
}

// plain lowers words that would read as operators.
func plain(word string) string {
	if _, ok := operators[word]; ok {
		return strings.ToLower(word)
	}
	return word
}

// cleanPhrase is the text between two quotation marks with single spaces, or "" when it holds no word. Control characters and
// backslashes are spaces: they have no part in a phrase.
func cleanPhrase(text []rune) string {
	s := strings.Map(func(r rune) rune {
		if r == '\\' || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, string(text))
	if !strings.ContainsFunc(s, isWordRune) {
		return ""
	}
	return strings.Join(strings.Fields(s), " ")
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' || r == '‟' }

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// isInner reports whether r holds a word together between two word runes: COVID-19, R&D, O'Hara, 3.5, and/or.
func isInner(r rune) bool {
	return strings.ContainsRune("-‐‑–—'’ʼ.&/_,@%+\u00ad\u200b\u200c\u200d\u2060\ufeff", r)
}

func isLetters(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}
