package web_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"academysearch/search"
	"academysearch/web"
	"academysearch/web/internal/webtest"
)

func TestEveryAnswer_carriesTheSecurityHeaders(t *testing.T) {
	h := newServer(t, nil).Handler()
	for _, address := range []string{"/", "/search?q=sepsis", "/nowhere", "/api/v1/search", "/api/v1/search?x=1", "/livez", "/robots.txt", "/embed.js"} {
		header := get(t, h, address).Header()
		if policy := header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", address, policy)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") == "" || header.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", address, header)
		}
	}
}

func TestConditionalGet(t *testing.T) {
	h := newServer(t, nil).Handler()
	for _, address := range []string{"/", "/search?q=sepsis", "/api/v1/search?q=sepsis", "/publications/" + webtest.SepsisReport().ID, "/search.ris?q=sepsis"} {
		for _, coding := range []string{"", "gzip"} {
			first := get(t, h, address, "Accept-Encoding", coding)
			tag := first.Header().Get("ETag")
			if first.Code != http.StatusOK || !strings.HasPrefix(tag, `W/"g1-`) || !strings.Contains(strings.Join(first.Header().Values("Vary"), ","), "Accept-Encoding") {
				t.Errorf("%s %s: %d, tag %q, %v", address, coding, first.Code, tag, first.Header())
			}
			again := get(t, h, address, "Accept-Encoding", coding, "If-None-Match", `"other", `+tag)
			if again.Code != http.StatusNotModified || again.Body.Len() > 0 || again.Header().Get("ETag") != tag {
				t.Errorf("%s %s: %d with %d bytes", address, coding, again.Code, again.Body.Len())
			}
		}
		if other := get(t, h, address+"&", "If-None-Match", get(t, h, "/search?q=other").Header().Get("ETag")); other.Code == http.StatusNotModified {
			t.Errorf("%s: the tag of another search holds", address)
		}
	}
}

func TestCompression(t *testing.T) {
	h := newServer(t, nil).Handler()
	if w := get(t, h, "/search?q=sepsis", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 30_000 {
		t.Errorf("the page has %d bytes, coding %q", w.Body.Len(), w.Header().Get("Content-Encoding"))
	}
	if w := get(t, h, "/livez", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("three bytes are compressed")
	}
}

func TestMethods(t *testing.T) {
	h := newServer(t, nil).Handler()
	for _, row := range []struct {
		method, address string
		status          int
	}{
		{http.MethodPost, "/search", http.StatusMethodNotAllowed},
		{http.MethodDelete, "/api/v1/search", http.StatusMethodNotAllowed},
		{http.MethodHead, "/search?q=sepsis", http.StatusOK},
		{http.MethodHead, "/api/v1/search?q=sepsis", http.StatusOK},
		{http.MethodHead, "/files/" + webtest.PDFHash() + "/x.pdf", http.StatusOK},
		{http.MethodHead, "/nowhere", http.StatusNotFound},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(row.method, row.address, nil))
		if w.Code != row.status || row.method == http.MethodHead && w.Body.Len() > 0 {
			t.Errorf("%s %s: %d with %d bytes, want %d", row.method, row.address, w.Code, w.Body.Len(), row.status)
		}
		if row.status == http.StatusMethodNotAllowed && !strings.Contains(w.Header().Get("Allow"), "GET") {
			t.Errorf("%s %s: Allow is %q", row.method, row.address, w.Header().Get("Allow"))
		}
	}
}

func TestAddress_ofAnyLengthIsRefused(t *testing.T) {
	h := newServer(t, nil).Handler()
	if w := get(t, h, "/search?q="+strings.Repeat("a", 9000)); w.Code != http.StatusRequestURITooLong {
		t.Errorf("%d", w.Code)
	}
}

func TestCORS(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.AllowedOrigins = []string{"https://academy.example"} }).Handler()
	for _, row := range []struct{ address, origin, want string }{
		{"/api/v1/suggest?q=a", "https://academy.example", "https://academy.example"},
		{"/api/v1/suggest?q=a", "https://other.example", ""},
		{"/embed.js", "https://academy.example", "https://academy.example"},
		{"/search?q=a", "https://academy.example", ""},
	} {
		if got := get(t, h, row.address, "Origin", row.origin).Header().Get("Access-Control-Allow-Origin"); got != row.want {
			t.Errorf("%s from %s: %q, want %q", row.address, row.origin, got, row.want)
		}
	}
	open := newServer(t, nil).Handler()
	if got := get(t, open, "/embed.js", "Origin", "https://any.example").Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("any origin gets %q", got)
	}
}

func from(t *testing.T, h http.Handler, remote, forwarded string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/api/v1/suggest?q=a", nil)
	r.RemoteAddr = remote
	if forwarded != "" {
		r.Header.Set("X-Forwarded-For", forwarded)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestRateLimit(t *testing.T) {
	limited := func(proxies ...netip.Prefix) http.Handler {
		return newServer(t, func(c *web.Config) { c.RateLimit, c.Burst, c.TrustedProxies = 0.001, 2, proxies }).Handler()
	}
	proxy := netip.MustParsePrefix("10.0.0.0/8")
	for _, row := range []struct {
		name     string
		h        http.Handler
		requests [4]string // remote address, or "remote forwarded"
		want     int       // status of the last one
	}{
		{"a client that asks too often", limited(), [4]string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3", "192.0.2.1:4"}, 429},
		{"several clients", limited(), [4]string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.2:3", "192.0.2.2:4"}, 200},
		{"one network of IPv6", limited(), [4]string{"[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8::3]:1", "[2001:db8::4]:1"}, 429},
		{"an address that the client made up", limited(), [4]string{"192.0.2.1:1 198.51.100.1", "192.0.2.1:1 198.51.100.2", "192.0.2.1:1 198.51.100.3", "192.0.2.1:1 198.51.100.4"}, 429},
		{"clients behind a trusted proxy", limited(proxy), [4]string{"10.0.0.1:1 198.51.100.1", "10.0.0.1:1 198.51.100.1", "10.0.0.1:1 198.51.100.2", "10.0.0.1:1 198.51.100.2"}, 200},
		{"made up before a trusted proxy", limited(proxy), [4]string{"10.0.0.1:1 1.1.1.1, 198.51.100.1", "10.0.0.1:1 2.2.2.2, 198.51.100.1", "10.0.0.1:1 3.3.3.3, 198.51.100.1", "10.0.0.1:1 4.4.4.4, 198.51.100.1"}, 429},
		{"a chain of trusted proxies", limited(proxy), [4]string{"10.0.0.1:1 198.51.100.1, 10.0.0.2", "10.0.0.1:1 198.51.100.1, 10.0.0.2", "10.0.0.1:1 198.51.100.2, 10.0.0.2", "10.0.0.1:1 198.51.100.2, 10.0.0.2"}, 200},
	} {
		t.Run(row.name, func(t *testing.T) {
			var w *httptest.ResponseRecorder
			for _, request := range row.requests {
				remote, forwarded, _ := strings.Cut(request, " ")
				w = from(t, row.h, remote, forwarded)
			}
			if w.Code != row.want {
				t.Errorf("the last answer is %d, want %d", w.Code, row.want)
			}
			if row.want == http.StatusTooManyRequests && (w.Header().Get("Retry-After") == "" || w.Header().Get("Content-Type") != "application/problem+json") {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
}

func TestLog_oneLineARequestWithoutTheWords(t *testing.T) {
	for _, shown := range []bool{false, true} {
		var out bytes.Buffer
		h := newServer(t, func(c *web.Config) { c.Log, c.LogQueries = slog.New(slog.NewJSONHandler(&out, nil)), shown }).Handler()
		get(t, h, "/search?q=secretword")
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		line := readJSON[map[string]any](t, []byte(lines[0]))
		if len(lines) != 1 || line["route"] != "/search" || line["status"] != 200.0 || line["total"] != 0.0 || line["id"] == "" {
			t.Errorf("log %s", out.String())
		}
		if strings.Contains(out.String(), "secretword") != shown {
			t.Errorf("LogQueries is %v: %s", shown, out.String())
		}
	}
}

func TestLog_tellsWhyAnAnswerFailed(t *testing.T) {
	var out bytes.Buffer
	m := newMemory()
	m.fail = errors.New("the disk is on fire")
	h := newServer(t, func(c *web.Config) { c.Search, c.Log = m, slog.New(slog.NewJSONHandler(&out, nil)) }).Handler()
	get(t, h, "/search?q=a")
	if !strings.Contains(out.String(), "the disk is on fire") || !strings.Contains(out.String(), `"level":"ERROR"`) {
		t.Errorf("log %s", out.String())
	}
}

// broken panics, as a program with a fault does.
type broken struct{ *memory }

func (broken) Search(context.Context, search.Query) (search.Result, error) { panic("a fault") }

func TestPanic_isAnErrorPage(t *testing.T) {
	var out bytes.Buffer
	h := newServer(t, func(c *web.Config) { c.Search, c.Log = broken{newMemory()}, slog.New(slog.NewTextHandler(&out, nil)) }).Handler()
	for address, mediaType := range map[string]string{"/search?q=a": "text/html; charset=utf-8", "/api/v1/search": "application/problem+json"} {
		w := get(t, h, address)
		if w.Code != http.StatusInternalServerError || w.Header().Get("Content-Type") != mediaType || strings.Contains(w.Body.String(), "fault</p>") {
			t.Errorf("%s: %d %s %s", address, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	if !strings.Contains(out.String(), "a fault") {
		t.Error("the log does not tell of the panic")
	}
}

// stuck answers only when it is told to stop.
type stuck struct {
	*memory
	began chan struct{}
}

func (s stuck) Search(ctx context.Context, _ search.Query) (search.Result, error) {
	select {
	case s.began <- struct{}{}:
	default:
	}
	<-ctx.Done()
	return search.Result{}, ctx.Err()
}

func TestTimeout_isNotAvailable(t *testing.T) {
	h := newServer(t, func(c *web.Config) { c.Search, c.Timeout = stuck{newMemory(), nil}, time.Millisecond }).Handler()
	w := get(t, h, "/api/v1/search")
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestServe_endsWhatIsUnderWay(t *testing.T) {
	slow := stuck{newMemory(), make(chan struct{}, 1)}
	s := newServer(t, func(c *web.Config) { c.Search, c.Timeout = slow, 50*time.Millisecond })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended, answered := make(chan error, 1), make(chan int, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	go func() {
		r, err := http.Get("http://" + l.Addr().String() + "/api/v1/search")
		if err != nil {
			answered <- 0
			return
		}
		_ = r.Body.Close()
		answered <- r.StatusCode
	}()
	<-slow.began
	stop()
	if status := <-answered; status != http.StatusServiceUnavailable {
		t.Errorf("the request under way ended with %d", status)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
}

func TestHealth(t *testing.T) {
	m := newMemory()
	h := newServer(t, func(c *web.Config) { c.Search = m }).Handler()
	if live, ready := get(t, h, "/livez").Code, get(t, h, "/readyz").Code; live != 200 || ready != 200 {
		t.Errorf("live %d, ready %d", live, ready)
	}
	m.fail = search.ErrNotReady
	if live, ready := get(t, h, "/livez").Code, get(t, h, "/readyz").Code; live != 200 || ready != 503 {
		t.Errorf("without an index: live %d, ready %d", live, ready)
	}
}

func TestAdmin_tellsMetricsByRoute(t *testing.T) {
	s := newServer(t, nil)
	get(t, s.Handler(), "/search?q=secretword")
	body := get(t, s.Admin(), "/metrics").Body.String()
	if !strings.Contains(body, `academysearch_http_request_duration_seconds_count{method="GET",route="/search",status="200"} 1`) || strings.Contains(body, "secretword") {
		t.Errorf("metrics:\n%s", body)
	}
	if w := get(t, s.Handler(), "/metrics"); w.Code != http.StatusNotFound {
		t.Errorf("readers reach the metrics: %d", w.Code)
	}
}

func TestNew_refusesAnUnusableConfig(t *testing.T) {
	for name, c := range map[string]web.Config{
		"no searcher":             {},
		"public URL with a path":  {Search: newMemory(), PublicURL: "https://search.example/app"},
		"public URL of no scheme": {Search: newMemory(), PublicURL: "search.example"},
		"public URL with secrets": {Search: newMemory(), PublicURL: "https://a:b@search.example"},
	} {
		if _, err := web.New(c); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
