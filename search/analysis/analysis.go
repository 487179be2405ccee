// Package analysis turns text into the terms that are indexed and searched: one function for both ends, so that what is written
// one way is found when asked for another way. It knows no engine and no query language.
//
// A term is a word folded but unstemmed (Müller → muller). Words joined by hyphens are indexed apart and as one (anti-microbial →
// anti, microbial, antimicrobial). Key folds a term further, to what words of one stem share in British and American spelling;
// engines look terms up by key, and by the term itself where a reader quotes.
package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTermLength is the length in bytes at which longer terms are cut: no word is that long, but a base-64 blob is.
const maxTermLength = 64

// maxJoined is the number of parts up to which a hyphenated compound is also indexed as one term.
const maxJoined = 4

// Token is one term of a text.
type Token struct {
	Term   string // folded, unstemmed
	Start  int    // bytes of the text, [Start, End)
	End    int
	Pos    int  // from 1; the parts of a compound have positions of their own
	Joined bool // a compound as one term; it shares the position of its last part
}

// Tokens appends the terms of text to dst, by position. Their Terms may share memory with text.
func Tokens(dst []Token, text string) []Token {
	t := tokenizer{text: text, out: dst, pos: 1}
	return t.run()
}

// Starts are the bytes that terms begin with.
type Starts [256]bool

// Add puts in the byte that term begins with.
func (s *Starts) Add(term string) {
	if term != "" {
		s[term[0]] = true
	}
}

// TokensStarting is Tokens for those who look for a few terms in a long text: most words that begin with none of the bytes are left
// out unread. The others keep their positions.
func TokensStarting(dst []Token, text string, starts *Starts) []Token {
	t := tokenizer{text: text, out: dst, pos: 1, starts: starts}
	return t.run()
}

// The classes of ASCII bytes; everything above ASCII goes the slow way.
const (
	other = iota
	lower
	upper
	digit
	joiner
	beyond
)

var class = func() (table [256]byte) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = beyond
		case c >= 'a' && c <= 'z':
			table[c] = lower
		case c >= 'A' && c <= 'Z':
			table[c] = upper
		case c >= '0' && c <= '9':
			table[c] = digit
		case strings.IndexByte("-'.,&", byte(c)) >= 0:
			table[c] = joiner
		}
	}
	return table
}()

// tokenizer walks one text.
type tokenizer struct {
	text   string
	out    []Token
	pos    int
	starts *Starts // nil: every term is wanted
}

func (t *tokenizer) run() []Token {
	for i := 0; i < len(t.text); {
		c := t.text[i]
		if c < utf8.RuneSelf && class[c] == other {
			i++
			continue
		}
		i = t.chunk(i)
	}
	return t.out
}

// wanted reports whether a plain word that begins at i may be one that is looked for.
func (t *tokenizer) wanted(i int) bool {
	c := t.text[i]
	if class[c] == upper {
		c += 'a' - 'A'
	}
	return t.starts == nil || t.starts[c]
}

// chunk reads one run without spaces from i and returns where to go on. Runs of ASCII letters and digits are the common case.
func (t *tokenizer) chunk(i int) int {
	start, capitals := i, false
	for ; i < len(t.text); i++ {
		switch class[t.text[i]] {
		case lower, digit:
			continue
		case upper:
			capitals = true
			continue
		case joiner, beyond:
			return t.compound(start)
		}
		break
	}
	if !t.wanted(start) {
		t.pos++
		return i
	}
	term := t.text[start:i]
	if capitals {
		term = lowerASCII(term)
	}
	t.emit(Token{Term: term, Start: start, End: i})
	return i
}

// emit gives a token the next position.
func (t *tokenizer) emit(tok Token) {
	if len(tok.Term) > maxTermLength {
		tok.Term = strings.ToValidUTF8(tok.Term[:maxTermLength], "")
	}
	tok.Pos = t.pos
	t.pos++
	t.out = append(t.out, tok)
}

func lowerASCII(s string) string {
	var buf [maxTermLength]byte
	b := append(buf[:0], s[:min(len(s), maxTermLength)]...)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// part is a piece of a compound, [start, end) in bytes of the text.
type part struct{ start, end int }

// compound reads a run that holds joiners or letters beyond ASCII: it finds its parts and emits them, apart and as one.
func (t *tokenizer) compound(start int) int {
	var buf [8]part
	parts, end := t.parts(buf[:0], start)
	first := len(t.out)
	for _, p := range parts {
		if term := Fold(t.text[p.start:p.end]); term != "" {
			t.emit(Token{Term: term, Start: p.start, End: p.end})
		}
	}
	t.join(t.out[first:])
	return end
}

// join emits the parts of a compound as one term, unless they are numbers only ("2016-2018") or too many.
func (t *tokenizer) join(parts []Token) {
	if len(parts) < 2 || len(parts) > maxJoined {
		return
	}
	joined, letters := "", false
	for _, p := range parts {
		joined += p.Term
		letters = letters || strings.ContainsFunc(p.Term, unicode.IsLetter)
	}
	if letters && len(joined) <= maxTermLength {
		last := parts[len(parts)-1]
		t.out = append(t.out, Token{Term: joined, Start: parts[0].Start, End: last.End, Pos: last.Pos, Joined: true})
	}
}

// parts cuts the run that starts at start at its hyphens, and returns where it ends. A run without any word rune has no parts.
func (t *tokenizer) parts(dst []part, start int) (parts []part, end int) {
	from, i := start, start
	for i < len(t.text) {
		r, size := utf8.DecodeRuneInString(t.text[i:])
		switch {
		case isWord(r) || isInvisible(r):
			i += size
			continue
		case i > from && isHyphen(r) && t.wordAt(i+size):
			dst = append(dst, part{from, i})
			from = i + size
			i = from
			continue
		case i > from && t.holds(r, from, i, size):
			i += size
			continue
		}
		break
	}
	if i > from {
		dst = append(dst, part{from, i})
	}
	if i == start { // not a letter at all
		_, size := utf8.DecodeRuneInString(t.text[i:])
		i += size
	}
	return dst, i
}

// wordAt reports whether a word rune stands at i.
func (t *tokenizer) wordAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(t.text[i:])
	return isWord(r)
}

// holds reports whether the sign r at i keeps what stands before it (from from) and after it in one part: O'Hara, R&D, U.K., 3.5,
// 10,000.
func (t *tokenizer) holds(r rune, from, i, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(t.text[from:i])
	after, _ := utf8.DecodeRuneInString(t.text[i+size:])
	switch r {
	case '\'', '’', 'ʼ':
		return unicode.IsLetter(before) && unicode.IsLetter(after)
	case '.':
		if unicode.IsDigit(before) {
			return unicode.IsDigit(after)
		}
		return t.initial(from, i) && t.single(i+size)
	case ',':
		return unicode.IsDigit(before) && t.thousands(i+size)
	case '&':
		return i-from <= 2 && unicode.IsLetter(before) && unicode.IsLetter(after) && !t.letters(i+size, 3)
	}
	return false
}

// initial reports whether text[from:i] is one letter, or letters with full stops between them.
func (t *tokenizer) initial(from, i int) bool {
	for k := from; k < i; k += 2 {
		if c := class[t.text[k]]; c != lower && c != upper || k+1 < i && t.text[k+1] != '.' {
			return false
		}
	}
	return (i-from)%2 == 1
}

// single reports whether exactly one ASCII letter stands at i.
func (t *tokenizer) single(i int) bool { return t.letters(i, 1) && !t.letters(i, 2) }

// letters reports whether n ASCII letters stand at i.
func (t *tokenizer) letters(i, n int) bool {
	for k := i; k < i+n; k++ {
		if k >= len(t.text) || class[t.text[k]] != lower && class[t.text[k]] != upper {
			return false
		}
	}
	return true
}

// thousands reports whether exactly three digits stand at i.
func (t *tokenizer) thousands(i int) bool {
	n := 0
	for i+n < len(t.text) && class[t.text[i+n]] == digit {
		n++
	}
	return n == 3
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// isInvisible reports signs that typesetting leaves inside words: soft hyphen, zero-width space and joiners, byte order mark.
func isInvisible(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200d' || r == '\u2060' || r == '\ufeff'
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '–' }
