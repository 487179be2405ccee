package describe

import (
	"strings"

	"academysearch/indexer/document"
)

// standing reads a date that no words explain, but its place does: a line or a cell of its own in the head of the document.
func (d *Describer) standing(lines []line, i int, m *mentionedDate, c dateContext) (dateKind, int, int) {
	l := &lines[i]
	if diaryEntry(l, m) {
		return eventDate, m.from, m.from
	}
	if l.order >= headLines || l.page > 2 || l.zone != body && l.zone != agenda || l.quoted() {
		return noDate, m.from, m.from
	}
	cell := cellOf(l, m)
	if cell.label == "date" && meetingLabels(lines, i) {
		joinClock(lines, i, m)
		return eventDate, m.from, m.from
	}
	switch {
	case cell.news && cell.words == 0, dateline(l, m):
		return published, m.from, m.from
	case endsSentence(l) && cell.words > 3:
		return noDate, m.from, m.from
	case cell.words == 0 && l.kind != document.Row && m.start.day > 0 && m.clock == "" && !m.ranged() && (c.news || newsKinds[c.kind]):
		return published, m.from, m.from
	case cell.words > 14 || c.dates > 1 && !l.title:
		return noDate, m.from, m.from
	case m.start.day > 0 && (m.clock != "" || m.ranged() || cell.place || l.zone == agenda):
		return eventDate, m.from, m.from
	case m.fuzzy && (l.pdf || newsKinds[c.kind]) && cell.words <= 2:
		return published, m.from, m.from
	case l.kind == document.Row, l.title || cell.words > 2 || m.start.month == 0 || m.ranged():
		return noDate, m.from, m.from
	case m.start.day > 0 && heldOnDay(c.kind, l.pdf):
		return eventDate, m.from, m.from
	}
	return published, m.from, m.from
}

// newsKinds are kinds of publication whose date line is that of publication.
var newsKinds = map[string]bool{"press release": true, "statement": true, "letter": true, "blog": true, "consultation response": true, "newsletter": true}

// dateline reports whether a news item begins with its date: "June 2013 – The Academy today announced …".
func dateline(l *line, m *mentionedDate) bool {
	return m.from == 0 && !m.ranged() && m.clock == "" && m.to < len(l.tokens) && l.tokens[m.to].isMark("–—-:") && endsSentence(l) && containsLow(l, "today")
}

// saysToday reports whether the head of a document tells what happened "today", as news do.
func saysToday(lines []line) bool {
	for i := range lines {
		if l := &lines[i]; l.doc == 0 && l.order < headLines && containsLow(l, "today") {
			return true
		}
	}
	return false
}

// diaryEntry reports whether a line begins with a weekday and its date, and goes on with a time of day or an event: "Wednesday 7
// November 2001, 14.00. Symposium on …".
func diaryEntry(l *line, m *mentionedDate) bool {
	if m.from != 0 || !m.hasWeekday || !m.start.full() {
		return false
	}
	for i := m.to; i < len(l.tokens) && i < m.to+8; i++ {
		if m.clock != "" || m.ranged() || l.tokens[i].is(isEventNoun) {
			return true
		}
	}
	return false
}

// cell is what stands beside a date in its line, or in its cell where the line has several.
type cell struct {
	words int    // beside the date, in its cell
	place bool   // a word of the line names a place
	news  bool   // another cell says "News" or the like
	label string // "date" before a colon
}

var newsLabels = map[string]bool{"news": true, "blog": true, "statement": true, "press": true, "release": true, "article": true, "published": true}

// cellOf looks at what stands beside a date.
func cellOf(l *line, m *mentionedDate) cell {
	var c cell
	from, to := m.from, m.to
	table := strings.Count(l.text, " | ") > 1
	for from > 0 && !l.tokens[from-1].isMark("|•·") {
		from--
	}
	for to < len(l.tokens) && !l.tokens[to].isMark("|•·") {
		to++
	}
	for i := range l.tokens {
		t := &l.tokens[i]
		if i >= m.from && i < m.to || t.kind == mark {
			continue
		}
		c.place = c.place || t.is(isPlace|isEventNoun) && !table
		if i >= from && i < to {
			c.words++
			continue
		}
		c.news = c.news || newsLabels[t.low]
	}
	if m.from >= 2 && l.tokens[m.from-1].isMark(":") {
		c.label = l.tokens[m.from-2].low
	}
	return c
}

// meetingLabels reports whether a line beside line i is labelled with the time or the place of a meeting.
func meetingLabels(lines []line, i int) bool {
	for k := max(0, i-2); k < len(lines) && k <= i+2; k++ {
		if k != i && len(lines[k].tokens) > 2 && lines[k].tokens[1].isMark(":") && meetingLabel[lines[k].tokens[0].low] {
			return true
		}
	}
	return false
}

var meetingLabel = map[string]bool{"time": true, "venue": true, "where": true, "location": true, "place": true, "platform": true, "when": true, "speaker": true, "speakers": true}

// joinClock takes the time of day from a line labelled so beside the date's.
func joinClock(lines []line, i int, m *mentionedDate) {
	for k := max(0, i-1); k < len(lines) && k <= i+1 && m.clock == "" && m.start.full(); k++ {
		if l := &lines[k]; len(l.tokens) > 2 && l.tokens[0].low == "time" && l.tokens[1].isMark(":") {
			m.clock, _ = timeOfDay(l.tokens, 2)
		}
	}
}

// heldOnDay reports whether the day in the head of such a publication is that of the meeting. The cover of a report shows the day of
// the meeting, the page about it shows when it was written.
func heldOnDay(kind string, pdf bool) bool {
	switch kind {
	case "event", "lecture":
		return true
	case "meeting report", "workshop report", "symposium report", "roundtable summary":
		return pdf
	}
	return false
}
