package search

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// IDLength is the length of a publication's id in characters.
const IDLength = 12

// PublicationID is the permanent id of the publication whose first page has the given canonical address (for a file of a folder:
// its path below the source): the first 12 characters of the lower-case base-32 form (RFC 4648, no padding) of its SHA-256, 60 bits.
func PublicationID(address string) string {
	sum := sha256.Sum256([]byte(address))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:IDLength]
}

// PersonID is the key under which one person is found across publications: the first forename and the surname of a bare name (no
// title, no post-nominals), folded to lower-case ASCII letters and joined by "-" ("Uri K. Stone" and "Uri Stone" → "uri-stone",
// "Pim van der Hoek" → "pim-van-der-hoek"). Middle initials are dropped, middle names and particles kept.
func PersonID(name string) string {
	words := strings.Fields(foldName(name))
	var kept []string
	for i, w := range words {
		if middle := i > 0 && i < len(words)-1; middle && len(w) == 1 {
			continue
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, "-")
}

// foldName lowers a name to ASCII-like letters and spaces: diacritics, apostrophes and full stops vanish, hyphens become spaces.
func foldName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteString(FoldLetter(unicode.ToLower(r)))
		case unicode.IsSpace(r), r == '-', r == '‐', r == '‑', r == '–':
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// FoldLetter spells the lower-case Latin letters that have no decomposition (Unicode NFKD) with ASCII letters, and gives every other
// rune as it is. Keys of people and words of the index are folded by it alike.
func FoldLetter(r rune) string {
	switch r {
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return string(r)
}
