package web_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"academysearch/search"
	"academysearch/web"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestParseQuery(t *testing.T) {
	all := search.Filters{
		Topics: []string{"amr", "cancer"}, Speakers: []string{"ada-quill"}, Functions: []search.Function{search.Chair, search.Speaker},
		From: day("2017-09-06"), To: day("2018-12-31"), Undated: true, Kinds: []string{"meeting report"}, Series: []string{"FORUM"},
	}
	for _, row := range []struct {
		name, raw string
		want      search.Query
	}{
		{"nothing: the newest first", "", search.Query{Sort: search.ByNewest}},
		{"words: the most relevant first", "q=sepsis+care", search.Query{Text: "sepsis care", Sort: search.ByRelevance}},
		{"an empty q is no question", "q=", search.Query{Sort: search.ByNewest}},
		{
			"every filter", "topic=amr&topic=cancer&speaker=ada-quill&function=chair&function=speaker&from=2017-09-06&to=2018&undated=true&kind=meeting+report&series=FORUM",
			search.Query{Filters: all, Sort: search.ByNewest},
		},
		{"a year is all of its days", "from=2017&to=2017", search.Query{Filters: search.Filters{From: day("2017-01-01"), To: day("2017-12-31")}, Sort: search.ByNewest}},
		{"a month is all of its days", "from=2016-02&to=2016-02", search.Query{Filters: search.Filters{From: day("2016-02-01"), To: day("2016-02-29")}, Sort: search.ByNewest}},
		{"a range in which nothing lies", "from=2018&to=2017", search.Query{Filters: search.Filters{From: day("2018-01-01"), To: day("2017-12-31")}, Sort: search.ByNewest}},
		{"a value given twice counts once", "topic=amr&topic=amr", search.Query{Filters: search.Filters{Topics: []string{"amr"}}, Sort: search.ByNewest}},
		{"paging and order", "q=a&sort=oldest&page=3&size=20&exact=true", search.Query{Text: "a", Sort: search.ByOldest, Page: 3, Size: 20, Exact: true}},
		{"a cursor", "cursor=abc", search.Query{Cursor: "abc", Sort: search.ByNewest}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, problems := web.ParseQuery(row.raw)
			if row.want.Page == 0 {
				row.want.Page = 1
			}
			if row.want.Size == 0 {
				row.want.Size = search.DefaultSize
			}
			row.want.Clause, row.want.Notes = search.Parse(row.want.Text)
			if !reflect.DeepEqual(got, row.want) || len(problems) > 0 {
				t.Errorf("ParseQuery(%q)\n got %+v %v\nwant %+v", row.raw, got, problems, row.want)
			}
		})
	}
}

func TestParseQuery_namesWhatIsWrong(t *testing.T) {
	for _, row := range []struct{ name, raw, parameter, message string }{
		{"unknown parameter", "colour=red", "colour", "not a parameter"},
		{"case of a parameter", "Q=sepsis", "Q", "not a parameter"},
		{"given twice", "q=a&q=b", "q", "2 times"},
		{"empty", "from=", "from", "empty"},
		{"impossible day", "from=2017-02-30", "from", "not a date"},
		{"impossible month", "to=2017-13", "to", "not a date"},
		{"a time of day", "from=2017-02-03T10:00", "from", "not a date"},
		{"a date as written in Britain", "from=6/9/2017", "from", "not a date"},
		{"unknown function", "function=king", "function", "none of"},
		{"unknown sort", "sort=best", "sort", "none of"},
		{"page zero", "page=0", "page", "whole number"},
		{"page with a sign", "page=%2B1", "page", "whole number"},
		{"page beyond the limit", "page=101", "page", "1 to 100"},
		{"size beyond the limit", "size=101", "size", "whole number"},
		{"neither true nor false", "exact=yes", "exact", "true nor false"},
		{"another spelling of true", "undated=1", "undated", "true nor false"},
		{"invalid UTF-8", "q=%ff", "q", "UTF-8"},
		{"broken escape", "q=%zz", "", "escape"},
		{"semicolon", "q=a;b=c", "", "semicolon"},
		{"words without end", "q=" + strings.Repeat("a", 1001), "q", "1001 characters"},
		{"filter value without end", "kind=" + strings.Repeat("a", 201), "kind", "longer"},
		{"too many values", strings.Repeat("topic=a&", 51), "topic", "51 times"},
		{"cursor without end", "cursor=" + strings.Repeat("a", 5000), "cursor", "longer"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, problems := web.ParseQuery(row.raw)
			if len(problems) != 1 || problems[0].Parameter != row.parameter || !strings.Contains(problems[0].Message, row.message) {
				t.Errorf("ParseQuery(%.60q) reports %+v, want one problem of %q with %q", row.raw, problems, row.parameter, row.message)
			}
		})
	}
}

// TestParseQuery_keepsTheRest: a page shows its results beside the error.
func TestParseQuery_keepsTheRest(t *testing.T) {
	q, problems := web.ParseQuery("q=sepsis&from=31/02/2018&topic=amr")
	if len(problems) != 1 || q.Text != "sepsis" || !q.Filters.From.IsZero() || len(q.Filters.Topics) != 1 {
		t.Errorf("got %+v %v", q, problems)
	}
}

func TestEncodeQuery_isShort(t *testing.T) {
	for raw, want := range map[string]string{
		"":                                       "",
		"page=1&size=10":                         "",
		"size=20&q=a+b&sort=relevance":           "q=a+b&size=20",
		"from=2017-01-01&to=2017-12-31":          "from=2017&to=2017",
		"from=2017-02-01&to=2017-02-28":          "from=2017-02&to=2017-02",
		"from=2017-02-02&to=2017-03-30":          "from=2017-02-02&to=2017-03-30",
		"undated=false&exact=false&topic=%26%3D": "topic=%26%3D",
		"q=a&sort=newest":                        "q=a&sort=newest",
	} {
		q, _ := web.ParseQuery(raw)
		if got := web.EncodeQuery(q); got != want {
			t.Errorf("EncodeQuery(ParseQuery(%q)) = %q, want %q", raw, got, want)
		}
	}
}

// FuzzParseQuery: reading never panics, and what was read survives being written and read again, without new problems.
func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{
		"", "q=sepsis", "q=%22a+b%22&topic=amr&from=2017-02&to=6/9/2018&page=2", "function=chair&undated=1&cursor=x", "from=9999-12-31&to=9999",
		"q=%ff", "a=b;c", "topic=&topic=a&size=100&page=100", "exact=1&sort=oldest&kind=a&series=b", "q=%20&sort=relevance", "from=0001&to=0001-01-01",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, _ := web.ParseQuery(raw)
		if q.Size < 1 || q.Size > search.MaxSize || q.Page < 1 || q.Page*q.Size > search.MaxOffset {
			t.Fatalf("ParseQuery(%q) exceeds the limits: %+v", raw, q)
		}
		again, problems := web.ParseQuery(web.EncodeQuery(q))
		if len(problems) > 0 || !reflect.DeepEqual(q, again) {
			t.Fatalf("ParseQuery(%q)\n first %+v\n again %+v %v", raw, q, again, problems)
		}
	})
}
