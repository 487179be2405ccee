package indexer_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"academysearch/indexer"
	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
)

// site is a website on loopback with an ETag for each page. Its pages are what the reader of these tests reads.
type site struct {
	url string

	mu     sync.Mutex // guards the fields below
	pages  map[string]string
	bodies int // that were sent, robots.txt and sitemaps apart
}

func newSite(t *testing.T, pages map[string]string) *site {
	t.Helper()
	s := &site{pages: pages}
	s.url = serve(t, s)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, ok := s.pages[r.URL.Path]
	switch tag := `"` + ledger.Sum([]byte(body)) + `"`; {
	case !ok:
		http.NotFound(w, r)
	case body == "BROKEN":
		w.WriteHeader(http.StatusInternalServerError)
	case r.Header.Get("If-None-Match") == tag:
		w.WriteHeader(http.StatusNotModified)
	default:
		if r.URL.Path != "/robots.txt" && r.URL.Path != "/sitemap.xml" {
			s.bodies++
			w.Header().Set("ETag", tag)
			w.Header().Set("Content-Type", "text/html")
		}
		fmt.Fprint(w, strings.ReplaceAll(body, "SITE", s.url))
	}
}

// change replaces pages; "" takes one away.
func (s *site) change(pages map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.Copy(s.pages, pages)
	maps.DeleteFunc(s.pages, func(_, body string) bool { return body == "" })
	s.bodies = 0
}

// sitemapOf lists pages.
func sitemapOf(paths ...string) string {
	var b strings.Builder
	b.WriteString("<urlset>")
	for _, p := range paths {
		b.WriteString("<url><loc>SITE" + p + "</loc></url>")
	}
	return b.String() + "</urlset>"
}

// newCrawl gives a data folder that may fetch from loopback without pauses.
func newCrawl(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	var err error
	b.client, err = source.NewClient(source.ClientConfig{
		UserAgent: "academysearch/test (+mailto:staff@academy.example)", AllowPrivate: true,
		Pause: func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// small is a site with a report that only its news page leads to.
func small() map[string]string {
	return map[string]string{
		"/sitemap.xml":      sitemapOf("/", "/news", "/about"),
		"/":                 "title: Home\nlink: /news\nWelcome.",
		"/news":             "title: Sleep report\nfile: /file-download/77\nlink: /news/second\nSleep matters.",
		"/about":            "title: About\nWho they are.",
		"/news/second":      "title: Second story\nlink: /news/third\nMore.",
		"/news/third":       "title: Third story\nYet more.",
		"/file-download/77": "%PDF-1.7\ntitle: Sleep report\nAll about sleep.",
	}
}

var allOfSmall = []string{"About", "Home", "Second story", "Sleep report", "Third story"}

func (b *bench) titlesInOrder(t *testing.T) []string {
	t.Helper()
	return slices.Sorted(maps.Keys(b.titles(t)))
}

func TestRun_websiteIsCrawledAlongAllItsLinks(t *testing.T) {
	b, s := newCrawl(t), newSite(t, small())
	b.mustRun(t, indexer.Options{}, s.url)
	if got := b.titlesInOrder(t); !slices.Equal(got, allOfSmall) {
		t.Errorf("serves %q, want %q", got, allOfSmall)
	}
	if p := b.served(t)[b.titles(t)["Sleep report"]]; len(p.Resources) != 2 {
		t.Errorf("the page and its file are %+v, want one publication of two resources", p.Resources)
	}
}

func TestRun_websiteThatDidNotChangeTransfersNothing(t *testing.T) {
	b, s := newCrawl(t), newSite(t, small())
	first := b.mustRun(t, indexer.Options{}, s.url)
	s.change(nil)
	second := b.mustRun(t, indexer.Options{})
	if s.bodies != 0 || second.Fetched != 0 || second.Extracted != 0 || second.Generation != first.Generation || second.Resources[indexer.Unchanged] != 6 {
		t.Errorf("the second run received %d bodies: %+v", s.bodies, second)
	}
}

func TestRun_websiteGoesOnBehindPagesThatDidNotChange(t *testing.T) {
	b, s := newCrawl(t), newSite(t, small())
	s.change(map[string]string{"/sitemap.xml": "", "/news/second": "BROKEN"})
	b.mustRun(t, indexer.Options{Only: s.url}, s.url)
	if got := b.titlesInOrder(t); !slices.Equal(got, []string{"Home"}) {
		t.Fatalf("the start page alone was wanted, serves %q", got)
	}
	b.mustRun(t, indexer.Options{})
	s.change(map[string]string{"/news/second": small()["/news/second"]})
	b.mustRun(t, indexer.Options{})
	if got, want := b.titlesInOrder(t), []string{"Home", "Second story", "Sleep report", "Third story"}; !slices.Equal(got, want) || s.bodies != 2 {
		t.Errorf("serves %q after %d bodies, want %q after two", got, s.bodies, want)
	}
}

func TestRun_onePageOfAWebsite(t *testing.T) {
	b, s := newCrawl(t), newSite(t, small())
	b.mustRun(t, indexer.Options{}, s.url)
	s.change(map[string]string{"/about": "title: About us\nWho they are.", "/news/third": "title: Changed\nYet more."})
	b.mustRun(t, indexer.Options{Only: s.url + "/about"})
	if got, want := b.titlesInOrder(t), []string{"About us", "Home", "Second story", "Sleep report", "Third story"}; !slices.Equal(got, want) || s.bodies != 1 {
		t.Errorf("serves %q after %d bodies, want %q after one", got, s.bodies, want)
	}
}

func TestRun_faultsOfAWebsiteRemoveNothing(t *testing.T) {
	broken := map[string]string{}
	for path := range small() {
		broken[path] = "BROKEN"
	}
	for _, row := range []struct {
		name   string
		change map[string]string
	}{
		{"robots.txt forbids all", map[string]string{"/robots.txt": "User-agent: *\nDisallow: /"}},
		{"robots.txt forbids what only links lead to", map[string]string{"/robots.txt": "User-agent: *\nDisallow: /news/"}},
		{"robots.txt cannot be had", map[string]string{"/robots.txt": "BROKEN"}},
		{"everything is broken", broken},
		{"the sitemap is empty", map[string]string{"/sitemap.xml": sitemapOf()}},
		{"the sitemap is cut short", map[string]string{"/sitemap.xml": "<urlset><url><loc>SITE/</loc></url>"}},
		{"the sitemap is broken, and so is a page that leads on", map[string]string{"/sitemap.xml": "BROKEN", "/news": "BROKEN"}},
		{"pages that lead on are broken", map[string]string{"/news": "BROKEN", "/news/second": "BROKEN"}},
		{"pages want a password", map[string]string{"/about": "<title>Log in</title><input type=password>"}},
		{"pages say that they are not found", map[string]string{"/about": "<title>Page not found</title>"}},
		{"missing for the first time", map[string]string{"/about": ""}},
	} {
		t.Run(row.name, func(t *testing.T) {
			b, s := newCrawl(t), newSite(t, small())
			b.mustRun(t, indexer.Options{}, s.url)
			s.change(row.change)
			for range 2 {
				b.mustRun(t, indexer.Options{})
			}
			if got := b.titlesInOrder(t); !slices.Equal(got, allOfSmall) {
				t.Errorf("serves %q, want all of %q", got, allOfSmall)
			}
		})
	}
}

func TestRun_whatAWebsiteNoLongerHasLeaves(t *testing.T) {
	t.Run("absent from a complete sitemap and linked by nobody", func(t *testing.T) {
		b, s := newCrawl(t), newSite(t, small())
		b.mustRun(t, indexer.Options{}, s.url)
		s.change(map[string]string{"/sitemap.xml": sitemapOf("/", "/news")})
		b.mustRun(t, indexer.Options{})
		if got := b.titlesInOrder(t); slices.Contains(got, "About") || len(got) != len(allOfSmall)-1 {
			t.Errorf("serves %q, want all but About", got)
		}
	})
	t.Run("missing in three runs", func(t *testing.T) {
		b, s := newCrawl(t), newSite(t, small())
		b.mustRun(t, indexer.Options{}, s.url)
		s.change(map[string]string{"/about": ""})
		for run := range 3 {
			report := b.mustRun(t, indexer.Options{})
			if got := slices.Contains(b.titlesInOrder(t), "About"); got != (run < 2) {
				t.Errorf("run %d serves the missing page: %t, after %+v", run+1, got, report.Lines)
			}
		}
	})
	t.Run("most of it at once is refused", func(t *testing.T) {
		pages, list := map[string]string{"/": "title: Home\nWelcome."}, []string{"/"}
		for i := range 20 {
			path := fmt.Sprintf("/p%d", i)
			pages[path], list = fmt.Sprintf("title: Title%d\nText %d.", i, i), append(list, path)
		}
		pages["/sitemap.xml"] = sitemapOf(list...)
		b, s := newCrawl(t), newSite(t, pages)
		b.mustRun(t, indexer.Options{}, s.url)
		s.change(map[string]string{"/sitemap.xml": sitemapOf("/")})
		_, err := b.run(t, indexer.Options{})
		var refused *indexer.RemovalError
		if !errors.As(err, &refused) || len(refused.Publications) != 20 || len(b.served(t)) != 21 {
			t.Errorf("the run ends with %v and serves %d, want a refusal and all 21", err, len(b.served(t)))
		}
	})
}

func TestRun_whatRobotsForbidsIsAFailureOfKnownPagesAlone(t *testing.T) {
	b, s := newCrawl(t), newSite(t, small())
	s.change(map[string]string{"/robots.txt": "User-agent: *\nDisallow: /about"})
	outcomes := func(report indexer.Report) string {
		for _, line := range report.Lines {
			if line.URL == s.url+"/about" {
				return fmt.Sprint(line.Outcome, " ", line.Class)
			}
		}
		return ""
	}
	if got := outcomes(b.mustRun(t, indexer.Options{}, s.url)); got != "skipped " {
		t.Errorf("an unknown page is %q, want skipped", got)
	}
	s.change(map[string]string{"/robots.txt": ""})
	b.mustRun(t, indexer.Options{})
	s.change(map[string]string{"/robots.txt": "User-agent: *\nDisallow: /about"})
	if got, want := outcomes(b.mustRun(t, indexer.Options{})), fmt.Sprint(indexer.Failed, " ", document.Forbidden); got != want {
		t.Errorf("a known page is %q, want %q", got, want)
	}
}
