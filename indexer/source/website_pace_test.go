package source_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/source"
)

func TestWebsite_keepsThePaceThatIsAsked(t *testing.T) {
	many := map[string]http.HandlerFunc{"/": page("Home", "/p0", "/p1", "/p2", "/p3", "/p4", "/p5")}
	for i := range 6 {
		many[fmt.Sprintf("/p%d", i)] = page(fmt.Sprintf("Page%d", i))
	}
	t.Run("Crawl-delay", func(t *testing.T) {
		pages := map[string]http.HandlerFunc{"/robots.txt": body("text/plain", "User-agent: *\nCrawl-delay: 7\n")}
		for path, handler := range many {
			pages[path] = handler
		}
		s, noted := newSite(t, pages), &pauses{}
		openSite(t, s.url, source.SiteConfig{Connections: 4}, noted).run(t)
		if s.atOnce != 1 || noted.longest() < 7*time.Second {
			t.Errorf("%d requests at once, longest pause %v; want one, and 7 s or more", s.atOnce, noted.longest())
		}
	})
	t.Run("own pace", func(t *testing.T) {
		s, noted := newSite(t, many), &pauses{}
		openSite(t, s.url, source.SiteConfig{Every: time.Minute}, noted).run(t)
		if noted.longest() < 30*time.Second {
			t.Errorf("longest pause %v; want about a minute for each request before", noted.longest())
		}
	})
	t.Run("connections", func(t *testing.T) {
		var mu sync.Mutex
		inside, most := 0, 0
		meeting := func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			inside++
			most = max(most, inside)
			mu.Unlock()
			page("Page")(w, r)
			mu.Lock()
			inside--
			mu.Unlock()
		}
		pages := map[string]http.HandlerFunc{"/": many["/"]}
		for i := range 6 {
			pages[fmt.Sprintf("/p%d", i)] = meeting
		}
		openSite(t, newSite(t, pages).url, source.SiteConfig{Connections: 2}, nil).run(t)
		if most > 2 {
			t.Errorf("%d requests at once, want at most 2", most)
		}
	})
}

// busy answers with a status that asks to come again later.
func busy(code int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		w.WriteHeader(code)
	}
}

func TestWebsite_heedsRetryAfter(t *testing.T) {
	t.Run("short", func(t *testing.T) {
		s := newSite(t, map[string]http.HandlerFunc{"/": page("Home", "/a"), "/a": inOrder(busy(http.StatusTooManyRequests, "20"), busy(http.StatusServiceUnavailable, "30"), page("A"))})
		noted := &pauses{}
		c := openSite(t, s.url, source.SiteConfig{}, noted).run(t)
		if got := c.paths(s); !slices.Equal(got, []string{"", "/a"}) || noted.longest() < 29*time.Second || noted.longest() > 31*time.Second {
			t.Errorf("fetched %q with a longest pause of %v, want both pages after 30 s", got, noted.longest())
		}
	})
	t.Run("too long to wait for", func(t *testing.T) {
		s := newSite(t, map[string]http.HandlerFunc{"/": page("Home", "/a"), "/a": inOrder(busy(http.StatusServiceUnavailable, "3600"), page("A", "/b")), "/b": page("B")})
		noted := &pauses{}
		c := openSite(t, s.url, source.SiteConfig{}, noted)
		c.run(t)
		f := c.failure(t, s.url+"/a")
		b, _ := c.source.Revisit(s.url + "/b")
		_, err := b.Fetch(t.Context(), source.Known{})
		if f.Class != document.Network || s.times("/a") != 1 || err == nil || s.times("/b") != 0 || noted.longest() > time.Minute {
			t.Errorf("%v; then %v, asked for %q, longest pause %v; want the host left alone", f, err, s.asked, noted.longest())
		}
	})
}

func TestWebsite_faultsOfTheServer(t *testing.T) {
	cut := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, "<p>only this")
	}
	for _, row := range []struct {
		name    string
		handler http.HandlerFunc
		class   document.Class // "" is no failure
		times   int
	}{
		{"burst", inOrder(status(http.StatusBadGateway), status(http.StatusInternalServerError), page("A")), "", 3},
		{"for good", status(http.StatusInternalServerError), document.Network, 3},
		{"cut short once", inOrder(cut, page("A")), "", 2},
		{"cut short for good", cut, document.Network, 3},
		{"missing", http.NotFound, document.NotFound, 1},
		{"gone", status(http.StatusGone), document.NotFound, 1},
		{"forbidden", status(http.StatusForbidden), document.Forbidden, 1},
		{"too large", body("text/html", strings.Repeat("x", 200_000)), document.TooLarge, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t, map[string]http.HandlerFunc{"/": page("Home", "/a"), "/a": row.handler})
			c := openSite(t, s.url, source.SiteConfig{}, nil).run(t)
			if row.class != "" {
				if f := c.failure(t, s.url+"/a"); f.Class != row.class || f.Advice == "" {
					t.Errorf("failure is %+v, want class %q with advice", f, row.class)
				}
			} else if len(c.got[s.url+"/a"].Body) == 0 {
				t.Errorf("nothing was fetched: %v", c.errs)
			}
			if n := s.times("/a"); n != row.times {
				t.Errorf("asked for %d times, want %d", n, row.times)
			}
		})
	}
}

func TestWebsite_leavesAHostAloneThatFailsAgainAndAgain(t *testing.T) {
	var links []string
	for i := range 40 {
		links = append(links, fmt.Sprintf("/broken/%d", i))
	}
	broken := status(http.StatusInternalServerError)
	pages := map[string]http.HandlerFunc{"/": page("Home", links...)}
	for _, l := range links {
		pages[l] = broken
	}
	s := newSite(t, pages)
	c := openSite(t, s.url, source.SiteConfig{Connections: 1}, nil).run(t)
	if asked := len(s.asked); asked > 3*(10+40) || len(c.errs) != len(links) {
		t.Errorf("%d requests for %d failures", asked, len(c.errs))
	}
	left := 0
	for _, err := range c.errs {
		if strings.Contains(err.Error(), "not asked") {
			left++
		}
	}
	if left == 0 {
		t.Error("a host that fails 10 times in a row is asked on")
	}
}

func TestWebsite_neverEntersAPrivateNetwork(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": page("Home")})
	c, err := source.NewClient(source.ClientConfig{UserAgent: "academysearch/test"})
	if err != nil {
		t.Fatal(err)
	}
	guarded, err := source.Open(s.url, source.Config{Client: c})
	if err != nil {
		t.Fatal(err)
	}
	if err := guarded.Walk(t.Context(), func(source.Resource) error { return nil }); err == nil || len(s.asked) > 0 {
		t.Errorf("walk ends with %v after %q, want a refusal", err, s.asked)
	}
}
