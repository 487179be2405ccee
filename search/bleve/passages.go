package bleve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/search"
	"academysearch/search/analysis"

	"github.com/rivo/uniseg"
)

// snippetLength is the number of code points that a passage aims at; a sentence that runs over is cut at a word.
const snippetLength = 280

// marks are what is to be found and highlighted in the text of a page.
type marks struct {
	words   map[string]float32 // terms on their own, with their weight
	phrases []phraseMark
	starts  analysis.Starts  // of all their terms
	tokens  []analysis.Token // of one page, used again for the next
}

type phraseMark struct {
	slots  []slot
	weight float32
}

func (m *marks) any() bool { return len(m.words) > 0 || len(m.phrases) > 0 }

// marks collects the terms and phrases of all words that score.
func (p *plan) marks() *marks {
	m := &marks{words: map[string]float32{}}
	for _, l := range p.leaves {
		for _, member := range l.group.members {
			for _, v := range member.variants {
				if len(v) > 1 {
					m.phrases = append(m.phrases, phraseMark{v, 2 * l.idf * member.weight})
					m.start(v)
					continue
				}
				m.start(v)
				for _, term := range v[0] {
					m.words[term] = max(m.words[term], l.idf*member.weight)
				}
			}
		}
	}
	return m
}

// start notes how the terms of a variant begin.
func (m *marks) start(v variant) {
	for _, slot := range v {
		for _, term := range slot {
			m.starts.Add(term)
		}
	}
}

// span is a highlight in bytes of a page's text, with what it is worth.
type span struct {
	start, end int
	term       string
	weight     float32
}

// passages cuts the best passage out of each page.
func (s *snapshot) passages(pub int32, p *search.Publication, pages []pageScore, m *marks) ([]search.Passage, error) {
	out := make([]search.Passage, 0, len(pages))
	for _, ps := range pages {
		if ps.page >= len(p.Pages) {
			continue // a title without any page
		}
		text, err := s.pageText(pub, ps.page)
		if err != nil {
			return nil, err
		}
		page := p.Pages[ps.page]
		snippet, highlights := cut(text, m.find(text))
		out = append(out, search.Passage{
			Resource: page.Resource, Page: page.Number, Label: page.Label, Heading: page.Heading,
			Snippet: snippet, Highlights: highlights, Score: float64(ps.score),
		})
	}
	return out, nil
}

// find lists the spans of a text that match, by place, disjoint.
func (m *marks) find(text string) []span {
	m.tokens = analysis.TokensStarting(m.tokens[:0], text, &m.starts)
	var spans []span
	for _, t := range m.tokens {
		w, ok := m.words[t.Term]
		if !ok && analysis.IsAbbreviation(text[t.Start:t.End]) {
			w, ok = m.words[text[t.Start:t.End]]
		}
		if ok {
			spans = append(spans, span{t.Start, t.End, t.Term, w})
		}
	}
	for _, ph := range m.phrases {
		spans = append(spans, ph.find(m.tokens)...)
	}
	return disjoint(spans)
}

// find lists where the slots stand one after another.
func (ph *phraseMark) find(tokens []analysis.Token) []span {
	var spans []span
	for i, t := range tokens {
		if slices.Contains(ph.slots[0], t.Term) {
			if end, ok := ph.follow(tokens[i:]); ok {
				spans = append(spans, span{t.Start, end, ph.slots[0][0], ph.weight})
			}
		}
	}
	return spans
}

// follow reports whether the slots match from the first token on, and where the last one ends.
func (ph *phraseMark) follow(tokens []analysis.Token) (end int, ok bool) {
	k := 0
	for _, t := range tokens {
		want := tokens[0].Pos + k
		if t.Pos > want {
			break
		}
		if t.Pos < want || !slices.Contains(ph.slots[k], t.Term) {
			continue
		}
		if k++; k == len(ph.slots) {
			return t.End, true
		}
	}
	return 0, false
}

// disjoint sorts spans and joins those that overlap.
func disjoint(spans []span) []span {
	slices.SortStableFunc(spans, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, sp := range spans {
		if n := len(out); n > 0 && sp.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, sp.end)
			out[n-1].weight = max(out[n-1].weight, sp.weight)
			continue
		}
		out = append(out, sp)
	}
	return out
}

// cut takes the part of a text that holds the most of its spans: whole sentences where they fit. Highlights are in code points of
// the snippet.
func cut(text string, spans []span) (string, [][2]int) {
	from, to := window(spans)
	from, to = grow(text, from, to)
	snippet, offsets := squeeze(text[from:to])
	highlights := make([][2]int, 0, 8)
	for _, sp := range spans {
		if sp.start < from || sp.end > to {
			continue
		}
		start, end := offsets[sp.start-from], offsets[sp.end-from]
		if n := len(highlights); n > 0 && start < highlights[n-1][1] {
			continue
		}
		if start < end {
			highlights = append(highlights, [2]int{start, end})
		}
	}
	return snippet, highlights
}

// window is the range of at most snippetLength characters whose spans weigh most; a term counts in full once, its repetitions little.
func window(spans []span) (from, to int) {
	if len(spans) == 0 {
		return 0, 0
	}
	best := float32(-1)
	for i := range spans {
		weight, last := float32(0), i
		for k := i; k < len(spans) && spans[k].end-spans[i].start <= snippetLength; k++ {
			w := spans[k].weight
			if slices.ContainsFunc(spans[i:k], func(sp span) bool { return sp.term == spans[k].term }) {
				w /= 10
			}
			weight, last = weight+w, k
		}
		if weight > best {
			best, from, to = weight, spans[i].start, spans[last].end
		}
	}
	return from, to
}

// grow extends a range to the borders of sentences, as far as they fit into snippetLength; where they do not, to borders of words.
func grow(text string, from, to int) (int, int) {
	room := max(0, snippetLength-(to-from))
	start := sentenceStart(text, from, room*2/3)
	room -= from - start
	end := sentenceEnd(text, to, max(room, 0))
	return trimSpace(text, start, end)
}

// sentenceStart goes back to the beginning of the sentence, or, where that is farther than room bytes, to that of a word within.
func sentenceStart(text string, from, room int) int {
	low := max(0, from-room)
	for i := from; i > low; i-- {
		if isBreak(text, i) {
			return i
		}
	}
	if low == 0 {
		return 0
	}
	for i := low; i < from; i++ {
		if text[i] == ' ' || text[i] == '\n' {
			return i + 1
		}
	}
	return from
}

// sentenceEnd goes on to the end of the last sentence that fits into room bytes, or else to that of the last word.
func sentenceEnd(text string, to, room int) int {
	high := min(len(text), to+room)
	if high == len(text) {
		return high
	}
	for i := high; i > to; i-- {
		if isBreak(text, i) {
			return i
		}
	}
	for i := high; i > to; i-- {
		if text[i] == ' ' || text[i] == '\n' {
			return i
		}
	}
	return to
}

// isBreak reports whether a sentence or paragraph begins at i.
func isBreak(text string, i int) bool {
	if text[i-1] == '\n' {
		return true
	}
	if i < 2 || text[i-1] != ' ' || !strings.ContainsRune(".?!", rune(text[i-2])) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// trimSpace moves a range off white space and to the borders of user-perceived characters.
func trimSpace(text string, from, to int) (int, int) {
	for from < to && (text[from] == ' ' || text[from] == '\n') {
		from++
	}
	for to > from && (text[to-1] == ' ' || text[to-1] == '\n') {
		to--
	}
	return from, to
}

// squeeze writes every run of white space as one space. offsets gives, for each byte of the part and its end, the code point of the
// result that stands there; places inside a user-perceived character count as its end.
func squeeze(part string) (string, []int) {
	var b strings.Builder
	offsets := make([]int, len(part)+1)
	n, space, state := 0, false, -1
	for i := 0; i < len(part); {
		cluster := part[i : i+1]
		if plain(part, i) {
			state = -1
		} else {
			cluster, _, _, state = uniseg.FirstGraphemeClusterInString(part[i:], state)
		}
		blank := strings.TrimSpace(cluster) == ""
		offsets[i] = n
		switch {
		case !blank:
			b.WriteString(cluster)
			n += utf8.RuneCountInString(cluster)
		case !space && n > 0:
			b.WriteByte(' ')
			n++
		}
		space = blank
		fill(offsets[i+1:i+len(cluster)], n)
		i += len(cluster)
	}
	offsets[len(part)] = n
	return b.String(), offsets
}

// plain reports whether the byte at i is a user-perceived character by itself: an ASCII one before another (or the end), as no mark
// can join them, but for a carriage return before a line feed.
func plain(part string, i int) bool {
	return part[i] < utf8.RuneSelf && part[i] != '\r' && (i+1 == len(part) || part[i+1] < utf8.RuneSelf)
}

func fill(offsets []int, n int) {
	for i := range offsets {
		offsets[i] = n
	}
}
