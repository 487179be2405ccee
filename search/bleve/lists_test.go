package bleve_test

import (
	"strings"
	"testing"

	"academysearch/search"
)

func TestSearch_ranksListsBelowThePagesThatSayIt(t *testing.T) {
	said := "The working group advised that sepsis screening in prisons be paid for. It met in spring and heard from many. Its report follows."
	for name, list := range map[string]string{
		"contents":     "Contents\nSepsis screening ........ 3\nPrisons . . . . . . . 5\nSepsis in prisons .......... 7\nSepsis screening in prisons: advice ...... 9",
		"bibliography": strings.Repeat("Quill A et al. Sepsis screening in prisons. J Sepsis (2011) doi:10.1/1\n", 6),
		"index":        strings.Repeat("sepsis screening, 4, 12\nprisons, 7–9\n", 6),
	} {
		t.Run(name, func(t *testing.T) {
			e := open(t, t.TempDir())
			defer e.Close()
			w, err := e.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p := search.Publication{ID: "a", Title: "Report", Pages: []search.Page{{Number: 1, Text: list}, {Number: 2, Text: said}}}
			if err := w.Put(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			clause, _ := search.Parse("sepsis screening prisons")
			r, err := e.Search(t.Context(), search.Query{Text: "sepsis screening prisons", Clause: clause})
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Hits[0].Passages; len(got) != 2 || got[0].Page != 2 {
				t.Errorf("best passages %+v, want page 2 first", got)
			}
		})
	}
}
