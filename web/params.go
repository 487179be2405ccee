package web

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"academysearch/search"
)

// Limits of the parameters that are not search's own.
const (
	maxValueLength  = 200                               // code points of one filter value
	maxCursorLength = 4_096                             // bytes of a cursor
	maxPage         = search.MaxOffset / search.MaxSize // cursors go on from there
)

// Problem says what is wrong with one parameter of an address, in words for the person who wrote it.
type Problem struct {
	Parameter string // its name
	Value     string // what was given, cut short
	Message   string // a clause without full stop: "is not a date: write 2017, 2017-09 or 2017-09-06"
}

// ParseQuery reads the query string of an address ("q=sepsis&from=2017") into a Query, words and all, as docs/api.md describes the
// parameters. A parameter that is unknown, given twice where once is enough, empty (except q) or not valid is reported and left
// out of the Query, so that a page can show its results beside the report; a machine's request with any Problem is to be refused.
func ParseQuery(raw string) (search.Query, []Problem) {
	q := search.Query{Page: 1, Size: search.DefaultSize}
	problems := readParameters(raw, each(parameters, func(p parameter) reading {
		return reading{p.name, p.many, func(v string) error { return p.read(&q, v) }}
	}))
	if q.Sort == "" {
		q.Sort = defaultSort(q.Text)
	}
	q.Clause, q.Notes = search.Parse(q.Text)
	return q, problems
}

// defaultSort is the order where the address names none: a question without words has no relevance, so the newest come first.
func defaultSort(text string) search.Sort {
	if strings.TrimSpace(text) == "" {
		return search.ByNewest
	}
	return search.ByRelevance
}

// EncodeQuery writes q as the query string that ParseQuery reads back as q: the parameters in a fixed order, defaults left out.
// Clause and Notes are what search.Parse makes of the text, so they are not written.
func EncodeQuery(q search.Query) string {
	var b strings.Builder
	for _, p := range parameters {
		for _, v := range p.format(q) {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(p.name + "=" + url.QueryEscape(v))
		}
	}
	return b.String()
}

// parameter is one name of the addresses that search, read and written by one row of the table below.
type parameter struct {
	name   string
	doc    string                                    // for the description of the API
	many   bool                                      // may be given several times, up to search.MaxFilters
	form   form                                      // which values it takes, for the description of the API
	read   func(q *search.Query, value string) error // leaves q as it was where it fails
	format func(q search.Query) []string
}

// parameters is the table of all search parameters, in the order in which addresses are written.
var parameters = []parameter{
	{
		name: "q", doc: "Words to search for, with the syntax of the query language: \"phrases\", -not, OR, brackets, prefix*, title: speaker: topic: said: year:2016..2018.",
		form: form{maxLength: search.MaxTextLength},
		read: readText, format: func(q search.Query) []string { return present(q.Text) },
	},
	filter("topic", "Topic id; several are alternatives, and a parent covers its children.",
		func(f *search.Filters) *[]string { return &f.Topics }),
	filter("speaker", "Person id; several are alternatives.",
		func(f *search.Filters) *[]string { return &f.Speakers }),
	{
		name: "function", many: true, doc: "What a person does in the publication: alone, somebody does it; with speaker, that person does it there.",
		form: form{oneOf: functionNames()},
		read: readFunction, format: func(q search.Query) []string { return texts(q.Filters.Functions) },
	},
	{
		name: "from", doc: "First day: a day, month or year (2017-09-06, 2017-09, 2017). A publication matches when its own date overlaps the range.", form: form{date: true},
		read: readFrom, format: func(q search.Query) []string { return present(firstDay(q.Filters.From)) },
	},
	{
		name: "to", doc: "Last day: a day, month or year, the whole of it included.", form: form{date: true},
		read: readTo, format: func(q search.Query) []string { return present(lastDay(q.Filters.To)) },
	},
	flag("undated", "Only publications without a date; together with from or to, also these.",
		func(q *search.Query) *bool { return &q.Filters.Undated }),
	filter("kind", "Kind of publication (\"meeting report\"); several are alternatives.",
		func(f *search.Filters) *[]string { return &f.Kinds }),
	filter("series", "Series of publications (\"FORUM\"); several are alternatives.",
		func(f *search.Filters) *[]string { return &f.Series }),
	{
		name: "sort", doc: "Order of the publications. Without words the newest come first, else the most relevant.",
		form: form{oneOf: []string{string(search.ByRelevance), string(search.ByNewest), string(search.ByOldest)}},
		read: readSort, format: formatSort,
	},
	{
		name: "page", doc: "Page of results, from 1; ignored beside cursor, which leads further.", form: form{max: maxPage},
		read:   func(q *search.Query, v string) error { return readNumber(&q.Page, v, maxPage) },
		format: func(q search.Query) []string { return numbers(q.Page, 1) },
	},
	{
		name: "cursor", doc: "The value of next in the previous answer.", form: form{maxLength: maxCursorLength},
		read: readCursor, format: func(q search.Query) []string { return present(q.Cursor) },
	},
	{
		name: "size", doc: "Publications on a page.", form: form{max: search.MaxSize},
		read:   func(q *search.Query, v string) error { return readNumber(&q.Size, v, search.MaxSize) },
		format: func(q search.Query) []string { return numbers(q.Size, search.DefaultSize) },
	},
	flag("exact", "Search the words as they stand: nothing expanded, nothing corrected.",
		func(q *search.Query) *bool { return &q.Exact }),
}

func filter(name, doc string, field func(*search.Filters) *[]string) parameter {
	return parameter{
		name: name, doc: doc, many: true, form: form{minLength: 1, maxLength: maxValueLength},
		read: func(q *search.Query, v string) error {
			if utf8.RuneCountInString(v) > maxValueLength {
				return fmt.Errorf("is longer than %d characters", maxValueLength)
			}
			list := field(&q.Filters)
			if !slices.Contains(*list, v) {
				*list = append(*list, v)
			}
			return nil
		},
		format: func(q search.Query) []string { return *field(&q.Filters) },
	}
}

func flag(name, doc string, field func(*search.Query) *bool) parameter {
	return parameter{
		name: name, doc: doc, form: form{oneOf: []string{"true", "false"}},
		read: func(q *search.Query, v string) error {
			on, err := strconv.ParseBool(v)
			if err != nil || v != strconv.FormatBool(on) { // ParseBool takes "T" and "1", too, but one value should have one spelling
				return errors.New("is neither true nor false")
			}
			*field(q) = on
			return nil
		},
		format: func(q search.Query) []string {
			if *field(&q) {
				return []string{"true"}
			}
			return nil
		},
	}
}
