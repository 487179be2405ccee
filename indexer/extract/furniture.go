package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/indexer/document"
)

const (
	longText   = 250 // bytes of a block that nobody puts on a card
	shortLine  = 160 // bytes of the longest title or date line of a card
	cardBlocks = 4   // blocks of a card before its last line
	cutText    = 500 // bytes of a piece of furniture that are kept to be shown
	cutList    = 300 // pieces of furniture that are kept
)

// cutter parts blocks into text and furniture.
type cutter struct {
	site *site
	kept []block
	cut  []block
	gone []string // sentences and slugs
}

// cut goes through the blocks of a page. head is the number of those before the title: a banner of the whole site stands there,
// often newer than the page, so that nothing of it may be taken for the page's own, but for a line with the date of publication.
func (s *site) cut(blocks []block, head int) *cutter {
	c := &cutter{site: s}
	for _, b := range blocks[:head] {
		if dateLine.MatchString(b.Text) {
			c.kept = append(c.kept, b)
		} else {
			c.cut = append(c.cut, b)
		}
	}
	rest := blocks[head:]
	rest = c.withoutEnds(rest)
	rest = c.withoutCards(rest)
	for _, b := range rest {
		c.one(b)
	}
	return c
}

// dateLine is a line that says no more than when the page was published.
var dateLine = regexp.MustCompile(`(?i)^((published|posted|date|updated|last updated|issued)( on)?:? *)?(mon|tues?|wed(nes)?|thur?s?|fri|sat(ur)?|sun)?(day)?,? *` +
	`([0-9]{1,2}(st|nd|rd|th)?[ /.]([a-z]{3,9}|[0-9]{1,2})[ /.,]+[0-9]{4}|[a-z]{3,9} [0-9]{1,2},? [0-9]{4}|(january|february|march|april|may|june|july|august|september|october|november|december) [0-9]{4})$`)

// withoutEnds cuts from a line that ends the article ("Staff leads") to the end of its tab. Where running text follows it, the line
// heads a section of the article's own, and only that section goes.
func (c *cutter) withoutEnds(blocks []block) []block {
	var kept []block
	for i := 0; i < len(blocks); i++ {
		if b := blocks[i]; len(b.Text) > shortLine || !c.site.ends.match(b.Text) {
			kept = append(kept, b)
			continue
		}
		end := tabEnd(blocks, i)
		if long(blocks[i:end]) > 1 {
			end = sectionEnd(blocks, i)
		}
		c.cut = append(c.cut, blocks[i:end]...)
		i = end - 1
	}
	return kept
}

// tabEnd is where the tab that holds block i ends.
func tabEnd(blocks []block, i int) int {
	end := i + 1
	for end < len(blocks) && blocks[end].tab == blocks[i].tab {
		end++
	}
	return end
}

// sectionEnd is where the next heading of the same rank stands, or the next heading at all where block i is none.
func sectionEnd(blocks []block, i int) int {
	end := i + 1
	for end < len(blocks) && (blocks[end].Kind != document.Heading || blocks[i].Kind == document.Heading && blocks[end].Level > blocks[i].Level) {
		end++
	}
	return end
}

// long counts the blocks that are long enough to be running text.
func long(blocks []block) int {
	n := 0
	for _, b := range blocks {
		if len(b.Text) >= longText {
			n++
		}
	}
	return n
}

// withoutCards cuts the promotional cards at the end of a page or tab: each ends with a call ("Book Now") and begins with a heading
// or a line that looks like a title. A call before text that is kept is the page's own and goes alone; so does one of the weaker
// calls that stands on the page once, as it may end a section of the article.
func (c *cutter) withoutCards(blocks []block) []block {
	drop, times := make([]bool, len(blocks)), map[string]int{}
	for _, b := range blocks {
		times[b.Text]++
	}
	tail := true // nothing but furniture follows in the tab
	for i := len(blocks) - 1; i >= 0; i-- {
		tail = tail || i+1 < len(blocks) && blocks[i+1].tab != blocks[i].tab
		text := blocks[i].Text
		strong := c.site.cards.matchLine(text)
		switch {
		case drop[i]:
			continue
		case !strong && !c.site.calls.matchLine(text):
			tail = tail && (c.site.lines.matchLine(text) || c.site.standing.match(text))
			continue
		}
		drop[i] = true
		if !tail || !strong && times[text] < 2 {
			continue
		}
		for j := cardStart(blocks, drop, i); j < i; j++ {
			drop[j] = true
		}
	}
	var kept []block
	for i, b := range blocks {
		if drop[i] {
			c.cut = append(c.cut, b)
		} else {
			kept = append(kept, b)
		}
	}
	return kept
}

// matchLine matches a line that may be a call; longer ones are text.
func (m matcher) matchLine(s string) bool { return len(s) <= shortLine && m.match(s) }

// cardStart finds the first block of the card that ends at i: a heading, or the line right before if that looks like a title.
func cardStart(blocks []block, drop []bool, i int) int {
	for j := i - 1; j >= 0 && j >= i-cardBlocks; j-- {
		b := blocks[j]
		if drop[j] || len(b.Text) >= longText || b.tab != blocks[i].tab {
			break
		}
		if b.Kind == document.Heading {
			return j
		}
	}
	if i > 0 && !drop[i-1] && titleLike(blocks[i-1].Text) {
		return i - 1
	}
	return i
}

// one keeps or cuts a single block.
func (c *cutter) one(b block) {
	text := b.Text
	if len(text) <= longText && c.site.lines.match(text) || c.site.standing.match(text) {
		c.cut = append(c.cut, b)
		return
	}
	text = c.withoutSentences(text)
	if b.Text = text; text != "" {
		c.kept = append(c.kept, b)
	}
}

// withoutSentences takes standing sentences out of a paragraph.
func (c *cutter) withoutSentences(text string) string {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return text // a letter whose small form is longer: its places cannot be told
	}
	for _, r := range c.site.sentences {
		for at := r.re.FindStringIndex(lower); at != nil && at[1] > at[0]; at = r.re.FindStringIndex(lower) {
			c.gone = append(c.gone, fold(text[at[0]:at[1]]))
			text = fold(text[:at[0]] + " " + text[at[1]:])
			lower = strings.ToLower(text)
		}
	}
	return text
}

// list gives the text of all that was cut, shortened, without repetition.
func (c *cutter) list(before []string) []string {
	seen := map[string]bool{}
	var out []string
	add := func(text string) {
		if text = shorten(text, cutText); !seen[text] && len(out) < cutList {
			seen[text] = true
			out = append(out, text)
		}
	}
	for _, text := range before {
		add(text)
	}
	for _, b := range c.cut {
		add(b.Text)
	}
	for _, text := range c.gone {
		add(text)
	}
	return out
}

// shorten cuts s to at most limit bytes at the border of a word.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	if i := strings.LastIndexByte(s[:limit], ' '); i > limit/2 {
		limit = i
	}
	return s[:limit] + " …"
}

// titleLike reports whether a line could be a title: short, begins with a capital or a figure, ends like no sentence.
func titleLike(s string) bool {
	head, _ := utf8.DecodeRuneInString(s)
	return s != "" && len(s) <= shortLine && !strings.ContainsRune("“\"‘•-–(", head) && !unicode.IsLower(head) && !strings.ContainsAny(s[len(s)-1:], ".:;,") &&
		!strings.HasSuffix(s, "”") && !strings.Contains(s, " | ")
}
