package bleve

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"academysearch/search"
	"academysearch/search/analysis"
)

// Limits of suggestions.
const (
	defaultSuggestions = 8
	maxSuggestions     = 20
	maxSuggestText     = 100 // bytes that are looked at
	wordSuggestions    = 3
)

// Suggest implements search.Searcher: topics and people whose names hold all that was typed, then publications by title, then
// words; the last word may be unfinished.
func (e *Engine) Suggest(ctx context.Context, q search.SuggestQuery) ([]search.Suggestion, error) {
	s, err := e.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	limit := min(cmp.Or(max(q.Limit, 0), defaultSuggestions), maxSuggestions)
	words := terms(q.Text[:min(len(q.Text), maxSuggestText)])
	if len(words) == 0 {
		return []search.Suggestion{}, nil
	}
	out := s.suggestTopics(words, limit)
	out = append(out, s.suggestPeople(words, limit)...)
	out = append(out, s.suggestTitles(words, limit)...)
	out = append(out, s.suggestWords(words)...)
	return out[:min(limit, len(out))], nil
}

func (s *snapshot) suggestTopics(words []string, limit int) []search.Suggestion {
	out := []search.Suggestion{}
	for _, v := range s.topics.values {
		if holdsAll(terms(v.label), words, true) {
			out = append(out, search.Suggestion{Kind: search.SuggestTopic, Label: v.label, Highlights: highlight(v.label, words), Query: "", Value: v.value})
		}
	}
	return sorted(out, limit)
}

func (s *snapshot) suggestPeople(words []string, limit int) []search.Suggestion {
	var out []search.Suggestion
	for _, p := range s.people {
		if holdsAll(terms(p.name), words, true) {
			out = append(out, search.Suggestion{Kind: search.SuggestPerson, Label: p.name, Highlights: highlight(p.name, words), Value: p.id})
		}
	}
	return sorted(out, limit)
}

func (s *snapshot) suggestTitles(words []string, limit int) []search.Suggestion {
	var out []search.Suggestion
	for _, r := range s.rows {
		if holdsAll(terms(r.Title), words, true) {
			out = append(out, search.Suggestion{Kind: search.SuggestPublication, Label: r.Title, Highlights: highlight(r.Title, words), Value: r.ID})
		}
	}
	return sorted(out, limit)
}

// suggestWords completes the last word by the most frequent words of the index.
func (s *snapshot) suggestWords(words []string) []search.Suggestion {
	var out []search.Suggestion
	last := len(words) - 1
	completions, _ := s.dict.prefixed(words[last], wordSuggestions+1)
	for _, w := range completions {
		if w != words[last] && len(out) < wordSuggestions {
			label := strings.Join(append(slices.Clone(words[:last]), w), " ")
			out = append(out, search.Suggestion{Kind: search.SuggestWord, Label: label, Highlights: highlight(label, words), Query: label})
		}
	}
	return out
}

// sorted puts shorter labels first, as more of them was typed.
func sorted(list []search.Suggestion, limit int) []search.Suggestion {
	slices.SortFunc(list, func(a, b search.Suggestion) int {
		return cmp.Or(cmp.Compare(len(a.Label), len(b.Label)), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return list[:min(limit, len(list))]
}

// highlight marks what was typed in a label, in code points.
func highlight(label string, words []string) [][2]int {
	out := [][2]int{}
	for _, t := range analysis.Tokens(nil, label) {
		if t.Joined {
			continue
		}
		for i, w := range words {
			if t.Term == w || i == len(words)-1 && strings.HasPrefix(t.Term, w) {
				start := len([]rune(label[:t.Start]))
				out = append(out, [2]int{start, start + min(len([]rune(w)), len([]rune(label[t.Start:t.End])))})
				break
			}
		}
	}
	return out
}
