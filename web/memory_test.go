package web_test

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"academysearch/search"
	"academysearch/web/internal/webtest"
)

// memory is a small Searcher over publications in memory. It finds publications that hold any word of the text.
type memory struct {
	publications []search.Publication
	moved        map[string]string
	fail         error
	parents      map[string]string
}

func newMemory() *memory {
	return &memory{
		publications: webtest.Publications(), moved: map[string]string{"aaaaaaaaaaaa": webtest.Publications()[0].ID},
		parents: map[string]string{"amr": "infection"},
	}
}

func (m *memory) Status(context.Context) (search.Status, error) {
	return search.Status{Generation: "g1", Publications: len(m.publications)}, m.fail
}

func (m *memory) Publication(_ context.Context, id string) (search.Publication, error) {
	if to, ok := m.moved[id]; ok {
		return search.Publication{}, &search.MovedError{From: id, To: to}
	}
	for _, p := range m.publications {
		if p.ID == id {
			return p, m.fail
		}
	}
	return search.Publication{}, search.ErrNotFound
}

func (m *memory) Suggest(_ context.Context, q search.SuggestQuery) ([]search.Suggestion, error) {
	var list []search.Suggestion
	for _, p := range m.publications {
		if i := strings.Index(strings.ToLower(p.Title), strings.ToLower(q.Text)); i >= 0 && q.Text != "" {
			n := len([]rune(p.Title[:i]))
			list = append(list, search.Suggestion{Kind: search.SuggestPublication, Label: p.Title, Highlights: [][2]int{{n, n + len([]rune(q.Text))}}, Value: p.ID})
		}
	}
	if strings.HasPrefix("infection", q.Text) || strings.Contains(q.Text, "infect") {
		list = append(list, search.Suggestion{Kind: search.SuggestTopic, Label: "Infection and immunity", Value: "infection"})
	}
	if q.Text != "" {
		list = append(list, search.Suggestion{Kind: search.SuggestWord, Label: q.Text, Query: q.Text})
	}
	return list, m.fail
}

func (m *memory) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if m.fail != nil {
		return search.Result{}, m.fail
	}
	if err := ctx.Err(); err != nil {
		return search.Result{}, err
	}
	words := wordPattern(q.Text)
	r := search.Result{Generation: "g1", Took: time.Millisecond, Interpretation: search.Interpretation{ReadAs: q.Text}}
	var hits []search.Hit
	for i := range m.publications {
		h, ok := m.hit(&m.publications[i], words, cmp.Or(q.Passages, 3))
		if !ok {
			continue
		}
		m.count(&r.Facets, q.Filters, h)
		if m.wrong(q.Filters, h) == "" {
			hits = append(hits, h)
		}
	}
	order(hits, q.Sort)
	r.Total = len(hits)
	size, from := cmp.Or(q.Size, search.DefaultSize), 0
	if q.Page > 1 {
		from = (q.Page - 1) * size
	}
	if q.Cursor != "" {
		n, err := strconv.Atoi(q.Cursor)
		if err != nil {
			return r, search.ErrInvalid
		}
		from = n
	}
	from = min(from, len(hits))
	to := min(from+size, len(hits))
	if to < len(hits) {
		r.Next = strconv.Itoa(to)
	}
	r.Hits = hits[from:to]
	return r, nil
}

func wordPattern(text string) *regexp.Regexp {
	words := regexp.MustCompile(`\pL+`).FindAllString(text, -1)
	if len(words) == 0 {
		return nil
	}
	return regexp.MustCompile(`(?i)` + strings.Join(words, "|"))
}

func (m *memory) hit(p *search.Publication, words *regexp.Regexp, passages int) (search.Hit, bool) {
	h := search.Hit{Publication: p}
	for _, person := range p.People {
		if person.Speaker {
			display := strings.TrimSpace(person.Title + " " + person.Name + " " + strings.Join(person.Postnominals, " "))
			h.Speakers = append(h.Speakers, search.SpeakerRef{ID: search.PersonID(person.Name), Name: person.Name, Display: display, Function: person.Function})
		}
	}
	if words == nil {
		return h, true
	}
	for _, g := range p.Pages {
		found := words.FindAllStringIndex(g.Text, -1)
		if found == nil {
			continue
		}
		h.PagesMatched++
		passage := search.Passage{Resource: g.Resource, Page: g.Number, Label: g.Label, Heading: g.Heading, Snippet: g.Text}
		for _, f := range found {
			passage.Highlights = append(passage.Highlights, [2]int{len([]rune(g.Text[:f[0]])), len([]rune(g.Text[:f[1]]))})
		}
		if len(h.Passages) < passages {
			h.Passages = append(h.Passages, passage)
		}
	}
	return h, h.PagesMatched > 0
}

// wrong names the filter that keeps h out where it is the only one, "many" where several do, "" where none does.
func (m *memory) wrong(f search.Filters, h search.Hit) string {
	var wrong []string
	check := func(name string, set bool, holds bool) {
		if set && !holds {
			wrong = append(wrong, name)
		}
	}
	p := h.Publication
	check("topic", len(f.Topics) > 0, slices.ContainsFunc(m.topicsOf(p), func(t string) bool { return slices.Contains(f.Topics, t) }))
	check("speaker", len(f.Speakers)+len(f.Functions) > 0, slices.ContainsFunc(h.Speakers, func(s search.SpeakerRef) bool {
		return (len(f.Speakers) == 0 || slices.Contains(f.Speakers, s.ID)) && (len(f.Functions) == 0 || slices.Contains(f.Functions, s.Function))
	}))
	check("kind", len(f.Kinds) > 0, slices.Contains(f.Kinds, p.Kind))
	check("series", len(f.Series) > 0, slices.ContainsFunc(p.Series, func(s string) bool { return slices.Contains(f.Series, s) }))
	first, last, dated := p.FacetDate()
	ranged := !f.From.IsZero() || !f.To.IsZero()
	inside := dated && ranged && (f.From.IsZero() || !last.Before(f.From)) && (f.To.IsZero() || !first.After(f.To))
	check("date", ranged || f.Undated, inside || f.Undated && !dated)
	switch len(wrong) {
	case 0:
		return ""
	case 1:
		return wrong[0]
	}
	return "many"
}

func (m *memory) topicsOf(p *search.Publication) []string {
	var ids []string
	for _, t := range p.Topics {
		ids = append(ids, t.ID)
		if parent := m.parents[t.ID]; parent != "" {
			ids = append(ids, parent)
		}
	}
	return ids
}

func (m *memory) count(f *search.Facets, filters search.Filters, h search.Hit) {
	wrong, p := m.wrong(filters, h), h.Publication
	add := func(name string, list *[]search.FacetValue, value, label, parent string, selected bool) {
		if wrong != "" && wrong != name {
			return
		}
		i := slices.IndexFunc(*list, func(v search.FacetValue) bool { return v.Value == value })
		if i < 0 {
			*list = append(*list, search.FacetValue{Value: value, Label: label, Parent: parent, Selected: selected})
			i = len(*list) - 1
		}
		(*list)[i].Count++
	}
	topics := m.topicsOf(p)
	slices.Sort(topics)
	for _, t := range slices.Compact(topics) {
		label := t
		for _, known := range p.Topics {
			if known.ID == t {
				label = known.Label
			}
		}
		add("topic", &f.Topic, t, label, m.parents[t], slices.Contains(filters.Topics, t))
	}
	for _, s := range h.Speakers {
		add("speaker", &f.Speaker, s.ID, s.Display, "", slices.Contains(filters.Speakers, s.ID))
	}
	add("kind", &f.Kind, p.Kind, p.Kind, "", slices.Contains(filters.Kinds, p.Kind))
	for _, s := range p.Series {
		add("series", &f.Series, s, s, "", slices.Contains(filters.Series, s))
	}
	if first, _, ok := p.FacetDate(); ok {
		add("date", &f.Date, first.Format("2006"), first.Format("2006"), "", false)
	} else if wrong == "" || wrong == "date" {
		f.Undated++
	}
}

func order(hits []search.Hit, by search.Sort) {
	slices.SortStableFunc(hits, func(a, b search.Hit) int {
		x, _, dated := a.Publication.FacetDate()
		y, _, dates := b.Publication.FacetDate()
		switch {
		case by == search.ByRelevance || by == "":
			return cmp.Or(cmp.Compare(b.PagesMatched, a.PagesMatched), cmp.Compare(a.Publication.ID, b.Publication.ID))
		case dated != dates:
			return map[bool]int{true: -1, false: 1}[dated]
		case by == search.ByNewest:
			return y.Compare(x)
		}
		return x.Compare(y)
	})
}
