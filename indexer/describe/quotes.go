package describe

import (
	"strings"

	"academysearch/indexer/document"
	"academysearch/search"
)

// Quote is what a person said.
type Quote struct {
	Person string // search.PersonID
	Text   string // without quotation marks
}

// Limits of quotations.
const (
	leastQuote   = 3     // words; fewer are a term or an ironic word
	longestQuote = 4_000 // bytes
	quoteLines   = 8     // paragraphs of one quotation
	maxQuotes    = 1_000 // of one publication
)

// span is a run of tokens, to excluded.
type span struct{ from, to int }

// quotations finds what stands between double quotation marks, marks included. A quotation that is not closed runs to the end of the
// line, as the paragraphs of a long one do; one that is not opened begins with the line.
func quotations(ts []token) []span {
	var all []span
	open := -1
	for i := range ts {
		t := &ts[i]
		straight := t.isMark("\"")
		switch {
		case t.isMark("“") || straight && open < 0:
			if open < 0 {
				open = i
			}
		case t.isMark("”") || straight:
			all = append(all, span{max(open, 0), i + 1})
			open = -1
		}
	}
	if open >= 0 {
		all = append(all, span{open, len(ts)})
	}
	return all
}

// inside reports whether token i lies in one of the spans.
func inside(spans []span, i int) bool {
	for _, s := range spans {
		if i >= s.from && i < s.to {
			return true
		}
	}
	return false
}

// quotes gives the quotations of the lines whose speaker is known.
func (d *Describer) quotes(lines []line, kind string) []Quote {
	var all []Quote
	seen := map[Quote]bool{}
	for i := range lines {
		for _, a := range lines[i].said {
			if !a.person.sure {
				continue
			}
			id := search.PersonID(d.aliases.apply(a.person.public(kind)).Name)
			for _, text := range quotedText(lines, i) {
				if q := (Quote{id, text}); id != "" && !seen[q] && len(all) < maxQuotes {
					seen[q] = true
					all = append(all, q)
				}
			}
		}
	}
	return all
}

// saying is a place of a line that tells who speaks.
type saying struct{ person *person }

// quotedText collects the quotations that belong to the one person whom line i tells to speak: those of the line itself, else those
// of the paragraphs after a colon, else those of the paragraphs before an attribution.
func quotedText(lines []line, i int) []string {
	l := &lines[i]
	for _, other := range l.said {
		if other.person != l.said[0].person {
			return nil
		}
	}
	own := spansText(l, quotations(l.tokens))
	last := &l.tokens[len(l.tokens)-1]
	switch {
	case last.isMark(":") || last.isMark("”\"") && strings.Count(l.text, "“") > strings.Count(l.text, "”") || unclosed(l):
		return append(own, following(lines, i)...)
	case len(own) > 0:
		return own
	case i > 0 && attributes(lines, i):
		return preceding(lines, i)
	case i+1 < len(lines) && lines[i+1].quoted():
		return following(lines, i)
	}
	return nil
}

// unclosed reports whether the line's last quotation goes on in the next paragraph.
func unclosed(l *line) bool {
	spans := quotations(l.tokens)
	return len(spans) > 0 && !l.tokens[spans[len(spans)-1].to-1].isMark("”\"")
}

func spansText(l *line, spans []span) []string {
	var all []string
	for _, s := range spans {
		if text := plainQuote(l.slice(s.from, s.to)); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// following gives the paragraphs of a quotation that begins in the line after i.
func following(lines []line, i int) []string {
	var all []string
	for k := i + 1; k < len(lines) && k <= i+quoteLines && lines[k].quoted() && lines[k].doc == lines[i].doc && len(lines[k].said) == 0; k++ {
		if text := plainQuote(lines[k].text); text != "" {
			all = append(all, text)
		}
		if lines[k].kind != document.Quote && strings.HasSuffix(lines[k].text, "”") && !(k+1 < len(lines) && strings.HasPrefix(lines[k+1].text, "“")) {
			break
		}
	}
	return all
}

// preceding gives the paragraphs of a quotation that ends in the line before i.
func preceding(lines []line, i int) []string {
	var all []string
	for k := i - 1; k >= 0 && k >= i-quoteLines && lines[k].quoted() && len(lines[k].said) == 0; k-- {
		if text := plainQuote(lines[k].text); text != "" {
			all = append([]string{text}, all...)
		}
		if lines[k].kind != document.Quote && strings.Contains(lines[k].text, "”") && k < i-1 {
			break
		}
	}
	return all
}

// plainQuote cuts the quotation marks and what is no quotation: too few words.
func plainQuote(text string) string {
	text = strings.Join(strings.Fields(strings.Trim(text, " “”\"‘’")), " ")
	if len(text) > longestQuote {
		text = cutWords(text, longestQuote)
	}
	if len(strings.Fields(text)) < leastQuote {
		return ""
	}
	return text
}
