package expand_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"academysearch/search"
	"academysearch/search/expand"
)

// TestOpen_knowsTheListsOfThisFolder fails where table.bin is older than the lists, or than the analysis that it was compiled with: every
// name of a line must find the others.
func TestOpen_knowsTheListsOfThisFolder(t *testing.T) {
	table := open(t)
	for file, source := range map[string]expand.Source{"abbreviations.txt": expand.Abbreviation, "synonyms.txt": expand.Synonym} {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		concepts, err := expand.ReadNames(file, f, source)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range concepts {
			for _, n := range c.Names {
				if n.Role != expand.Added && len(table.Expand(strings.Fields(n.Text))) == 0 {
					t.Errorf("%s: Expand(%q) finds nothing; go generate ./search/expand", file, n.Text)
				}
			}
		}
	}
}

func TestOpen_takesNoTime(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() { open(t) }); n > 10 {
		t.Errorf("Open allocates %v times, want a few: the table is to be searched where it lies", n)
	}
	info, err := os.Stat("table.bin")
	if err != nil {
		t.Fatal(err)
	}
	const most = 1 << 20
	if info.Size() > most {
		t.Errorf("table.bin has %d bytes, want at most %d", info.Size(), most)
	}
}

func TestExtend_replacesWhatTheTableSays(t *testing.T) {
	for _, test := range []struct{ name, lines, query, want string }{
		{"silenced", "- cot death", "cot death", ""},
		{"mended", "cot death = SIDS", "cot death", "cot death → staff: SIDS"},
		{"added", "AMS > Academy of Medical Sciences", "AMS council", "AMS → staff: Academy of Medical Sciences"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(shown(extended(t, test.lines), test.query), "; "); got != test.want {
				t.Errorf("Expand(%q) with %q = %q, want %q", test.query, test.lines, got, test.want)
			}
		})
	}
}

func TestReadNames_saysWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ name, line, want string }{
		{"one name", "alone", "names.txt:1: a name without another one"},
		{"an empty side", "alone =", `names.txt:1: "" holds no word`},
		{"two arrows", "a > b > c", "more than one >"},
		{"silence for two", "- a = b", "- takes one name"},
		{"not text", "caf\xe9 = coffee", "not UTF-8"},
		{"a quotation mark inside", `the "big" one = other`, "quotation mark inside"},
		{"a name too long", strings.Repeat("long ", 30) + "= other", "is longer than"},
		{"too many names", strings.Repeat("name = ", 30) + "other", "more than 24 names"},
		{"a line too long", strings.Repeat("x", 100_000), "token too long"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := expand.ReadNames("names.txt", strings.NewReader(test.line), expand.Staff)
			if err == nil || !strings.Contains(err.Error(), test.want) || !errors.Is(err, search.ErrInvalid) {
				t.Errorf("ReadNames = %v, want an ErrInvalid with %q", err, test.want)
			}
		})
	}
}

func TestReadNames_refusesAFileTooLarge(t *testing.T) {
	_, err := expand.ReadNames("names.txt", strings.NewReader(strings.Repeat("# nothing\n", 500_000)), expand.Staff)
	if !errors.Is(err, search.ErrTooLarge) {
		t.Errorf("ReadNames = %v, want ErrTooLarge", err)
	}
}

func TestGroup_weighsMoreWhereTheTypedNameIsRare(t *testing.T) {
	words := []string{"coagulation", "factor", "IV"}
	groups := open(t).Expand(words)
	if len(groups) != 1 || groups[0].Source != expand.MeSH || groups[0].ConceptID != "D002118" {
		t.Fatalf("Expand(%q) = %v, want the group of calcium", words, groups)
	}
	g := groups[0]
	for _, test := range []struct {
		name           string
		typed, others  int
		weight, single float64
	}{
		{"as frequent as the others", 50, 50, 0.3, 1},
		{"more frequent", 500, 50, 0.3, 1},
		{"hardly ever written", 0, 9999, 1, 0.4},
	} {
		if got := g.Weight(test.typed, test.others); !near(got, test.weight) {
			t.Errorf("%s: Weight = %v, want %v", test.name, got, test.weight)
		}
		if got := g.WordWeight(test.typed, test.others); !near(got, test.single) {
			t.Errorf("%s: WordWeight = %v, want %v", test.name, got, test.single)
		}
		if got := g.MemberWordWeight(test.typed, test.others); !near(got, 1-test.single) {
			t.Errorf("%s: MemberWordWeight = %v, want %v", test.name, got, 1-test.single)
		}
	}
	g.To = g.From + 1
	if got := g.WordWeight(0, 9999); got != 1 {
		t.Errorf("WordWeight of a single word = %v, want 1", got)
	}
}

func near(a, b float64) bool { return a-b < 0.001 && b-a < 0.001 }

func FuzzReadNames(f *testing.F) {
	for _, seed := range []string{"a = b", "AMS > Academy of Medical Sciences", "- cold", "\"NICE\" > x y", "# c\n\nanti-b = c", "µ-9 = ß", "- a-b", "x=x"} {
		f.Add(seed)
	}
	table, err := expand.Open()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		concepts, err := expand.ReadNames("names.txt", strings.NewReader(text), expand.Staff)
		if err != nil {
			return
		}
		extended, err := table.Extend("names.txt", strings.NewReader(text))
		if err != nil {
			t.Fatalf("read but not compiled: %v", err)
		}
		for _, c := range concepts {
			for _, n := range c.Names {
				extended.Expand(strings.Fields(n.Text))
			}
		}
	})
}

func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"heart attack in children", "AMR and TB", "anti-microbial resistance", "- – ’", "ME/CFS C. difficile", "\xff\x00", "COVID19"} {
		f.Add(seed)
	}
	table, err := expand.Open()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query string) {
		words := strings.Fields(query)
		from, to := 0, 0
		for _, g := range table.Expand(words) {
			if again := g.From == from && g.To == to; g.From < to && !again || g.To > len(words) || g.To <= g.From {
				t.Fatalf("group [%d, %d) after [%d, %d) of %d words", g.From, g.To, from, to, len(words))
			}
			from, to = g.From, g.To
			if len(g.Members) == 0 || slices.ContainsFunc(g.Members, func(m []string) bool { return len(m) == 0 }) {
				t.Fatalf("group %v has an empty name", g)
			}
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := expand.Open(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExpand(b *testing.B) {
	table, err := expand.Open()
	if err != nil {
		b.Fatal(err)
	}
	for _, query := range []string{"heart attack", "which policies address multimorbidity in older people", "AMR", "xylophone players"} {
		b.Run(query, func(b *testing.B) {
			words := strings.Fields(query)
			b.ReportAllocs()
			for b.Loop() {
				table.Expand(words)
			}
		})
	}
}
