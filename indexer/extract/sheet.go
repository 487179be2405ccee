package extract

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/indexer/extract/pdfworker"
)

// sheet is a page of a PDF: its lines in reading order, tidied.
type sheet struct {
	width, height float32
	lines         []pdfworker.Line
	coded         int // lines whose fonts do not say which letters they show
}

// sheets tidies the lines of a file, and gives what they teach of its words.
func sheets(pages []pdfworker.Page) ([]sheet, *mender) {
	list, m := make([]sheet, len(pages)), &mender{}
	for i, p := range pages {
		list[i] = sheet{width: p.Width, height: p.Height}
		for _, l := range p.Lines {
			if coded(l.Text) {
				list[i].coded++
				continue
			}
			if l.Text = tidy(l.Text); l.Text != "" {
				list[i].lines = append(list[i].lines, l)
				m.learn(l.Text)
			}
		}
	}
	return list, m
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
	fewest     = 3    // pages on which a running line recurs; 2 in files of two or three pages
	leastShare = 0.15 // part of the pages on which it recurs: heads may change with the chapter
	samePlace  = 6    // points by which its place may differ
)

// edge is a line at the top or bottom of a page, as it is compared between pages.
type edgeLine struct {
	text  string // figures as "#"
	place int    // height, in steps of samePlace
	size  int
}

// withoutRunning takes running heads and feet and page numbers out of the sheets, and gives the text of each kind once.
func withoutRunning(list []sheet) (cut []string) {
	pages := map[edgeLine]int{}
	at := make([]map[int][]edgeLine, len(list))
	for i, s := range list {
		at[i] = s.edges()
		seen := map[edgeLine]bool{}
		for _, keys := range at[i] {
			for _, k := range keys {
				if !seen[k] {
					seen[k] = true
					pages[k]++
				}
			}
		}
	}
	least := max(min(fewest, len(list)), int(math.Ceil(leastShare*float64(len(list)))))
	if len(list) < 2 {
		return nil
	}
	if len(list) == 3 {
		least = 2
	}
	for i := range list {
		kept := list[i].lines[:0:0]
		for j, l := range list[i].lines {
			running := slices.ContainsFunc(at[i][j], func(k edgeLine) bool { return pages[k] >= least })
			if !running && !(len(at[i][j]) > 0 && pageNumber(l.Text)) {
				kept = append(kept, l)
			} else if !slices.Contains(cut, l.Text) {
				cut = append(cut, l.Text)
			}
		}
		list[i].lines = kept
	}
	return cut
}

// edges gives, for each line at the top or bottom of the sheet by its index, the keys by which it is compared: at its own place and
// at the next step, so that a small difference of place does not part two.
func (s *sheet) edges() map[int][]edgeLine {
	byHeight := make([]int, len(s.lines))
	for i := range byHeight {
		byHeight[i] = i
	}
	slices.SortStableFunc(byHeight, func(a, b int) int { return int(s.lines[b].Bottom - s.lines[a].Bottom) })
	keys := map[int][]edgeLine{}
	for rank, i := range byHeight {
		if rank >= edgeLines && rank < len(byHeight)-edgeLines {
			continue
		}
		l := s.lines[i]
		step := int(l.Bottom) / samePlace
		text := figures.ReplaceAllString(strings.ToLower(l.Text), "#")
		keys[i] = []edgeLine{{text, step, int(l.Size + .5)}, {text, -step - 1 - (int(l.Bottom)+samePlace/2)/samePlace, int(l.Size + .5)}}
	}
	return keys
}

var (
	figures = regexp.MustCompile(`[0-9]+`)
	// numbers is a line that is only the number of a page: "12", "– iv –", "Page 3 of 20", "12 | ".
	numbers = regexp.MustCompile(`(?i)^(?:page|p\.|pg)?\s*[-–—|\[(]*\s*(?:[0-9]{1,4}|[ivxlc]{1,7})\s*[-–—|\])]*\s*(?:(?:of|/)\s*[0-9]{1,4})?$`)
	// dotted is a line of a table of contents: dots, then the number of a page.
	dotted = regexp.MustCompile(`(?:\.\s?){4,}\s*(?:[0-9]{1,4}|[ivxlc]{1,7})?\s*$|(?:…\s?){2,}\s*(?:[0-9]{1,4}|[ivxlc]{1,7})?\s*$|(?:_\s?){8,}`)
)

func pageNumber(line string) bool { return numbers.MatchString(line) }

// withoutContents takes the dotted lines of tables of contents out of the sheets, and gives them.
func withoutContents(list []sheet) (cut []string) {
	for i := range list {
		kept := list[i].lines[:0:0]
		for _, l := range list[i].lines {
			if dotted.MatchString(l.Text) {
				cut = append(cut, l.Text)
			} else {
				kept = append(kept, l)
			}
		}
		list[i].lines = kept
	}
	return cut
}

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
