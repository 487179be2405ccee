package bleve

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"academysearch/search"
)

// labels are the names that suggestions complete, analysed once for a generation.
type labels struct {
	topics, people, titles labelList
	vocabulary             []string // the words of all labels, sorted
}

// labelList is labels of one kind, the shortest first: of these more was typed.
type labelList struct {
	kind   search.SuggestionKind
	labels []label
}

type label struct {
	text, value string
	words       []string
}

func (l *labelList) add(text, value string) {
	if words := terms(text); len(words) > 0 {
		l.labels = append(l.labels, label{text, value, words})
	}
}

func newLabels(t *table) *labels {
	l := &labels{topics: labelList{kind: search.SuggestTopic}, people: labelList{kind: search.SuggestPerson}, titles: labelList{kind: search.SuggestPublication}}
	for _, v := range t.topics.values {
		l.topics.add(v.label, v.value)
	}
	for _, p := range t.people {
		l.people.add(p.name, p.id)
	}
	for _, r := range t.rows {
		l.titles.add(r.Title, r.ID)
	}
	for _, list := range []*labelList{&l.topics, &l.people, &l.titles} {
		slices.SortFunc(list.labels, func(a, b label) int {
			return cmp.Or(cmp.Compare(len(a.text), len(b.text)), cmp.Compare(a.text, b.text), cmp.Compare(a.value, b.value))
		})
		for _, one := range list.labels {
			l.vocabulary = append(l.vocabulary, one.words...)
		}
	}
	slices.Sort(l.vocabulary)
	l.vocabulary = slices.Compact(l.vocabulary)
	return l
}

// complete lists the labels that hold all words, the last of which may be the beginning of one.
func (l *labelList) complete(words []string, limit int) []search.Suggestion {
	out := []search.Suggestion{}
	for _, one := range l.labels {
		if len(out) >= limit {
			break
		}
		if holdsAll(one.words, words, true) {
			out = append(out, search.Suggestion{Kind: l.kind, Label: one.text, Highlights: highlight(one.text, words), Value: one.value})
		}
	}
	return out
}

// minForgiven is the number of letters from which a slip is forgiven in what is being typed.
const minForgiven = 4

// forgive replaces words that begin no word of a label by the beginning of one that is an edit away; it reports whether all do then.
func (l *labels) forgive(words []string) bool {
	for i, w := range words {
		if l.begins(w) {
			continue
		}
		better := l.near(w)
		if better == "" {
			return false
		}
		words[i] = better
	}
	return true
}

func (l *labels) begins(word string) bool {
	i, _ := slices.BinarySearch(l.vocabulary, word)
	return i < len(l.vocabulary) && strings.HasPrefix(l.vocabulary[i], word)
}

// near is the beginning of a label's word that is one edit away from word.
func (l *labels) near(word string) string {
	n := utf8.RuneCountInString(word)
	if n < minForgiven {
		return ""
	}
	for _, have := range l.vocabulary {
		for _, length := range [3]int{n, n + 1, n - 1} {
			if beginning, ok := firstLetters(have, length); ok && oneEdit(word, beginning) {
				return beginning
			}
		}
	}
	return ""
}

// firstLetters cuts a word after n letters; ok is false where it has fewer.
func firstLetters(word string, n int) (beginning string, ok bool) {
	for i := range word {
		if n == 0 {
			return word[:i], true
		}
		n--
	}
	return word, n == 0
}

// oneEdit reports whether two words differ by one letter more, less, other or swapped with the next.
func oneEdit(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch {
	case len(a) == len(b):
		return len(a) > 0 && (a[1:] == b[1:] || len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:])
	case len(a) == len(b)+1:
		return a[1:] == b
	case len(b) == len(a)+1:
		return b[1:] == a
	}
	return false
}
