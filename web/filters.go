package web

import (
	"net/url"
	"slices"
	"strconv"

	"academysearch/search"
)

// shownOptions is how many values of a facet are seen before "more" is opened.
const shownOptions = 8

// FilterPanel is the column of facets.
type FilterPanel struct {
	Topic, Speaker, Kind, Series Facet
	Functions                    []Option
	FunctionsOpen                bool
	Date                         DateFacet
	Active                       int // filters in force
}

// Facet is one group of checkboxes.
type Facet struct {
	Name    string // parameter
	Title   string
	Options []Option
	More    []Option
}

// Option is one value of a facet.
type Option struct {
	ID, Name, Value, Label string
	Count                  int
	Selected               bool
	Open                   bool // one of Children is selected, or itself
	Children               []Option
}

// DateFacet is the group that filters by date.
type DateFacet struct {
	From, To   DateField
	Bars       []Bar
	Width      int // of the drawing
	FirstLabel string
	LastLabel  string
	Years      []YearLink
	Undated    Option
}

// DateField is a text field for a date, with what is wrong with it.
type DateField struct{ Value, Error string }

// Bar is one year of the histogram, in units of its drawing.
type Bar struct {
	X, Y, Width, Height int
	Label, URL          string
	Selected            bool
}

// YearLink is a year of the table.
type YearLink struct {
	Year     string
	Count    int
	URL      string
	Selected bool
}

func newFilterPanel(v searchView) FilterPanel {
	f, chosen := v.result.Facets, v.q.Filters
	values := func(name string, counted []search.FacetValue, selected []string) []search.FacetValue {
		return withSelected(counted, selected, func(value string) string { return v.labels[name+" "+value] })
	}
	return FilterPanel{
		Topic:         newFacet("topic", "Topic", topicTree(values("topic", f.Topic, chosen.Topics))),
		Speaker:       newFacet("speaker", "Speaker", options("speaker", values("speaker", f.Speaker, chosen.Speakers))),
		Kind:          newFacet("kind", "Kind", named(options("kind", values("kind", f.Kind, chosen.Kinds)))),
		Series:        newFacet("series", "Series", options("series", values("series", f.Series, chosen.Series))),
		Functions:     functionOptions(chosen.Functions),
		FunctionsOpen: len(chosen.Functions) > 0,
		Date:          newDateFacet(v.q, f, v.raw, v.problems),
		Active:        len(filterValues(v.q)),
	}
}

// withSelected adds the selected values that no result has: the form would lose them otherwise.
func withSelected(counted []search.FacetValue, selected []string, label func(string) string) []search.FacetValue {
	all := slices.Clone(counted)
	for i := range all {
		all[i].Selected = slices.Contains(selected, all[i].Value)
	}
	for _, s := range selected {
		if !slices.ContainsFunc(all, func(v search.FacetValue) bool { return v.Value == s }) {
			all = append(all, search.FacetValue{Value: s, Label: label(s), Selected: true})
		}
	}
	return all
}

// newFacet shows the selected values and the first others, and keeps the rest behind "more".
func newFacet(name, title string, all []Option) Facet {
	f := Facet{Name: name, Title: title}
	for _, o := range all {
		if o.Selected || o.Open {
			f.Options = append(f.Options, o)
		}
	}
	for _, o := range all {
		switch {
		case o.Selected || o.Open:
		case len(f.Options) < shownOptions:
			f.Options = append(f.Options, o)
		default:
			f.More = append(f.More, o)
		}
	}
	return f
}

func options(name string, values []search.FacetValue) []Option {
	list := make([]Option, 0, len(values))
	for i, v := range values {
		list = append(list, newOption(name, i, v))
	}
	return list
}

func newOption(name string, i int, v search.FacetValue) Option {
	return Option{ID: name + "-" + strconv.Itoa(i), Name: name, Value: v.Value, Label: v.Label, Count: v.Count, Selected: v.Selected}
}

// named begins the labels of kinds with a capital.
func named(list []Option) []Option {
	for i := range list {
		list[i].Label = sentence(list[i].Label)
	}
	return list
}

// topicTree puts second-level topics below their parents. One whose parent is not counted stands by itself.
func topicTree(values []search.FacetValue) []Option {
	var roots []Option
	at := map[string]int{}
	for i, v := range values {
		if v.Parent == "" {
			at[v.Value] = len(roots)
			roots = append(roots, newOption("topic", i, v))
		}
	}
	for i, v := range values {
		if v.Parent == "" {
			continue
		}
		child := newOption("topic", i, v)
		parent, ok := at[v.Parent]
		if !ok {
			roots = append(roots, child)
			continue
		}
		roots[parent].Children = append(roots[parent].Children, child)
		roots[parent].Open = roots[parent].Open || v.Selected || roots[parent].Selected
	}
	return roots
}

func functionOptions(selected []search.Function) []Option {
	return each(functions, func(f search.Function) Option {
		return Option{ID: "function-" + string(f), Name: "function", Value: string(f), Label: sentence(string(f)), Selected: slices.Contains(selected, f)}
	})
}

func newDateFacet(q search.Query, f search.Facets, raw string, problems []Problem) DateFacet {
	d := DateFacet{
		From: newDateField("from", firstDay(q.Filters.From), raw, problems),
		To:   newDateField("to", lastDay(q.Filters.To), raw, problems),
		Undated: Option{
			ID: "undated", Name: "undated", Value: "true", Label: "Without a date", Count: f.Undated, Selected: q.Filters.Undated,
		},
	}
	d.Years = each(f.Date, func(v search.FacetValue) YearLink { return YearLink{v.Value, v.Count, yearURL(q, v.Value), v.Selected} })
	d.draw(q, f.Date)
	return d
}

// newDateField shows again what a reader typed, where it could not be read.
func newDateField(name, value, raw string, problems []Problem) DateField {
	for _, p := range problems {
		if p.Parameter == name {
			typed, _ := url.ParseQuery(raw) // ParseQuery has reported its error
			return DateField{typed.Get(name), fieldName(name) + " " + p.Message}
		}
	}
	return DateField{Value: value}
}

// yearURL narrows to a year; for the year that is chosen already it lifts the range.
func yearURL(q search.Query, year string) string {
	return Links{}.Search(first(with(q, func(q *search.Query) {
		f := &q.Filters
		chosen := firstDay(f.From) == year && lastDay(f.To) == year
		f.From, f.To, _ = span(year)
		f.Undated = false
		if chosen {
			f.From, f.To, _ = span("")
		}
	})))
}

// The measures of the histogram, in units of its viewBox.
const (
	barHeight  = 60
	barWidth   = 10
	barGap     = 2
	mostBars   = 120 // years; older ones are in the table only
	leastBars  = 12  // years, so that a few do not become blocks
	leastShown = 2   // units, so that a single publication is seen
)

// draw lays out one bar a year, gaps in the years included.
func (d *DateFacet) draw(q search.Query, years []search.FacetValue) {
	counts, firstYear, lastYear, most := yearSpan(years)
	if len(counts) < 2 {
		return
	}
	firstYear = min(max(firstYear, lastYear-mostBars+1), lastYear-leastBars+1)
	for y := firstYear; y <= lastYear; y++ {
		v := counts[y]
		height := 0
		if v.Count > 0 {
			height = max(leastShown, v.Count*barHeight/most)
		}
		d.Bars = append(d.Bars, Bar{
			X: (y - firstYear) * (barWidth + barGap), Y: barHeight - height, Width: barWidth, Height: height,
			Label: strconv.Itoa(y) + ": " + plural(v.Count, "publication"), URL: yearURL(q, strconv.Itoa(y)), Selected: v.Selected,
		})
	}
	d.Width = len(d.Bars)*(barWidth+barGap) - barGap
	d.FirstLabel, d.LastLabel = strconv.Itoa(firstYear), strconv.Itoa(lastYear)
}

func yearSpan(years []search.FacetValue) (counts map[int]search.FacetValue, firstYear, lastYear, most int) {
	counts = map[int]search.FacetValue{}
	for _, v := range years {
		y, err := strconv.Atoi(v.Value)
		if err != nil {
			continue
		}
		if len(counts) == 0 || y < firstYear {
			firstYear = y
		}
		lastYear, most = max(lastYear, y), max(most, v.Count)
		counts[y] = v
	}
	return counts, firstYear, lastYear, max(most, 1)
}
