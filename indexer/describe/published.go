package describe

import (
	"strings"
	"time"

	"academysearch/indexer/document"
	"academysearch/search"
)

// trust orders the sources of a published date, the surest first, and grades them.
var trust = []struct {
	source     string
	confidence search.Confidence
}{
	{"catalogue", search.High},
	{"json-ld", search.High},
	{"meta", search.High},
	{"time", search.High},
	{"text", search.High},
	{"embargo", search.High},
	{"cover", search.Medium},
	{"slug", search.Medium},
	{"xmp", search.Low},
	{"pdf-info", search.Low},
	{"sitemap", search.Low},
	{"last-modified", search.Low},
}

// bestPublished chooses between what metadata and text say of the day of publication, or nil.
func bestPublished(docs []document.Document, said []search.Date) *search.Date {
	for _, t := range trust {
		for _, d := range said {
			if d.Source == t.source {
				return &d
			}
		}
		for i := range docs {
			if d, ok := hintedDate(docs[i].Hints, t.source); ok {
				d.Confidence = t.confidence
				return &d
			}
		}
		if t.source == "slug" {
			if d, ok := slugDate(docs); ok {
				return &d
			}
		}
	}
	return nil
}

// hintedDate reads the published date that metadata of one source claim; "created" counts for files, which claim no other.
func hintedDate(hints []document.Hint, source string) (search.Date, bool) {
	for _, h := range hints {
		if h.Source != source || h.Name != "published" && h.Name != "created" && !(h.Name == "modified" && (source == "sitemap" || source == "last-modified")) {
			continue
		}
		if value, precision, ok := hintValue(h.Value); ok {
			return search.Date{Value: value, Precision: precision, Source: source, Evidence: h.Value}, true
		}
	}
	return search.Date{}, false
}

// hintLayouts are the forms in which metadata write a date, with the precision that each carries.
var hintLayouts = []struct {
	layout    string
	precision search.Precision
}{
	{time.DateOnly, search.Day},
	{"2006-01", search.Month},
	{"2006", search.Year},
	{time.RFC3339, search.Day},
	{"2006-01-02T15:04:05", search.Day},
	{"2006-01-02T15:04", search.Day},
	{"2006-01-02T15:04:05-0700", search.Day},
	{time.DateTime, search.Day},
	{time.RFC1123, search.Day},
	{time.RFC1123Z, search.Day},
	{"02/01/2006", search.Day},
	{"2/1/2006", search.Day},
	{"2 January 2006", search.Day},
	{"January 2006", search.Month},
	{"2 Jan 2006", search.Day},
	{"January 2, 2006", search.Day},
	{"20060102", search.Day},
	{"D:20060102150405-07'00'", search.Day},
	{"D:20060102150405Z", search.Day},
	{"D:20060102150405", search.Day},
	{"D:20060102", search.Day},
	{"D:2006", search.Year},
}

// hintValue reads a date of metadata as an ISO date.
func hintValue(s string) (value string, precision search.Precision, ok bool) {
	s = strings.TrimSpace(s)
	for _, form := range hintLayouts {
		t, err := time.Parse(form.layout, s)
		if err != nil {
			continue
		}
		c := calendarDay{t.Year(), int(t.Month()), t.Day()}
		switch form.precision {
		case search.Month:
			c.day = 0
		case search.Year:
			c.day, c.month = 0, 0
		}
		return c.iso(), form.precision, c.real()
	}
	return "", "", false
}

// slugDate reads a print slug, the line that a typesetter's program writes beside the page: "Newsletter-July 01 16/7/01 2:54 pm Page 1".
// The day is the one of typesetting, so only month and year are told.
func slugDate(docs []document.Document) (search.Date, bool) {
	lex := &lexicon{words: map[string]class{}}
	for i := range docs {
		for _, text := range append(append([]string{}, docs[i].Cut...), firstBlock(&docs[i])) {
			ts := lex.tokens(text)
			if m, ok := slugAt(ts); ok {
				m.start.day = 0
				return search.Date{Value: m.start.iso(), Precision: search.Month, Source: "slug", Confidence: search.Medium, Evidence: text}, true
			}
		}
	}
	return search.Date{}, false
}

func firstBlock(doc *document.Document) string {
	for _, page := range doc.Pages {
		for _, b := range page.Blocks {
			return b.Text
		}
	}
	return ""
}

// slugAt finds a numeric date followed by a time of day and "Page N".
func slugAt(ts []token) (m mentionedDate, ok bool) {
	for i := range ts {
		if !numericDate(ts, i, &m) || !m.start.real() {
			continue
		}
		n := clockAt(ts, m.to)
		if n > 0 && m.to+n < len(ts) && ts[m.to+n].low == "page" {
			return m, true
		}
	}
	return m, false
}
