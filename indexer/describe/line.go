package describe

import (
	"strings"

	"academysearch/indexer/document"
)

// Limits of what is described; a longer publication is described by its beginning.
const (
	maxLines      = 60_000
	maxLineLength = 10_000   // bytes; the rest of a longer block becomes lines of its own
	maxText       = 16 << 20 // bytes
	shortLine     = 9        // words of a line that may be a heading
	proseLine     = 25       // words from which a line is prose that ends a list
)

// line is a block of a document: the unit in which names, dates and topics are found.
type line struct {
	text   string
	tokens []token
	kind   document.Kind
	doc    int // index of its document
	page   int // number of its page within the document, from 1
	order  int // number of the line within its document, from 0
	zone   zone
	title  bool // the title of the document
	pdf    bool
	names  []mention
	said   []saying // who speaks in the line
}

// words counts the words and numbers of the line.
func (l *line) words() int {
	n := 0
	for i := range l.tokens {
		if l.tokens[i].kind != mark {
			n++
		}
	}
	return n
}

// slice is the text of the tokens from i up to j (excluded), white space folded.
func (l *line) slice(i, j int) string {
	if i >= j || i < 0 || j > len(l.tokens) {
		return ""
	}
	return strings.Join(strings.Fields(l.text[l.tokens[i].start:l.tokens[j-1].end]), " ")
}

// maxEvidence limits an evidence span in bytes.
const maxEvidence = 300

// evidence is the text of the tokens from i up to j exactly as it stands in the line, cut at a word where it is too long.
func (l *line) evidence(i, j int) string {
	i, j = max(i, 0), min(j, len(l.tokens))
	for j > i+1 && l.tokens[j-1].end-l.tokens[i].start > maxEvidence {
		j--
	}
	if i >= j {
		return ""
	}
	return l.text[l.tokens[i].start:l.tokens[j-1].end]
}

// sentence gives the first token and the one after the last of the sentence that holds token i.
func (l *line) sentence(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && l.tokens[from-1].sentence == l.tokens[i].sentence {
		from--
	}
	for to < len(l.tokens) && l.tokens[to].sentence == l.tokens[i].sentence {
		to++
	}
	return from, to
}

// quoted reports whether the line is the words of somebody: it is marked as a quotation, or it begins or ends with quotation marks.
func (l *line) quoted() bool {
	if l.kind == document.Quote {
		return true
	}
	if len(l.tokens) < 3 {
		return false
	}
	first, last := &l.tokens[0], &l.tokens[len(l.tokens)-1]
	return first.isMark("“\"") || last.isMark("”\"") && strings.Count(l.text, "“") == 0 || first.isMark("‘") && last.isMark("’")
}

// lines flattens the documents of a publication. The title of a document comes first where its first lines do not repeat it.
func (d *Describer) lines(docs []document.Document) []line {
	var all []line
	left := maxText
	for i := range docs {
		begin := len(all)
		all = d.appendDocument(all, &docs[i], i, &left)
		d.lex.assignZones(all[begin:])
	}
	return all
}

// appendDocument adds the lines of one document, as long as bytes are left.
func (d *Describer) appendDocument(all []line, doc *document.Document, index int, left *int) []line {
	pdf := doc.MediaType == "application/pdf"
	begin := len(all)
	add := func(text string, kind document.Kind, page int) {
		for text != "" && len(all) < maxLines && *left > 0 {
			*left -= min(len(text), maxLineLength)
			var piece string
			piece, text = cutLine(text)
			all = append(all, line{text: piece, tokens: d.lex.tokens(piece), kind: kind, doc: index, page: page, order: len(all) - begin, pdf: pdf})
		}
	}
	if doc.Title != "" && !trustsNot(doc.TitleSource) && !opens(doc, doc.Title) {
		add(doc.Title, document.Heading, 1)
	}
	for i, page := range doc.Pages {
		for _, b := range page.Blocks {
			for text := range strings.SplitSeq(b.Text, "\n") {
				add(strings.TrimSpace(text), b.Kind, i+1)
			}
		}
	}
	all = joinDates(all, begin)
	for i := begin; i < len(all) && i < begin+8; i++ {
		all[i].title = doc.Title != "" && sameText(all[i].text, doc.Title)
	}
	return all
}

// joinDates makes one line of a date that is set on three: "24", "April", "2018".
func joinDates(all []line, begin int) []line {
	kept := all[:begin]
	for i := begin; i < len(all); i++ {
		if i+2 < len(all) && len(all[i].tokens) == 1 && len(all[i+1].tokens) == 1 && len(all[i+2].tokens) == 1 {
			day, month, year := &all[i].tokens[0], &all[i+1].tokens[0], &all[i+2].tokens[0]
			if day.kind == number && len(day.text) <= 2 && month.is(isMonth) && year.kind == number && len(year.text) == 4 {
				kept = append(kept, oneLine(all[i:i+3]))
				i += 2
				continue
			}
		}
		kept = append(kept, all[i])
	}
	return kept
}

// oneLine joins lines of one token each; the text keeps the line breaks.
func oneLine(lines []line) line {
	l := lines[0]
	for _, next := range lines[1:] {
		t := next.tokens[0]
		t.start, t.end = len(l.text)+1, len(l.text)+1+len(t.text)
		l.text += "\n" + t.text
		l.tokens = append(l.tokens, t)
	}
	return l
}

// cutLine splits an overlong text at a space.
func cutLine(text string) (piece, rest string) {
	if len(text) <= maxLineLength {
		return text, ""
	}
	cut := strings.LastIndexByte(text[:maxLineLength], ' ')
	if cut <= 0 {
		return text[:maxLineLength], text[maxLineLength:]
	}
	return text[:cut], strings.TrimLeft(text[cut:], " ")
}

// opens reports whether the title stands among the first blocks of the document.
func opens(doc *document.Document, title string) bool {
	blocks := 0
	for _, page := range doc.Pages {
		for _, b := range page.Blocks {
			if blocks++; blocks > 8 {
				return false
			}
			if sameText(b.Text, title) {
				return true
			}
		}
	}
	return false
}

func sameText(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
