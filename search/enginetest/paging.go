package enginetest

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"academysearch/search"
)

func fields(text string) []string { return strings.Fields(strings.ToLower(text)) }

// testPaging walks results by page and by cursor: neither loses or repeats a publication, and both keep the same order.
func testPaging(t *testing.T, open func(*testing.T) search.Engine) {
	pubs := randomPublications(3, 120)
	e := fill(t, open, pubs...)
	r := rand.New(rand.NewPCG(5, 1))
	for _, text := range []string{"", "sepsis", "sepsis trial", "cohort vaccine dementia policy", "sepsis -trial", "genome OR policy"} {
		for _, sort := range []search.Sort{search.ByRelevance, search.ByNewest, search.ByOldest} {
			q := parsed(text)
			q.Sort = sort
			if r.IntN(2) == 0 {
				q.Filters = search.Filters{Undated: true, Kinds: []string{"blog", "statement"}}
			}
			whole, byPage, byCursor := walk(t, e, q, 100, false), walk(t, e, q, 7, false), walk(t, e, q, 7, true)
			total := query(t, e, q).Total
			if len(whole) != total || !slices.Equal(whole, byPage) || !slices.Equal(whole, byCursor) {
				t.Errorf("%q %s: total %d\n whole  %v\n page   %v\n cursor %v", text, sort, total, whole, byPage, byCursor)
			}
		}
	}
	t.Run("newest first when there is nothing to rank", func(t *testing.T) {
		q := parsed("")
		q.Sort = search.ByNewest
		newest := ids(query(t, e, q))
		q.Sort = search.ByRelevance
		if got := ids(query(t, e, q)); !slices.Equal(got, newest) {
			t.Errorf("got %v, want %v", got, newest)
		}
	})
	t.Run("undated come last", func(t *testing.T) {
		for _, sort := range []search.Sort{search.ByNewest, search.ByOldest} {
			q := parsed("")
			q.Sort, q.Size = sort, 100
			undated := false
			for _, h := range query(t, e, q).Hits {
				_, _, dated := h.Publication.FacetDate()
				if dated && undated {
					t.Errorf("%s: %s after an undated one", sort, h.Publication.ID)
				}
				undated = !dated
			}
		}
	})
	t.Run("cursors that cannot be read", func(t *testing.T) {
		for _, cursor := range []string{"x", "!!!", "e30"} {
			q := parsed("")
			q.Cursor = cursor
			if _, err := e.Search(t.Context(), q); !errors.Is(err, search.ErrInvalid) {
				t.Errorf("%q: %v, want ErrInvalid", cursor, err)
			}
		}
	})
}

// walk collects all hits of a query.
func walk(t *testing.T, e search.Engine, q search.Query, size int, byCursor bool) []string {
	t.Helper()
	q.Size = size
	var out []string
	for page := 1; ; page++ {
		if !byCursor {
			q.Page = page
		}
		r := query(t, e, q)
		out = append(out, ids(r)...)
		if r.Next == "" || len(r.Hits) == 0 {
			return out
		}
		if byCursor {
			q.Cursor = r.Next
		}
	}
}
