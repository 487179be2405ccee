package web

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Part is a piece of text, marked where it answers the query.
type Part struct {
	Text string
	Mark bool
}

// marks cuts text at highlights, given as [start, end) in code points. Ranges that overlap, run backwards or lie outside are cut
// to what is left of them, so the parts always join to text.
func marks(text string, highlights [][2]int) []Part {
	runes := []rune(text)
	var parts []Part
	add := func(from, to int, mark bool) {
		if from < to {
			parts = append(parts, Part{string(runes[from:to]), mark})
		}
	}
	at := 0
	for _, h := range highlights {
		start, end := max(h[0], at), min(h[1], len(runes))
		if start >= end {
			continue
		}
		add(at, start, false)
		add(start, end, true)
		at = end
	}
	add(at, len(runes), false)
	return parts
}

// wholePage is the length in bytes below which a snippet is likely all that its page says.
const wholePage = 120

// dotted shows where a snippet begins or ends within a sentence.
func dotted(parts []Part) []Part {
	length := 0
	for _, p := range parts {
		length += len(p.Text)
	}
	if length < wholePage {
		return parts
	}
	if first, _ := utf8.DecodeRuneInString(parts[0].Text); unicode.IsLower(first) || first == ',' {
		parts = append([]Part{{Text: "… "}}, parts...)
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(parts[len(parts)-1].Text, "\"'”’) "))
	if unicode.IsLetter(last) || unicode.IsDigit(last) || last == ',' || last == ';' {
		parts = append(parts, Part{Text: " …"})
	}
	return parts
}
