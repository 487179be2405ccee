package analysis_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"academysearch/search/analysis"
)

// terms prints tokens as term@position; compounds as one term carry a +.
func terms(text string) string {
	var out []string
	for _, t := range analysis.Tokens(nil, text) {
		s := t.Term
		if t.Joined {
			s = "+" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	rows := []struct{ name, text, want string }{
		{"plain", "Gene therapy, in 3 trials.", "gene therapy in 3 trials"},
		{"diacritics", "Müller Łukasz Ærø", "muller lukasz aero"},
		{"ligatures", "beneﬁt inﬂuence", "benefit influence"},
		{"hyphen", "anti-microbial", "anti microbial +antimicrobial"},
		{"other hyphens", "anti‐microbial anti‑microbial", "anti microbial +antimicrobial anti microbial +antimicrobial"},
		{"hyphen with digits", "COVID-19 SARS-CoV-2 5-HT PD-L1", "covid 19 +covid19 sars cov 2 +sarscov2 5 ht +5ht pd l1 +pdl1"},
		{"range of numbers", "2016-2018 10–12", "2016 2018 10 12"},
		{"long compound", "a-b-c-d-e", "a b c d e"},
		{"dash between words", "gene – therapy -x", "gene therapy x"},
		{"possessives", "Alzheimer's Parkinson’s patients' O'Hara don't", "alzheimer parkinson patients ohara dont"},
		{"letters and digits", "p53 HbA1c H₂O", "p53 hba1c h2o"},
		{"ampersand", "R&D cats&dogs this & that", "r&d cats dogs this that"},
		{"initials", "U.K. U.S.A e.g. C. difficile", "uk usa eg c difficile"},
		{"end of sentence", "It was it.Then", "it was it then"},
		{"numbers", "3.5 10,000 1,2 2016.", "3.5 10000 1 2 2016"},
		{"soft hyphen and zero width", "bene\u00adfit zero\u200bwidth \ufeffbom", "benefit zerowidth bom"},
		{"Greek letters", "TGF-β IL-1β μg β", "tgf beta +tgfbeta il 1beta +il1beta ug beta"},
		{"nothing", " . - ' & ", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := terms(row.text); got != row.want {
				t.Errorf("Tokens(%q) = %q, want %q", row.text, got, row.want)
			}
		})
	}
}

func TestTokens_positionsLetPhrasesFollowCompounds(t *testing.T) {
	toks := analysis.Tokens(nil, "an anti-microbial drug")
	want := map[string]int{"an": 1, "anti": 2, "microbial": 3, "antimicrobial": 3, "drug": 4}
	for _, tok := range toks {
		if tok.Pos != want[tok.Term] {
			t.Errorf("%s at %d, want %d", tok.Term, tok.Pos, want[tok.Term])
		}
	}
}

func TestKey_sharesForms(t *testing.T) {
	for _, group := range []string{
		"organisation organization organisations organised organize", "behaviour behavior behaviours", "behavioural behavioral", "tumour tumor tumours", "antitumour antitumor",
		"haemorrhage hemorrhage", "paediatric pediatric", "oesophagus esophagus", "oestrogen estrogen", "oedema edema", "foetal fetal",
		"leukaemia leukemia", "anaemia anemia", "diarrhoea diarrhea", "centre center centres", "fibre fiber fibres", "labelled labeled",
		"modelling modeling", "programme program programmes", "catalogue catalog", "defence defense", "licence license", "practise practice",
		"ageing aging", "analyse analyze", "analysed analyzed", "sulphate sulfate", "randomised randomized", "microfibre microfiber",
		"enrolment enrollment", "grey gray", "coeliac celiac", "orthopaedic orthopedic", "aetiology etiology", "litre liter", "judgement judgment",
	} {
		words := strings.Fields(group)
		for _, w := range words[1:] {
			if a, b := analysis.Key(words[0]), analysis.Key(w); a != b {
				t.Errorf("Key(%s) = %s, Key(%s) = %s", words[0], a, w, b)
			}
		}
	}
}

func TestKey_keepsWordsApart(t *testing.T) {
	for _, pair := range [][2]string{{"called", "caled"}, {"hour", "hor"}, {"aerobic", "erobic"}, {"israel", "isrel"}, {"coefficient", "cefficient"}, {"poet", "pet"}, {"does", "des"}, {"p53", "p5"}} {
		if analysis.Key(pair[0]) == analysis.Key(pair[1]) {
			t.Errorf("%s and %s share the key %s", pair[0], pair[1], analysis.Key(pair[0]))
		}
	}
}

func TestIsAbbreviation(t *testing.T) {
	for word, want := range map[string]bool{"AIDS": true, "aids": false, "Aids": false, "X": false, "SHOUTED": false, "A1": false, "": false} {
		if analysis.IsAbbreviation(word) != want {
			t.Errorf("IsAbbreviation(%s) = %v", word, !want)
		}
	}
}

func TestIsStop(t *testing.T) {
	for word, want := range map[string]bool{"the": true, "what": true, "sepsis": false, "not": true} {
		if analysis.IsStop(word) != want {
			t.Errorf("IsStop(%s) = %v", word, !want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"anti-microbial R&D U.K. 10,000 O'Hara’s", "TGF-β1 \u00ad-\u00ad", "ﬁ\u0301-ⅷ", "a.b.c,100-200&x", "\xff-\xfe’s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pos, end := 0, 0
		for _, tok := range analysis.Tokens(nil, text) {
			if tok.Start < 0 || tok.Start >= tok.End || tok.End > len(text) || tok.Term == "" || len(tok.Term) > 64 || !utf8.ValidString(tok.Term) {
				t.Fatalf("token %+v of %q", tok, text)
			}
			if !tok.Joined && (tok.Pos != pos+1 || tok.Start < end) {
				t.Fatalf("token %+v of %q after position %d, byte %d", tok, text, pos, end)
			}
			if !tok.Joined {
				pos, end = tok.Pos, tok.End
			}
			analysis.Key(tok.Term)
		}
		checkStarting(t, text)
	})
}

func TestTokensStarting_findsAllThatBeginSo(t *testing.T) {
	for _, text := range []string{"Gene therapy, in 3 trials of genes.", "Éclair and ÉCLAIR eat anti-Gene drugs", "3.5 U.K. o'Gene 3gene β-gene", ""} {
		checkStarting(t, text)
	}
}

// checkStarting looks for each term of a text: it is found where it stands, and so is all that begins like it.
func checkStarting(t *testing.T, text string) {
	t.Helper()
	all := analysis.Tokens(nil, text)
	for _, one := range all[:min(len(all), 20)] {
		var starts analysis.Starts
		starts.Add(one.Term)
		other := func(tok analysis.Token) bool { return tok.Term[0] != one.Term[0] }
		got := slices.DeleteFunc(analysis.TokensStarting(nil, text, &starts), other)
		if want := slices.DeleteFunc(slices.Clone(all), other); !slices.Equal(got, want) {
			t.Fatalf("%q, looking for %q: %+v, want %+v", text, one.Term, got, want)
		}
	}
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("The working group reported on anti-microbial resistance in primary care, and on Alzheimer's disease. ", 30)
	var buf []analysis.Token
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		buf = analysis.Tokens(buf[:0], text)
	}
}
