package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"academysearch/search"
	"academysearch/web"
	"academysearch/web/internal/webtest"
)

// TestHostileText_isInertEverywhere: scripts in titles, names, topics, file names and queries are shown as text.
func TestHostileText_isInertEverywhere(t *testing.T) {
	p := webtest.Hostile()
	h := newServer(t, nil).Handler()
	script := url.QueryEscape(`"><script>alert(1)</script><img src=x onerror=alert(1)>`)
	for _, address := range []string{
		"/", "/search?q=sepsis", "/search?q=" + script, "/search?topic=" + script + "&kind=" + script + "&series=" + script + "&from=" + script,
		"/search?sort=" + script, "/publications/" + p.ID, "/publications/" + p.ID + "?q=sepsis", "/people/" + search.PersonID(p.People[0].Name), "/help",
	} {
		w := get(t, h, address)
		d, err := goquery.NewDocumentFromReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		checkInert(t, address, d)
	}
}

// checkInert finds elements, attributes and addresses that only hostile text could have brought in.
func checkInert(t *testing.T, address string, d *goquery.Document) {
	t.Helper()
	d.Find("script").Each(func(_ int, s *goquery.Selection) {
		own := strings.HasPrefix(s.AttrOr("src", ""), "/static/") || strings.HasPrefix(s.AttrOr("src", ""), "/embed.")
		if data := s.AttrOr("type", "") == "application/ld+json"; !own && !data {
			t.Errorf("%s: a script came in: %s", address, s.Text())
		}
	})
	if n := d.Find("img, iframe, object, embed, base, style, [onerror], [onclick], [style]").Length(); n > 0 {
		t.Errorf("%s: %d elements came in", address, n)
	}
	d.Find("[href], [action]").Each(func(_ int, a *goquery.Selection) {
		to := strings.ToLower(a.AttrOr("href", a.AttrOr("action", "")))
		if !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#") && !strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "//") || strings.Contains(to, "/home/") {
			t.Errorf("%s: links to %s", address, to)
		}
	})
}

func TestNoAnswer_holdsAPathOfTheMachine(t *testing.T) {
	h := newServer(t, nil).Handler()
	for _, p := range []search.Publication{webtest.Hostile(), webtest.LocalReport(), webtest.SepsisReport()} {
		for _, address := range []string{
			"/publications/" + p.ID, "/publications/" + p.ID + ".ris", "/publications/" + p.ID + ".csl.json", "/api/v1/publications/" + p.ID,
			"/api/v1/search", "/search.csv", "/search.atom",
		} {
			for _, leak := range []string{"file:", "/home/", "someone", "/srv/", "reports/2016", "javascript:"} {
				if body := get(t, h, address).Body.String(); strings.Contains(body, leak) {
					t.Errorf("%s holds %q", address, leak)
				}
			}
		}
	}
}

func TestNoAnswer_followsTheHostHeader(t *testing.T) {
	h := newServer(t, nil).Handler()
	for _, address := range []string{"/", "/search?q=sepsis&from=", "/publications/aaaaaaaaaaaa", "/api/v1/publications/aaaaaaaaaaaa", "/api/v1/search", "/openapi.json", "/sitemap.xml", "/opensearch.xml", "/search.atom", "/nowhere"} {
		w := get(t, h, "http://evil.example"+address, "X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example")
		if strings.Contains(w.Body.String(), "evil.example") || strings.Contains(w.Header().Get("Location")+w.Header().Get("Link"), "evil.example") {
			t.Errorf("%s answers with the host that the client named", address)
		}
	}
}

func TestRedirects_stayHere(t *testing.T) {
	h := newServer(t, nil).Handler()
	for _, address := range []string{"//evil.example/", "//evil.example/search?q=a&from=", "/search?q=&from=//evil.example&to=", "/publications//evil.example", "/%2fevil.example/..", "/search/"} {
		w := get(t, h, "http://localhost"+address)
		if to := w.Header().Get("Location"); w.Code >= 300 && w.Code < 400 && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
			t.Errorf("%s leads to %s", address, to)
		}
	}
}

// FuzzSearchPage: any query string gives a page without anything that came in with it, or an error page.
func FuzzSearchPage(f *testing.F) {
	for _, seed := range []string{"q=sepsis", "q=<script>&topic=\"onclick=", "q=a&page=3&size=1", "from=1&to=2&undated=true", "q=%00%ff", "speaker=../..&sort=newest"} {
		f.Add(seed)
	}
	s, err := web.New(web.Config{Search: newMemory()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		r, err := http.NewRequest(http.MethodGet, "/search", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = raw
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%q: %d", raw, w.Code)
		}
		d, err := goquery.NewDocumentFromReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		checkInert(t, raw, d)
	})
}

// FuzzPassage: marks and deep links are made of any text and any ranges without losing a letter.
func FuzzPassage(f *testing.F) {
	f.Add("Sepsis kills more people than is known.", 0, 6, "application/pdf")
	f.Add("é – ünï… end", -4, 99, "text/html")
	f.Add("one two. three, four-five six", 5, 3, "text/html")
	f.Fuzz(func(t *testing.T, snippet string, start, end int, mediaType string) {
		p := search.Publication{ID: "abc", Resources: []search.Resource{{URL: "https://example.org/a", MediaType: mediaType}}}
		link := web.Links{}.Passage(&p, search.Passage{Page: 1, Snippet: snippet, Highlights: [][2]int{{start, end}, {end, start}}})
		u, err := url.Parse(link)
		if err != nil || u.Host != "example.org" || u.Path != "/a" {
			t.Fatalf("%q gives %q: %v", snippet, link, err)
		}
		if strings.ContainsAny(link, "\"<> \n") {
			t.Fatalf("%q gives %q", snippet, link)
		}
	})
}
