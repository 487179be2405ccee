package extract

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/indexer/extract/pdfworker"
)

// sheet is a page of a PDF: its lines in reading order, tidied.
type sheet struct {
	width, height float32
	lines         []pdfworker.Line
	drawn         bool // next to no text, and something else on the page
	coded         int  // lines whose fonts do not say which letters they show
}

// sheets tidies the lines of a file, and gives what they teach of its words.
func sheets(pages []pdfworker.Page) ([]sheet, *mender) {
	list, m := make([]sheet, len(pages)), &mender{}
	for i, p := range pages {
		list[i] = sheet{width: p.Width, height: p.Height, drawn: p.Drawn}
		for _, l := range p.Lines {
			if coded(l.Text) {
				list[i].coded++
				continue
			}
			if l.Text = tidy(l.Text); l.Text != "" {
				list[i].add(l)
				m.learn(l.Text)
			}
		}
		list[i].bullets()
	}
	return list, m
}

// mendTurns joins the words that are broken at the turn of a page: the word goes whole to the page on which it begins. It runs when
// heads, feet and notes are out of the way; a page that does not end with a broken word, or does not begin with the rest, stays.
func mendTurns(list []sheet, m *mender) {
	for i := range len(list) - 1 {
		a, b := &list[i], &list[i+1]
		if len(a.lines) == 0 || len(b.lines) == 0 {
			continue
		}
		last, first := &a.lines[len(a.lines)-1], &b.lines[0]
		if brokenEnd(last.Text) == 0 || !lowerStart(first.Text) {
			continue
		}
		rest, others, _ := strings.Cut(first.Text, " ")
		last.Text = m.join(last.Text, rest)
		if first.Text = others; others == "" {
			b.lines = b.lines[1:]
		}
	}
}

// add adds a line; one that stands on the line before it, behind a gap, is the next cell of a row.
func (s *sheet) add(l pdfworker.Line) {
	if n := len(s.lines); n > 0 && apartFrom(s.lines[n-1], l) {
		before := &s.lines[n-1]
		before.Text, before.Right = withCell(before.Text, l.Text), l.Right
		return
	}
	s.lines = append(s.lines, l)
}

// apartFrom reports whether two lines stand on one line with a gap between them.
func apartFrom(before, l pdfworker.Line) bool {
	if before.Size == 0 || !sameSize(before.Size, l.Size) || brokenEnd(before.Text) != 0 {
		return false
	}
	step := before.Bottom - l.Bottom
	return step > -0.3*l.Size && step < 0.3*l.Size && l.Left > before.Right+1.2*l.Size
}

// bullets puts the marks of list items before their lines: many producers draw them by themselves, all of a page in a row. A mark
// beside which nothing stands is dropped.
func (s *sheet) bullets() {
	var kept, marks []pdfworker.Line
	for _, l := range s.lines {
		if bullet.MatchString(l.Text) && utf8.RuneCountInString(l.Text) == 1 && len(marks) < maxMarks {
			marks = append(marks, l)
		} else {
			kept = append(kept, l)
		}
	}
	for _, mark := range marks {
		for i := range kept {
			l := &kept[i]
			if d := l.Bottom - mark.Bottom; d > -0.6*l.Size && d < 0.6*l.Size && l.Left >= mark.Left && l.Left < mark.Left+5*l.Size && !bullet.MatchString(l.Text) {
				l.Text = mark.Text + " " + l.Text
				break
			}
		}
	}
	s.lines = kept
}

// coded reports whether a line holds codes of a font in place of letters: more than a few of its characters are controls or private.
func coded(line string) bool {
	codes, all := 0, 0
	for _, r := range line {
		if space(r) || strings.ContainsRune(hyphens, r) {
			continue
		}
		all++
		if r < ' ' || unicode.Is(unicode.Co, r) || r == utf8.RuneError {
			codes++
		}
	}
	return codes > 1 && codes*4 > all
}

// How running heads and feet are told from text.
const (
	edgeLines  = 3    // lines at the top and at the bottom of a page that may be running
	edgeShare  = 0.13 // part of the page's height in which they stand
	fewest     = 3    // pages on which a running line recurs; 2 in files of two or three pages
	leastShare = 0.15 // part of the pages on which it recurs: heads may change with the chapter
	samePlace  = 6    // points by which its place may differ
)

// runner is a line at the top or bottom of a page, as it is compared between pages.
type runner struct {
	text  string
	place int // height, in steps of samePlace
	size  int
}

// withoutRunning takes running heads and feet and page numbers out of the sheets, and gives the text of each once, whatever number
// stands beside it.
func withoutRunning(list []sheet) (cut []string) {
	pages := map[runner]int{}
	edges := make([]map[int][]runner, len(list))
	for i, s := range list {
		edges[i] = s.edges(i)
		seen := map[runner]bool{}
		for _, keys := range edges[i] {
			for _, k := range keys {
				if !seen[k] {
					seen[k] = true
					pages[k]++
				}
			}
		}
	}
	listed := map[string]bool{}
	least := max(min(fewest, len(list)-1), 2, int(math.Ceil(leastShare*float64(len(list)))))
	for i := range list {
		kept := list[i].lines[:0:0]
		for j, l := range list[i].lines {
			keys, edge := edges[i][j]
			recurs := slices.ContainsFunc(keys, func(k runner) bool { return pages[k] >= least })
			if !recurs && !(edge && pageNumber(l.Text)) {
				kept = append(kept, l)
				continue
			}
			if without := number.ReplaceAllString(l.Text, ""); !listed[without] {
				listed[without] = true
				cut = append(cut, l.Text)
			}
		}
		list[i].lines = kept
	}
	return cut
}

// edges gives, for each line at the top or bottom of a page by its index, the keys by which it is compared.
func (s *sheet) edges(page int) map[int][]runner {
	keys := map[int][]runner{}
	for _, i := range s.outermost() {
		l := s.lines[i]
		for _, text := range forms(l.Text, page) {
			// At its own step of height and at the one that is half a step off, so that no border parts two lines side by side.
			keys[i] = append(keys[i], runner{text, int(l.Bottom) / samePlace, int(l.Size + .5)},
				runner{text, -1 - (int(l.Bottom)+samePlace/2)/samePlace, int(l.Size + .5)})
		}
	}
	return keys
}

// forms gives what a running line may have in common with those of other pages: the whole of it; the whole with the number at its
// beginning or end counted from that of the page, so that "12 Brain" and "Brain 13" are the same on every page, but "Chapter 2" is
// not; and, where that is long enough to be a title, the rest without the number.
func forms(line string, page int) []string {
	plain := strings.ToLower(line)
	list := []string{plain}
	rest := number.ReplaceAllString(plain, "")
	if rest == plain {
		return list
	}
	list = append(list, number.ReplaceAllStringFunc(plain, func(n string) string {
		v, err := strconv.Atoi(n)
		if err != nil {
			return n
		}
		return "#" + strconv.Itoa(v-page)
	}))
	if rest = plainWords(rest); len(rest) >= longHead {
		list = append(list, rest)
	}
	return list
}

// longHead is the shortest running title that is known without the number beside it: "Chapter 2" must not be one.
const longHead = 16

// outermost gives the indexes of the lines that stand at the top and at the bottom of the sheet.
func (s *sheet) outermost() []int {
	byHeight := make([]int, len(s.lines))
	for i := range byHeight {
		byHeight[i] = i
	}
	slices.SortStableFunc(byHeight, func(a, b int) int { return cmp.Compare(s.lines[b].Bottom, s.lines[a].Bottom) })
	var found []int
	for rank, i := range byHeight {
		l := s.lines[i]
		top := rank < edgeLines && (s.height == 0 || l.Bottom > (1-edgeShare)*s.height)
		bottom := rank >= len(byHeight)-edgeLines && (s.height == 0 || l.Bottom < edgeShare*s.height)
		if top || bottom {
			found = append(found, i)
		}
	}
	return found
}

var (
	number = regexp.MustCompile(`^[0-9]{1,6}\b|\b[0-9]{1,6}$`)
	// alone is a line that is only the number of a page: "12", "– iv –", "Page 3 of 20", "12 |". A year is none.
	alone = regexp.MustCompile(`(?i)^(?:page|p\.|pg)?\s*[-–—|\[(]*\s*(?:[0-9]{1,3}|[ivxlc]{1,7})\s*[-–—|\])]*\s*(?:(?:of|/)\s*[0-9]{1,4})?$`)
)

func pageNumber(line string) bool { return alone.MatchString(line) }

// bodySize is the size of type in which most of the text is set; 0 where no size is known.
func bodySize(list []sheet) float32 {
	weight := map[int]int{} // half points → bytes
	for _, s := range list {
		for _, l := range s.lines {
			if l.Size > 0 {
				weight[int(l.Size*2+.5)] += len(l.Text)
			}
		}
	}
	best := 0
	for size, n := range weight {
		if n > weight[best] || n == weight[best] && size < best {
			best = size
		}
	}
	return float32(best) / 2
}
