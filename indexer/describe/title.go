package describe

import (
	"path"
	"strings"
	"unicode"

	"academysearch/indexer/document"
)

// maxTitle limits a title in bytes.
const maxTitle = 300

// siteNames are what a page's <title> carries after the title proper.
var siteNames = []string{" | The Academy of Medical Sciences", " - The Academy of Medical Sciences", " | Academy of Medical Sciences", " - Academy of Medical Sciences", " – The Academy of Medical Sciences", " – Academy of Medical Sciences"}

// trustsNot reports whether a title of that source is used only where nothing better is known.
func trustsNot(source string) bool {
	return source == "info" || source == "pdf-info" || source == "xmp"
}

// title chooses the publication's title: the catalogue's, else the main page's, else that of another document, else the first words.
func titleOf(docs []document.Document, lines []line) string {
	for i := range docs {
		for _, h := range docs[i].Hints {
			if h.Name == "title" && h.Source == "catalogue" && strings.TrimSpace(h.Value) != "" {
				return cleanTitle(h.Value)
			}
		}
	}
	for _, weak := range []bool{false, true} {
		for i := range docs {
			if t := cleanTitle(docs[i].Title); t != "" && trustsNot(docs[i].TitleSource) == weak && !fileName(t) {
				return t
			}
		}
	}
	return firstWords(lines)
}

// cleanTitle folds white space and cuts the site's name.
func cleanTitle(t string) string {
	t = strings.Join(strings.Fields(t), " ")
	for _, name := range siteNames {
		t = strings.TrimSuffix(t, name)
	}
	return cutWords(t, maxTitle)
}

// fileName reports whether a title is the name of a file: "report-v8-FINAL", "Microsoft Word - draft.docx", "untitled".
func fileName(t string) bool {
	low := strings.ToLower(t)
	if strings.HasPrefix(low, "microsoft word") || low == "untitled" || low == "document1" || low == "slide 1" || low == "powerpoint presentation" {
		return true
	}
	switch path.Ext(low) {
	case ".pdf", ".doc", ".docx", ".indd", ".qxd", ".qxp", ".ppt", ".pptx", ".rtf", ".dvi":
		return true
	}
	return !strings.Contains(t, " ") && strings.ContainsAny(t, "-_") && strings.ContainsFunc(t, unicode.IsDigit)
}

// firstWords makes a title of the first line of the text that has words.
func firstWords(lines []line) string {
	for i := range lines {
		if lines[i].words() >= 2 && lines[i].zone != cards {
			return cutWords(strings.Join(strings.Fields(lines[i].text), " "), maxTitle/2)
		}
	}
	for i := range lines {
		if lines[i].text != "" {
			return cutWords(lines[i].text, maxTitle/2)
		}
	}
	return ""
}

// cutWords cuts an overlong text at a space and marks the cut.
func cutWords(t string, limit int) string {
	if len(t) <= limit {
		return t
	}
	cut := strings.LastIndexByte(t[:limit], ' ')
	if cut <= 0 {
		cut = limit
		for cut > 0 && t[cut]&0xC0 == 0x80 {
			cut--
		}
	}
	return t[:cut] + " …"
}
