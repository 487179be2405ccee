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
