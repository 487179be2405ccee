package enginetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"academysearch/search"
)

// testLife follows an index from nothing on.
func testLife(t *testing.T, open func(*testing.T) search.Engine) {
	t.Run("not ready before the first generation", func(t *testing.T) {
		e := open(t)
		defer closeEngine(t, e)
		if _, err := e.Search(t.Context(), search.Query{}); !errors.Is(err, search.ErrNotReady) {
			t.Errorf("Search: %v, want ErrNotReady", err)
		}
		if _, err := e.Status(t.Context()); !errors.Is(err, search.ErrNotReady) {
			t.Errorf("Status: %v, want ErrNotReady", err)
		}
	})
	t.Run("whole publications come back", func(t *testing.T) { testRoundTrip(t, open) })
	t.Run("searches under way while generations change", func(t *testing.T) { testSwap(t, open) })
	t.Run("a cancelled query ends", func(t *testing.T) {
		e := fill(t, open, publication("a", "One", "sepsis"))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := e.Search(ctx, parsed("sepsis")); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want context.Canceled", err)
		}
		if r := ask(t, e, "sepsis"); r.Total != 1 {
			t.Errorf("the next query finds %d", r.Total)
		}
	})
}

func closeEngine(t *testing.T, e search.Engine) {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

func testRoundTrip(t *testing.T, open func(*testing.T) search.Engine) {
	p := publication("whole", "A report", "First page.\nSecond paragraph.", "", "Third — ünïcode.")
	p.Kind, p.Language, p.FormerIDs = "meeting report", "en-GB", []string{"former"}
	p.Resources[0].Pages = 5
	p.Published = &search.Date{Value: "2018-06", Precision: search.Month, Source: "cover", Confidence: search.High}
	p.People = []search.Person{{Name: "Uri K. Stone", Title: "Professor", Postnominals: []string{"FRS"}, Function: search.Chair, Speaker: true}}
	e := fill(t, open, p, publication("other", "Other"))
	got, err := e.Publication(t.Context(), "whole")
	if err != nil {
		t.Fatal(err)
	}
	for i, page := range got.Pages {
		if page.Text != p.Pages[i].Text || page.Number != p.Pages[i].Number {
			t.Errorf("page %d is %+v, want %+v", i, page, p.Pages[i])
		}
	}
	if got.Title != p.Title || got.Published.Value != "2018-06" || got.People[0].Name != "Uri K. Stone" || len(got.Pages) != 3 {
		t.Errorf("got %+v", got)
	}
	var moved *search.MovedError
	if _, err := e.Publication(t.Context(), "former"); !errors.As(err, &moved) || moved.To != "whole" || !errors.Is(err, search.ErrNotFound) {
		t.Errorf("former id: %v, want a MovedError to whole", err)
	}
	if _, err := e.Publication(t.Context(), "nobody"); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("unknown id: %v, want ErrNotFound", err)
	}
	st, err := e.Status(t.Context())
	if err != nil || st.Publications != 2 || st.Resources != 2 || st.Pages != 5 || st.PagesText != 2 || st.Undated != 1 || st.Created.IsZero() {
		t.Errorf("status %+v, %v", st, err)
	}
	if h := ask(t, e, "ünïcode").Hits[0]; h.Speakers[0].ID != "uri-stone" || h.Speakers[0].Display != "Professor Uri K. Stone FRS" {
		t.Errorf("speakers %+v", h.Speakers)
	}
}

// testSwap searches without pause while generations are published: each answer is of one generation.
func testSwap(t *testing.T, open func(*testing.T) search.Engine) {
	generation := func(n int) (pubs []search.Publication) {
		for i := range 5 {
			pubs = append(pubs, publication(fmt.Sprintf("p%d", i), fmt.Sprintf("Edition %d", n), fmt.Sprintf("sepsis edition%d", n)))
		}
		return pubs
	}
	e := fill(t, open, generation(0)...)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				r, err := e.Search(context.WithoutCancel(t.Context()), parsed("sepsis"))
				if err != nil || r.Total != 5 {
					t.Errorf("total %d, %v", r.Total, err)
					return
				}
				for _, h := range r.Hits {
					if h.Publication.Title != r.Hits[0].Publication.Title || !strings.HasSuffix(h.Passages[0].Snippet, h.Publication.Title[8:]) {
						t.Errorf("a mixture: %q, %q, %q", r.Hits[0].Publication.Title, h.Publication.Title, h.Passages[0].Snippet)
						return
					}
				}
			}
		})
	}
	for n := 1; n < 8; n++ {
		name := write(t, e, generation(n)...)
		if r := ask(t, e, fmt.Sprintf("edition%d", n)); r.Total != 5 || r.Generation != name {
			t.Errorf("generation %s: total %d from %s", name, r.Total, r.Generation)
		}
	}
	close(done)
	readers.Wait()
}

// testWriter changes an index.
func testWriter(t *testing.T, open func(*testing.T) search.Engine) {
	a := publication("a", "Alpha", "sepsis one", "sepsis two", "sepsis three")
	b := publication("b", "Beta", "sepsis four")
	t.Run("replace and delete", func(t *testing.T) {
		e := fill(t, open, a, b)
		w, err := e.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		fewer := publication("a", "Alpha", "dementia")
		for _, step := range []error{w.Put(t.Context(), fewer), w.Delete(t.Context(), "b"), w.Delete(t.Context(), "unknown")} {
			if step != nil {
				t.Fatal(step)
			}
		}
		if got := ids(ask(t, e, "sepsis")); len(got) != 2 {
			t.Errorf("before Commit: %v", got)
		}
		commit(t, w)
		if got := ids(ask(t, e, "sepsis")); len(got) != 0 {
			t.Errorf("old pages are found: %v", got)
		}
		if got := ids(ask(t, e, "dementia")); !slices.Equal(got, []string{"a"}) {
			t.Errorf("new page: %v", got)
		}
		if got := ids(ask(t, e, "")); !slices.Equal(got, []string{"a"}) {
			t.Errorf("everything: %v", got)
		}
	})
	t.Run("no change publishes nothing", func(t *testing.T) {
		e := fill(t, open, a, b)
		before := ask(t, e, "").Generation
		if after := write(t, e, a); after != before {
			t.Errorf("generation %s after %s", after, before)
		}
	})
	t.Run("what is not committed is dropped", func(t *testing.T) {
		e := fill(t, open, a)
		w, err := e.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Put(t.Context(), b), w.Close()); err != nil {
			t.Fatal(err)
		}
		if got := ids(ask(t, e, "")); !slices.Equal(got, []string{"a"}) {
			t.Errorf("finds %v", got)
		}
		write(t, e, b)
		if got := ask(t, e, "").Total; got != 2 {
			t.Errorf("after the next writer: %d", got)
		}
	})
	t.Run("one writer at a time", func(t *testing.T) {
		e := fill(t, open, a)
		w, err := e.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Begin(t.Context()); !errors.Is(err, search.ErrConflict) {
			t.Errorf("second writer: %v, want ErrConflict", err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		write(t, e, b)
	})
	t.Run("the order does not depend on how it was written", func(t *testing.T) { testLayout(t, open) })
	t.Run("a publication without id", func(t *testing.T) {
		e := fill(t, open, a)
		w, err := e.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Put(t.Context(), search.Publication{}); !errors.Is(err, search.ErrInvalid) {
			t.Errorf("%v, want ErrInvalid", err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// testLayout writes the same publications at once and in many steps, with others that go again.
func testLayout(t *testing.T, open func(*testing.T) search.Engine) {
	pubs := randomPublications(9, 60)
	once := fill(t, open, pubs...)
	steps := fill(t, open, randomPublications(10, 20)...)
	for i := 0; i < len(pubs); i += 13 {
		write(t, steps, pubs[i:min(i+13, len(pubs))]...)
	}
	write(t, steps, pubs[:25]...)
	for _, text := range []string{"sepsis", "trial cohort", "policy genome children screening", `"sepsis trial"`, "vacc*"} {
		a, b := ask(t, once, text), ask(t, steps, text)
		if !slices.Equal(ids(a), ids(b)) {
			t.Errorf("%q: %v at once, %v in steps", text, ids(a), ids(b))
		}
		for i := range a.Hits {
			if a.Hits[i].Score != b.Hits[i].Score {
				t.Errorf("%q: %s scores %v at once, %v in steps", text, a.Hits[i].Publication.ID, a.Hits[i].Score, b.Hits[i].Score)
			}
		}
	}
}

// testLimits asks for too much, and for odd things.
func testLimits(t *testing.T, open func(*testing.T) search.Engine) {
	e := fill(t, open, publication("a", "One", "sepsis"))
	many := make([]search.Clause, search.MaxClauses+1)
	for i := range many {
		many[i] = search.Word{Text: "sepsis"}
	}
	for name, q := range map[string]search.Query{
		"size":    {Size: search.MaxSize + 1},
		"below":   {Size: -1},
		"page":    {Page: search.MaxOffset, Size: 10},
		"minus":   {Page: -1},
		"sort":    {Sort: "loudest"},
		"filters": {Filters: search.Filters{Topics: make([]string, search.MaxFilters+1)}},
		"text":    {Text: strings.Repeat("x", search.MaxTextLength+1)},
		"clauses": {Clause: search.Or{Of: many}},
	} {
		if _, err := e.Search(t.Context(), q); !errors.Is(err, search.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	for _, text := range []string{
		`"`, "-", "(", "a*", "\x00", "\xff\xfe", `title:"`, "🩺", "NOT", "said:x", `speaker:"Nobody At All" x`, "year:2016..", "-(-(-x))",
		strings.Repeat("sepsis ", 120), strings.Repeat("(a OR ", 40), "ź", "的", "1.5.2.3", "a-b-c-d-e-f-g", "''''", "x" + strings.Repeat("y", 900),
	} {
		query(t, e, parsed(text))
	}
	for name, f := range map[string]search.Filters{
		"topic": {Topics: []string{"unknown"}}, "speaker": {Speakers: []string{"nobody"}}, "function": {Functions: []search.Function{"pilot"}},
		"kind": {Kinds: []string{"poem"}}, "series": {Series: []string{"none"}},
	} {
		if r := query(t, e, search.Query{Filters: f}); r.Total != 0 {
			t.Errorf("unknown %s: total %d, want 0", name, r.Total)
		}
	}
}

// testSuggest completes what is typed.
func testSuggest(t *testing.T, open func(*testing.T) search.Engine) {
	p := publication("a", "Vaccines in old age", "Vaccination of the elderly; vaccines.")
	p.Topics = []search.Topic{{ID: "vaccines"}}
	p.People = []search.Person{{Name: "Vada Quill", Function: search.Speaker, Speaker: true}}
	e := fill(t, open, p)
	got, err := e.Suggest(t.Context(), search.SuggestQuery{Text: "va"})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[search.SuggestionKind]search.Suggestion{}
	for _, s := range got {
		if _, ok := kinds[s.Kind]; !ok {
			kinds[s.Kind] = s
		}
	}
	for kind, want := range map[search.SuggestionKind]search.Suggestion{
		search.SuggestPublication: {Label: "Vaccines in old age", Value: "a"},
		search.SuggestPerson:      {Label: "Vada Quill", Value: "vada-quill"},
		search.SuggestTopic:       {Label: "Vaccines", Value: "vaccines"},
		search.SuggestWord:        {Label: "vaccines", Query: "vaccines"},
	} {
		s := kinds[kind]
		if kind != search.SuggestWord && (s.Label != want.Label || s.Value != want.Value) || s.Label == "" || len(s.Highlights) == 0 || s.Highlights[0] != [2]int{0, 2} {
			t.Errorf("%s: %+v, want %+v", kind, s, want)
		}
	}
	if got, err := e.Suggest(t.Context(), search.SuggestQuery{Text: "vacines in"}); err != nil || len(got) != 1 || got[0].Value != "a" {
		t.Errorf("a slip is not forgiven: %v, %v", got, err)
	}
	for _, text := range []string{"", "  ", "?", "zzzz", "\xff", strings.Repeat("long ", 100)} {
		if got, err := e.Suggest(t.Context(), search.SuggestQuery{Text: text}); err != nil || len(got) != 0 {
			t.Errorf("%q: %v, %v; want nothing", text, got, err)
		}
	}
}
