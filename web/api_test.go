package web_test

import (
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"

	"academysearch/search"
	"academysearch/web"
	"academysearch/web/internal/webtest"
)

var update = flag.Bool("update", false, "rewrite golden files")

func readJSON[T any](t *testing.T, body []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return v
}

func TestAPISearch_answersWithTheSearchObject(t *testing.T) {
	s := newServer(t, func(c *web.Config) { c.PublicURL = "https://search.example/" })
	w := get(t, s.Handler(), "/api/v1/search?q=sepsis&topic=amr")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("got %d %s: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	o := readJSON[web.SearchObject](t, w.Body.Bytes())
	if o.Total != 1 || len(o.Hits) != 1 {
		t.Fatalf("found %d publications, want 1", o.Total)
	}
	h := o.Hits[0]
	if h.URL != "https://search.example/publications/"+h.ID || *h.PDFURL != "https://example.org/file-download/4711" || *h.SourceURL != "https://example.org/policy/sepsis" {
		t.Errorf("addresses %s %s %s", h.URL, *h.PDFURL, *h.SourceURL)
	}
	if got := h.Passages[2].URL; got != "https://example.org/file-download/4711#page=12&search=sepsis" {
		t.Errorf("passage on page 12 opens %s", got)
	}
	if got := h.Passages[0].URL; !strings.HasPrefix(got, "https://example.org/policy/sepsis#:~:text=Sepsis%20kills") {
		t.Errorf("passage of the page opens %s", got)
	}
}

func TestAPISearch_writesAbsentListsAndValuesAsPromised(t *testing.T) {
	s := newServer(t, func(c *web.Config) { c.Search = &memory{} })
	var o struct {
		Hits, Suggestion, Next any
		Facets                 map[string]any
		Interpretation         map[string]any
	}
	w := get(t, s.Handler(), "/api/v1/search?q=nothing")
	if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil {
		t.Fatal(err)
	}
	if o.Hits == nil || o.Suggestion != nil || o.Next != nil {
		t.Errorf("got %s", w.Body)
	}
	for _, list := range []any{
		o.Facets["topic"], o.Facets["speaker"], o.Facets["date"], o.Facets["kind"], o.Facets["series"],
		o.Interpretation["expansions"], o.Interpretation["corrections"], o.Interpretation["dropped"],
	} {
		if _, ok := list.([]any); !ok {
			t.Errorf("a list is %v in %s", list, w.Body)
		}
	}
}

func TestAPI_refusesWhatItDoesNotKnow(t *testing.T) {
	s := newServer(t, nil)
	for address, parameter := range map[string]string{
		"/api/v1/search?colour=red":             "query.colour",
		"/api/v1/search?q=a&from=":              "query.from",
		"/api/v1/search?from=2018-02-31":        "query.from",
		"/api/v1/search?q=%ff":                  "query.q",
		"/api/v1/search?cursor=garbage":         "query.cursor",
		"/api/v1/suggest?q=a&n=3":               "query.n",
		"/api/v1/suggest?limit=0":               "query.limit",
		"/api/v1/publications/x?text=maybe":     "query.text",
		"/api/v1/publications/x?text=1&colour=": "query.colour",
		"/search.ris?colour=red":                "query.colour",
	} {
		w := get(t, s.Handler(), address)
		var p struct {
			Type, Title, Detail, Instance string
			Status                        int
			Errors                        []struct{ Location, Message string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatalf("%s: %v in %s", address, err, w.Body)
		}
		if w.Code != http.StatusUnprocessableEntity || p.Status != w.Code || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", address, w.Code, w.Header().Get("Content-Type"))
		}
		if len(p.Errors) != 1 || p.Errors[0].Location != parameter || p.Instance == "" || p.Title == "" {
			t.Errorf("%s: got %+v, want a problem of %s", address, p, parameter)
		}
	}
}

func TestAPI_turnsErrorsIntoStatuses(t *testing.T) {
	secret := errors.New("disk /dev/secret is on fire")
	for _, row := range []struct {
		err    error
		status int
	}{
		{search.ErrInvalid, 422},
		{search.ErrNotFound, 404},
		{search.ErrTooLarge, 413},
		{search.ErrConflict, 409},
		{search.ErrNotReady, 503},
		{secret, 500},
	} {
		m := newMemory()
		m.fail = row.err
		s := newServer(t, func(c *web.Config) { c.Search = m })
		for _, address := range []string{"/api/v1/search?q=a", "/search?q=a", "/search.ris?q=a"} {
			w := get(t, s.Handler(), address)
			if w.Code != row.status || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s with %v: %d %q %s", address, row.err, w.Code, w.Header().Get("Cache-Control"), w.Body)
			}
			if page := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"); page != (address == "/search?q=a") {
				t.Errorf("%s with %v is %s", address, row.err, w.Header().Get("Content-Type"))
			}
		}
	}
}

func TestAPIPublication(t *testing.T) {
	s := newServer(t, func(c *web.Config) { c.PublicURL = "https://search.example" })
	id := webtest.SepsisReport().ID
	w := get(t, s.Handler(), "/api/v1/publications/"+id)
	o := readJSON[web.PublicationObject](t, w.Body.Bytes())
	if o.ID != id || o.URL != "https://search.example/publications/"+id || len(o.Pages) != 6 || o.Pages[2].Text != nil {
		t.Errorf("got %s", w.Body)
	}
	if len(o.Links) != 1 || strings.Contains(w.Body.String(), "file:") {
		t.Errorf("a link to a file of the machine leaves the server: %+v", o.Links)
	}
	if len(o.Related) != 1 || o.Related[0].ID != webtest.DementiaLecture().ID {
		t.Errorf("related are %+v, want the lecture that it links to", o.Related)
	}
	if o.People[0].ID != "ada-quill" || o.Cite.Text == "" || !strings.HasPrefix(o.Cite.RIS, "TY  - RPRT\r\n") {
		t.Errorf("got %+v %+v", o.People[0], o.Cite)
	}
	w = get(t, s.Handler(), "/api/v1/publications/"+id+"?text=1")
	if o := readJSON[web.PublicationObject](t, w.Body.Bytes()); o.Pages[2].Text == nil || !strings.HasPrefix(*o.Pages[2].Text, "Early recognition") {
		t.Errorf("text=1 gives %+v", o.Pages[2])
	}
}

func TestAPIPublication_withoutAPublicAddress(t *testing.T) {
	id := webtest.LocalReport().ID
	for _, row := range []struct {
		name   string
		change func(*web.Config)
		want   string
	}{
		{"originals are kept", nil, "/files/" + webtest.PDFHash() + "/vaccines%20final%20%282%29.pdf"},
		{"nothing is kept", func(c *web.Config) { c.Originals = nil }, ""},
	} {
		w := get(t, newServer(t, row.change).Handler(), "/api/v1/publications/"+id)
		o := readJSON[web.PublicationObject](t, w.Body.Bytes())
		if o.Resources[0].URL != row.want || strings.Contains(w.Body.String(), "reports/2016") {
			t.Errorf("%s: %s", row.name, w.Body)
		}
	}
}

func TestPublication_thatMovedAnswers301(t *testing.T) {
	s := newServer(t, func(c *web.Config) { c.PublicURL = "https://search.example" })
	id := webtest.SepsisReport().ID
	for address, want := range map[string]string{
		"/api/v1/publications/aaaaaaaaaaaa?text=1": "https://search.example/api/v1/publications/" + id + "?text=1",
		"/publications/aaaaaaaaaaaa":               "/publications/" + id,
		"/publications/aaaaaaaaaaaa.ris":           "/publications/" + id + ".ris",
	} {
		w := get(t, s.Handler(), address)
		if w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want %s", address, w.Code, w.Header().Get("Location"), want)
		}
	}
}

func TestAPISuggest(t *testing.T) {
	w := get(t, newServer(t, nil).Handler(), "/api/v1/suggest?q=infect&limit=5")
	o := readJSON[web.SuggestObject](t, w.Body.Bytes())
	if o.Q != "infect" || len(o.Suggestions) != 2 || o.Suggestions[0].URL != "/topics/infection" || o.Suggestions[1].URL != "/search?q=infect" {
		t.Errorf("got %s", w.Body)
	}
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=60" {
		t.Errorf("suggestions may be kept for %q", got)
	}
}

// TestOpenAPI_isTheCommittedOne: the description is made from the code; a change of it is a change to the contract.
func TestOpenAPI_isTheCommittedOne(t *testing.T) {
	s := newServer(t, func(c *web.Config) { c.Version = "1" })
	got := get(t, s.Handler(), "/openapi.json").Body.Bytes()
	if *update {
		if err := os.WriteFile("openapi.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("openapi.json differs from what the code describes: run go test ./web -update and read the difference")
	}
}
