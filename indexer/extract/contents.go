package extract

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"academysearch/indexer/extract/pdfworker"
)

// fewestEntries is how many lines that end with the number of a page make a table of contents, where there are no dots.
const fewestEntries = 4

var (
	// dotted is a line of a table of contents: dots, then the number of a page; or a rule to be filled in.
	dotted = regexp.MustCompile(`(?:\.\s?){4,}\s*\|?\s*(?:[0-9]{1,4}|[ivxlc]{1,7})?\s*$|(?:…\s?){2,}\s*\|?\s*(?:[0-9]{1,4}|[ivxlc]{1,7})?\s*$|(?:_\s?){8,}`)
	// contents is the heading of a table of contents.
	contents = regexp.MustCompile(`(?i)^(?:table of )?contents(?: page)?$`)
)

// withoutContents takes the lines of tables of contents out of the sheets, and gives them: they hold the words of all headings and
// say nothing of them.
func withoutContents(list []sheet) (cut []string) {
	for i := range list {
		entries := list[i].entries(len(list))
		kept := list[i].lines[:0:0]
		for j, l := range list[i].lines {
			if entries[j] || strings.ContainsAny(l.Text, ".…_") && dotted.MatchString(l.Text) {
				cut = append(cut, l.Text)
			} else {
				kept = append(kept, l)
			}
		}
		list[i].lines = kept
	}
	return cut
}

// entries finds the lines of a table of contents without dots: on a page that is headed so, or in gaps before the numbers, four lines
// or more whose numbers never fall and never pass the last page by much.
func (s *sheet) entries(pages int) map[int]bool {
	headed := false
	found := map[int]bool{}
	last := 0
	for i, l := range s.lines {
		headed = headed || contents.MatchString(l.Text)
		n, gap := pageOf(l)
		if n == 0 || !gap && !headed || n < last || n > pages+30 {
			continue
		}
		found[i], last = true, n
	}
	if len(found) < fewestEntries {
		return nil
	}
	return found
}

// pageOf gives the number of up to three figures that a line ends with, behind words, and whether it stands behind a gap; 0 where there
// is none.
func pageOf(l pdfworker.Line) (n int, gap bool) {
	words, figures, ok := cutLast(l.Text, " ")
	if !ok || len(figures) > 3 || strings.Trim(figures, "0123456789") != "" {
		return 0, false
	}
	words, gap = strings.CutSuffix(words, " |")
	if row(words) || !strings.ContainsFunc(words, unicode.IsLetter) {
		return 0, false
	}
	n, err := strconv.Atoi(figures)
	if err != nil {
		return 0, false
	}
	return n, gap
}

// cutLast cuts s at the last separator.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
