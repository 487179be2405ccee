package indexer_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"academysearch/indexer"
	"academysearch/indexer/document"
	"academysearch/indexer/source"
)

// oneSite is a web server whose pages a test changes. It answers conditional requests.
type oneSite struct {
	url string

	mu     sync.Mutex // guards the fields below
	pages  map[string]string
	status int // answers everything with this, where it is not 0
	bodies int // sent so far
}

// serve answers on loopback until the test ends.
func serve(t *testing.T, h http.Handler) (url string) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func newOneSite(t *testing.T, pages map[string]string) *oneSite {
	t.Helper()
	s := &oneSite{pages: pages}
	s.url = serve(t, s)
	return s
}

func (s *oneSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, ok := s.pages[strings.TrimSuffix(r.URL.Path, "/")]
	tag := fmt.Sprintf(`"%d-%s"`, len(body), r.URL.Path)
	switch {
	case s.status != 0:
		w.WriteHeader(s.status)
	case !ok:
		http.NotFound(w, r)
	case r.Header.Get("If-None-Match") == tag:
		w.WriteHeader(http.StatusNotModified)
	default:
		s.bodies++
		w.Header().Set("ETag", tag)
		fmt.Fprint(w, body)
	}
}

// set changes the site under its lock and gives how many bodies it sent before.
func (s *oneSite) set(change func()) (bodies int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	bodies, s.bodies = s.bodies, 0
	return bodies
}

func newWebBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	var err error
	b.client, err = source.NewClient(source.ClientConfig{
		UserAgent: "test", AllowPrivate: true, Attempts: 1, Pause: func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRun_pageOverHTTPWithTheFileItOffers(t *testing.T) {
	b := newWebBench(t)
	web := newOneSite(t, map[string]string{
		"/more/news/sleep": "title: Sleep and memory\nfile: /file-download/77\nText.", "/file-download/77": "%PDF-1.4\ntitle: Sleep and memory report",
	})
	b.mustRun(t, indexer.Options{}, web.url+"/more/news/sleep/?utm_source=mail")
	p := b.served(t)[b.titles(t)["Sleep and memory"]]
	if len(p.Resources) != 2 || p.Resources[0].URL != web.url+"/more/news/sleep" || p.Resources[1].URL != web.url+"/file-download/77" {
		t.Fatalf("serves %+v, want the page with its file", b.served(t))
	}
	web.set(func() {})
	report := b.mustRun(t, indexer.Options{})
	if bodies := web.set(func() {}); bodies != 0 || report.Fetched != 0 || report.Resources[indexer.Unchanged] != 2 {
		t.Errorf("second run transfers %d bodies: %+v, want none", bodies, report)
	}
	web.set(func() { web.pages["/more/news/sleep"] += " And more." })
	if report := b.mustRun(t, indexer.Options{}); report.Fetched != 1 || report.Publications.Indexed != 1 {
		t.Errorf("after a change the report is %+v, want one body", report)
	}
}

func TestRun_onlyTheServersWordTakesAPageOut(t *testing.T) {
	b := newWebBench(t)
	web := newOneSite(t, map[string]string{"/a": "title: Sleep and memory\nText."})
	b.mustRun(t, indexer.Options{}, web.url+"/a")
	web.set(func() { web.status = http.StatusInternalServerError })
	for range 4 {
		report := b.mustRun(t, indexer.Options{})
		if report.Resources[indexer.Failed] != 1 || report.Lines[0].Class != document.Network || len(b.served(t)) != 1 {
			t.Fatalf("report is %+v, want a failure of the network and the page still there", report)
		}
	}
	web.set(func() { web.status = 0; delete(web.pages, "/a") })
	for run := 1; run <= 3; run++ {
		report := b.mustRun(t, indexer.Options{})
		if want := run < 3; (len(b.served(t)) == 1) != want {
			t.Fatalf("after %d answers of 404 %d publications are served: %+v", run, len(b.served(t)), report)
		}
	}
}

func TestRun_pageThatComesBackIsNotCountedAsGone(t *testing.T) {
	b := newWebBench(t)
	web := newOneSite(t, map[string]string{"/a": "title: Sleep and memory\nText."})
	b.mustRun(t, indexer.Options{}, web.url+"/a")
	for range 2 {
		body := ""
		web.set(func() { body = web.pages["/a"]; delete(web.pages, "/a") })
		b.mustRun(t, indexer.Options{})
		b.mustRun(t, indexer.Options{})
		web.set(func() { web.pages["/a"] = body })
		b.mustRun(t, indexer.Options{})
	}
	if len(b.served(t)) != 1 {
		t.Errorf("serves %d publications, want the page", len(b.served(t)))
	}
}
