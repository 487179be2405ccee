package enginetest

import (
	"slices"
	"testing"

	"academysearch/search"
)

// testSaid asks for what somebody said. Both speakers and their words are made up.
func testSaid(t *testing.T, open func(*testing.T) search.Engine) {
	people := []search.Person{
		{Name: "Ada Quill", Function: search.Quoted, Speaker: true}, {Name: "Uri Stone", Function: search.Quoted, Speaker: true},
	}
	a := publication("a", "Statement", "Professor Ada Quill said: “We need more funding for sepsis trials in this country.”\nDr Uri Stone disagreed on vaccines.")
	b := publication("b", "Statement", "“Vaccines are what saved us in the past, and they will again,” said Uri Stone. Ada Quill chaired, and spoke of funding.")
	c := publication("c", "Statement", "Funding for sepsis trials is the “gold standard” of Ada Quill, said nobody.")
	for _, p := range []*search.Publication{&a, &b, &c} {
		p.People = people
	}
	e := fill(t, open, a, b, c)
	for _, row := range []struct {
		text string
		want []string
	}{
		{`said:"Ada Quill" funding`, []string{"a"}},
		{`said:Quill trials funding`, []string{"a"}},
		{`said:Quill vaccines`, []string{}},
		{`said:Stone vaccine`, []string{"b"}},
		{`said:Stone`, []string{"b"}},
		{`said:"Ada Stone"`, []string{}},
		{`-said:Quill`, []string{"b", "c"}},
		{`(said:Quill) sepsis`, []string{"a"}},
	} {
		got := ids(ask(t, e, row.text))
		slices.Sort(got)
		if !slices.Equal(got, row.want) {
			t.Errorf("%s finds %v, want %v", row.text, got, row.want)
		}
	}
}
