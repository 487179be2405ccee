package describe

import (
	"fmt"
	"strconv"
)

// clockAt gives the number of tokens of the time of day at i ("13.30", "9:40", "14.00–15.00", "6.30pm", "11am"), 0 where there is none.
func clockAt(ts []token, i int) int {
	_, n := timeOfDay(ts, i)
	if n == 0 {
		return 0
	}
	if j := rangeMark(ts, i+n); j > i+n {
		if _, more := timeOfDay(ts, j); more > 0 {
			return j + more - i
		}
	}
	return n
}

// timeOfDay reads one time of day as "16:30" and the number of its tokens.
func timeOfDay(ts []token, i int) (clock string, n int) {
	hour, ok := numberAt(ts, i, 1, 2)
	if !ok || hour > 24 || touches(ts, i) && ts[i-1].isMark("./:£$€") {
		return "", 0
	}
	minute, n := 0, 1
	if i+2 < len(ts) && ts[i+1].isMark(".:") && touches(ts, i+1) && touches(ts, i+2) && len(ts[i+2].text) == 2 && ts[i+2].kind == number {
		minute, _ = strconv.Atoi(ts[i+2].text)
		n = 3
	}
	if minute > 59 || touches(ts, i+n) && ts[i+n].isMark("/%") || n == 3 && touches(ts, i+n) && ts[i+n].isMark(".") && touches(ts, i+n+1) {
		return "", 0
	}
	half, more := halfDay(ts, i+n)
	switch {
	case half == "" && (n == 1 || hour > 23):
		return "", 0
	case half == "pm" && hour < 12:
		hour += 12
	case half == "am" && hour == 12:
		hour = 0
	}
	if hour > 23 {
		return "", 0
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), n + more
}

// halfDay reads "am", "p.m.", "noon" and "hrs".
func halfDay(ts []token, i int) (string, int) {
	if i >= len(ts) {
		return "", 0
	}
	switch ts[i].low {
	case "am", "a.m.", "a.m":
		return "am", 1
	case "pm", "p.m.", "p.m", "noon":
		return "pm", 1
	case "hrs", "hours", "h":
		return "", 1
	}
	return "", 0
}

// addClock takes the time of day beside a date: "16.30, Tuesday 20 September 2022", "20 September 2022, 16.30–18.00".
func addClock(ts []token, m *mentionedDate) {
	if !m.start.full() {
		return
	}
	j := m.to
	for n := 0; n < 2 && j < len(ts) && (ts[j].isMark(",|:–—-(") || ts[j].low == "at" || ts[j].low == "from"); n++ {
		j++
	}
	if clock, n := timeOfDay(ts, j); n > 0 {
		m.clock, m.to = clock, j+clockAt(ts, j)
		return
	}
	end := m.from
	for end > 0 && (ts[end-1].isMark(",|–—-") || ts[end-1].low == "on") && m.from-end < 2 {
		end--
	}
	for start := max(0, end-8); start < end; start++ {
		if n := clockAt(ts, start); n > 0 && start+n == end {
			m.clock, _ = timeOfDay(ts, start)
			m.from = start
			return
		}
	}
}
