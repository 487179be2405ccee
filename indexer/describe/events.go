package describe

import (
	"fmt"
	"slices"
	"strings"

	"academysearch/indexer/document"
	"academysearch/search"
)

// dated is what the lines of a publication say about its dates.
type dated struct {
	events    []search.Event
	published []search.Date // in the order of the text
	warnings  []string
}

// headLines is how many lines from its start belong to the head of a document: its title, date line and summary.
const headLines = 14

// findDates reads the dates of all lines.
func (d *Describer) findDates(lines []line, kind string) dated {
	var found dated
	year, news := titleYear(lines), saysToday(lines)
	for i := range lines {
		l := &lines[i]
		if l.zone == references || l.zone == cards || l.kind == document.Footnote || len(l.tokens) == 0 {
			continue
		}
		all := scanDates(l.tokens)
		if _, slug := slugAt(l.tokens); slug {
			continue
		}
		for n := range all {
			low, high := 0, len(l.tokens)
			if n > 0 {
				low = all[n-1].to
			}
			if n+1 < len(all) {
				high = all[n+1].from
			}
			d.place(&found, lines, i, &all[n], dateContext{low, high, year, kind, len(all), news})
		}
	}
	found.events = tidyEvents(found.events)
	return found
}

// dateContext is what decides about one date besides its own words.
type dateContext struct {
	low, high int // tokens of its line that no other date holds
	year      int // from the title, or 0
	kind      string
	dates     int  // in the line
	news      bool // the head of the document tells what happened today
}

// place files one date under events or published, or drops it.
func (d *Describer) place(found *dated, lines []line, i int, m *mentionedDate, c dateContext) {
	l := &lines[i]
	if m.span || d.parenthetical(l, m) {
		return
	}
	kind, from, to := d.lex.classify(l, m, c.low, c.high)
	if !m.start.full() && m.start.year == 0 {
		if kind = withoutYear(kind, m); kind != eventDate {
			return
		}
		if !m.completeYear(c.year) {
			found.warnings = append(found.warnings, fmt.Sprintf("date without a year: %q", l.evidence(m.from, m.to)))
			return
		}
	}
	confidence := search.High
	if m.hasWeekday && m.start.full() && m.start.weekdayOf() != m.weekday {
		found.warnings = append(found.warnings, fmt.Sprintf("weekday disagrees with date: %q", l.evidence(m.from, m.to)))
		confidence = search.Low
	}
	if m.typo {
		confidence = search.Low
	}
	if kind == noDate {
		kind, from, to = d.standing(lines, i, m, c)
		if confidence == search.High {
			confidence = search.Medium
		}
	}
	evidence := l.evidence(min(from, m.from), max(to, m.to))
	switch kind {
	case eventDate:
		if m.start.month > 0 || m.from-to <= yearCueReach && from-m.to <= yearCueReach {
			found.events = append(found.events, m.event(confidence, evidence))
		}
	case published, embargo:
		if !m.ranged() {
			found.published = append(found.published, search.Date{
				Value: m.start.iso(), Precision: m.start.precision(), Source: dateSource(kind, l, from, to), Confidence: confidence, Evidence: evidence,
			})
		}
	}
}

// yearCueReach is how close to a year alone the words must stand that make it the year of an event.
const yearCueReach = 4

// withoutYear makes an event of a date without a year that has a weekday.
func withoutYear(kind dateKind, m *mentionedDate) dateKind {
	if kind == noDate && m.hasWeekday {
		return eventDate
	}
	return kind
}

// completeYear takes a missing year from the title, if the weekday agrees.
func (m *mentionedDate) completeYear(year int) bool {
	if year == 0 || !m.hasWeekday {
		return false
	}
	start := calendarDay{year, m.start.month, m.start.day}
	if !start.real() || start.weekdayOf() != m.weekday {
		return false
	}
	m.setYear(year)
	return true
}

// dateSource names where a published date stands.
func dateSource(kind dateKind, l *line, from, to int) string {
	switch {
	case kind == embargo:
		return "embargo"
	case to == from && l.pdf:
		return "cover"
	}
	return "text"
}

func (c calendarDay) precision() search.Precision {
	switch {
	case c.day > 0:
		return search.Day
	case c.month > 0:
		return search.Month
	}
	return search.Year
}

// event writes the date as an event.
func (m *mentionedDate) event(confidence search.Confidence, evidence string) search.Event {
	e := search.Event{Start: m.start.iso(), Precision: m.start.precision(), Source: "text", Confidence: confidence, Evidence: evidence}
	if m.ranged() {
		e.End = m.end.iso()
	}
	if m.clock != "" && m.start.full() {
		e.Start += "T" + m.clock
	}
	return e
}

// parenthetical reports whether a year stands in brackets, as after the title of another report.
func (d *Describer) parenthetical(l *line, m *mentionedDate) bool {
	return m.from > 0 && m.to < len(l.tokens) && l.tokens[m.from-1].isMark("([") && l.tokens[m.to].isMark(")]") && m.start.day == 0
}

// titleYear is the only year that the titles of the publication name, or 0.
func titleYear(lines []line) int {
	year := 0
	for i := range lines {
		l := &lines[i]
		if !l.title && l.order > 0 || l.doc > 0 {
			continue
		}
		for _, m := range scanDates(l.tokens) {
			if m.span || year != 0 && m.start.year != year {
				return 0
			}
			year = m.start.year
		}
	}
	return year
}

// standing reads a date that no words explain, but its place does: a line or a cell of its own in the head of the document.
func (d *Describer) standing(lines []line, i int, m *mentionedDate, c dateContext) (dateKind, int, int) {
	l := &lines[i]
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
	case cell.words == 0 && m.start.day > 0 && m.clock == "" && !m.ranged() && (c.news || newsKinds[c.kind]):
		return published, m.from, m.from
	case cell.words > 14 || c.dates > 1 && !l.title:
		return noDate, m.from, m.from
	case m.start.day > 0 && (m.clock != "" || m.ranged() || cell.place || m.hasWeekday && !l.pdf && cell.words <= 4 || l.zone == agenda):
		return eventDate, m.from, m.from
	case m.fuzzy && (l.pdf || c.kind == "newsletter") && cell.words <= 2:
		return published, m.from, m.from
	case l.title || cell.words > 2 || m.start.month == 0 || m.ranged():
		return noDate, m.from, m.from
	case m.start.day > 0 && heldOnDay(c.kind):
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
		c.place = c.place || t.is(isPlace|isEventNoun)
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

// heldOnDay reports whether the day in the head of such a publication is that of the meeting.
func heldOnDay(kind string) bool {
	switch kind {
	case "event", "lecture", "meeting report", "workshop report", "symposium report", "roundtable summary":
		return true
	}
	return false
}

// maxEvents limits the events of one publication.
const maxEvents = 200

// tidyEvents sorts the events, joins equal ones and drops those that a more precise one covers.
func tidyEvents(all []search.Event) []search.Event {
	type days struct{ start, end string }
	seen := map[days]bool{}
	var distinct []search.Event
	for _, e := range all {
		if key := (days{e.Start, e.End}); !seen[key] && len(distinct) < maxEvents {
			seen[key] = true
			distinct = append(distinct, e)
		}
	}
	slices.SortStableFunc(distinct, func(a, b search.Event) int { return strings.Compare(a.Start, b.Start) })
	var kept []search.Event
	for i, e := range distinct {
		if !covered(distinct, i) {
			kept = append(kept, e)
		}
	}
	return kept
}

// covered reports whether another event says the same as event i more precisely, or lasts over it.
func covered(all []search.Event, i int) bool {
	e := all[i]
	for k, other := range all {
		if k == i {
			continue
		}
		if strings.HasPrefix(other.Start, e.Start) && (e.End == "" || e.End == other.End) && len(other.Start)+len(other.End) > len(e.Start)+len(e.End) {
			return true
		}
		if day := e.Start[:min(len("2006-01-02"), len(e.Start))]; other.End != "" && e.End == "" && e.Precision == search.Day && day > other.Start && day <= other.End {
			return true
		}
	}
	return false
}
