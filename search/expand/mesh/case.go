package mesh

import (
	"strings"
	"unicode"
)

// caser writes names in small letters, but for what keeps its capital: names of people and places, kinds of organisms, abbreviations.
type caser struct {
	common  map[string]bool // words that the Human Disease Ontology writes in small letters
	organic map[string]bool // first words of the names of organisms
	people  map[string]bool // words that stand with 's in a name
}

func newCaser(headings []Heading, others map[string][]string) caser {
	c := caser{common: map[string]bool{}, organic: map[string]bool{}, people: map[string]bool{}}
	for _, list := range others {
		for _, name := range list {
			for _, w := range strings.FieldsFunc(name, notLetter) {
				if w == strings.ToLower(w) {
					c.common[w] = true
				}
			}
		}
	}
	for _, h := range headings {
		for _, name := range h.Names {
			c.learn(name, len(h.Trees) > 0 && h.Trees[0][0] == 'B')
		}
	}
	return c
}

// learn takes what keeps its capital from one name, which may be that of an organism.
func (c caser) learn(name string, organism bool) {
	words := strings.Fields(name)
	if organism {
		c.organic[words[0]] = true
	}
	for _, w := range words {
		if person, ok := strings.CutSuffix(w, "'s"); ok {
			c.people[person] = true
		}
	}
}

// lower writes a name as it stands in a sentence.
func (c caser) lower(name string) string {
	eponym := eponymous(name)
	var b strings.Builder
	for rest := name; rest != ""; {
		n := strings.IndexFunc(rest, notLetter)
		if n == 0 {
			n = strings.IndexFunc(rest, unicode.IsLetter)
		}
		if n < 0 {
			n = len(rest)
		}
		b.WriteString(c.word(rest[:n], eponym))
		rest = rest[n:]
	}
	return b.String()
}

// word writes one word of a name; eponym says that the name may hold somebody's name.
func (c caser) word(word string, eponym bool) string {
	small := strings.ToLower(word)
	switch {
	case len(word) < 2 || word[1:] != small[1:]: // a letter (vitamin A), or capitals inside (HIV)
		return word
	case c.common[small] || c.common[strings.TrimSuffix(small, "s")] || commonEnding(small):
		return small
	case eponym || c.organic[word] || c.people[word]:
		return word
	}
	return small
}

// eponymous reports whether a name is of the kind that people's names are part of.
func eponymous(name string) bool {
	for _, kind := range []string{
		"'", "Disease", "Syndrome", "Sign", "Phenomenon", "Palsy", "Anomaly", "Dystrophy", "Tumor", "Test", "Virus",
		"disease", "syndrome", "Law", "Method", "Scale", "Theorem", "Reaction",
	} {
		if strings.Contains(name, kind) {
			return true
		}
	}
	return false
}

// commonEnding reports whether a word in small letters ends like no proper name.
func commonEnding(word string) bool {
	if len(word) < 6 {
		return false
	}
	for _, ending := range []string{
		"tion", "tions", "ity", "ities", "ment", "ments", "ing", "ics", "ology", "osis", "itis", "emia", "ectomy",
		"graphy", "scopy", "therapy", "ness", "ants", "ates", "ides", "ines", "ase", "ases", "ance", "ence", "ency", "ical", "ous", "ive",
	} {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
