package web

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"academysearch/search"
)

// form says which values a parameter takes; the description of the API is made from it.
type form struct {
	oneOf     []string
	date      bool
	minLength int
	maxLength int
	max       int // a whole number from 1 to max
}

// functions are those that a reader can ask for, speakers first.
var functions = []search.Function{
	search.Chair, search.CoChair, search.Speaker, search.Panellist, search.Quoted, search.Author, search.Host,
	search.Participant, search.Officer, search.Contact, search.Acknowledged, search.Mentioned,
}

func functionNames() []string { return texts(functions) }

func readText(q *search.Query, v string) error {
	if n := utf8.RuneCountInString(v); n > search.MaxTextLength {
		return fmt.Errorf("has %d characters, at most %d are read", n, search.MaxTextLength)
	}
	q.Text = v
	return nil
}

func readFunction(q *search.Query, v string) error {
	f := search.Function(v)
	if !slices.Contains(functions, f) {
		return fmt.Errorf("is none of %s", strings.Join(functionNames(), ", "))
	}
	if !slices.Contains(q.Filters.Functions, f) {
		q.Filters.Functions = append(q.Filters.Functions, f)
	}
	return nil
}

func readSort(q *search.Query, v string) error {
	switch s := search.Sort(v); s {
	case search.ByRelevance, search.ByNewest, search.ByOldest:
		q.Sort = s
		return nil
	}
	return fmt.Errorf("is none of %s, %s, %s", search.ByRelevance, search.ByNewest, search.ByOldest)
}

func formatSort(q search.Query) []string {
	if q.Sort == defaultSort(q.Text) {
		return nil
	}
	return present(string(q.Sort))
}

func readCursor(q *search.Query, v string) error {
	if len(v) > maxCursorLength {
		return fmt.Errorf("is longer than %d bytes", maxCursorLength)
	}
	q.Cursor = v
	return nil
}

func readNumber(n *int, v string, largest int) error {
	// Digits only: Atoi would take "+1" too, and one value should have one spelling.
	i, err := strconv.Atoi(v)
	if err != nil || i < 1 || i > largest || strconv.Itoa(i) != v {
		return fmt.Errorf("is not a whole number from 1 to %d", largest)
	}
	*n = i
	return nil
}

// readFlag is more patient than the parameters of a search are: "1" is what text=1 is documented with.
func readFlag(v string) (bool, error) {
	switch v {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return false, fmt.Errorf("is neither true nor false")
}

func readFrom(q *search.Query, v string) (err error) {
	q.Filters.From, _, err = span(v)
	return err
}

func readTo(q *search.Query, v string) (err error) {
	_, q.Filters.To, err = span(v)
	return err
}

// span reads a date as search.Span does, but without a time of day.
func span(v string) (first, last time.Time, err error) {
	first, last, err = search.Span(v)
	if err != nil || strings.Contains(v, "T") {
		return time.Time{}, time.Time{}, errors.New("is not a date that exists: write 2017, 2017-09 or 2017-09-06")
	}
	return first, last, nil
}

// british turns the date of a form around where it is written as in Britain (6/9/2017, 09/2017), and leaves everything else as
// it is.
func british(v string) string {
	parts := strings.Split(strings.TrimSpace(v), "/")
	if len(parts) < 2 || len(parts) > 3 {
		return v
	}
	slices.Reverse(parts)
	for i, p := range parts[1:] {
		if len(p) == 1 {
			parts[i+1] = "0" + p
		}
	}
	turned := strings.Join(parts, "-")
	if _, _, err := span(turned); err != nil {
		return v // the reader is told of it as it was typed
	}
	return turned
}

// firstDay writes the day on which a range begins in its shortest form: a year or month that begins on it stands for it.
func firstDay(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Day() > 1:
		return t.Format(time.DateOnly)
	case t.Month() > time.January:
		return t.Format("2006-01")
	}
	return t.Format("2006")
}

// lastDay writes the day on which a range ends in its shortest form.
func lastDay(t time.Time) string {
	next := t.AddDate(0, 0, 1)
	switch {
	case t.IsZero():
		return ""
	case next.Day() > 1:
		return t.Format(time.DateOnly)
	case next.Month() > time.January:
		return t.Format("2006-01")
	}
	return t.Format("2006")
}

func present(v string) []string {
	if v == "" {
		return nil
	}
	return []string{v}
}

func numbers(n, usual int) []string {
	if n <= 0 || n == usual {
		return nil
	}
	return []string{strconv.Itoa(n)}
}

func texts[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// clip cuts a value for an error message: long enough to recognise it, too short to fill a log.
func clip(v string) string {
	const longest = 80
	v = strings.ToValidUTF8(v, "\uFFFD")
	if r := []rune(v); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return v
}
