package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"academysearch/web"
	"academysearch/web/internal/webtest"
)

// page reads the page at an address.
func page(t testing.TB, h http.Handler, address string) *goquery.Document {
	t.Helper()
	w := get(t, h, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, w.Code, w.Body)
	}
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestSearchPage_showsWhatAReaderNeeds(t *testing.T) {
	s := newServer(t, nil)
	d := page(t, s.Handler(), "/search?q=sepsis&topic=amr&from=2017&to=2019")
	if got, want := words(d.Find("[role=status]").First()), "1 publication for sepsis in Antimicrobial resistance, 2017–2019"; got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
	hit := d.Find(".hits article").First()
	for selector, want := range map[string]string{
		"h2":       "Sepsis in low-resource settings",
		".meta":    "Workshop report Published June 2018 Held 6 September 2017",
		".people":  "Chair Professor Dame Ada Quill FRS FMedSci; Speaker Dr Tom Fenwick",
		".tags":    "Infection and immunityAntimicrobial resistance",
		".matches": "6 pages match in Sepsis in low-resource settings",
		"mark":     "Sepsis",
	} {
		if got := words(hit.Find(selector).First()); got != want {
			t.Errorf("%s is %q, want %q", selector, got, want)
		}
	}
	if href, _ := hit.Find(".passages a[href*='#page=12']").Attr("href"); href != "https://example.org/file-download/4711#page=12&search=sepsis" {
		t.Errorf("no passage opens page 12: %q in %s", href, words(hit))
	}
	if got := d.Find("title").Text(); got != "sepsis – search – Academy publications" {
		t.Errorf("title %q", got)
	}
}

// TestSearchPage_chipsLiftTheirFilter: a chip's address is the same search without its filter.
func TestSearchPage_chipsLiftTheirFilter(t *testing.T) {
	d := page(t, newServer(t, nil).Handler(), "/search?q=sepsis&topic=amr&topic=infection&speaker=ada-quill&from=2017&undated=true&kind=workshop+report&page=1")
	want := map[string]string{
		"Topic: Antimicrobial resistance":               "/search?q=sepsis&topic=infection&speaker=ada-quill&from=2017&undated=true&kind=workshop+report",
		"Topic: Infection and immunity":                 "/search?q=sepsis&topic=amr&speaker=ada-quill&from=2017&undated=true&kind=workshop+report",
		"Speaker: Professor Dame Ada Quill FRS FMedSci": "/search?q=sepsis&topic=amr&topic=infection&from=2017&undated=true&kind=workshop+report",
		"Date: Since 2017":                              "/search?q=sepsis&topic=amr&topic=infection&speaker=ada-quill&undated=true&kind=workshop+report",
		"Date: Without a date":                          "/search?q=sepsis&topic=amr&topic=infection&speaker=ada-quill&from=2017&kind=workshop+report",
		"Kind: Workshop report":                         "/search?q=sepsis&topic=amr&topic=infection&speaker=ada-quill&from=2017&undated=true",
	}
	d.Find(".chips a").Each(func(_ int, a *goquery.Selection) {
		label := strings.TrimSuffix(strings.TrimPrefix(words(a), "Remove the filter "), " ×")
		if got := a.AttrOr("href", ""); got != want[label] {
			t.Errorf("chip %q leads to %s, want %s", label, got, want[label])
		}
		delete(want, label)
	})
	if len(want) > 0 {
		t.Errorf("no chip for %v", want)
	}
}

// TestSearchPage_theFormKeepsItsState: what the form would send is the search that is shown.
func TestSearchPage_theFormKeepsItsState(t *testing.T) {
	h := newServer(t, nil).Handler()
	for _, raw := range []string{
		"q=sepsis", "q=sepsis&topic=amr&topic=infection&function=chair&from=2017-02&to=2018&sort=oldest&exact=true&size=20",
		"topic=cancer&speaker=nobody&kind=letter&series=FORUM&undated=true", // values that no result has
	} {
		d := page(t, h, "/search?"+raw)
		sent := url.Values{}
		d.Find("[form=search], #search [name]").Each(func(_ int, f *goquery.Selection) {
			_, checked := f.Attr("checked")
			if name := f.AttrOr("name", ""); name != "" && (f.AttrOr("type", "") != "checkbox" || checked) && f.AttrOr("value", "") != "" {
				sent.Add(name, f.AttrOr("value", ""))
			}
		})
		want, _ := web.ParseQuery(raw)
		got, problems := web.ParseQuery(sent.Encode())
		slices.Sort(got.Filters.Topics)
		slices.Sort(want.Filters.Topics)
		if web.EncodeQuery(got) != web.EncodeQuery(want) || len(problems) > 0 {
			t.Errorf("the form of %s sends %s", raw, sent.Encode())
		}
	}
}

func TestSearchPage_anImpossibleDateLeavesTheResults(t *testing.T) {
	d := page(t, newServer(t, nil).Handler(), "/search?q=sepsis&from=31/02/2018")
	from := d.Find("#from")
	if from.AttrOr("value", "") != "31/02/2018" || from.AttrOr("aria-invalid", "") != "true" || !strings.Contains(from.AttrOr("aria-describedby", ""), "from-error") {
		t.Errorf("the field does not show its error: %v", from.Nodes)
	}
	if got := words(d.Find("#from-error")); !strings.Contains(got, "not a date that exists") {
		t.Errorf("the error says %q", got)
	}
	if d.Find(".errors a[href='#from']").Length() != 1 || d.Find(".hits article").Length() != 5 {
		t.Errorf("%d errors, %d results", d.Find(".errors a").Length(), d.Find(".hits article").Length())
	}
}

func TestSearchPage_dropsEmptyFieldsFromItsAddress(t *testing.T) {
	w := get(t, newServer(t, nil).Handler(), "/search?q=sepsis&from=&to=&topic=amr")
	if w.Code != http.StatusFound || w.Header().Get("Location") != "/search?q=sepsis&topic=amr" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
}

func TestSearchPage_takesDatesAsPeopleWriteThem(t *testing.T) {
	h := newServer(t, nil).Handler()
	for typed, want := range map[string]string{"from=6/9/2017": "from=2017-09-06", "from=09/2017&to=2018": "from=2017-09&to=2018", "to=29/2/2016": "to=2016-02-29"} {
		w := get(t, h, "/search?"+typed)
		if w.Code != http.StatusFound || w.Header().Get("Location") != "/search?"+want {
			t.Errorf("%s: %d to %s, want %s", typed, w.Code, w.Header().Get("Location"), want)
		}
	}
	d := page(t, h, "/search?from=2018&to=2017")
	if got := words(d.Find("#to-error")); !strings.Contains(got, "lies before the first") || d.Find(".hits article").Length() != 5 {
		t.Errorf("a range backwards says %q", got)
	}
}

func TestSearchPage_ignoresWhatOthersPutOnALink(t *testing.T) {
	d := page(t, newServer(t, nil).Handler(), "/search?q=sepsis&utm_source=letter")
	if d.Find(".errors").Length() != 0 {
		t.Errorf("a reader is told of utm_source: %s", words(d.Find(".errors")))
	}
}

func TestSearchPage_saysWhatWasLoosened(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.Search = newEngine(t, webtest.Publications()) }).Handler()
	d := page(t, h, "/search?q=sepsis+delirium+vaccines")
	if got := words(d.Find(".loosened")); !strings.Contains(got, "some of them") {
		t.Errorf("the page says %q and %q", got, words(d.Find(".reading")))
	}
}

func TestSearchPage_whenNothingIsFoundHelps(t *testing.T) {
	d := page(t, newServer(t, nil).Handler(), "/search?q=dementia&topic=amr&kind=lecture")
	want := []string{"Without Topic: Antimicrobial resistance – 1 publication", "Search without any filter – 1 publication"}
	for _, w := range want {
		if !strings.Contains(words(d.Find(".nothing")), w) {
			t.Errorf("%q is not in %q", w, words(d.Find(".nothing")))
		}
	}
}

// TestPageAndAPI_agree: the page shows the counts of the API, and a value's count is what the search for it alone finds.
func TestPageAndAPI_agree(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.Search = newEngine(t, webtest.Many(60)) }).Handler()
	for _, raw := range []string{"", "q=sepsis", "q=sepsis&topic=infection", "topic=amr&speaker=ada-quill", "from=2012&to=2014&kind=letter", "undated=true&q=care"} {
		o := readJSON[web.SearchObject](t, get(t, h, "/api/v1/search?"+raw).Body.Bytes())
		d := page(t, h, "/search?"+raw)
		if got := words(d.Find("[role=status] strong").First()); got != fmt.Sprintf("%d publications", o.Total) && got != fmt.Sprintf("%d publication", o.Total) {
			t.Errorf("%s: the page says %q, the API %d", raw, got, o.Total)
		}
		for name, values := range map[string][]web.FacetObject{"topic": o.Facets.Topic, "speaker": o.Facets.Speaker, "kind": o.Facets.Kind, "series": o.Facets.Series} {
			for _, v := range values {
				shown := d.Find("input[name='" + name + "'][value='" + v.Value + "']").Parent().Find(".count").Text()
				if shown != strconv.Itoa(v.Count) {
					t.Errorf("%s: %s %s is %q on the page, %d in the API", raw, name, v.Value, shown, v.Count)
				}
				checkClick(t, h, raw, name, v)
			}
		}
	}
}

func checkClick(t *testing.T, h http.Handler, raw, name string, v web.FacetObject) {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	values.Set(name, v.Value)
	if o := readJSON[web.SearchObject](t, get(t, h, "/api/v1/search?"+values.Encode()).Body.Bytes()); o.Total != v.Count {
		t.Errorf("%s: %s %s counts %d, a click gives %d", raw, name, v.Value, v.Count, o.Total)
	}
}

// TestPaging_neitherRepeatsNorLoses: pages by number, and by cursor, give every publication once.
func TestPaging_neitherRepeatsNorLoses(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.Search = newEngine(t, webtest.Many(57)) }).Handler()
	byPage, byCursor := map[string]int{}, map[string]int{}
	for address := "/search?q=sepsis"; address != ""; {
		d := page(t, h, address)
		d.Find(".hits h2 a").Each(func(_ int, a *goquery.Selection) { byPage[strings.Split(a.AttrOr("href", ""), "?")[0]]++ })
		address = d.Find(".pager a[rel~=next]").AttrOr("href", "")
	}
	for cursor, more := "", true; more; {
		o := readJSON[web.SearchObject](t, get(t, h, "/api/v1/search?q=sepsis"+cursor).Body.Bytes())
		for _, hit := range o.Hits {
			byCursor[hit.URL]++
		}
		if more = o.Next != nil; more {
			cursor = "&cursor=" + url.QueryEscape(*o.Next)
		}
	}
	for name, seen := range map[string]map[string]int{"pages": byPage, "cursors": byCursor} {
		if len(seen) != 57 {
			t.Errorf("%s give %d publications, want 57", name, len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s give %s %d times", name, id, n)
			}
		}
	}
}

// TestPaging_goesOnByCursor where page numbers end.
func TestPaging_goesOnByCursor(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.Search = newEngine(t, webtest.Many(103)) }).Handler()
	d := page(t, h, "/search?q=sepsis&size=1&page=100")
	next := d.Find(".pager a[rel~=next]").AttrOr("href", "")
	seen := map[string]bool{}
	for next != "" {
		d = page(t, h, next)
		seen[d.Find(".hits h2").Text()] = true
		next = d.Find(".pager a[rel~=next]").AttrOr("href", "")
	}
	if len(seen) != 3 {
		t.Errorf("after page 100 of 103 come %v", seen)
	}
}

func TestPublicationPage(t *testing.T) {
	s := newServer(t, func(c *web.Config) { c.PublicURL = "https://search.example" })
	d := page(t, s.Handler(), "/publications/"+webtest.SepsisReport().ID)
	for selector, want := range map[string]string{
		"h1":                                           "Sepsis in low-resource settings",
		".resources li:nth-child(2) .hint":             "61 of 64 pages searchable; no text on 2, 63–64 · 2.4 MB",
		".persons li:first-child .function":            "Chair",
		"[aria-labelledby=others] .persons li":         "Contact Ms Rosa Hale, Policy officerIn the textContact: Ms Rosa Hale",
		"[aria-labelledby=dates] tbody tr:first-child": "PublishedJune 2018the cover: June 2018high",
		"[aria-labelledby=warnings] li":                "Three pages of the PDF hold no text.",
		"[aria-labelledby=related] li":                 "A lecture on dementia and sleep",
		"#citation":                                    "Academy of Medical Sciences (2018). Sepsis in low-resource settings. Workshop report. Held 6 September 2017. https://example.org/policy/sepsis",
	} {
		if got := words(d.Find(selector).First()); got != want {
			t.Errorf("%s is %q, want %q", selector, got, want)
		}
	}
	if got := d.Find("link[rel=canonical]").AttrOr("href", ""); got != "https://search.example/publications/"+webtest.SepsisReport().ID {
		t.Errorf("canonical %s", got)
	}
	for name, want := range map[string]string{
		"citation_title": "Sepsis in low-resource settings", "citation_publication_date": "2018/06",
		"citation_technical_report_institution": "Academy of Medical Sciences", "citation_pdf_url": "https://example.org/file-download/4711",
	} {
		if got := d.Find("meta[name="+name+"]").AttrOr("content", ""); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	ld := readJSON[map[string]any](t, []byte(d.Find("script[type='application/ld+json']").Text()))
	if ld["@type"] != "Report" || ld["datePublished"] != "2018-06" || ld["name"] != "Sepsis in low-resource settings" {
		t.Errorf("JSON-LD %v", ld)
	}
}

func TestPublicationPage_signposts(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.PublicURL = "https://search.example" }).Handler()
	id := webtest.SepsisReport().ID
	link := get(t, h, "/publications/"+id).Header().Get("Link")
	for _, want := range []string{
		`<https://search.example/publications/` + id + `>; rel="cite-as"`,
		`<https://example.org/file-download/4711>; rel="item"; type="application/pdf"`,
		`<https://search.example/publications/` + id + `.ris>; rel="describedby"; type="application/x-research-info-systems"`,
	} {
		if !strings.Contains(link, want) {
			t.Errorf("Link has no %s: %s", want, link)
		}
	}
}

func TestHome_describesTheSite(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.PublicURL = "https://search.example" }).Handler()
	ld := readJSON[map[string]any](t, []byte(page(t, h, "/").Find("script[type='application/ld+json']").Text()))
	if ld["@type"] != "WebSite" || ld["url"] != "https://search.example/" {
		t.Errorf("JSON-LD %v", ld)
	}
}

// TestPublicationPage_listsEveryMatch: the page that a search leads to shows all pages that match, and the way back.
func TestPublicationPage_listsEveryMatch(t *testing.T) {
	h := newServer(t, nil).Handler()
	href := page(t, h, "/search?q=sepsis&topic=amr").Find(".matches a").AttrOr("href", "")
	d := page(t, h, href)
	if n := d.Find("[aria-labelledby=matches] .passages li").Length(); n != 6 {
		t.Errorf("%s lists %d pages, want 6", href, n)
	}
	if back := d.Find(".back a").AttrOr("href", ""); back != "/search?q=sepsis&topic=amr" {
		t.Errorf("the way back leads to %s", back)
	}
}

func TestNamedPages(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.PublicURL = "https://search.example" }).Handler()
	for address, heading := range map[string]string{
		"/people/ada-quill": "Professor Dame Ada Quill FRS FMedSci",
		"/topics/infection": "Infection and immunity",
		"/topics/amr":       "Antimicrobial resistance",
	} {
		d := page(t, h, address)
		if got := words(d.Find("h1")); got != heading || d.Find("link[rel=canonical]").AttrOr("href", "") != "https://search.example"+address {
			t.Errorf("%s: heading %q, want %q", address, got, heading)
		}
	}
	for _, address := range []string{"/people/nobody", "/topics/none", "/publications/none", "/nowhere", "/search/more"} {
		if w := get(t, h, address); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "<h1>Not found</h1>") {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

func TestEveryPage_isLinkedAndAnswers(t *testing.T) {
	h := newServer(t, nil).Handler()
	seen := map[string]bool{}
	queue := []string{"/"}
	for len(queue) > 0 && len(seen) < 150 {
		address := queue[0]
		queue = queue[1:]
		w := get(t, h, address)
		if w.Code != http.StatusOK && w.Code != http.StatusNotModified {
			t.Errorf("%s: %d", address, w.Code)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		d, err := goquery.NewDocumentFromReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		d.Find("[href], [src]").Each(func(_ int, a *goquery.Selection) {
			to, _, _ := strings.Cut(a.AttrOr("href", a.AttrOr("src", "")), "#")
			if strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/files/") && !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		})
	}
	if len(seen) < 40 {
		t.Errorf("only %d addresses are linked", len(seen))
	}
}
