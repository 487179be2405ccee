package extract

import (
	"regexp"
	"strings"
	"unicode"

	"academysearch/indexer/extract/pdfworker"
)

const (
	coverPages = 2    // pages on which the title is looked for
	coverLines = 8    // lines of the longest title
	coverSize  = 1.15 // a title is set so much larger than the text
	coverSizes = 12   // sizes of type that are tried
)

// cover gives the title by the largest type of the first pages that have text: of the runs of lines in that size, the first that can
// be a title. What is set as large as the text is none.
func cover(list []sheet, m *mender, body float32) string {
	seen := 0
	for _, s := range list {
		if len(s.lines) == 0 {
			continue
		}
		if seen++; seen > coverPages {
			break
		}
		if title := s.title(m, body); title != "" {
			return title
		}
	}
	return ""
}

func (s *sheet) title(m *mender, body float32) string {
	title := ""
	below := float32(1 << 20)
	for range coverSizes {
		size := s.largest(below)
		if size == 0 || size < coverSize*body {
			return title
		}
		for _, run := range s.runs(size) {
			text := shorten(m.gaps(plainEnd(strings.ReplaceAll(run, " | ", " "))), maxTitle)
			switch {
			case !entitles(text):
			case title != "" && lowerStart(text):
				return title + " " + text
			case title != "":
				return title + ": " + text
			case strings.Contains(text, " "):
				return text
			default:
				title = text // one word is seldom all of a title: "Connections", and below it "Annual Review 2023"
			}
		}
		below = size
	}
	return title
}

// largest is the largest size of type below a bound; 0 where there is none.
func (s *sheet) largest(below float32) float32 {
	var best float32
	for _, l := range s.lines {
		if l.Size < below*0.99 && l.Size > best {
			best = l.Size
		}
	}
	return best
}

// runs gives the text of each run of lines that are set in the given size.
func (s *sheet) runs(size float32) []string {
	var runs []string
	var last *pdfworker.Line
	lines := 0
	m := &mender{}
	for i := range s.lines {
		l := &s.lines[i]
		if l.Size < size*0.97 || l.Size > size*1.03 || unfit.MatchString(l.Text) {
			last = nil
			continue
		}
		if last != nil && lines < coverLines && last.Bottom-l.Bottom < 2.2*size && last.Bottom-l.Bottom > -0.5*size {
			runs[len(runs)-1] = m.join(runs[len(runs)-1], l.Text)
			lines++
		} else {
			runs = append(runs, l.Text)
			lines = 1
		}
		last = l
	}
	return runs
}

// unfit are lines in large type that are no title: the name of the body, a date, a kind of paper, a web address.
var unfit = regexp.MustCompile(`(?i)^(?:the )?(?:uk )?academy of medical sciences$|^(?:january|february|march|april|may|june|july|august|september|october|november|december)?\s*[0-9]{4}$|` +
	`^(?:[0-9]{1,2}\.? )?(?:contents?|summary|executive summary|foreword|abstract|introduction|report|press release|newsletter|draft|confidential|issue [0-9]+|volume [0-9]+|appendix.{0,20}|annex.{0,20}|page [0-9]+)$|^(?:https?://|www\.)`)

// entitles reports whether a text can be a title: words, and not only the name of the body or of a part.
func entitles(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 4 && letters*2 > len([]rune(s)) && !unfit.MatchString(s) && strings.ContainsFunc(s, unicode.IsUpper)
}

// fileName is a title that a program made of the name of a file, or left as it was.
var fileName = regexp.MustCompile(`(?i)\.(docx?|pdf|indd|qxp|qxd|tex|dvi|rtf|odt|p65|pub|pptx?|ai)\b|^microsoft (word|powerpoint) ?-|^untitled|^document ?[0-9]*$|^presentation ?[0-9]*$|^slide ?[0-9]|` +
	`^[^ ]*[_/\\][^ ]*$|\bfinal\b.{0,6}$|[-_ ]v[0-9]+([.][0-9]+)?\b|^layout [0-9]|^title$|^[^ ]{1,40}[0-9]{3,}[^ ]*$|^[A-Z0-9 ]{1,6}$`)

// writtenTitle reports whether a title by a file's metadata is one that a person wrote.
func writtenTitle(s string) bool {
	return entitles(s) && !fileName.MatchString(s) && strings.Contains(s, " ")
}
