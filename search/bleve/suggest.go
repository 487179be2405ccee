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
	shareOfKind        = 3   // topics, people and words
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
	out := s.suggest(words, limit)
	if len(out) == 0 && s.labels.forgive(words) {
		out = s.suggest(words, limit)
	}
	return out, nil
}

// suggest gives each kind its share, so that none crowds out the others; publications take what is left.
func (s *snapshot) suggest(words []string, limit int) []search.Suggestion {
	out := s.labels.topics.complete(words, shareOfKind)
	out = append(out, s.labels.people.complete(words, shareOfKind)...)
	completions := s.suggestWords(words)
	out = append(out, s.labels.titles.complete(words, max(0, limit-len(out)-len(completions)))...)
	out = append(out, completions...)
	return out[:min(limit, len(out))]
}

// suggestWords completes the last word by the most frequent words of the index.
func (s *snapshot) suggestWords(words []string) []search.Suggestion {
	var out []search.Suggestion
	last := len(words) - 1
	completions, _ := s.dict.prefixed(words[last], shareOfKind+1)
	for _, w := range completions {
		if w != words[last] && len(out) < shareOfKind {
			label := strings.Join(append(slices.Clone(words[:last]), w), " ")
			out = append(out, search.Suggestion{Kind: search.SuggestWord, Label: label, Highlights: highlight(label, words), Query: label})
		}
	}
	return out
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
