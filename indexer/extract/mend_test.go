package extract

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// mended puts lines together as a paragraph of a document that holds the given other text.
func mended(elsewhere string, lines ...string) string {
	m := &mender{}
	for _, l := range append(strings.Split(elsewhere, "\n"), lines...) {
		m.learn(tidy(l))
	}
	text := tidy(lines[0])
	for _, l := range lines[1:] {
		text = m.join(text, tidy(l))
	}
	return m.gaps(plainEnd(text))
}

func TestMender_lineEnds(t *testing.T) {
	for _, row := range []struct{ name, elsewhere, lines, want string }{
		{"plain hyphen", "", "of treat-|ment today", "of treatment today"},
		{"typographic hyphen", "", "of treat‐|ment today", "of treatment today"},
		{"soft hyphen", "", "of treat\u00ad|ment today", "of treatment today"},
		{"mark of the reader", "", "of treat\ufffe|ment today", "of treatment today"},
		{"other mark of the reader", "", "of treat\u0002|ment today", "of treatment today"},
		{"written with a hyphen elsewhere", "an anti-inflammatory drug", "the anti-|inflammatory drug", "the anti-inflammatory drug"},
		{"written solid elsewhere", "a multicentre trial", "a multi-|centre trial", "a multicentre trial"},
		{"compound of two words of the document", "a long wait, and a term", "the long-|term plan", "the long-term plan"},
		{"prefix that keeps its hyphen", "", "a non-|communicable disease", "a non-communicable disease"},
		{"ending that keeps its hyphen", "", "an evidence-|based rule", "an evidence-based rule"},
		{"name and number", "", "of COVID-|19 cases", "of COVID-19 cases"},
		{"letter and word", "", "an X-|ray picture", "an X-ray picture"},
		{"language", "", "for Spanish\ufffe|speaking people", "for Spanish-speaking people"},
		{"chain", "", "a state-of-|the-art clinic", "a state-of-the-art clinic"},
		{"dash", "", "the plan –|and its cost", "the plan – and its cost"},
		{"suspended hyphen", "", "the pre- and|post-natal care", "the pre- and post-natal care"},
		{"no hyphen", "", "the plan|and its cost", "the plan and its cost"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := mended(row.elsewhere, strings.Split(row.lines, "|")...); got != row.want {
				t.Errorf("%q: got %q, want %q", row.lines, got, row.want)
			}
		})
	}
}

func TestMender_gaps(t *testing.T) {
	for _, row := range []struct{ name, elsewhere, line, want string }{
		{
			"behind ligatures", "", "Our Fellows benefi t from a diff erent, infl uential offi ce; we refl ect on fi ve years of COVID- 19 work.",
			"Our Fellows benefit from a different, influential office; we reflect on five years of COVID-19 work.",
		},
		{"ligatures as characters", "", "the ﬁrst eﬀect of inﬂuenza oﬃce waﬄe", "the first effect of influenza office waffle"},
		{"words that end so", "", "the staff and the tariff are cut off by the plaintiff in the wifi room", "the staff and the tariff are cut off by the plaintiff in the wifi room"},
		{"word that ends so, then a fragment", "", "we off er help", "we offer help"},
		{"around a ligature", "with confidence", "in con fi dence", "in confidence"},
		{"letters set apart", "", "S U M M A R Y of it", "SUMMARY of it"},
		{"initials", "", "A B C are letters", "A B C are letters"},
		{"suspended hyphen", "", "pre- and post-natal, 5- to 10-year-olds", "pre- and post-natal, 5- to 10-year-olds"},
		{"range", "", "aged 5- 10 years", "aged 5- 10 years"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := mended(row.elsewhere, row.line); got != row.want {
				t.Errorf("%q:\n got %q\nwant %q", row.line, got, row.want)
			}
		})
	}
}

// Mending neither invents nor loses letters, whatever it is given.
func FuzzMender(f *testing.F) {
	f.Add("of treat-", "ment today")
	f.Add("benefi t and offi ce COVID- 19", "S U M M A R Y")
	f.Add("\u00ad\ufffe-", "ﬃ\u0301 x")
	f.Fuzz(func(t *testing.T, a, b string) {
		got := mended("", a, b)
		if !utf8.ValidString(got) {
			t.Errorf("%q and %q give %q", a, b, got)
		}
		if letters(got) != letters(tidy(a)+tidy(b)) {
			t.Errorf("%q and %q: letters %q, want %q", a, b, letters(got), letters(tidy(a)+tidy(b)))
		}
	})
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if wordy(r) {
			return r
		}
		return -1
	}, s)
}
