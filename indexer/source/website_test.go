package source_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/source"
	"academysearch/search"
)

// site is a website on loopback: handlers by path, everything else is 404. It notes what it is asked for.
type site struct {
	url   string
	pages map[string]http.HandlerFunc

	mu     sync.Mutex // guards the fields below
	asked  []string
	busy   int
	atOnce int
}

func newSite(t *testing.T, pages map[string]http.HandlerFunc) *site {
	t.Helper()
	s := &site{pages: pages}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.URL.RequestURI())
	s.busy++
	s.atOnce = max(s.atOnce, s.busy)
	handler := s.pages[r.URL.Path]
	s.mu.Unlock()
	if handler == nil {
		handler = http.NotFound
	}
	handler(w, r)
	s.mu.Lock()
	s.busy--
	s.mu.Unlock()
}

// times counts requests for a path.
func (s *site) times(path string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if a == path {
			n++
		}
	}
	return n
}

// page serves a web page with a title, links and some words of its own.
func page(title string, links ...string) http.HandlerFunc {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><title>%s</title><nav><a href='/'>Home</a></nav><h1>%s</h1><p>Words about %s.</p>", title, title, title)
	for _, l := range links {
		fmt.Fprintf(&b, "<a href='%s'>more</a>", l)
	}
	return body("text/html; charset=utf-8", b.String())
}

func body(mediaType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		fmt.Fprint(w, text)
	}
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

// inOrder serves the first answer to the first request, and so on; the last one for ever.
func inOrder(answers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		answer := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		mu.Unlock()
		answer(w, r)
	}
}

// sitemapOf lists addresses below the site.
func sitemapOf(paths ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "<urlset>")
		for _, p := range paths {
			fmt.Fprintf(w, "<url><loc>http://%s%s</loc></url>", r.Host, p)
		}
		fmt.Fprint(w, "</urlset>")
	}
}

// crawl is a run over a website as the indexer makes it, without an index.
type crawl struct {
	source source.Source
	known  map[string]source.Known // of earlier runs, by key
	got    map[string]source.Content
	errs   map[string]error
	fault  error
}

// pauses notes the pauses that a client takes, and takes none.
type pauses struct {
	mu   sync.Mutex // guards all
	all  []time.Duration
	fail error
}

func (p *pauses) pause(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, d)
	return errors.Join(ctx.Err(), p.fail)
}

// longest is the longest pause that was taken.
func (p *pauses) longest() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Max(append(p.all, 0))
}

// openSite opens a website as a source. Its requests follow one another without a pause but those that are noted.
func openSite(t *testing.T, url string, config source.SiteConfig, noted *pauses) *crawl {
	t.Helper()
	if noted == nil {
		noted = &pauses{}
	}
	c, err := source.NewClient(source.ClientConfig{
		UserAgent: "academysearch/test (+mailto:staff@academy.example)", MaxBytes: 100_000, Timeout: 5 * time.Second, AllowPrivate: true, Pause: noted.pause,
	})
	if err != nil {
		t.Fatal(err)
	}
	if config.Every == 0 {
		config.Every = time.Nanosecond
	}
	s, err := source.Open(url, source.Config{Client: c, Site: config})
	if err != nil {
		t.Fatal(err)
	}
	return &crawl{source: s, known: map[string]source.Known{}}
}

var href = regexp.MustCompile(`(<a href=|<a class=file href=)'([^']*)'`)

// run walks the site, fetches what it meets and follows the links, several at once.
func (c *crawl) run(t *testing.T) *crawl {
	t.Helper()
	c.got, c.errs = map[string]source.Content{}, map[string]error{}
	var queue []source.Resource
	c.fault = c.source.Walk(t.Context(), func(r source.Resource) error { queue = append(queue, r); return nil })
	seen := map[string]bool{}
	for len(queue) > 0 {
		var wait sync.WaitGroup
		var mu sync.Mutex
		var next []source.Resource
		for _, r := range queue {
			if seen[r.Key] {
				t.Errorf("%s is offered twice", r.Key)
			}
			seen[r.Key] = true
			wait.Go(func() {
				offered := c.visit(t, &mu, r)
				mu.Lock()
				next = append(next, offered...)
				mu.Unlock()
			})
		}
		wait.Wait()
		queue = next
	}
	return c
}

func (c *crawl) visit(t *testing.T, mu *sync.Mutex, r source.Resource) []source.Resource {
	t.Helper()
	mu.Lock()
	known := c.known[r.Key]
	mu.Unlock()
	content, err := r.Fetch(t.Context(), known)
	mu.Lock()
	defer mu.Unlock()
	if err != nil {
		c.errs[r.Key] = err
		return nil
	}
	c.got[r.Key], c.known[r.Key] = content, source.Known{ETag: content.ETag, LastModified: content.LastModified}
	var links []search.Link
	for _, m := range href.FindAllStringSubmatch(string(content.Body), -1) {
		relation := search.Chrome
		if strings.Contains(m[1], "file") {
			relation = search.Download
		}
		links = append(links, search.Link{URL: absolute(r, content, m[2]), Relation: relation})
	}
	return c.source.Offered(r, links)
}

func absolute(r source.Resource, content source.Content, link string) string {
	base := r.Base
	if content.Base != "" {
		base = content.Base
	}
	if strings.HasPrefix(link, "/") {
		scheme, rest, _ := strings.Cut(base, "://")
		host, _, _ := strings.Cut(rest, "/")
		return scheme + "://" + host + link
	}
	return link
}

// paths lists what was fetched, below the site.
func (c *crawl) paths(s *site) []string {
	var paths []string
	for key := range c.got {
		paths = append(paths, strings.TrimPrefix(key, s.url))
	}
	slices.Sort(paths)
	return paths
}

// failure gives the fault of one page.
func (c *crawl) failure(t *testing.T, key string) *document.Failure {
	t.Helper()
	var failure *document.Failure
	if !errors.As(c.errs[key], &failure) {
		t.Fatalf("%s gives %v, want a failure", key, c.errs[key])
	}
	return failure
}

// skip gives why one page was left out.
func (c *crawl) skip(t *testing.T, key string) *source.Skip {
	t.Helper()
	var skip *source.Skip
	if !errors.As(c.errs[key], &skip) {
		t.Fatalf("%s gives %v, want a skip", key, c.errs[key])
	}
	return skip
}

func zipped(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		handler(recorder, r)
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(recorder.Body.Bytes())
		_ = z.Close()
		w.Header().Set("Content-Type", "application/gzip")
		_, _ = w.Write(b.Bytes())
	}
}

func TestWebsite_crawlsSitemapsAndLinksWithinItsScope(t *testing.T) {
	var s *site
	s = newSite(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, "User-agent: *\nDisallow: /search\nSitemap: %s/index.xml\n", s.url)
		},
		"/index.xml": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, "<sitemapindex><sitemap><loc>%s/a.xml.gz</loc></sitemap><sitemap><loc>/b.txt</loc></sitemap></sitemapindex>", s.url)
		},
		"/a.xml.gz":         zipped(sitemapOf("/more/news/sleep/", "/search?q=sleep", "/news/1850/01", "https://other.example/x")),
		"/b.txt":            func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, "%s/policy/2040\n", s.url) },
		"/":                 page("Home", "/more/news", "/about?utm_source=home#top", "mailto:office@academy.example", "https://other.example/"),
		"/more/news":        page("News", "/more/news/sleep", "/more/news?page=2", "/logo.png", "/search?topic=sleep", "/private/x"),
		"/more/news/sleep/": page("Sleep", "/file-download/41234567"),
		"/policy/2040":      page("2040", "/policy/2040?PHPSESSID=77"),
		"/about":            page("About"),
		"/private/x":        page("Private"),
		"/file-download/41234567": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/octet-stream")
			fmt.Fprint(w, "%PDF-1.7 …")
		},
	})
	c := openSite(t, s.url, source.SiteConfig{Exclude: []string{"/private"}}, nil).run(t)
	want := []string{"", "/about", "/file-download/41234567", "/more/news", "/more/news/sleep", "/more/news?page=2", "/policy/2040"}
	if got := c.paths(s); !slices.Equal(got, want) || c.fault != nil {
		t.Errorf("the crawl fetched %q, %v; want %q", got, c.fault, want)
	}
	if got := c.skip(t, s.url+"/search?topic=sleep"); !strings.Contains(got.Reason, "robots.txt") || got.Known != document.Forbidden {
		t.Errorf("what robots.txt forbids is left out with %+v", got)
	}
	for _, path := range []string{"/search?q=sleep", "/search?topic=sleep", "/private/x", "/logo.png", "/news/1850/01", "/policy/2040?PHPSESSID=77"} {
		if n := s.times(path); n > 0 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	if n := s.times("/more/news/sleep/"); n != 1 {
		t.Errorf("the page that the sitemap writes with a slash was asked for with it %d times", n)
	}
}

func TestWebsite_aRedirectThatAddsASlashIsNoAlias(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": page("Home", "/a"), "/a": redirect("/a/"), "/a/": page("A")})
	if got := openSite(t, s.url, source.SiteConfig{}, nil).run(t).got[s.url+"/a"]; got.Address != "" || got.Aliases != nil || got.Base != s.url+"/a/" {
		t.Errorf("the page is %+v, want its own address, no alias and the base that answered", got)
	}
}

func TestWebsite_saysWhenPagesChangedAsTheSitemapDoes(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{
		"/": page("Home"),
		"/sitemap.xml": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "<urlset><url><loc>http://%s/a</loc><lastmod>2018-06</lastmod></url><url><loc>http://%s/b</loc></url></urlset>", r.Host, r.Host)
		},
	})
	resources, _, err := walk(t, openSite(t, s.url, source.SiteConfig{}, nil).source)
	want := []document.Hint{{Name: "modified", Value: "2018-06", Source: "sitemap"}}
	if err != nil || len(resources) != 3 || !slices.Equal(resources[1].Hints, want) || resources[2].Hints != nil {
		t.Errorf("walk gives %+v, %v; want the hint %v for /a alone", resources, err, want)
	}
}

func TestWebsite_secondRunTransfersNothing(t *testing.T) {
	withTag := func(handler http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			handler(w, r)
		}
	}
	s := newSite(t, map[string]http.HandlerFunc{"/": withTag(page("Home")), "/sitemap.xml": sitemapOf("/a", "/old"), "/a": withTag(page("A")), "/old": redirect("/a")})
	c := openSite(t, s.url, source.SiteConfig{}, nil).run(t).run(t)
	if len(c.got) != 3 {
		t.Fatalf("second run fetched %q", c.paths(s))
	}
	for key, content := range c.got {
		if !content.NotModified || content.Body != nil || content.ETag != `"1"` {
			t.Errorf("%s was transferred again: %+v", key, content)
		}
	}
}

func TestWebsite_whatASitemapSaysAboutWhatIsGone(t *testing.T) {
	const feed = `<rss><channel><item><link>/a</link></item></channel></rss>`
	for _, row := range []struct {
		name    string
		sitemap http.HandlerFunc
		partial bool // the walk says that it is not all
		gone    bool // what is not met is gone
	}{
		{"complete", sitemapOf("/a"), false, true},
		{"none", http.NotFound, false, false},
		{"a web page in its place", page("Home"), false, false},
		{"feed", body("text/xml", feed), false, false},
		{"empty", sitemapOf(), true, false},
		{"nothing in it", body("text/xml", ""), true, false},
		{"cut short", body("text/xml", "<urlset><url><loc>/a</loc></url>"), true, false},
		{"entry without an address", body("text/xml", "<urlset><url><loc>/a</loc></url><url/></urlset>"), true, false},
		{"broken server", status(http.StatusInternalServerError), true, false},
		{"index with a list that is missing", body("text/xml", "<sitemapindex><sitemap><loc>/one.xml</loc></sitemap><sitemap><loc>/two.xml</loc></sitemap></sitemapindex>"), true, false},
		{"index of itself", body("text/xml", "<sitemapindex><sitemap><loc>/sitemap.xml</loc></sitemap><sitemap><loc>/one.xml</loc></sitemap></sitemapindex>"), false, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t, map[string]http.HandlerFunc{"/": page("Home"), "/a": page("A"), "/sitemap.xml": row.sitemap, "/one.xml": sitemapOf("/a")})
			c := openSite(t, s.url, source.SiteConfig{}, nil).run(t)
			if got := errors.Is(c.fault, source.ErrPartial); got != row.partial || c.fault != nil && !got {
				t.Errorf("walk ends with %v, want partial %t", c.fault, row.partial)
			}
			if _, again := c.source.Revisit(s.url + "/orphan"); again == row.gone {
				t.Errorf("a page that was not met is revisited %t, want %t", again, !row.gone)
			}
		})
	}
}

func TestWebsite_aSitemapNamedByRobotsMustBeThere(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": page("Home"), "/robots.txt": body("text/plain", "Sitemap: /pages.xml")})
	if c := openSite(t, s.url, source.SiteConfig{}, nil).run(t); !errors.Is(c.fault, source.ErrPartial) || len(c.got) != 1 {
		t.Errorf("walk ends with %v after %q, want the start page and ErrPartial", c.fault, c.paths(s))
	}
}

func TestWebsite_rulesAndScopeMakeNothingGone(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{
		"/": page("Home"), "/sitemap.xml": sitemapOf("/a"), "/a": page("A"), "/robots.txt": body("text/plain", "User-agent: *\nDisallow: /shut"),
	})
	c := openSite(t, s.url, source.SiteConfig{Exclude: []string{"/out"}}, nil).run(t)
	if _, again := c.source.Revisit(s.url + "/shut/x"); !again {
		t.Error("a page that robots.txt forbids now counts as gone")
	}
	if _, again := c.source.Revisit(s.url + "/out/x"); again {
		t.Error("a page that was excluded since is revisited")
	}
	if _, again := c.source.Revisit("https://other.example/x"); again {
		t.Error("a page of another host is revisited")
	}
}

func TestWebsite_endsInATrapAndSaysSo(t *testing.T) {
	var asked atomic.Int64
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml" || strings.HasPrefix(r.URL.Path, "/this-page") {
			http.NotFound(w, r)
			return
		}
		page("Endless "+r.URL.RequestURI(), r.URL.Path+"/deeper/"+r.URL.Path[1:], fmt.Sprint(r.URL.Path, "?p=", asked.Add(1)))(w, r)
	})
	c := openSite(t, url, source.SiteConfig{PerHost: 50, Depth: 1_000}, nil).run(t)
	if len(c.got) > 50 {
		t.Errorf("%d pages were fetched, want at most 50", len(c.got))
	}
	var reasons []string
	for _, err := range c.errs {
		reasons = append(reasons, err.Error())
	}
	if len(reasons) == 0 || len(reasons) > 5 {
		t.Errorf("what was left out is told as %q, want one line for each reason", reasons)
	}
}

func TestWebsite_aSitemapAsASourceNamesAllThereIs(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{
		"/": page("Home"), "/list.xml": sitemapOf("/a", "/b"), "/a": body("text/html", "<title>A</title><a href='/c'>c</a><a class=file href='/file-download/1'>PDF</a>"),
		"/b": page("B"), "/c": page("C"), "/file-download/1": body("application/pdf", "%PDF-1.7"),
	})
	c := openSite(t, s.url+"/list.xml", source.SiteConfig{}, nil).run(t)
	if got, want := c.paths(s), []string{"/a", "/b", "/file-download/1"}; !slices.Equal(got, want) || c.fault != nil {
		t.Errorf("fetched %q, %v; want %q", got, c.fault, want)
	}
}

func TestWebsite_findsOnePageWithoutAWalk(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/a": page("A"), "/robots.txt": body("text/plain", "User-agent: *\nDisallow: /shut")})
	c := openSite(t, s.url, source.SiteConfig{Exclude: []string{"/out"}}, nil)
	crawler, ok := c.source.(source.Crawler)
	if !ok {
		t.Fatal("a website is no Crawler")
	}
	r, ok := crawler.Find(s.url + "/a/?utm_source=x")
	if content, err := r.Fetch(t.Context(), source.Known{}); !ok || err != nil || r.Key != s.url+"/a" || len(content.Body) == 0 {
		t.Errorf("found %+v, %t, %v", r, ok, err)
	}
	if _, ok := crawler.Find(s.url + "/out/x"); ok {
		t.Error("a page out of scope is found")
	}
	barred, _ := crawler.Find(s.url + "/shut/x")
	var skip *source.Skip
	if _, err := barred.Fetch(t.Context(), source.Known{}); !errors.As(err, &skip) || s.times("/shut/x") > 0 {
		t.Errorf("a page that robots.txt forbids gives %v", err)
	}
}

func TestWebsite_stopsWhenItIsTold(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": page("Home")})
	stop := errors.New("enough")
	c := openSite(t, s.url, source.SiteConfig{}, nil)
	if err := c.source.Walk(t.Context(), func(source.Resource) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("walk ends with %v, want the visitor's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.source.Walk(ctx, func(source.Resource) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("walk ends with %v, want that of the context", err)
	}
}

func TestOpen_refusesABadConfigurationOfSites(t *testing.T) {
	for _, config := range []source.SiteConfig{{Include: []string{"policy"}}, {Hosts: []string{"a b"}}, {Depth: -1}, {Connections: -1}} {
		if _, err := source.Open("https://academy.example/", source.Config{Client: client(t, nil), Site: config}); !errors.Is(err, search.ErrInvalid) {
			t.Errorf("%+v gives %v, want ErrInvalid", config, err)
		}
	}
	if _, err := source.Open("https://academy.example/", source.Config{}); !errors.Is(err, search.ErrInvalid) {
		t.Errorf("a website without a client gives %v, want ErrInvalid", err)
	}
}
