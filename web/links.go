package web

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/search"
)

const pdfType = "application/pdf"

// Links makes the addresses that answers carry. The zero value makes them relative to the root of the service and offers no
// originals.
type Links struct {
	Base            string // public address of the service without a trailing slash ("https://search.example"), or ""
	Originals       bool   // PDFs without a public address are offered below /files/
	PreferOriginals bool   // those with a public address, too
}

// Publication is the address of a publication's page.
func (l Links) Publication(id string) string { return l.Base + "/publications/" + url.PathEscape(id) }

// Person is the address of a person's page.
func (l Links) Person(id string) string { return l.Base + "/people/" + url.PathEscape(id) }

// Topic is the address of a topic's page.
func (l Links) Topic(id string) string { return l.Base + "/topics/" + url.PathEscape(id) }

// Search is the address of the page that shows q.
func (l Links) Search(q search.Query) string { return l.at("/search", q) }

func (l Links) at(path string, q search.Query) string {
	if raw := EncodeQuery(q); raw != "" {
		return l.Base + path + "?" + raw
	}
	return l.Base + path
}

// Resource is where a reader opens r: its public address, or the original kept here, or "" where there is neither. No path of
// the machine that indexed it is ever given away.
func (l Links) Resource(r search.Resource) string {
	if file := l.File(r); file != "" {
		return file
	}
	return publicAddress(r.URL)
}

// File is the address of the original of r below /files/, or "" where it is not offered.
func (l Links) File(r search.Resource) string {
	if r.MediaType != pdfType || !isSHA256(r.SHA256) || !l.Originals || publicAddress(r.URL) != "" && !l.PreferOriginals {
		return ""
	}
	return l.Base + "/files/" + r.SHA256 + "/" + url.PathEscape(fileName(r.URL))
}

// PDF is where the first PDF of p is opened, or "".
func (l Links) PDF(p *search.Publication) string {
	for _, r := range p.Resources {
		if address := l.Resource(r); r.MediaType == pdfType && address != "" {
			return address
		}
	}
	return ""
}

// Source is the public address of the first page of p, or "".
func (l Links) Source(p *search.Publication) string {
	for _, r := range p.Resources {
		if address := publicAddress(r.URL); address != "" {
			return address
		}
	}
	return ""
}

// Passage opens the resource at the passage: "#page=12&search=sepsis" for a PDF (RFC 8118; the search is pdf.js's and harmless
// elsewhere), a text fragment for a page of the web, the list of pages where the resource has no address.
func (l Links) Passage(p *search.Publication, g search.Passage) string {
	if g.Resource < 0 || g.Resource >= len(p.Resources) {
		return l.Publication(p.ID)
	}
	r := p.Resources[g.Resource]
	switch address := l.Resource(r); {
	case address == "":
		return l.Publication(p.ID) + "#" + pageAnchor(g.Resource, g.Page)
	case r.MediaType == pdfType:
		return address + "#page=" + strconv.Itoa(g.Page) + pdfSearch(g)
	default:
		return address + textFragment(g)
	}
}

// pageAnchor names a page in the list of pages of a publication.
func pageAnchor(resource, page int) string {
	return "page-" + strconv.Itoa(resource+1) + "-" + strconv.Itoa(page)
}

// publicAddress is address without its fragment where it is one of the web, else "".
func publicAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

func isSHA256(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// fileName is the last element of an address or a path of any system, fit for a header: letters, digits and harmless signs.
func fileName(address string) string {
	if u, err := url.Parse(address); err == nil && u.Path != "" {
		address = u.Path
	}
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_. ()", r) {
			return r
		}
		return '-'
	}, path.Base(strings.ReplaceAll(address, `\`, "/")))
	name = strings.Trim(name, "-. ")
	if name == "" {
		name = "publication"
	}
	if !strings.EqualFold(path.Ext(name), ".pdf") {
		name += ".pdf"
	}
	return name
}

// pdfSearch lists the words to be marked in the reader, each once.
func pdfSearch(g search.Passage) string {
	const most = 6
	var words []string
	for _, part := range marks(g.Snippet, g.Highlights) {
		for _, w := range strings.Fields(part.Text) {
			if w = strings.ToLower(w); part.Mark && len(words) < most && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "&search=" + strings.ReplaceAll(url.QueryEscape(strings.Join(words, " ")), "+", "%20")
}

// textFragment leads to the first mark of a passage with some words around it, so that the browser finds this sentence and no
// other (https://wicg.github.io/scroll-to-text-fragment/).
func textFragment(g search.Passage) string {
	words := sentenceAround(g)
	if words == "" {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(words) {
		// "-" and "," are syntax of the directive, so everything but plain letters and digits is escaped.
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)+0x100, 16)[1:]))
		}
	}
	return "#:~:text=" + b.String()
}

// sentenceAround is the first mark with up to three words before and five after it, none of them beyond the end of its sentence.
func sentenceAround(g search.Passage) string {
	parts := marks(g.Snippet, g.Highlights)
	at := slices.IndexFunc(parts, func(p Part) bool { return p.Mark })
	if at < 0 {
		return clause(strings.Trim(g.Snippet, "… "), 8)
	}
	var before, after strings.Builder
	for _, p := range parts[:at] {
		before.WriteString(p.Text)
	}
	for _, p := range parts[at+1:] {
		after.WriteString(p.Text)
	}
	return clauseEnd(before.String(), 3) + parts[at].Text + clause(after.String(), 5)
}

const sentenceEnds = ".!?:;…\n"

// clause is the beginning of text up to n words or the end of the sentence.
func clause(text string, n int) string {
	if i := strings.IndexAny(text, sentenceEnds); i >= 0 {
		text = text[:i]
	}
	end := 0
	for i, r := range text + " " {
		if !unicode.IsSpace(r) {
			continue
		}
		if i > 0 {
			end = i
			n--
		}
		if n <= 0 {
			break
		}
	}
	return text[:end]
}

// clauseEnd is the end of text back to n words or the beginning of the sentence.
func clauseEnd(text string, n int) string {
	if i := strings.LastIndexAny(text, sentenceEnds); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		text = text[i+size:]
	}
	words := strings.Fields(text)
	if len(words) <= n {
		return strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	at := len(text)
	for _, w := range slices.Backward(words[len(words)-n:]) {
		at = strings.LastIndex(text[:at], w)
	}
	return text[at:]
}
