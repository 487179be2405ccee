package mesh_test

import (
	"strings"
	"testing"

	"academysearch/search/expand"
	"academysearch/search/expand/mesh"
)

// choose reads headings in the form of the package and writes what is chosen of them, one line each: names with | between, ways in in
// brackets.
func choose(t *testing.T, headings, diseases string) string {
	t.Helper()
	list, err := mesh.Read(strings.NewReader(headings))
	if err != nil {
		t.Fatal(err)
	}
	others, err := mesh.Diseases(strings.NewReader(diseases))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range mesh.Choose(list, others) {
		var names []string
		for _, n := range c.Names {
			if n.Role == expand.Entry {
				n.Text = "(" + n.Text + ")"
			}
			names = append(names, n.Text)
		}
		lines = append(lines, strings.Join(names, "|"))
	}
	return strings.Join(lines, "\n")
}

func TestChoose_takesWhatReadersType(t *testing.T) {
	for _, test := range []struct{ name, heading, want string }{
		{"the natural order", "D1\tFever, Purple\tPurple Fevers\tC01.1\t", "purple fever|purple fevers"},
		{"no inverted entry terms", "D1\tSlaughter House\tHouse, Slaughter\tJ01.1\t", "slaughter house"},
		{"people keep their capital", "D1\tStone Disease\tStone's Disease\tC01.1\t", "Stone disease|Stone's disease"},
		{"abbreviations of capitals only lead in", "D1\tChronic Stone Lung\tCOLD|CSL\tC01.1\t", "chronic stone lung|(COLD)"},
		{"no codes", "D1\tGlumamine\tSC-58635|Glumamine HCl\tD02.1\t", "glumamine|glumamine HCl"},
		{"no genes and derivatives", "D1\tGlumase\tGLU1 Protein|Glumase Derivative|Gluminase\tD08.1\t", "glumase|gluminase"},
		{"no isotopes", "D1\tGlumium\tGlumium-40|Glumium 40|Glumia\tD01.1\t", "glumium|glumia"},
		{"no publication types", "D1\tGrey Paper\tGray Papers\tV01.1\t", ""},
		{"no places", "D1\tAtlantis\tLost Island\tZ01.1\t", ""},
		{"nothing over long", "D1\tShort\tThe Name Of Six Long Words\tC01.1\t", "short"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := choose(t, test.heading+"\n", "[]"); got != test.want {
				t.Errorf("Choose(%q) = %q, want %q", test.heading, got, test.want)
			}
		})
	}
}

func TestChoose_addsTheNamesOfADisease(t *testing.T) {
	const diseases = `[
		{"name": "purple fever", "synonyms": ["plum pox"], "xrefs": [{"namespace": "MESH", "id": "D1"}]},
		{"name": "green fever", "xrefs": [{"namespace": "MESH", "id": "D2"}]},
		{"name": "moss fever", "xrefs": [{"namespace": "MESH", "id": "D2"}]},
		{"name": "both", "xrefs": [{"namespace": "MESH", "id": "D1"}, {"namespace": "MESH", "id": "D2"}]}]`
	got := choose(t, "D1\tPurple Pox\t\tC01.1\t\nD2\tVerdant Fevers\tFern Fever\tC01.2\t\n", diseases)
	if want := "purple pox|purple fever|plum pox\nverdant fevers|fern fever"; got != want {
		t.Errorf("Choose = %q, want %q: a disease that shares its heading is not the same thing", got, want)
	}
}

func TestRead_refusesALineTooShort(t *testing.T) {
	if _, err := mesh.Read(strings.NewReader("D1\tPurple Fever\n")); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("Read = %v, want an error that names line 1", err)
	}
}
