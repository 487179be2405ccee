package web_test

import (
	"encoding/csv"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"academysearch/search"
	"academysearch/web"
	"academysearch/web/internal/webtest"
)

func TestCitations(t *testing.T) {
	l := web.Links{Base: "https://search.example"}
	report, lecture := webtest.SepsisReport(), webtest.DementiaLecture()
	for _, row := range []struct{ name, got, want string }{
		{"RIS", web.RIS(report, l), strings.Join([]string{
			"TY  - RPRT", "ID  - " + report.ID, "TI  - Sepsis in low-resource settings", "AU  - Academy of Medical Sciences",
			"PB  - Academy of Medical Sciences", "PY  - 2018", "DA  - 2018/06//", "M3  - Workshop report", "T3  - FORUM",
			"KW  - Infection and immunity", "KW  - Antimicrobial resistance", "LA  - en-GB", "UR  - https://example.org/policy/sepsis",
			"L1  - https://example.org/file-download/4711", "ER  - ", "",
		}, "\r\n")},
		{"BibTeX", web.BibTeX(report, l), `@techreport{ams-2018-` + report.ID + `,
  author = {{Academy of Medical Sciences}},
  title = {{Sepsis in low-resource settings}},
  institution = {Academy of Medical Sciences},
  year = {2018},
  month = jun,
  type = {Workshop report},
  series = {FORUM},
  keywords = {Infection and immunity, Antimicrobial resistance},
  url = {https://example.org/policy/sepsis},
}
`},
		{"sentence", web.Citation(report, l), "Academy of Medical Sciences (2018). Sepsis in low-resource settings. Workshop report. Held 6 September 2017. https://example.org/policy/sepsis"},
		{
			"sentence with an author and a date of low confidence", web.Citation(lecture, l),
			"Pim van der Hoek (undated). A lecture on dementia and sleep. Lecture. Academy of Medical Sciences. Held 1–2 April 2019. https://example.org/events/dementia-lecture",
		},
		{"sentence without a public address", web.Citation(webtest.LocalReport(), web.Links{}), "Academy of Medical Sciences (2016). Vaccines for all ages. Workshop report."},
	} {
		if row.got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.name, row.got, row.want)
		}
	}
	item := web.CSL(lecture, l)
	if item.Type != "report" || item.Issued != nil || item.Author[0] != (web.CSLName{Family: "van der Hoek", Given: "Pim"}) || item.EventDate.Parts[0][2] != 1 {
		t.Errorf("CSL %+v", item)
	}
}

// TestCitations_cannotBeBroken: whatever a text says, a record stays one record.
func TestCitations_cannotBeBroken(t *testing.T) {
	p := webtest.Hostile()
	p.Title = "One\r\nER  - \r\nTY  - BOOK\nTI  - Two } , year = {1900"
	checkCitations(t, p)
}

func checkCitations(t *testing.T, p search.Publication) {
	t.Helper()
	ris := web.RIS(p, web.Links{})
	if strings.Count("\r\n"+ris, "\r\nTY  - ") != 1 || strings.Count(ris, "\r\nER  - ") != 1 || !strings.HasSuffix(ris, "\r\nER  - \r\n") || strings.Count(ris, "\n") != strings.Count(ris, "\r\n") {
		t.Errorf("RIS of %q:\n%s", p.Title, ris)
	}
	bib, depth := web.BibTeX(p, web.Links{}), 0
	for _, line := range strings.Split(bib, "\n") {
		for i, r := range line {
			escaped := i > 0 && line[i-1] == '\\'
			switch {
			case r == '{' && !escaped:
				depth++
			case r == '}' && !escaped:
				depth--
			}
		}
	}
	if depth != 0 {
		t.Errorf("BibTeX of %q has unbalanced braces:\n%s", p.Title, bib)
	}
	if text := web.Citation(p, web.Links{}); strings.ContainsAny(text, "\r\n\t") {
		t.Errorf("the sentence of %q has several lines: %q", p.Title, text)
	}
}

// FuzzCitations: foreign text never breaks the form of a citation.
func FuzzCitations(f *testing.F) {
	f.Add("A title", "workshop report", "Ada Quill", "2018-06", "https://example.org/a")
	f.Add("x\r\nER  - ", "}{\\", "\u2028 \x00", "2018", "https://example.org/{}\\")
	f.Fuzz(func(t *testing.T, title, kind, name, date, address string) {
		checkCitations(t, search.Publication{
			ID: "abc", Title: title, Kind: kind, Series: []string{kind, title}, Published: &search.Date{Value: date, Confidence: search.High},
			People:    []search.Person{{Name: name, Function: search.Author, Speaker: true}},
			Topics:    []search.Topic{{ID: kind, Label: title}},
			Resources: []search.Resource{{URL: address, MediaType: "application/pdf"}},
			Events:    []search.Event{{Start: date}},
		})
	})
}

func TestExports_holdEveryResult(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.Search = newEngine(t, webtest.Many(230)) }).Handler()
	for address, mark := range map[string]string{
		"/search.ris?q=sepsis": "TY  - RPRT", "/search.bib?q=sepsis&page=2": "@techreport{", "/search.csl.json?q=sepsis&size=5": `"type":"report"`,
	} {
		w := get(t, h, address)
		if n := strings.Count(w.Body.String(), mark); w.Code != http.StatusOK || n != 230 {
			t.Errorf("%s: %d with %d records, want 230", address, w.Code, n)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment; filename=publications.") {
			t.Errorf("%s: %s", address, w.Header().Get("Content-Disposition"))
		}
	}
	if list := readJSON[[]web.CSLItem](t, get(t, h, "/search.csl.json?q=nothinglikethis&exact=true").Body.Bytes()); len(list) != 0 {
		t.Errorf("an export of nothing holds %v", list)
	}
	rows, err := csv.NewReader(get(t, h, "/search.csv?q=sepsis").Body).ReadAll()
	if err != nil || len(rows) != 231 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestCSV_runsNoFormula(t *testing.T) {
	p := webtest.LocalReport()
	p.Title = "=cmd|' /C calc'!A0"
	h := newServer(t, func(c *web.Config) { c.Search = &memory{publications: []search.Publication{p}} }).Handler()
	rows, err := csv.NewReader(get(t, h, "/search.csv").Body).ReadAll()
	if err != nil || rows[1][1] != "'"+p.Title {
		t.Errorf("%v %v", rows, err)
	}
}

func TestPublicationCitations(t *testing.T) {
	h := newServer(t, nil).Handler()
	id := webtest.SepsisReport().ID
	for ending, mediaType := range map[string]string{
		"ris": "application/x-research-info-systems; charset=utf-8", "bib": "application/x-bibtex; charset=utf-8", "csl.json": "application/vnd.citationstyles.csl+json",
	} {
		w := get(t, h, "/publications/"+id+"."+ending)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != mediaType || !strings.Contains(w.Body.String(), "Sepsis in low-resource settings") {
			t.Errorf("%s: %d %s", ending, w.Code, w.Header().Get("Content-Type"))
		}
	}
	for _, ending := range []string{"csv", "exe", "ris.bib"} {
		if w := get(t, h, "/publications/"+id+"."+ending); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", ending, w.Code)
		}
	}
}

type feed struct {
	ID      string `xml:"id"`
	Updated string `xml:"updated"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
	} `xml:"entry"`
}

func readFeed(t *testing.T, h http.Handler, address string) (f feed, links map[string]string) {
	t.Helper()
	w := get(t, h, address)
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatalf("%s: %v %s", address, err, w.Body)
	}
	links = map[string]string{}
	for _, l := range f.Links {
		links[l.Rel] = l.Href
	}
	return f, links
}

// TestAtom_pagesThroughEverything, each entry with a permanent id and a date (RFC 4287, RFC 5005).
func TestAtom_pagesThroughEverything(t *testing.T) {
	h := newServer(t, func(c *web.Config) {
		c.Search, c.PublicURL = newEngine(t, webtest.Many(25)), "https://search.example"
	}).Handler()
	seen := map[string]bool{}
	for address := "https://search.example/search.atom?q=sepsis"; address != ""; {
		f, links := readFeed(t, h, strings.TrimPrefix(address, "https://search.example"))
		if f.ID == "" || f.Updated == "" || !strings.HasPrefix(links["self"], "https://search.example/search.atom?") || links["alternate"] == "" {
			t.Errorf("%s: %+v", address, f)
		}
		for _, e := range f.Entries {
			if !strings.HasPrefix(e.ID, "urn:uuid:") || e.Updated == "" || seen[e.ID] {
				t.Errorf("%s: entry %+v", address, e)
			}
			seen[e.ID] = true
		}
		address = links["next"]
	}
	if len(seen) != 25 {
		t.Errorf("the feed holds %d publications, want 25", len(seen))
	}
}

func TestMachineFiles(t *testing.T) {
	s := newServer(t, func(c *web.Config) { c.PublicURL, c.Contact = "https://search.example", "mailto:staff@search.example" })
	for address, want := range map[string]string{
		"/opensearch.xml":           `template="https://search.example/search?q={searchTerms}"`,
		"/robots.txt":               "Sitemap: https://search.example/sitemap.xml",
		"/sitemap.xml":              "<loc>https://search.example/publications/" + webtest.SepsisReport().ID + "</loc>",
		"/.well-known/security.txt": "Contact: mailto:staff@search.example",
		"/suggest.json?q=infect":    `["infect",["Infection and immunity","infect"]]`,
		"/openapi.json":             `"url": "https://search.example"`,
		"/embed":                    "https://search.example/embed.",
	} {
		r := get(t, s.Handler(), address, "X-Forwarded-Host", "evil.example")
		if r.Code != http.StatusOK || !strings.Contains(r.Body.String(), want) || strings.Contains(r.Body.String(), "evil") {
			t.Errorf("%s: %d without %s:\n%.500s", address, r.Code, want, r.Body)
		}
	}
	if w := get(t, newServer(t, nil).Handler(), "/.well-known/security.txt"); w.Code != http.StatusNotFound {
		t.Errorf("security.txt without a contact: %d", w.Code)
	}
}
