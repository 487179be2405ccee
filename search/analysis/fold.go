package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"academysearch/search"
)

// Fold is the term of one word: compatibility forms resolved (Unicode NFKC), lower case, no diacritics, no apostrophes, possessive
// endings and full stops between initials gone, invisible signs gone, single Greek letters spelt out (β → beta).
func Fold(word string) string {
	if plain, ok := foldASCII(word); ok {
		return plain
	}
	var b strings.Builder
	latin := hasLatin(word)
	rest := trimPossessive(norm.NFKD.String(word))
	for i, r := range rest {
		switch {
		case unicode.Is(unicode.Mn, r), isInvisible(r), r == '\'', r == '’', r == 'ʼ', r == '.' && !decimal(rest, i), r == ',':
		case unicode.Is(unicode.Greek, r):
			b.WriteString(foldGreek(unicode.ToLower(r), rest, latin))
		case unicode.IsLetter(r) || unicode.IsNumber(r) || r == '&' || r == '.':
			b.WriteString(search.FoldLetter(unicode.ToLower(r)))
		}
	}
	return b.String()
}

// foldASCII folds a word that is ASCII letters and digits only.
func foldASCII(word string) (string, bool) {
	capitals := false
	for i := range len(word) {
		switch class[word[i]] {
		case upper:
			capitals = true
		case lower, digit:
		default:
			return "", false
		}
	}
	if capitals {
		return lowerASCII(word), true
	}
	return word, true
}

func trimPossessive(word string) string {
	for _, ending := range []string{"'s", "’s", "ʼs", "'S", "’S"} {
		if cut, ok := strings.CutSuffix(word, ending); ok {
			return cut
		}
	}
	return word
}

// decimal reports whether the full stop at i stands between digits.
func decimal(s string, i int) bool {
	return i > 0 && i+1 < len(s) && class[s[i-1]] == digit && class[s[i+1]] == digit
}

func hasLatin(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) })
}

// foldGreek spells a Greek letter that stands alone or among Latin letters and digits (1β, μg); Greek words stay as they are.
func foldGreek(r rune, word string, latin bool) string {
	if !latin && utf8.RuneCountInString(word) > 1 {
		return string(r)
	}
	if r == 'μ' && latin { // a unit
		return "u"
	}
	if name, ok := greek[r]; ok {
		return name
	}
	return string(r)
}

var greek = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta", 'ι': "iota",
	'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'ν': "nu", 'ξ': "xi", 'π': "pi", 'ρ': "rho", 'σ': "sigma", 'ς': "sigma", 'τ': "tau",
	'υ': "upsilon", 'φ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
}
