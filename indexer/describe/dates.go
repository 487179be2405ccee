package describe

import (
	"fmt"
	"strconv"
	"time"
)

// Years outside of these are no dates of publications and meetings.
const (
	firstYear = 1945
	lastYear  = 2099
)

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10,
	"november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
	"nov": 11, "dec": 12,
}

var weekdays = map[string]time.Weekday{
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0,
	"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 0,
}

// fuzzy words before a year: all that is known is the year.
var fuzzy = map[string]bool{
	"early": true, "late": true, "mid": true, "spring": true, "summer": true, "autumn": true, "winter": true, "mid-": true, "end": true,
}

// calendarDay is a day, a month or a year: what is unknown is 0.
type calendarDay struct{ year, month, day int }

// mentionedDate is one place where a line says a date.
type mentionedDate struct {
	from, to   int // tokens, weekday and time of day included; to excluded
	start, end calendarDay
	weekday    time.Weekday // of start; valid where hasWeekday
	hasWeekday bool
	clock      string // "16:30", or ""
	fuzzy      bool   // "early 2018", "Autumn 2005"
	typo       bool   // a year of five digits
	span       bool   // "2020/21", "2016–2018": a period, no date
}

// ranged reports whether the date is of several days.
func (m *mentionedDate) ranged() bool { return m.end != calendarDay{} && m.end != m.start }

// full reports whether the day is known, year and all.
func (c calendarDay) full() bool { return c.year > 0 && c.month > 0 && c.day > 0 }

// iso writes the date as precisely as it is known: "2018", "2018-06", "2018-06-30".
func (c calendarDay) iso() string {
	switch {
	case c.day > 0 && c.month > 0:
		return fmt.Sprintf("%04d-%02d-%02d", c.year, c.month, c.day)
	case c.month > 0:
		return fmt.Sprintf("%04d-%02d", c.year, c.month)
	}
	return fmt.Sprintf("%04d", c.year)
}

// real reports whether the parts that are known can stand in a calendar.
func (c calendarDay) real() bool {
	if c.year != 0 && (c.year < firstYear || c.year > lastYear) || c.month < 0 || c.month > 12 || c.day < 0 {
		return false
	}
	if c.day == 0 {
		return true
	}
	year := c.year
	if year == 0 {
		year = 2000 // a leap year: 29 February may be meant
	}
	return c.day <= time.Date(year, time.Month(c.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// weekdayOf is the day of the week of a full date.
func (c calendarDay) weekdayOf() time.Weekday {
	return time.Date(c.year, time.Month(c.month), c.day, 0, 0, 0, 0, time.UTC).Weekday()
}

// scanDates finds the dates of a line.
func scanDates(ts []token) []mentionedDate {
	var all []mentionedDate
	for i := 0; i < len(ts); {
		m, ok := dateAt(ts, i)
		if !ok {
			i++
			continue
		}
		i = m.to
		if m.start.real() && m.end.real() && ordered(&m) {
			addClock(ts, &m)
			all = append(all, m)
		}
	}
	return all
}

// ordered reports whether a range does not end before it begins.
func ordered(m *mentionedDate) bool {
	return !m.ranged() || m.start.year == 0 || m.end.iso() >= m.start.iso()
}

// dateAt reads the date that begins at token i.
func dateAt(ts []token, i int) (mentionedDate, bool) {
	m := mentionedDate{from: i}
	j := i
	if ts[j].kind == word && ts[j].is(isWeekday) && ts[j].capital() {
		m.weekday, m.hasWeekday = weekdays[ts[j].low], true
		j = skip(ts, j+1, ".,")
		if j < len(ts) && ts[j].low == "the" {
			j++
		}
		if next := rangeMark(ts, j); next > j && next < len(ts) && ts[next].is(isWeekday) { // "Monday–Tuesday 8–9 May"
			j = skip(ts, next+1, ".,")
		}
	}
	if j >= len(ts) {
		return m, false
	}
	read := []func([]token, int, *mentionedDate) bool{isoDate, numericDate, dayMonth, monthFirst}
	if !m.hasWeekday {
		read = append(read, fuzzyYear, yearAlone)
	}
	for _, f := range read {
		if f(ts, j, &m) {
			return m, true
		}
	}
	return m, false
}

// numberAt reads a number of the given lengths in digits.
func numberAt(ts []token, i, shortest, longest int) (int, bool) {
	if i >= len(ts) || ts[i].kind != number {
		return 0, false
	}
	if n := len(ts[i].text); n < shortest || n > longest {
		return 0, false
	}
	n, err := strconv.Atoi(ts[i].text)
	return n, err == nil
}

// skip passes over one of the marks.
func skip(ts []token, i int, marks string) int {
	if i < len(ts) && ts[i].isMark(marks) {
		return i + 1
	}
	return i
}

// rangeMark passes over what joins the ends of a range: a dash, "to", "and", "&"; it gives i where there is none.
func rangeMark(ts []token, i int) int {
	if i < len(ts) && (ts[i].isMark("–—-‐‑−&/") || ts[i].low == "to" || ts[i].low == "and" || ts[i].low == "until" || ts[i].low == "or") {
		return i + 1
	}
	return i
}

// touches reports whether token i follows the one before without a space.
func touches(ts []token, i int) bool { return i > 0 && i < len(ts) && ts[i].start == ts[i-1].end }

// isoDate reads "2018-06-30".
func isoDate(ts []token, i int, m *mentionedDate) bool {
	y, ok := numberAt(ts, i, 4, 4)
	if !ok || i+4 >= len(ts) || !ts[i+1].isMark("-") || !ts[i+3].isMark("-") || !touches(ts, i+1) || !touches(ts, i+4) {
		return false
	}
	month, ok1 := numberAt(ts, i+2, 2, 2)
	day, ok2 := numberAt(ts, i+4, 2, 2)
	if !ok1 || !ok2 || month == 0 || day == 0 {
		return false
	}
	m.start, m.to = calendarDay{y, month, day}, i+5
	return true
}

// numericDate reads "10/08/2018", "31.05.2022" and "16/7/01": the day stands first.
func numericDate(ts []token, i int, m *mentionedDate) bool {
	day, ok := numberAt(ts, i, 1, 2)
	if !ok || i+4 >= len(ts) || !ts[i+1].isMark("/.-") || ts[i+3].text != ts[i+1].text || !touches(ts, i+1) || !touches(ts, i+2) || !touches(ts, i+3) || !touches(ts, i+4) {
		return false
	}
	month, ok1 := numberAt(ts, i+2, 1, 2)
	year, ok2 := yearAt(ts, i+4, true)
	if !ok1 || !ok2 || month == 0 || day == 0 || touches(ts, i+5) && (ts[i+5].isMark(ts[i+1].text) && i+6 < len(ts) && ts[i+6].kind == number) {
		return false
	}
	if len(ts[i+4].text) == 2 && ts[i+1].isMark(".") {
		return false // section numbers, telephone numbers
	}
	m.start, m.to = calendarDay{year, month, day}, i+5
	return true
}

// yearAt reads a year of four digits; of two where short years are allowed.
func yearAt(ts []token, i int, short bool) (int, bool) {
	if y, ok := numberAt(ts, i, 4, 4); ok && !(touches(ts, i+1) && ts[i+1].kind == word) {
		return y, y >= firstYear && y <= lastYear
	}
	if y, ok := numberAt(ts, i, 2, 2); ok && short {
		if y < firstYear%100 {
			return 2000 + y, true
		}
		return 1900 + y, true
	}
	return 0, false
}

// typedYear reads a year at i after an optional comma; one of five digits whose first four are a year is a slip of the keyboard.
func typedYear(ts []token, i int) (year, next int, typo bool) {
	j := skip(ts, i, ",")
	if y, ok := yearAt(ts, j, false); ok {
		if s := spanAfter(ts, j); s == j+1 {
			return y, j + 1, false
		}
		return 0, i, false
	}
	if n, ok := numberAt(ts, j, 5, 5); ok && n/10 >= 1990 && n/10 <= lastYear && j == i {
		return n / 10, j + 1, true
	}
	return 0, i, false
}

// monthAt reads the name of a month.
func monthAt(ts []token, i int) (int, int) {
	if i >= len(ts) || !ts[i].is(isMonth) || !ts[i].capital() {
		return 0, i
	}
	return int(months[ts[i].low]), skipTouching(ts, i+1, ".")
}

func skipTouching(ts []token, i int, marks string) int {
	if touches(ts, i) && ts[i].isMark(marks) {
		return i + 1
	}
	return i
}

// dayAt reads a day of the month with its ordinal suffix.
func dayAt(ts []token, i int) (day, next int) {
	day, ok := numberAt(ts, i, 1, 2)
	if !ok || day == 0 || day > 31 {
		return 0, i
	}
	next = i + 1
	if next < len(ts) && ts[next].kind == word {
		switch ts[next].low {
		case "st", "nd", "rd", "th":
			next++
		default:
			if touches(ts, next) {
				return 0, i
			}
		}
	}
	return day, next
}

// dayMonth reads "6 September 2017", "6th of September", "8–9 May 2019", "30 April – 1 May 2019", "1, 2 and 3 June 2010".
func dayMonth(ts []token, i int, m *mentionedDate) bool {
	day, j := dayAt(ts, i)
	if day == 0 || touches(ts, i) && ts[i-1].isMark(".:/£$€-") {
		return false
	}
	last := day
	for {
		next := rangeMark(ts, j)
		if next == j && j < len(ts) && ts[j].isMark(",") {
			next = j + 1
		}
		if next > j && next < len(ts) && ts[next].is(isWeekday) && ts[next].capital() {
			next++
		}
		d, after := dayAt(ts, next)
		if next == j || d <= last {
			break
		}
		last, j = d, after
	}
	if j < len(ts) && ts[j].low == "of" {
		j++
	}
	month, next := monthAt(ts, j)
	if month == 0 {
		return false
	}
	m.start = calendarDay{0, month, day}
	if last != day {
		m.end = calendarDay{0, month, last}
	}
	var year int
	year, m.to, m.typo = typedYear(ts, next)
	m.setYear(year)
	secondMonth(ts, m)
	return true
}

// setYear gives both ends the year.
func (m *mentionedDate) setYear(year int) {
	m.start.year = year
	if m.end != (calendarDay{}) {
		m.end.year = year
	}
}

// secondMonth reads the end of a range that crosses months: "30 April – 1 May 2019".
func secondMonth(ts []token, m *mentionedDate) {
	next := rangeMark(ts, m.to)
	if next == m.to || m.ranged() || ts[next-1].isMark("/") {
		return
	}
	j := next
	if j < len(ts) && ts[j].is(isWeekday) && ts[j].capital() {
		j = skip(ts, j+1, ",")
	}
	day, j := dayAt(ts, j)
	month, j := monthAt(ts, j)
	if day == 0 || month == 0 {
		return
	}
	year, to, typo := typedYear(ts, j)
	first := m.start
	if first.year == 0 {
		first.year = year
	}
	second := calendarDay{year, month, day}
	if span := daysBetween(first, second); year == 0 || span <= 0 || span > maxEventDays {
		return // two dates, not the ends of one event
	}
	m.start, m.end, m.to, m.typo = first, second, to, m.typo || typo
}

// maxEventDays is the longest event that is read as one.
const maxEventDays = 31

func daysBetween(a, b calendarDay) int {
	if !a.full() || !b.full() || !a.real() || !b.real() {
		return 0
	}
	x := time.Date(a.year, time.Month(a.month), a.day, 0, 0, 0, 0, time.UTC)
	y := time.Date(b.year, time.Month(b.month), b.day, 0, 0, 0, 0, time.UTC)
	return int(y.Sub(x).Hours() / 24)
}

// monthFirst reads "March 8–9, 2021", "July 25, 2011", "June 2018" and "May/June 2018".
func monthFirst(ts []token, i int, m *mentionedDate) bool {
	month, j := monthAt(ts, i)
	if month == 0 {
		return false
	}
	if day, next := dayAt(ts, j); day > 0 {
		return monthDay(ts, month, day, next, m)
	}
	if next := rangeMark(ts, j); next > j {
		if second, after := monthAt(ts, next); second > month {
			if year, to, typo := typedYear(ts, after); year > 0 {
				m.start, m.end, m.to, m.typo = calendarDay{year, month, 0}, calendarDay{year, second, 0}, to, typo
				return true
			}
		}
	}
	if j < len(ts) && ts[j].low == "of" {
		j++
	}
	year, to, typo := typedYear(ts, j)
	if year == 0 || m.hasWeekday {
		return false
	}
	m.start, m.to, m.typo = calendarDay{year, month, 0}, to, typo
	return true
}

// monthDay reads the rest of "March 8–9, 2021".
func monthDay(ts []token, month, day, j int, m *mentionedDate) bool {
	m.start = calendarDay{0, month, day}
	if next := rangeMark(ts, j); next > j {
		if last, after := dayAt(ts, next); last > day {
			m.end, j = calendarDay{0, month, last}, after
		}
	}
	var year int
	year, m.to, m.typo = typedYear(ts, j)
	m.setYear(year)
	return true
}

// fuzzyYear reads "early 2018", "Autumn 2005", "the summer of 2019", "mid-2017".
func fuzzyYear(ts []token, i int, m *mentionedDate) bool {
	if ts[i].kind != word || !fuzzy[ts[i].low] {
		return false
	}
	j := skip(ts, i+1, "-–")
	if j < len(ts) && (ts[j].low == "of" || ts[j].low == "term") {
		j++
	}
	year, ok := yearAt(ts, j, false)
	if !ok {
		return false
	}
	m.start, m.to, m.fuzzy = calendarDay{year: year}, j+1, true
	if after := spanAfter(ts, j); after > j+1 {
		m.to, m.span = after, true
	}
	return true
}

// yearAlone reads "2018" and "2016–2018".
func yearAlone(ts []token, i int, m *mentionedDate) bool {
	year, ok := yearAt(ts, i, false)
	if !ok || touches(ts, i) && !ts[i-1].isMark("(“‘\"'’–—[©|") || touches(ts, i+1) && ts[i+1].isMark("%/.-") && i+2 < len(ts) && touches(ts, i+2) && ts[i+2].kind != number {
		return false
	}
	m.start, m.to = calendarDay{year: year}, i+1
	if after := spanAfter(ts, i); after > i+1 {
		m.to, m.span = after, true
	}
	return true
}

// spanAfter gives the token after a period of years that begins with the year at i ("2020/21", "2016–2018"), i+1 where it is none.
func spanAfter(ts []token, i int) int {
	j := i + 1
	if j+1 < len(ts) && ts[j].isMark("/–-—‑") && ts[j+1].kind == number && (touches(ts, j) || !ts[j].isMark("/")) && (len(ts[j+1].text) == 2 && touches(ts, j+1) || len(ts[j+1].text) == 4) {
		if len(ts[j+1].text) == 2 && j+2 < len(ts) && touches(ts, j+2) && ts[j+2].isMark("/-") {
			return i + 1
		}
		return j + 2
	}
	if j+1 < len(ts) && ts[j].low == "to" {
		if y, ok := yearAt(ts, j+1, false); ok && y > 0 {
			return j + 2
		}
	}
	return j
}
