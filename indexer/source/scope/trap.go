package scope

import (
	"net/url"
	"strconv"
	"strings"
)

// What a site made for people does not exceed.
const (
	maxSegments   = 16    // of a path
	maxPath       = 1_000 // bytes
	maxQuery      = 500   // bytes
	maxParameters = 6
	maxSameName   = 2 // values of one parameter: each more is one more facet ticked
	maxCycle      = 4 // segments of a run that repeats
	maxTurns      = 2 // of such a run, one after the other
	maxSameWord   = 3 // segments that are one word, wherever they stand
)

// trap recognises addresses of which there is no end: paths that repeat themselves through relative links that go wrong, calendars
// that have a next month for ever, and facets ticked in all combinations.
func (s *Scope) trap(u *url.URL) Reason {
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case len(segments) > maxSegments || len(u.EscapedPath()) > maxPath || len(u.RawQuery) > maxQuery:
		return TooLong
	case repeats(segments):
		return Repeating
	case s.farDate(segments, u.RawQuery):
		return Calendar
	case manyParameters(u.RawQuery):
		return Facets
	}
	return ""
}

// repeats reports whether a run of segments comes a third time in a row, or a word a fourth time.
func repeats(segments []string) bool {
	count := map[string]int{}
	for _, segment := range segments {
		if !isNumber(segment) && segment != "" {
			count[segment]++
		}
		if count[segment] > maxSameWord {
			return true
		}
	}
	for length := 1; length <= maxCycle; length++ {
		same := 0 // segments in a row that are those before them by length
		for i := length; i < len(segments); i++ {
			if segments[i] != segments[i-length] {
				same = 0
				continue
			}
			if same++; same >= length*maxTurns {
				return true
			}
		}
	}
	return false
}

// farDate reports whether the address names a day or month in a year that no publication is from. A year alone says nothing:
// "/policy/2040" is a title.
func (s *Scope) farDate(segments []string, query string) bool {
	if s.oldest == 0 && s.newest == 0 {
		return false
	}
	for i, segment := range segments {
		if year, ok := yearOf(segment); ok && i+1 < len(segments) && isMonth(segments[i+1]) && s.far(year) {
			return true
		}
		if s.farText(segment) {
			return true
		}
	}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		year, ok := yearOf(value)
		named := strings.EqualFold(name, "year") || strings.EqualFold(name, "yr")
		if ok && named && s.far(year) || s.farText(unescape(value)) {
			return true
		}
	}
	return false
}

// farText reports whether a text begins with a month of a far year: "2050-07", "2050-07-01", "2050/07". Digits alone are numbers of
// files more often than dates.
func (s *Scope) farText(text string) bool {
	if len(text) < len("2050-07") || text[4] != '-' && text[4] != '/' {
		return false
	}
	year, ok := yearOf(text[:4])
	month, rest := text[5:7], text[7:]
	return ok && s.far(year) && len(month) == 2 && isMonth(month) && (rest == "" || rest[0] == text[4])
}

func (s *Scope) far(year int) bool { return year < s.oldest || year > s.newest }

// yearOf reads a year of four digits that a calendar could have.
func yearOf(text string) (int, bool) {
	if len(text) != 4 || !isNumber(text) {
		return 0, false
	}
	year, err := strconv.Atoi(text)
	return year, err == nil && year >= 1_000
}

func isMonth(text string) bool {
	month, err := strconv.Atoi(text)
	return err == nil && len(text) <= 2 && month >= 1 && month <= 12
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// manyParameters reports whether a query is one of a search with many facets.
func manyParameters(query string) bool {
	count, total := map[string]int{}, 0
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, _, _ := strings.Cut(pair, "=")
		name, _, _ = strings.Cut(strings.ToLower(unescape(name)), "[")
		total++
		if count[name]++; count[name] > maxSameName {
			return true
		}
	}
	return total > maxParameters
}
