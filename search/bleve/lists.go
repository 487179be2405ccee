package bleve

import "strings"

// A page is a list rather than prose when it holds so many signs of one.
const (
	minLeaders    = 4 // dotted lines of a table of contents
	minReferences = 8 // signs of a reference in a bibliography
	minEntries    = 8 // lines of an index
)

// isList reports whether a page is a table of contents, a bibliography or an index: it names what other pages say.
func isList(text string) bool {
	return leaders(text) >= minLeaders || isBibliography(text) || isIndex(text)
}

// leaders counts runs of at least five dots, with or without spaces between them.
func leaders(text string) int {
	n, run := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '.':
			if run++; run == 5 {
				n++
			}
		case ' ':
		default:
			run = 0
		}
	}
	return n
}

// isBibliography goes by what references have and prose seldom does, one for each 200 characters at least.
func isBibliography(text string) bool {
	n := 0
	for _, sign := range []string{"et al", "doi", "http", "(19", "(20", "pp.", "Available from", "Available at"} {
		n += strings.Count(text, sign)
	}
	return n >= minReferences && n*200 >= len(text)
}

// isIndex counts lines that are a few words and page numbers: "sepsis, 12, 45".
func isIndex(text string) bool {
	entries, lines := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		lines++
		head := strings.TrimRight(line, "0123456789–-, ")
		if len(head) < len(line) && len(head) > 1 && len(head) < 60 && line[len(head)] == ',' {
			entries++
		}
	}
	return entries >= minEntries && entries*2 >= lines
}
