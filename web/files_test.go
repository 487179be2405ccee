package web_test

import (
	"net/http"
	"testing"

	"academysearch/search"
	"academysearch/web"
	"academysearch/web/internal/webtest"
)

func TestFile_isSentAsAPDFThatCanDoNothing(t *testing.T) {
	w := get(t, newServer(t, nil).Handler(), "/files/"+webtest.PDFHash()+"/vaccines.pdf")
	if w.Code != http.StatusOK || w.Body.String() != webtest.PDF {
		t.Fatalf("%d %q", w.Code, w.Body)
	}
	for name, want := range map[string]string{
		"Content-Type":                 "application/pdf",
		"Content-Disposition":          `inline; filename="vaccines final (2).pdf"`,
		"X-Content-Type-Options":       "nosniff",
		"Content-Security-Policy":      "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'; sandbox",
		"Cache-Control":                "public, max-age=31536000, immutable",
		"Cross-Origin-Resource-Policy": "same-origin",
		"ETag":                         `"` + webtest.PDFHash() + `"`,
		"Accept-Ranges":                "bytes",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestFile_rangesAndConditions(t *testing.T) {
	h := newServer(t, nil).Handler()
	address := "/files/" + webtest.PDFHash() + "/x.pdf"
	if w := get(t, h, address, "Range", "bytes=0-4", "Accept-Encoding", "gzip"); w.Code != http.StatusPartialContent || w.Body.String() != "%PDF-" {
		t.Errorf("a range gives %d %q", w.Code, w.Body)
	}
	if w := get(t, h, address, "Range", "bytes=9999-"); w.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range beyond the end gives %d", w.Code)
	}
	if w := get(t, h, address, "If-None-Match", `"`+webtest.PDFHash()+`"`); w.Code != http.StatusNotModified {
		t.Errorf("a file that the reader holds gives %d", w.Code)
	}
}

func TestFile_onlyWhatIsOffered(t *testing.T) {
	public := webtest.LocalReport()
	public.Resources[0].URL = "https://example.org/vaccines.pdf"
	for _, row := range []struct {
		name        string
		publication search.Publication
		change      func(*web.Config)
		status      int
	}{
		{"a file without a public address", webtest.LocalReport(), nil, 200},
		{"one with a public address", public, nil, 404},
		{"one with a public address where the config offers it", public, func(c *web.Config) { c.ServeOriginals = true }, 200},
		{"a file of no publication", webtest.SepsisReport(), nil, 404},
		{"no store of originals", webtest.LocalReport(), func(c *web.Config) { c.Originals = nil }, 404},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t, func(c *web.Config) {
				c.Search = &memory{publications: []search.Publication{row.publication}}
				if row.change != nil {
					row.change(c)
				}
			})
			if w := get(t, s.Handler(), "/files/"+webtest.PDFHash()+"/x.pdf"); w.Code != row.status {
				t.Errorf("%d, want %d", w.Code, row.status)
			}
		})
	}
	h := newServer(t, nil).Handler()
	for _, address := range []string{"/files/x/x.pdf", "/files/../secret", "/files/" + webtest.PDFHash(), "/files/" + webtest.Hash("sepsis page") + "/x.pdf"} {
		if w := get(t, h, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}
