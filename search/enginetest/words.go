package enginetest

import (
	"slices"
	"strings"
	"testing"

	"academysearch/search"
)

// testWords asks which of a few publications a query finds.
func testWords(t *testing.T, open func(*testing.T) search.Engine) {
	e := fill(
		t, open,
		publication("muller", "Report one", "A lecture by Anja Müller on haemorrhage and behaviour in randomised trials."),
		publication("hyphen", "Report two", "Anti-microbial stewardship. COVID-19 and SARS-CoV-2. R&D spending on 5-HT."),
		publication("solid", "Report three", "Antimicrobial stewardship in primary health care."),
		publication("apart", "Report four", "An anti microbial policy and healthcare for all. C. difficile, HbA1c and p53."),
		publication("phrase", "Report five", "The gene therapy programme.", "Therapy for a gene was discussed. Alzheimer's disease."),
		publication("nineteen", "Report six", "There were 19 trials of a covid vaccine."),
	)
	all := []string{"apart", "hyphen", "muller", "nineteen", "phrase", "solid"}
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"folding", "muller", []string{"muller"}},
		{"folding the other way", "MÜLLER", []string{"muller"}},
		{"American for British", "hemorrhage", []string{"muller"}},
		{"American for British with a stem", "behavioral", []string{"muller"}},
		{"-ize for -ise", "randomized", []string{"muller"}},
		{"program for programme", "programs", []string{"phrase"}},
		{"solid finds all", "antimicrobial", []string{"apart", "hyphen", "solid"}},
		{"hyphenated finds all", "anti-microbial", []string{"apart", "hyphen", "solid"}},
		{"apart finds all", "anti microbial", []string{"apart", "hyphen", "solid"}},
		{"two words for one", "health care", []string{"apart", "solid"}},
		{"one word for two", "healthcare", []string{"apart", "solid"}},
		{"one term", "COVID-19", []string{"hyphen"}},
		{"one term without hyphen", "covid19", []string{"hyphen"}},
		{"part of a term", "covid", []string{"hyphen", "nineteen"}},
		{"longer term", "SARS-CoV-2", []string{"hyphen"}},
		{"ampersand", "R&D", []string{"hyphen"}},
		{"letters and digits", "5-HT", []string{"hyphen"}},
		{"gene name", "p53", []string{"apart"}},
		{"mixed case", "hba1c", []string{"apart"}},
		{"initial", "C. difficile", []string{"apart"}},
		{"possessive", "alzheimer", []string{"phrase"}},
		{"possessive typed", "Alzheimer's", []string{"phrase"}},
		{"phrase", `"gene therapy"`, []string{"phrase"}},
		{"phrase in another order", `"therapy gene"`, []string{}},
		{"phrase is unstemmed", `"gene therapies"`, []string{}},
		{"phrase with stop words", `"therapy for a gene"`, []string{"phrase"}},
		{"phrase does not run over pages", `"programme therapy"`, []string{}},
		{"phrase finds what is hyphenated", `"anti microbial stewardship"`, []string{"hyphen"}},
		{"phrase of a hyphenated word", `"anti-microbial stewardship"`, []string{"hyphen", "solid"}},
		{"words need not be side by side", "therapy programme", []string{"phrase"}},
		{"words on two pages", "programme alzheimer", []string{"phrase"}},
		{"minus", "stewardship -care", []string{"hyphen"}},
		{"minus phrase", `stewardship -"health care"`, []string{"hyphen"}},
		{"minus only", "-trials", []string{"apart", "hyphen", "phrase", "solid"}},
		{"OR", "muller OR p53", []string{"apart", "muller"}},
		{"AND", "stewardship AND care", []string{"solid"}},
		{"brackets", "(muller OR stewardship) -care", []string{"hyphen", "muller"}},
		{"OR NOT", "care OR -trials", []string{"apart", "hyphen", "phrase", "solid"}},
		{"prefix", "stewar*", []string{"hyphen", "solid"}},
		{"prefix of nothing", "zzz*", []string{}},
		{"unknown word", "zebrafish", []string{}},
		{"stop words are left out", "what is the stewardship", []string{"hyphen", "solid"}},
		{"title", "title:four", []string{"apart"}},
		{"title does not look at text", "title:stewardship", []string{}},
		{"nothing asked", "", all},
		{"punctuation only", "?", all},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := ask(t, e, row.text)
			got := ids(r)
			slices.Sort(got)
			if !slices.Equal(got, row.want) || r.Total != len(row.want) {
				t.Errorf("%q finds %v (total %d), want %v", row.text, got, r.Total, row.want)
			}
		})
	}
	t.Run("only stop words are searched as words", func(t *testing.T) {
		if got := ids(ask(t, e, "for a")); !slices.Contains(got, "phrase") {
			t.Errorf("finds %v", got)
		}
	})
	t.Run("says what it left out", func(t *testing.T) {
		if got := ask(t, e, "what is the stewardship").Interpretation.Dropped; !slices.Equal(got, []string{"what", "is", "the"}) {
			t.Errorf("dropped %q", got)
		}
	})
}

// testTitles asks whether words of a title count.
func testTitles(t *testing.T, open func(*testing.T) search.Engine) {
	e := fill(
		t, open,
		publication("body", "Annual review", "Nothing but dementia, and dementia again."),
		publication("title", "Dementia in prison", "Many are old.", "Many are ill, and dementia comes early."),
		publication("empty", "Dementia"),
	)
	r := ask(t, e, "dementia prison")
	if got := ids(r); len(got) == 0 || got[0] != "title" {
		t.Fatalf("finds %v, want title first", got)
	}
	if h := r.Hits[0]; h.PagesMatched != 1 || h.Passages[0].Page != 2 {
		t.Errorf("matched %d pages, best is %d; want only page 2", h.PagesMatched, h.Passages[0].Page)
	}
	if got := ids(ask(t, e, "title:dementia")); len(got) != 2 || slices.Contains(got, "body") {
		t.Errorf("title:dementia finds %v", got)
	}
	if r := ask(t, e, "prison"); len(r.Hits) != 1 || len(r.Hits[0].Passages) != 1 || r.Hits[0].Passages[0].Page != 1 {
		t.Errorf("a match in the title alone shows %+v, want the first page", r.Hits)
	}
}

// testPastedTitle asks for a title as it stands: its publication comes first, with its first page.
func testPastedTitle(t *testing.T, open func(*testing.T) search.Engine) {
	pubs := randomPublications(4, 60)
	pubs = append(
		pubs,
		publication("zz", "Sepsis: a policy for children?", "Foreword.", strings.Repeat("Sepsis in children, a policy. ", 9)),
		publication("aa", "Sepsis", strings.Repeat("Policy sepsis children. ", 5)),
	)
	e := fill(t, open, pubs...)
	for _, p := range pubs {
		r := ask(t, e, p.Title)
		if len(r.Hits) == 0 || r.Hits[0].Publication.Title != p.Title {
			t.Errorf("%q does not find its publication first", p.Title)
			continue
		}
		if passages := r.Hits[0].Passages; len(p.Pages) > 0 && passages[0].Page != 1 {
			t.Errorf("%q shows page %d first", p.Title, passages[0].Page)
		}
	}
}

// testResults asks for the rule that says what is a result.
func testResults(t *testing.T, open func(*testing.T) search.Engine) {
	var pubs []search.Publication
	for i := range 30 {
		text := "Sepsis."
		if i < 3 {
			text += " Screening in prisons."
		}
		if i < 15 {
			text += " Vaccines."
		}
		pubs = append(pubs, publication(string(rune('a'+i/10))+string(rune('0'+i%10)), "Report", text))
	}
	e := fill(t, open, pubs...)
	t.Run("enough with all words", func(t *testing.T) {
		if r := ask(t, e, "sepsis vaccines"); r.Total != 15 {
			t.Errorf("total %d, want the 15 that have both", r.Total)
		}
	})
	t.Run("few with all words come first, others follow and it is said", func(t *testing.T) {
		r := ask(t, e, "sepsis prisons")
		if r.Total != 30 {
			t.Fatalf("total %d, want 30", r.Total)
		}
		for i, h := range r.Hits[:3] {
			if h.Publication.ID != []string{"a0", "a1", "a2"}[i] {
				t.Errorf("hit %d is %s", i, h.Publication.ID)
			}
		}
		if r.Interpretation.ReadAs == "sepsis prisons" {
			t.Error("the interpretation does not say that others follow")
		}
	})
	t.Run("AND is not loosened", func(t *testing.T) {
		if r := ask(t, e, "sepsis AND prisons"); r.Total != 3 {
			t.Errorf("total %d, want 3", r.Total)
		}
	})
	t.Run("a phrase is not loosened", func(t *testing.T) {
		if r := ask(t, e, `"screening in" sepsis`); r.Total != 3 {
			t.Errorf("total %d, want 3", r.Total)
		}
	})
	t.Run("filters do not change what is loosened", func(t *testing.T) {
		q := parsed("sepsis vaccines")
		q.Filters.Undated = true
		if r := query(t, e, q); r.Total != 15 {
			t.Errorf("total %d, want 15", r.Total)
		}
	})
}

// testCorrections asks for words that are spelt wrong.
func testCorrections(t *testing.T, open func(*testing.T) search.Engine) {
	e := fill(
		t, open,
		publication("a", "Report", "Dementia and schizophrenia."),
		publication("b", "Report", "Prison and prism."),
	)
	t.Run("one likely correction is searched, and said", func(t *testing.T) {
		r := ask(t, e, "dementai")
		if got := r.Interpretation.Corrections; r.Total != 1 || len(got) != 1 || got[0] != (search.Correction{From: "dementai", To: "dementia"}) {
			t.Errorf("total %d, corrections %+v", r.Total, got)
		}
		if r := ask(t, e, "schizofrenia"); r.Total != 1 {
			t.Errorf("two edits: total %d", r.Total)
		}
	})
	t.Run("not where it is turned off", func(t *testing.T) {
		q := parsed("dementai")
		q.Exact = true
		if r := query(t, e, q); r.Total != 0 || len(r.Interpretation.Corrections) > 0 {
			t.Errorf("total %d, %+v", r.Total, r.Interpretation)
		}
	})
	t.Run("of two the reader chooses", func(t *testing.T) {
		r := ask(t, e, "prisn")
		if r.Total != 0 || r.Suggestion != "prison" && r.Suggestion != "prism" {
			t.Errorf("total %d, suggestion %q", r.Total, r.Suggestion)
		}
	})
	t.Run("no offer without results under the filters", func(t *testing.T) {
		q := parsed("prisn")
		q.Filters.Kinds = []string{"blog"}
		if r := query(t, e, q); r.Suggestion != "" {
			t.Errorf("suggestion %q", r.Suggestion)
		}
	})
	t.Run("short words, numbers and abbreviations stay", func(t *testing.T) {
		for _, text := range []string{"prx", "2o17", "PRISN"} {
			if r := ask(t, e, text); len(r.Interpretation.Corrections) > 0 || r.Suggestion != "" {
				t.Errorf("%q: %+v, suggestion %q", text, r.Interpretation, r.Suggestion)
			}
		}
	})
}
