package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// border is what stands between two pieces of text on one line.
type border int

// The borders of inline text, weakest first.
const (
	none  border = iota
	style        // the edge of <b>, <i>, <sup>, …: usually inside a word or beside a space
	edge         // the edge of a link
	joint        // the end of one link or span and, at once, the beginning of the next: always two words
)

// line gathers the text of one block. Browsers draw a gap between neighbours that the markup leaves out (links in a row, a bold
// label before its value), so a plain concatenation glues words that readers see apart.
type line struct {
	text    strings.Builder
	between border
	closed  bool // the last thing was the end of a link or span
	tail    string
}

// write adds text, with a space before it where the border to what stands already asks for one.
func (l *line) write(s string) {
	if strings.ContainsFunc(s, invisible) {
		s = strings.Map(visibleOnly, s)
	}
	if s == "" {
		return
	}
	head, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(l.tail)
	if l.between != none && l.tail != "" && !space(head) && !space(last) && parted(l.tail, s, l.between) {
		l.text.WriteByte(' ')
	}
	l.text.WriteString(s)
	l.tail = l.tail[max(0, len(l.tail)-16):] + s
	l.tail = l.tail[max(0, len(l.tail)-32):]
	l.between, l.closed = none, false
}

func visibleOnly(r rune) rune {
	if invisible(r) {
		return -1
	}
	return r
}

// open notes the beginning of an inline element.
func (l *line) open(n *html.Node) {
	switch b := borderOf(n); {
	case b == edge && l.closed:
		l.between = joint
	case b == edge && isElement(n, atom.A):
		l.between = max(l.between, edge)
	default:
		l.between = max(l.between, style)
	}
}

// shut notes its end.
func (l *line) shut(n *html.Node) {
	b := borderOf(n)
	if b == edge {
		l.closed = true
	}
	if b == edge && !isElement(n, atom.A) {
		b = style
	}
	l.between = max(l.between, b)
}

// take gives the folded text and starts anew.
func (l *line) take() string {
	s := fold(l.text.String())
	l.text.Reset()
	l.between, l.closed, l.tail = none, false, ""
	return s
}

// borderOf gives the border that an inline element makes.
func borderOf(n *html.Node) border {
	if isElement(n, atom.B, atom.I, atom.Em, atom.Strong, atom.U, atom.S, atom.Small, atom.Sub, atom.Sup, atom.Font, atom.Mark, atom.Abbr, atom.Cite,
		atom.Q, atom.Code, atom.Wbr, atom.Bdi, atom.Bdo, atom.Dfn, atom.Ins, atom.Del, atom.Var, atom.Kbd, atom.Tt, atom.Big) {
		return style
	}
	return edge
}

// parted decides whether a border between the end of one text and the beginning of the next is a border of words.
func parted(before, after string, b border) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	head, _ := utf8.DecodeRuneInString(after)
	if b == joint {
		return !strings.ContainsRune("([{“‘/-–—@#", last) && (wordy(head) || strings.ContainsRune("([“‘&", head))
	}
	if wordy(last) && wordy(head) {
		return b == edge && !suffix(after) || b == style && camel(before, head)
	}
	return strings.ContainsRune(".,;:!?)]%”", last) && unicode.IsLetter(head) && !webAddress(before, after)
}

// suffix reports whether s begins with an ending that belongs to the word before: "cohort</a>s".
func suffix(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	switch s[:end] {
	case "s", "es", "d", "ed", "ing", "ly", "al", "er", "ers", "n", "th", "st", "nd", "rd", "’s", "'s":
		return true
	}
	return false
}

// camel reports whether a capital follows a small letter or digit of a longer word: `said</b>Professor`, but not `m<b>RNA</b>`.
func camel(before string, head rune) bool {
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !wordy(r) })+1:]
	last, _ := utf8.DecodeLastRuneInString(word)
	return utf8.RuneCountInString(word) > 2 && unicode.IsLower(last) && unicode.IsUpper(head)
}

// webAddress reports whether the border stands in a web address or the like, where punctuation ends no word.
func webAddress(before, after string) bool {
	word := before[strings.LastIndexFunc(before, space)+1:]
	return strings.Contains(word, "://") || strings.Contains(word, "www.") || strings.Contains(word, "@") || strings.HasPrefix(after, "com") ||
		strings.HasSuffix(before, ".") && len(word) == 2
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
