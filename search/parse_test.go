package search_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"academysearch/search"
)

func word(s string) search.Clause   { return search.Word{Text: s} }
func phrase(s string) search.Clause { return search.Phrase{Text: s} }
func loose(of ...search.Clause) search.Clause {
	return search.And{Of: of, Loose: true}
}

func TestParse(t *testing.T) {
	rows := []struct {
		name, text string
		want       search.Clause
		noted      bool
	}{
		{"nothing", "  ", nil, false},
		{"only punctuation", "? & ;", nil, false},
		{"one word", "sepsis", word("sepsis"), false},
		{"punctuation around words", "What is AMR?", loose(word("What"), word("is"), word("AMR")), false},
		{"inner signs stay", "COVID-19 R&D O'Hara", loose(word("COVID-19"), word("R&D"), word("O'Hara")), false},
		{"phrase", `"gene therapy" trial`, loose(phrase("gene therapy"), word("trial")), false},
		{"curly quotes", "“gene therapy”", phrase("gene therapy"), false},
		{"unclosed quote is left out", `"gene therapy`, loose(word("gene"), word("therapy")), true},
		{"minus", "cancer -lung", loose(word("cancer"), search.Not{Of: word("lung")}), false},
		{"minus before a phrase", `-"lung cancer"`, search.Not{Of: phrase("lung cancer")}, false},
		{"minus apart is punctuation", "cancer - lung", loose(word("cancer"), word("lung")), false},
		{"NOT", "cancer NOT lung", loose(word("cancer"), search.Not{Of: word("lung")}), false},
		{"NOT NOT", "NOT NOT lung", word("lung"), false},
		{"OR binds loosest", "heart attack OR stroke", search.Or{Of: []search.Clause{loose(word("heart"), word("attack")), word("stroke")}}, false},
		{"AND", "a AND b", search.And{Of: []search.Clause{word("a"), word("b")}}, false},
		{"brackets", "(a OR b) c", loose(search.Or{Of: []search.Clause{word("a"), word("b")}}, word("c")), false},
		{"brackets around words vanish", "((a) (b c))", loose(word("a"), word("b"), word("c")), false},
		{"bracket inside a word", "gene(s)", loose(word("gene"), word("s")), false},
		{"bracket without partner", "(a OR b", search.Or{Of: []search.Clause{word("a"), word("b")}}, true},
		{"empty brackets", "() a", word("a"), false},
		{"operator without operand", "OR a", loose(word("or"), word("a")), true},
		{"operators in a row", "a OR OR b", loose(search.Or{Of: []search.Clause{word("a"), loose(word("or"), word("b"))}}).(search.And).Of[0], true},
		{"lower-case or is a word", "a or b", loose(word("a"), word("or"), word("b")), false},
		{"prefix", "immun*", search.Word{Text: "immun", Prefix: true}, false},
		{"prefix too short", "i*", word("i"), true},
		{"star alone", "*", nil, true},
		{"star inside", "im*n", loose(word("im"), word("n")), true},
		{"title", "title:sepsis", search.Word{Field: search.InTitle, Text: "sepsis"}, false},
		{"field in capitals", "Title:sepsis", search.Word{Field: search.InTitle, Text: "sepsis"}, false},
		{"field of a phrase", `speaker:"Ada Quill"`, search.Phrase{Field: search.InSpeaker, Text: "Ada Quill"}, false},
		{"field of brackets", "title:(a OR b)", search.Or{Of: []search.Clause{
			search.Word{Field: search.InTitle, Text: "a"}, search.Word{Field: search.InTitle, Text: "b"},
		}}, false},
		{"field without value", "title: sepsis", loose(word("title"), word("sepsis")), true},
		{"unknown field", "doi:10.1000", loose(word("doi"), word("10.1000")), true},
		{"a time is no field", "10:30", loose(word("10"), word("30")), false},
		{"year", "year:2016", search.Years{From: 2016, To: 2016}, false},
		{"years", "year:2016..2018", search.Years{From: 2016, To: 2018}, false},
		{"years the wrong way round", "year:2018..2016", search.Years{From: 2016, To: 2018}, false},
		{"open years", "year:2016..", search.Years{From: 2016, To: search.LastYear}, false},
		{"no year", "year:soon", loose(word("year"), word("soon")), true},
		{"said", `said:"Ada Quill" gene therapy`, search.Said{Name: "Ada Quill", Of: loose(word("gene"), word("therapy"))}, false},
		{"said without words", "said:Quill", search.Said{Name: "Quill"}, false},
		{"said ends at an operator", "said:Quill gene OR x", search.Or{Of: []search.Clause{search.Said{Name: "Quill", Of: word("gene")}, word("x")}}, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, notes := search.Parse(row.text)
			if !reflect.DeepEqual(got, row.want) {
				t.Errorf("Parse(%q) = %#v, want %#v", row.text, got, row.want)
			}
			if (len(notes) > 0) != row.noted {
				t.Errorf("Parse(%q) notes %q, want some: %v", row.text, notes, row.noted)
			}
		})
	}
}

func TestParse_boundsEveryInput(t *testing.T) {
	for name, text := range map[string]string{
		"long":   strings.Repeat("word ", 10_000),
		"deep":   strings.Repeat("(", 400) + "a OR b" + strings.Repeat(")", 400),
		"broken": strings.Repeat("\xff\"(", 300),
	} {
		c, notes := search.Parse(text)
		if len(notes) == 0 {
			t.Errorf("%s: no note", name)
		}
		if n := utf8.RuneCountInString(search.Format(c)); n > 2*search.MaxTextLength {
			t.Errorf("%s: prints %d characters", name, n)
		}
	}
}

func TestParse_readsPastedParagraphsAsProse(t *testing.T) {
	text := strings.Repeat("one two three four five ", 5) + `the "training" (phase) of it`
	c, notes := search.Parse(text)
	and, ok := c.(search.And)
	if !ok || !and.Loose || len(and.Of) != 25+5 || len(notes) != 1 {
		t.Errorf("Parse(%q) = %#v, notes %q", text, c, notes)
	}
	if c, _ := search.Parse(text + " -six"); len(c.(search.And).Of) != 25+6 || c.(search.And).Of[26] != phrase("training") {
		t.Errorf("with an operator: %#v", c)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`said:"Ada Quill" gene -therapy`, `(said:Quill) x`, `title:(a OR b) AND -"c d" year:..2018`, `a OR (b c) AND d`,
		`-(-(a b) OR c)`, `"unbalanced`, `NOT`, `a AND (OR)`, `x*y* z*`, "year:2016–2018", "a\u00adb -- ((()) b", `title:-x`, `-said:Q w (z)`,
		`"a\b"`, "\"\u0301\"", strings.Repeat("a b c d e f ", 5) + `"g -h OR i*" (j)`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, _ := search.Parse(text)
		printed := search.Format(c)
		again, _ := search.Parse(printed)
		if utf8.RuneCountInString(printed) <= search.MaxTextLength && !reflect.DeepEqual(c, again) {
			t.Fatalf("Parse(%q) = %#v, prints %q, which reads as %#v", text, c, printed, again)
		}
	})
}
