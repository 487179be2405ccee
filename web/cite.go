package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"academysearch/search"
)

// publisher is the body whose publications these are. It stands for the author where a text names none.
const publisher = "Academy of Medical Sciences"

// CSLItem is an item of CSL-JSON (https://citation-style-language.github.io/schema/).
type CSLItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Author    []CSLName `json:"author"`
	Issued    *CSLDate  `json:"issued,omitempty"`
	EventDate *CSLDate  `json:"event-date,omitempty"`
	Publisher string    `json:"publisher"`
	Genre     string    `json:"genre,omitempty"`
	Series    string    `json:"collection-title,omitempty"`
	Language  string    `json:"language,omitempty"`
	Pages     string    `json:"number-of-pages,omitempty"`
	URL       string    `json:"URL"`
}

// CSLName is a person (family, given) or a body (literal).
type CSLName struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Literal string `json:"literal,omitempty"`
}

// CSLDate is a date as precise as known: [[2018, 6]].
type CSLDate struct {
	Parts [][]int `json:"date-parts"`
}

// CSL cites p as an item of CSL-JSON.
func CSL(p search.Publication, l Links) CSLItem {
	item := CSLItem{
		ID: p.ID, Type: "report", Title: p.Title, Author: []CSLName{}, Publisher: publisher,
		Genre: sentence(p.Kind), Series: strings.Join(p.Series, "; "), Language: p.Language, URL: citedAddress(&p, l),
	}
	for _, a := range authors(p) {
		given, family := splitName(a)
		item.Author = append(item.Author, CSLName{Family: family, Given: given})
	}
	if len(item.Author) == 0 {
		item.Author = append(item.Author, CSLName{Literal: publisher})
	}
	if d := citedDate(&p); d != "" {
		item.Issued = &CSLDate{[][]int{dateParts(d)}}
	}
	if len(p.Events) > 0 {
		item.EventDate = &CSLDate{[][]int{dateParts(p.Events[0].Start)}}
	}
	if n := pdfPages(&p); n > 0 {
		item.Pages = strconv.Itoa(n)
	}
	return item
}

// RIS cites p as one RIS record of type RPRT.
func RIS(p search.Publication, l Links) string {
	var b strings.Builder
	line := func(tag, value string) {
		if value = oneLine(value); value != "" {
			b.WriteString(tag + "  - " + value + "\r\n")
		}
	}
	line("TY", "RPRT")
	line("ID", p.ID)
	line("TI", p.Title)
	for _, a := range authors(p) {
		line("AU", invertedName(a))
	}
	if len(authors(p)) == 0 {
		line("AU", publisher)
	}
	line("PB", publisher)
	risDates(&p, line)
	line("M3", sentence(p.Kind))
	for _, s := range p.Series {
		line("T3", s)
	}
	for _, t := range p.Topics {
		line("KW", t.Label)
	}
	line("LA", p.Language)
	line("UR", citedAddress(&p, l))
	line("L1", absolute(l.PDF(&p)))
	return b.String() + "ER  - \r\n"
}

// risDates writes PY and DA ("2018/06/30/", parts that are not known left empty).
func risDates(p *search.Publication, line func(tag, value string)) {
	parts := strings.Split(citedDate(p), "-")
	if parts[0] == "" {
		return
	}
	line("PY", parts[0])
	parts = append(parts, "", "")
	line("DA", strings.Join(parts[:3], "/")+"/")
}

// BibTeX cites p as a @techreport.
func BibTeX(p search.Publication, l Links) string {
	var b strings.Builder
	fmt.Fprintf(&b, "@techreport{%s,\n", bibKey(&p))
	field := func(name, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
		}
	}
	names := each(authors(p), func(a string) string { return bibText(invertedName(a)) })
	if len(names) == 0 {
		names = []string{"{" + publisher + "}"}
	}
	field("author", strings.Join(names, " and "))
	// The inner braces keep the capitals of the title as they are.
	field("title", "{"+bibText(p.Title)+"}")
	field("institution", publisher)
	if first, _, err := search.Span(citedDate(&p)); err == nil {
		field("year", first.Format("2006"))
		if len(citedDate(&p)) > len("2006") {
			fmt.Fprintf(&b, "  month = %s,\n", strings.ToLower(first.Format("Jan")))
		}
	}
	field("type", bibText(sentence(p.Kind)))
	field("series", bibText(strings.Join(p.Series, "; ")))
	field("keywords", bibText(strings.Join(each(p.Topics, func(t search.Topic) string { return t.Label }), ", ")))
	field("url", bibAddress(citedAddress(&p, l)))
	return b.String() + "}\n"
}

// Citation cites p in one plain sentence.
func Citation(p search.Publication, l Links) string {
	names := authors(p)
	if len(names) == 0 {
		names = []string{publisher}
	}
	year := "undated"
	if d := citedDate(&p); d != "" {
		year = d[:4]
	}
	parts := []string{fmt.Sprintf("%s (%s). %s.", strings.Join(names, ", "), year, strings.TrimRight(p.Title, ". "))}
	if p.Kind != "" {
		parts = append(parts, sentence(p.Kind)+".")
	}
	if len(authors(p)) > 0 {
		parts = append(parts, publisher+".")
	}
	if len(p.Events) > 0 {
		parts = append(parts, "Held "+dateText(p.Events[0].Start, p.Events[0].End)+".")
	}
	if address := citedAddress(&p, l); address != "" {
		parts = append(parts, address)
	}
	return oneLine(strings.Join(parts, " "))
}

// citedDate is the published date that a citation may claim: one of low confidence may not.
func citedDate(p *search.Publication) string {
	if d := p.Published; d != nil && d.Confidence != search.Low {
		if _, _, err := search.Span(d.Value); err == nil {
			day, _, _ := strings.Cut(d.Value, "T")
			return day
		}
	}
	return ""
}

// citedAddress is the public page of the publication, else its page here where the service has a public address.
func citedAddress(p *search.Publication, l Links) string {
	if source := l.Source(p); source != "" {
		return source
	}
	return absolute(l.Publication(p.ID))
}

// absolute is address where it is absolute, else "": a relative one means nothing in a reference manager.
func absolute(address string) string { return publicAddress(address) }

func authors(p search.Publication) []string {
	var names []string
	for _, person := range p.People {
		if person.Function == search.Author {
			names = append(names, person.Name)
		}
	}
	return names
}

func pdfPages(p *search.Publication) int {
	for _, r := range p.Resources {
		if r.MediaType == pdfType {
			return r.Pages
		}
	}
	return 0
}

func dateParts(value string) []int {
	day, _, _ := strings.Cut(value, "T")
	var parts []int
	for _, s := range strings.Split(day, "-") {
		if n, err := strconv.Atoi(s); err == nil {
			parts = append(parts, n)
		}
	}
	return parts
}

// splitName takes particles to the family name: "Pim van der Hoek" is van der Hoek, Pim.
func splitName(name string) (given, family string) {
	words := strings.Fields(name)
	at := len(words) - 1
	for at > 1 && strings.ToLower(words[at-1]) == words[at-1] {
		at--
	}
	if at < 1 {
		return "", name
	}
	return strings.Join(words[:at], " "), strings.Join(words[at:], " ")
}

func invertedName(name string) string {
	given, family := splitName(name)
	if given == "" {
		return family
	}
	return family + ", " + given
}

// oneLine takes line ends and other controls out: in RIS each line begins a new field.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// bibText escapes what TeX reads as syntax.
func bibText(s string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	).Replace(s)
}

// bibAddress keeps braces from ending the field; the rest of an address is read verbatim.
func bibAddress(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(s)
}

func bibKey(p *search.Publication) string {
	year := "undated"
	if d := citedDate(p); d != "" {
		year = d[:4]
	}
	return "ams-" + year + "-" + strings.Map(asciiKey, p.ID)
}

func asciiKey(r rune) rune {
	if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return r
	}
	return -1
}

// sentence begins s with a capital letter.
func sentence(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return string(unicode.ToUpper(r[0])) + string(r[1:])
}

// dateText writes a date or a range of days as readers do: "6 September 2017", "June 2018", "1–2 April 2015".
func dateText(start, end string) string {
	first, precision, ok := readDate(start)
	if !ok {
		return ""
	}
	last, _, more := readDate(end)
	if !more || end == start {
		return first.Format(dateLayout(precision))
	}
	switch {
	case precision != search.Day || first.Year() != last.Year():
		return first.Format(dateLayout(precision)) + " to " + last.Format(dateLayout(precision))
	case first.Month() != last.Month():
		return first.Format("2 January") + " to " + last.Format("2 January 2006")
	}
	return first.Format("2") + "–" + last.Format("2 January 2006")
}

func readDate(value string) (time.Time, search.Precision, bool) {
	first, _, err := search.Span(value)
	if err != nil {
		return first, "", false
	}
	day, _, _ := strings.Cut(value, "T")
	return first, map[int]search.Precision{4: search.Year, 7: search.Month, 10: search.Day}[len(day)], true
}

func dateLayout(p search.Precision) string {
	switch p {
	case search.Year:
		return "2006"
	case search.Month:
		return "January 2006"
	}
	return "2 January 2006"
}

// marshal writes v as JSON without escaping "<" and "&".
func marshal(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return []byte(b.String()), err
}
