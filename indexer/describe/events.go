package describe

import (
	"cmp"
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
	year := titleYear(lines)
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
			d.place(&found, lines, i, &all[n], dateContext{low, high, year, kind, len(all)})
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
	dates     int // in the line
}

// place files one date under events or published, or drops it.
func (d *Describer) place(found *dated, lines []line, i int, m *mentionedDate, c dateContext) {
	l := &lines[i]
	if m.span || d.parenthetical(l, m) {
		return
	}
	kind, from, to := d.lex.classify(l, m, c.low, c.high)
	if !m.start.full() && m.start.year == 0 {
		if kind = sittingKind(kind, m); kind != eventDate {
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
		if m.start.month > 0 || to <= m.from && m.from-to <= 4 {
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

// sittingKind makes an event of a date without a year that has a weekday.
func sittingKind(kind dateKind, m *mentionedDate) dateKind {
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

// standing reads a date that no words explain, but its place does: a line of its own in the head of the document.
func (d *Describer) standing(lines []line, i int, m *mentionedDate, c dateContext) (dateKind, int, int) {
	l := &lines[i]
	if l.order >= headLines || l.page > 2 || l.zone != body || l.quoted() || m.fuzzy && !l.pdf {
		return noDate, m.from, m.from
	}
	rest, place := restOfLine(l, m)
	switch {
	case rest > 14 || c.dates > 1 && !l.title:
		return noDate, m.from, m.from
	case m.start.day > 0 && (m.clock != "" || m.ranged() || place || m.hasWeekday && !l.pdf && rest <= 4):
		return eventDate, m.from, m.from
	case l.title || rest > 2 || m.start.month == 0:
		return noDate, m.from, m.from
	case m.start.day > 0 && heldOnDay(c.kind):
		return eventDate, m.from, m.from
	case m.ranged():
		return noDate, m.from, m.from
	}
	return published, m.from, m.from
}

// heldOnDay reports whether the day in the head of such a publication is that of the meeting.
func heldOnDay(kind string) bool {
	switch kind {
	case "event", "lecture", "meeting report", "workshop report", "symposium report", "roundtable summary":
		return true
	}
	return false
}

// restOfLine counts the words of a line beside a date, and reports whether one of them names a place.
func restOfLine(l *line, m *mentionedDate) (words int, place bool) {
	for i := range l.tokens {
		if i >= m.from && i < m.to || l.tokens[i].kind == mark {
			continue
		}
		words++
		place = place || l.tokens[i].is(isPlace)
	}
	return words, place
}

// tidyEvents sorts the events, joins equal ones and drops those that a more precise one covers.
func tidyEvents(all []search.Event) []search.Event {
	slices.SortStableFunc(all, func(a, b search.Event) int {
		return cmp.Or(strings.Compare(a.Start[:4], b.Start[:4]), strings.Compare(a.Start, b.Start))
	})
	var kept []search.Event
	for i, e := range all {
		if !covered(all, i) {
			kept = append(kept, e)
		}
	}
	return kept
}

// covered reports whether another event says the same as event i, or more.
func covered(all []search.Event, i int) bool {
	e := all[i]
	for k, other := range all {
		if k == i {
			continue
		}
		better := len(other.Start) > len(e.Start) || len(other.Start) == len(e.Start) && (len(other.End) > len(e.End) || k < i && len(other.End) == len(e.End))
		if strings.HasPrefix(other.Start, e.Start) && better && (e.End == "" || e.End == other.End) {
			return true
		}
		if other.End != "" && e.End == "" && e.Start > other.Start && e.Start[:min(10, len(e.Start))] <= other.End && e.Precision == search.Day {
			return true
		}
	}
	return false
}
