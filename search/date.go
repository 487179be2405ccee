package search

import (
	"fmt"
	"strings"
	"time"
)

// Span is the days that a date of the form "2017", "2017-09" or "2017-09-06" (a time of day after "T" is ignored) covers: from the
// first to the last, both included, in UTC. It returns ErrInvalid for anything else and for days that do not exist.
func Span(value string) (first, last time.Time, err error) {
	day, _, _ := strings.Cut(value, "T")
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if len(day) != len(form.layout) {
			continue
		}
		if first, err = time.Parse(form.layout, day); err == nil {
			return first, first.AddDate(form.years, form.months, form.days).AddDate(0, 0, -1), nil
		}
	}
	return first, last, fmt.Errorf("date %q is not of the form 2017, 2017-09 or 2017-09-06: %w", value, ErrInvalid)
}

// FacetDate is the one date by which a publication is filtered, counted and sorted: when it was published where that is known with
// high or medium confidence, else the days of its earliest event. ok is false for an undated publication.
func (p *Publication) FacetDate() (first, last time.Time, ok bool) {
	if d := p.Published; d != nil && d.Confidence != Low {
		first, last, err := Span(d.Value)
		return first, last, err == nil
	}
	for _, e := range p.Events {
		start, end, err := e.Span()
		if err != nil || e.Confidence == Low || ok && !start.Before(first) {
			continue
		}
		first, last, ok = start, end, true
	}
	return first, last, ok
}

// Span is the days on which the event took place, both included.
func (e Event) Span() (first, last time.Time, err error) {
	if first, last, err = Span(e.Start); err != nil || e.End == "" {
		return first, last, err
	}
	_, last, err = Span(e.End)
	return first, last, err
}
