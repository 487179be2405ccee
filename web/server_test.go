package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"academysearch/web"
	"academysearch/web/internal/webtest"
)

func newServer(t testing.TB, change func(*web.Config)) *web.Server {
	t.Helper()
	c := web.Config{Search: newMemory(), Originals: webtest.Originals{}}
	if change != nil {
		change(&c)
	}
	s, err := web.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks a server for an address; headers come in pairs.
func get(t testing.TB, h http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	address, _, _ = strings.Cut(address, "#")
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
