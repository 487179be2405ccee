package spelling

import "strings"

// foldEnding rewrites what is spelt in two ways at the end of a word.
func foldEnding(word string) string {
	for _, fold := range [...]func(string) (string, bool){foldIZE, foldRE, foldLogue, foldGramme, foldDoubled} {
		if folded, ok := fold(word); ok {
			return folded
		}
	}
	return word
}

// wholeAfterIZ and startAfterIZ list what follows -iz- and -yz- in verbs of the Greek kind, to the end of the word or to begin with.
var (
	wholeAfterIZ = []string{"e", "es", "ed", "er", "ers", "ement", "ements"}
	startAfterIZ = []string{"ing", "ation", "abl", "abil", "ance", "ant"}
)

// foldIZE writes -ize as -ise and -yze as -yse. This way round there are few words to except (size, prize), while the other way
// would need all of advise, exercise, disease and analyses; and Porter's stemmer then keeps organisation apart from organ.
func foldIZE(word string) (string, bool) {
	z := strings.LastIndexByte(word, 'z')
	if z < len("ioni") || word[z-1] != 'i' && word[z-1] != 'y' {
		return word, false
	}
	if tail := word[z+1:]; sizes[word[:z]+"ze"] || !among(wholeAfterIZ, tail) && !anyPrefix(startAfterIZ, tail) {
		return word, false
	}
	return word[:z] + "s" + word[z+1:], true
}

// foldRE writes centre, centres and centred as center, centers and centered, and so all words of the table and all metres and litres.
func foldRE(word string) (string, bool) {
	stem := strings.TrimRight(word, "sd")
	tail := word[len(stem):]
	if !strings.HasSuffix(stem, "re") || len(tail) > 1 {
		return word, false
	}
	if !centres[stem] && !strings.HasSuffix(stem, "metre") && !strings.HasSuffix(stem, "litre") {
		return word, false
	}
	if tail == "d" {
		tail = "ed"
	}
	return stem[:len(stem)-2] + "er" + tail, true
}

// foldLogue writes catalogue, catalogues, catalogued and cataloguing without ue.
func foldLogue(word string) (string, bool) {
	i := strings.LastIndex(word, "logu")
	if i < 0 {
		return word, false
	}
	head, tail := word[:i+len("log")], word[i+len("logu"):]
	switch tail {
	case "e":
		return head, true
	case "es":
		return head + "s", true
	case "ed", "ing", "er", "ers":
		return head + tail, true
	}
	return word, false
}

// foldGramme writes kilogramme and kilogrammes without me.
func foldGramme(word string) (string, bool) {
	if stem, ok := strings.CutSuffix(word, "gramme"); ok {
		return stem + "gram", true
	}
	if stem, ok := strings.CutSuffix(word, "grammes"); ok {
		return stem + "grams", true
	}
	return word, false
}

// afterL lists the endings before which British English doubles an l.
var afterL = []string{"ed", "ing", "er", "ers", "or", "ors", "ous", "ously", "ist", "ists", "ings", "ingly"}

// foldDoubled writes labelled as labeled, for the verbs of the table.
func foldDoubled(word string) (string, bool) {
	i := strings.LastIndex(word, "ll")
	if i < 0 || !doubled[word[:i+1]] || !among(afterL, word[i+2:]) {
		return word, false
	}
	return word[:i+1] + word[i+2:], true
}

func among(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

func anyPrefix(list []string, s string) bool {
	for _, one := range list {
		if strings.HasPrefix(s, one) {
			return true
		}
	}
	return false
}
