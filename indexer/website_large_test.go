package indexer_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"academysearch/indexer"
	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
)

// The large site: news pages, each third with a file, behind a sitemap index and listing pages; and everything that servers do.
const (
	largePages = 1_000
	largeFiles = 200
	perListing = 50
)

// large is a website that is made as it is asked for. Faults come by the number of the page, so that each run of the test meets the same.
type large struct {
	url string

	mu     sync.Mutex // guards the fields below
	asked  map[string]int
	bodies int // of pages and files, sent whole with 200
}

func newLarge(t *testing.T) *large {
	t.Helper()
	s := &large{asked: map[string]int{}}
	s.url = serve(t, s)
	return s
}

func (s *large) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.RequestURI()]++
	times := s.asked[r.URL.RequestURI()]
	s.mu.Unlock()
	var number int
	switch path := r.URL.Path; {
	case path == "/robots.txt":
		fmt.Fprintf(w, "User-agent: *\nDisallow: /search\nDisallow: /*/print$\nSitemap: %s/index.xml\n", s.url)
	case path == "/index.xml":
		fmt.Fprintf(w, "<sitemapindex><sitemap><loc>%s/one.xml</loc></sitemap><sitemap><loc>%s/two.xml</loc></sitemap></sitemapindex>", s.url, s.url)
	case path == "/one.xml":
		s.list(w, 0, largePages/4)
	case path == "/two.xml":
		s.list(w, largePages/4, largePages/2) // the other half is only linked
	case path == "/":
		s.send(w, r, s.home())
	case scan(path, "/list/%d", &number):
		s.send(w, r, s.listing(number))
	case scan(path, "/old/%d", &number):
		http.Redirect(w, r, fmt.Sprintf("/news/%d?utm_source=old", number), http.StatusMovedPermanently)
	case scan(path, "/news/%d", &number):
		s.news(w, r, number, times)
	case scan(path, "/file-download/%d", &number) && number < largeFiles:
		s.send(w, r, fmt.Sprintf("%%PDF-1.7\ntitle: Report%d\nFindings of report %d.", number, number))
	default:
		http.NotFound(w, r)
	}
}

// scan reads a number out of a path, and nothing else.
func scan(path, layout string, number *int) bool {
	n, err := fmt.Sscanf(path, layout, number)
	return err == nil && n == 1 && fmt.Sprintf(layout, *number) == path
}

func (s *large) list(w http.ResponseWriter, from, to int) {
	fmt.Fprint(w, "<urlset>")
	for i := from; i < to; i++ {
		fmt.Fprintf(w, "<url><loc>%s/news/%d</loc><lastmod>2018-06-%02d</lastmod></url>", s.url, i, 1+i%28)
	}
	fmt.Fprint(w, "</urlset>")
}

func (s *large) home() string {
	var b strings.Builder
	b.WriteString("title: Home\nlink: /search?q=all\nlink: https://other.example/\nlink: /events/1850/01\n")
	for i := range largePages / perListing {
		fmt.Fprintf(&b, "link: /list/%d\n", i)
	}
	return b.String()
}

func (s *large) listing(number int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title: Listing%d\n", number)
	for i := number * perListing; i < (number+1)*perListing; i++ {
		fmt.Fprintf(&b, "link: /news/%d?utm_campaign=list\nlink: /news/%d/print\n", i, i)
	}
	fmt.Fprintf(&b, "link: /old/%d\nlink: /missing/%d\n", number, number)
	return b.String()
}

// news serves a page; some of them only after the faults that servers have.
func (s *large) news(w http.ResponseWriter, r *http.Request, number, times int) {
	text := fmt.Sprintf("title: Story%d\nWords of story %d.\nlink: /\n", number, number)
	if number%5 == 0 && number/5 < largeFiles {
		text += fmt.Sprintf("file: /file-download/%d\n", number/5)
	}
	switch fault := number % 97; {
	case fault == 1 && times == 1:
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	case fault == 2 && times <= 2:
		w.WriteHeader(http.StatusBadGateway)
	case fault == 3 && times == 1:
		w.Header().Set("Content-Length", "5000")
		fmt.Fprint(w, "title: Cut")
	case fault == 4:
		w.WriteHeader(http.StatusInternalServerError)
	case fault == 5:
		s.send(w, r, "<title>Page not found</title>")
	default:
		s.send(w, r, text)
	}
}

func (s *large) send(w http.ResponseWriter, r *http.Request, body string) {
	tag := `"` + ledger.Sum([]byte(body))[:16] + `"`
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if !strings.HasPrefix(body, "%PDF-") {
		w.Header().Set("Content-Type", "text/html")
	}
	if !strings.Contains(body, "not found") {
		s.mu.Lock()
		s.bodies++
		s.mu.Unlock()
	}
	fmt.Fprint(w, body)
}

// expected is what the ledger must hold: address below the site → media type, class of failure, or where it moved.
func (s *large) expected() map[string]string {
	want := map[string]string{"": "text/html"}
	for i := range largePages / perListing {
		want[fmt.Sprintf("/list/%d", i)] = "text/html"
		want[fmt.Sprintf("/missing/%d", i)] = string(document.NotFound)
		want[fmt.Sprintf("/old/%d", i)] = fmt.Sprintf("text/html at /news/%d", i)
	}
	for i := range largePages {
		key := fmt.Sprintf("/news/%d", i)
		want[key] = "text/html"
		switch i % 97 {
		case 4:
			want[key] = string(document.Network)
		case 5:
			want[key] = string(document.Empty)
		}
	}
	for i := range largeFiles {
		page := fmt.Sprintf("/news/%d", i*5)
		if want[page] == "text/html" {
			want[fmt.Sprintf("/file-download/%d", i)] = "application/pdf"
		}
	}
	for _, faulty := range []int{4, 5} { // the old addresses of faulty pages are faulty, too
		want[fmt.Sprintf("/old/%d", faulty)] = want[fmt.Sprintf("/news/%d", faulty)]
	}
	return want
}

// held is what the ledger holds, written alike.
func (s *large) held(t *testing.T, b *bench) map[string]string {
	t.Helper()
	l, err := ledger.Open(ledger.Config{Dir: b.data})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	held := map[string]string{}
	err = l.Resources(func(r ledger.Resource) error {
		line := r.MediaType
		if r.Failure != nil {
			line = string(r.Failure.Class)
		} else if r.Moved != "" {
			line += " at " + strings.TrimPrefix(r.Moved, s.url)
		}
		held[strings.TrimPrefix(r.Key, s.url)] = line
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func compare(t *testing.T, got, want map[string]string) {
	t.Helper()
	for key, line := range want {
		if got[key] != line {
			t.Errorf("%s is %q, want %q", key, got[key], line)
		}
	}
	for key, line := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s is %q, want nothing", key, line)
		}
	}
}

func TestRun_largeWebsiteIsCrawledExactlyAndTheSecondTimeForNothing(t *testing.T) {
	b, s := newCrawl(t), newLarge(t)
	first := b.mustRun(t, indexer.Options{}, s.url)
	want := s.expected()
	compare(t, s.held(t, b), want)
	for address, times := range s.asked {
		if strings.HasPrefix(address, "/search") || strings.HasSuffix(address, "/print") || strings.HasPrefix(address, "/events") {
			t.Errorf("%s, which is forbidden or a trap, was asked for %d times", address, times)
		}
	}
	s.bodies = 0
	second := b.mustRun(t, indexer.Options{})
	compare(t, s.held(t, b), want)
	if s.bodies != 0 || second.Fetched != 0 || second.Extracted != 0 || second.Generation != first.Generation {
		t.Errorf("the second run transferred %d bodies, fetched %d, extracted %d, and made generation %q of %q",
			s.bodies, second.Fetched, second.Extracted, second.Generation, first.Generation)
	}
}
