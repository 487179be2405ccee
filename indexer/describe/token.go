package describe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind tells words from numbers and marks.
type tokenKind uint8

const (
	word   tokenKind = iota // begins with a letter; apostrophes and hyphens inside belong to it ("O'Farrell", "COVID-19")
	number                  // digits only
	mark                    // any other character
)

// token is a piece of a line. start and end are byte offsets into the line's text.
type token struct {
	text, low  string // as written; in lower case with straight apostrophes and hyphens
	start, end int
	sentence   int // number of its sentence in the line
	kind       tokenKind
	class      class
}

// is reports whether the token is in one of the word classes.
func (t *token) is(c class) bool { return t.class&c != 0 }

// isMark reports whether the token is one of the given characters.
func (t *token) isMark(marks string) bool {
	return t.kind == mark && t.text != "" && strings.Contains(marks, t.text)
}

// capital reports whether the token is a word that begins with an upper-case letter.
func (t *token) capital() bool {
	if t.kind != word {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsUpper(r)
}

// initial reports whether the token stands for a forename: "K", "J.R." or "J-P".
func (t *token) initial() bool {
	if !t.capital() {
		return false
	}
	letters := 0
	for _, r := range t.text {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r != '.' && r != '-':
			return false
		}
	}
	return letters == 1 || letters <= 3 && strings.ContainsAny(t.text, ".-")
}

// upper counts the upper-case letters of the token.
func (t *token) upper() int {
	n := 0
	for _, r := range t.text {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// allCapitals reports whether a word of more than one letter has no lower-case letter.
func (t *token) allCapitals() bool {
	return t.kind == word && len(t.text) > 1 && strings.IndexFunc(t.text, unicode.IsLower) < 0
}

const (
	openQuotes  = "“‘\"«„"
	closeQuotes = "”’\"»"
	dashes      = "–—-‐‑−"
)

// tokens splits a line. It never fails: bytes that are no UTF-8 become marks.
func (lex *lexicon) tokens(text string) []token {
	all := make([]token, 0, len(text)/5+2)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end, kind := i+size, mark
		switch {
		case unicode.IsSpace(r):
			i = end
			continue
		case unicode.IsLetter(r):
			end, kind = wordEnd(text, i), word
			if ordinal := i + len("th"); end > ordinal && i > 0 && unicode.IsDigit(rune(text[i-1])) && text[ordinal] == '-' {
				end = ordinal // "15th-16th"
			}
		case unicode.IsDigit(r):
			end, kind = numberEnd(text, i), number
		}
		t := token{text: text[i:end], start: i, end: end, kind: kind}
		t.low = fold(t.text)
		if kind == word {
			t.class = lex.classOf(t.low)
		}
		all = append(all, t)
		i = end
	}
	lex.markSentences(all)
	return all
}

// wordEnd is where the word that begins at i ends. Apostrophes, hyphens and the full stops of "J.R." and "e.g." stay inside.
func wordEnd(text string, i int) int {
	begin := i
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case strings.ContainsRune("'’‘ʼ-‐‑\u00ad", r) && (unicode.IsLetter(next) || unicode.IsDigit(next)):
			i += size
		case r == '.' && dotted(text[begin:i]) && unicode.IsLetter(next):
			i += size
		case r == '.' && strings.Contains(text[begin:i], ".") && dotted(text[begin:i]):
			return i + size
		default:
			return i
		}
	}
	return i
}

// dotted reports whether the piece after the last full stop of w is one or two letters, as in "J", "J.R" and "Ph.D".
func dotted(w string) bool {
	last := w[strings.LastIndexByte(w, '.')+1:]
	return len(last) == 1 || len(last) == 2 && strings.Contains(w, ".") || w == "Ph"
}

func numberEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsDigit(r) {
			break
		}
		i += size
	}
	return i
}

// fold lowers a word and writes apostrophes and hyphens the plain way, soft hyphens not at all.
func fold(w string) string {
	w = strings.ToLower(w)
	if strings.IndexFunc(w, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		return w
	}
	return folding.Replace(w)
}

var folding = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "‐", "-", "‑", "-", "\u00ad", "")

// markSentences numbers the sentences: one ends at ".", "!" or "?" (and closing quotes) before a capital, a number or a quote, unless
// the full stop belongs to an abbreviation or an initial.
func (lex *lexicon) markSentences(all []token) {
	sentence := 0
	for i := range all {
		all[i].sentence = sentence
		if !all[i].isMark(".!?…") || i+1 >= len(all) {
			continue
		}
		if all[i].text == "." && !lex.fullStop(all, i) {
			continue
		}
		j := i + 1
		for j < len(all) && all[j].isMark(closeQuotes) && all[j].start == all[j-1].end {
			all[j].sentence = sentence
			j++
		}
		if j < len(all) && (all[j].kind == number || all[j].capital() || all[j].isMark(openQuotes+"(–—•[")) {
			sentence++
		}
	}
}

// fullStop reports whether the "." at i can end a sentence.
func (lex *lexicon) fullStop(all []token, i int) bool {
	if all[i+1].start == all[i].end && !all[i+1].isMark(closeQuotes) {
		return false // "13.30", "www.example.org"
	}
	if i == 0 || all[i-1].end != all[i].start {
		return true
	}
	before := &all[i-1]
	return !before.is(isAbbreviation) && (!before.initial() || before.text == "I")
}
