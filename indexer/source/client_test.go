package source_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/source"
	"academysearch/search"
)

const maxBody = 1000

// client fetches from tests' servers on loopback and notes the pauses it takes.
func client(t *testing.T, pauses *[]time.Duration) *source.Client {
	t.Helper()
	c, err := source.NewClient(source.ClientConfig{
		UserAgent: "academysearch/test (+mailto:staff@academy.example)", MaxBytes: maxBody, Timeout: 5 * time.Second, AllowPrivate: true,
		Pause: func(_ context.Context, d time.Duration) error {
			if pauses != nil {
				*pauses = append(*pauses, d)
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestClient_saysWhoItIs(t *testing.T) {
	var agent atomic.Value
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { agent.Store(r.UserAgent()) })
	if _, err := client(t, nil).Get(t.Context(), url, source.Known{}); err != nil {
		t.Fatal(err)
	}
	if agent.Load() != "academysearch/test (+mailto:staff@academy.example)" {
		t.Errorf("User-Agent is %q", agent.Load())
	}
	if _, err := source.NewClient(source.ClientConfig{}); !errors.Is(err, search.ErrInvalid) {
		t.Errorf("a client without a name gives %v, want ErrInvalid", err)
	}
}

func TestClient_conditionalRequests(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Tue, 12 Jun 2018 10:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "body")
	})
	first, err := client(t, nil).Get(t.Context(), url, source.Known{})
	if err != nil || string(first.Body) != "body" {
		t.Fatalf("first fetch gives %+v, %v", first, err)
	}
	second, err := client(t, nil).Get(t.Context(), url, source.Known{ETag: first.ETag, LastModified: first.LastModified})
	if err != nil || !second.NotModified || second.Body != nil {
		t.Errorf("second fetch gives %+v, %v, want not modified", second, err)
	}
}

func TestClient_redirectsAreRecorded(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/older?utm_source=x", http.StatusFound)
		case "/older":
			http.Redirect(w, r, "/new/", http.StatusMovedPermanently)
		default:
			fmt.Fprint(w, "here")
		}
	})
	got, err := client(t, nil).Get(t.Context(), url+"/old", source.Known{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Address != url+"/new" || got.Base != url+"/new/" || len(got.Aliases) != 2 || got.Aliases[0] != url+"/old" || got.Aliases[1] != url+"/older" {
		t.Errorf("content is %+v, want /new with both aliases", got)
	}
}

func TestClient_failures(t *testing.T) {
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		want    document.Class
		tries   int
	}{
		{"missing", http.NotFound, document.NotFound, 1},
		{"gone", status(http.StatusGone), document.NotFound, 1},
		{"forbidden", status(http.StatusForbidden), document.Forbidden, 1},
		{"teapot", status(http.StatusTeapot), document.Network, 1},
		{"broken server", status(http.StatusInternalServerError), document.Network, 3},
		{"busy server", status(http.StatusServiceUnavailable), document.Network, 3},
		{"redirects without end", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) }, document.Network, 10},
		{"redirects out of the web", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		}, document.Network, 1},
		{"said to be too large", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "5000") }, document.TooLarge, 1},
		{"too large without saying so", func(w http.ResponseWriter, _ *http.Request) {
			for range 20 {
				fmt.Fprint(w, strings.Repeat("x", 100))
				w.(http.Flusher).Flush()
			}
		}, document.TooLarge, 1},
		{"cut short", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			fmt.Fprint(w, "only this")
		}, document.Network, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			var tries atomic.Int64
			url := serve(t, func(w http.ResponseWriter, r *http.Request) { tries.Add(1); test.handler(w, r) })
			_, err := client(t, nil).Get(t.Context(), url, source.Known{})
			var f *document.Failure
			if !errors.As(err, &f) || f.Class != test.want || f.Reason == "" || f.Advice == "" {
				t.Errorf("error is %v, want a failure of class %s with reason and advice", err, test.want)
			}
			if int(tries.Load()) != test.tries {
				t.Errorf("%d requests, want %d", tries.Load(), test.tries)
			}
		})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestClient_waitsAsTheServerAsks(t *testing.T) {
	for _, test := range []struct {
		name, after string
		tries       int64
		least       time.Duration
	}{
		{"seconds", "7", 2, 7 * time.Second},
		{"a date", time.Now().Add(20 * time.Second).UTC().Format(http.TimeFormat), 2, 15 * time.Second},
		{"nonsense", "soon", 2, 0},
		{"longer than a run may take", "3600", 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var tries atomic.Int64
			var pauses []time.Duration
			url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if tries.Add(1) == 1 {
					w.Header().Set("Retry-After", test.after)
					w.WriteHeader(http.StatusTooManyRequests)
				}
			})
			_, err := client(t, &pauses).Get(t.Context(), url, source.Known{})
			if tries.Load() != test.tries || (err == nil) != (test.tries == 2) {
				t.Fatalf("%d requests and %v, want %d", tries.Load(), err, test.tries)
			}
			if err == nil && (len(pauses) != 1 || pauses[0] < test.least) {
				t.Errorf("pauses are %v, want one of at least %v", pauses, test.least)
			}
		})
	}
}

func TestClient_privateNetworksAreGuarded(t *testing.T) {
	url := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the request got through") })
	guarded, err := source.NewClient(source.ClientConfig{UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = guarded.Get(t.Context(), url, source.Known{})
	var f *document.Failure
	if !errors.As(err, &f) || f.Class != document.Forbidden {
		t.Errorf("error is %v, want forbidden", err)
	}
}

func TestClient_endOfContextEndsTheFetch(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	url := serve(t, func(http.ResponseWriter, *http.Request) { close(started); <-release })
	defer close(release)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	if _, err := client(t, nil).Get(ctx, url, source.Known{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestPage_leadsToTheFilesItOffers(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "body of "+r.URL.Path) })
	s, err := source.Open(url+"/more/news/sleep/?utm_source=mail", source.Config{Client: client(t, nil)})
	if err != nil {
		t.Fatal(err)
	}
	all, lines, err := walk(t, s)
	if err != nil || len(all) != 1 || lines[0] != url+"/more/news/sleep" {
		t.Fatalf("walk gives %q, %v, want the page under its canonical address", lines, err)
	}
	offered := s.Offered(all[0], []search.Link{
		{URL: url + "/file-download/77", Relation: search.Download},
		{URL: url + "/file-download/77", Relation: search.Download},
		{URL: url + "/policy", Relation: search.Chrome},
		{URL: "mailto:x@academy.example", Relation: search.Download},
	})
	if len(offered) != 1 {
		t.Fatalf("offered are %+v, want the one file", offered)
	}
	if content, err := offered[0].Fetch(t.Context(), source.Known{}); err != nil || string(content.Body) != "body of /file-download/77" {
		t.Errorf("fetch gives %q, %v", content.Body, err)
	}
	if more := s.Offered(offered[0], []search.Link{{URL: url + "/x", Relation: search.Download}}); len(more) != 0 {
		t.Errorf("a file leads to %+v, want nothing", more)
	}
}
