package sitemap

import (
	"fmt"
	"strings"
	"time"
)

// Precision says how much of a Date is known.
type Precision int

// The precisions of a Date. Unknown is that of the zero Date.
const (
	Unknown Precision = iota
	Year
	Month
	Day
	Moment // a time of day, to the minute or finer
)

// Date is when a page last changed, as its list says.
type Date struct {
	Time      time.Time // the first moment that fits, in the zone that was written; UTC where none was
	Precision Precision
}

// w3cForms are those of https://www.w3.org/TR/NOTE-datetime, and what is written in their place. Fractions of a second are taken
// wherever there are seconds.
var w3cForms = []struct {
	layout    string
	precision Precision
}{
	{"2006-01-02T15:04:05Z07:00", Moment},
	{time.DateOnly, Day},
	{"2006-01-02T15:04Z07:00", Moment},
	{"2006-01", Month},
	{"2006", Year},
	{"2006-01-02T15:04:05Z0700", Moment},
	{"2006-01-02T15:04:05", Moment},
	{"2006-01-02T15:04", Moment},
}

// parseW3C reads a W3C date and time.
func parseW3C(value string) (Date, error) {
	value = strings.ToUpper(value)
	if len(value) > len(time.DateOnly) && value[len(time.DateOnly)] == ' ' {
		value = strings.Replace(value, " ", "T", 1)
	}
	value = strings.Replace(value, " ", "", 1) // before the zone
	for _, form := range w3cForms {
		if t, err := time.Parse(form.layout, value); err == nil {
			return Date{Time: t, Precision: form.precision}, nil
		}
	}
	return Date{}, unreadable(value)
}

// mailForms are those of RFC 822 and its successors as feeds write them, without the weekday and with the zone as an offset.
var mailForms = []string{"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700", "2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700"}

// mailZones are the names of zones in RFC 822 (5.1), and those of British time.
var mailZones = map[string]string{
	"UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "BST": "+0100", "EST": "-0500", "EDT": "-0400",
	"CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

// parseMail reads a date of RSS, where W3C dates are found, too. A zone that is none of those known is no date: guessing would be
// hours off.
func parseMail(value string) (Date, error) {
	if d, err := parseW3C(value); err == nil {
		return d, nil
	}
	_, words, hasWeekday := strings.Cut(value, ",")
	if !hasWeekday {
		words = value
	}
	fields := strings.Fields(words)
	if len(fields) > 0 {
		if offset, ok := mailZones[strings.ToUpper(fields[len(fields)-1])]; ok {
			fields[len(fields)-1] = offset
		}
	}
	for _, layout := range mailForms {
		if t, err := time.Parse(layout, strings.Join(fields, " ")); err == nil {
			return Date{Time: t, Precision: Moment}, nil
		}
	}
	return Date{}, unreadable(value)
}

func unreadable(value string) error {
	const enough = 40
	if len(value) > enough {
		value = value[:enough] + "…"
	}
	return fmt.Errorf("its date %q is of no known form", value)
}
