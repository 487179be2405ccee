package source_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/indexer/source"
)

func TestWebsite_redirects(t *testing.T) {
	other := newSite(t, map[string]http.HandlerFunc{"/": page("Elsewhere"), "/robots.txt": page("x")})
	s := newSite(t, map[string]http.HandlerFunc{
		"/robots.txt":  body("text/plain", "User-agent: academysearch\nDisallow: /secret\n"),
		"/sitemap.xml": sitemapOf("/old", "/moved-away", "/to-secret", "/round", "/to-file", "/out"),
		"/":            page("Home"),
		"/old":         redirect("/older?utm_source=x"),
		"/older":       redirect("/new/"),
		"/new/":        page("New"),
		"/moved-away":  redirect(other.url + "/"),
		"/to-secret":   redirect("/secret/x"),
		"/secret/x":    page("Secret"),
		"/round":       redirect("/around"),
		"/around":      redirect("/round"),
		"/to-file":     redirect("file:///etc/passwd"),
		"/out":         redirect("/shut/x"),
		"/shut/x":      page("Shut"),
	})
	c := openSite(t, s.url, source.SiteConfig{Exclude: []string{"/shut"}}, nil).run(t)
	got := c.got[s.url+"/old"]
	if got.Address != s.url+"/new" || got.Base != s.url+"/new/" || !slices.Equal(got.Aliases, []string{s.url + "/old", s.url + "/older"}) {
		t.Errorf("redirects are noted as %+v, want /new with two aliases", got)
	}
	if reason := c.skip(t, s.url+"/moved-away").Reason; !strings.Contains(reason, other.url) || len(other.asked) > 0 {
		t.Errorf("a redirect to another host gives %q and asked it for %q", reason, other.asked)
	}
	if reason := c.skip(t, s.url+"/to-secret").Reason; !strings.Contains(reason, "robots.txt") || s.times("/secret/x") > 0 {
		t.Errorf("a redirect to what robots.txt forbids gives %q, asked %d times", reason, s.times("/secret/x"))
	}
	if reason := c.skip(t, s.url+"/out").Reason; !strings.Contains(reason, "excluded") || s.times("/shut/x") > 0 {
		t.Errorf("a redirect to what is excluded gives %q, asked %d times", reason, s.times("/shut/x"))
	}
	for _, path := range []string{"/round", "/to-file"} {
		if f := c.failure(t, s.url+path); f.Class != document.Network {
			t.Errorf("%s gives %v, want a network failure", path, f)
		}
	}
}

func TestWebsite_robotsOfTheSite(t *testing.T) {
	long := redirect("/r1")
	for _, row := range []struct {
		name    string
		robots  http.HandlerFunc
		extra   map[string]http.HandlerFunc
		fetched []string // nil: the site is left alone
	}{
		{"no robots.txt", http.NotFound, nil, []string{"", "/a"}},
		{"robots.txt behind a password", status(http.StatusUnauthorized), nil, []string{"", "/a"}},
		{"all forbidden", body("text/plain", "User-agent: *\nDisallow: /"), nil, []string{}},
		{"forbidden to others", body("text/plain", "User-agent: *\nDisallow: /\n\nUser-agent: AcademySearch\nDisallow: /a"), nil, []string{""}},
		{"a web page", page("Not found"), nil, []string{"", "/a"}},
		{"behind redirects", redirect("/r4"), map[string]http.HandlerFunc{
			"/r4": redirect("/r5"), "/r5": body("text/plain", "User-agent: *\nDisallow: /a"),
		}, []string{""}},
		{"behind too many redirects", long, map[string]http.HandlerFunc{
			"/r1": redirect("/r2"), "/r2": redirect("/r3"), "/r3": redirect("/r4"), "/r4": redirect("/r5"), "/r5": redirect("/r6"),
			"/r6": body("text/plain", "User-agent: *\nDisallow: /"),
		}, []string{"", "/a"}},
		{"recovers", inOrder(status(http.StatusBadGateway), body("text/plain", "User-agent: *\nDisallow: /a")), nil, []string{""}},
		{"broken server", status(http.StatusInternalServerError), nil, nil},
		{"too many requests", status(http.StatusTooManyRequests), nil, nil},
		{"no answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			pages := map[string]http.HandlerFunc{"/robots.txt": row.robots, "/": page("Home", "/a"), "/a": page("A")}
			for path, handler := range row.extra {
				pages[path] = handler
			}
			s := newSite(t, pages)
			c := openSite(t, s.url, source.SiteConfig{}, nil).run(t)
			if row.fetched == nil {
				var failure *document.Failure
				if !errors.As(c.fault, &failure) || failure.Class != document.Network || s.times("/") > 0 {
					t.Errorf("the walk ends with %v after %q, want a failure and nothing but robots.txt", c.fault, s.asked)
				}
				if _, ok := c.source.Revisit(s.url + "/a"); ok {
					t.Error("a site that must be left alone lets pages be revisited")
				}
				return
			}
			if got := c.paths(s); !slices.Equal(got, row.fetched) || c.fault != nil {
				t.Errorf("fetched %q, %v; want %q", got, c.fault, row.fetched)
			}
		})
	}
}

func TestWebsite_recognisesAnswersThatAreNone(t *testing.T) {
	const furniture = "<nav>Home Policy Grants Fellows News Events Contact Press Careers Search Publications Projects International</nav>" +
		"<footer>The Academy of Examples is a charity registered in England. Opinions are those of the speakers alone. Follow us here and there.</footer>"
	html := func(title, heading, text string) http.HandlerFunc {
		return body("text/html", "<!doctype html><title>"+title+"</title><h1>"+heading+"</h1>"+text+furniture)
	}
	everything := html("Academy", "Oh dear", "<p>Nothing to see at this address.</p>")
	login := html("Log in – Academy", "Welcome back", "<form><input name=u><input type=Password name=p></form>")
	for _, row := range []struct {
		name     string
		fallback http.HandlerFunc // for what does not exist
		handler  http.HandlerFunc
		class    document.Class // of the failure
		skipped  bool
	}{
		{"a page", http.NotFound, html("Sleep", "Sleep", "<p>A report.</p>"), "", false},
		{"title that says not found", http.NotFound, html("Page not found | Academy", "Academy", ""), document.Empty, false},
		{"heading that says 404", http.NotFound, html("Academy", "404", ""), document.Empty, false},
		{"report about what was not found", http.NotFound, html("Not found in trials: older people", "Not found in trials", ""), "", false},
		{"report with a number", http.NotFound, html("4040 days of care", "4040 days", ""), "", false},
		{"the same as for what does not exist", everything, everything, document.Empty, false},
		{"a short page of its own title", everything, html("Academy", "Contact", "<p>Write to us at this address.</p>"), "", false},
		{"a long page of the same title", everything, html("Academy", "Oh dear", "<p>A long report has many words that are its own, and each is another one.</p>"), "", false},
		{"sent home like what does not exist", redirect("/"), redirect("/"), document.Empty, false},
		{"sent to another page", redirect("/"), redirect("/elsewhere"), "", false},
		{"page to log in", http.NotFound, login, "", true},
		{"sent to log in", http.NotFound, redirect("/user/login?next=/a"), "", true},
		{"page with a form in its head", http.NotFound, html("Sleep", "Sleep", "<form><input type=password></form><p>A report.</p>"), "", false},
		{"page about logging in", http.NotFound, html("Login behaviour of patients", "Login behaviour", "<p>A report.</p>"), "", false},
		{"file", http.NotFound, body("application/pdf", "%PDF-1.7 404"), "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			pages := map[string]http.HandlerFunc{
				"/": html("Academy", "Home", "<a href='/a'>A</a>"), "/a": row.handler, "/elsewhere": html("Else", "Else", "<p>Other words.</p>"),
				"/user/login": html("Academy", "Members", ""), "/robots.txt": body("text/plain", ""), "/sitemap.xml": http.NotFound,
			}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if handler := pages[r.URL.Path]; handler != nil {
					handler(w, r)
					return
				}
				row.fallback(w, r)
			}))
			t.Cleanup(server.Close)
			c := openSite(t, server.URL, source.SiteConfig{}, nil).run(t)
			key := server.URL + "/a"
			switch {
			case row.class != "":
				if f := c.failure(t, key); f.Class != row.class {
					t.Errorf("failure is %v, want class %q", f, row.class)
				}
			case row.skipped:
				if s := c.skip(t, key); s.Known != document.Forbidden {
					t.Errorf("skip is %+v, want one that is a failure of known pages", s)
				}
			case c.errs[key] != nil:
				t.Errorf("taken for none: %v", c.errs[key])
			}
			if c.errs[server.URL] != nil {
				t.Errorf("the start page is taken for none: %v", c.errs[server.URL])
			}
		})
	}
}

func TestWebsite_receivesNoPictures(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": page("Home", "/portrait"), "/portrait": body("image/png", "\x89PNG")})
	if got := openSite(t, s.url, source.SiteConfig{}, nil).run(t).skip(t, s.url+"/portrait"); got.Known != document.Unsupported || !strings.Contains(got.Reason, "image/png") {
		t.Errorf("a picture is left out with %+v", got)
	}
}
