// Package e2e looks at the pages in a real browser: what assistive technology sees of them, the keyboard, small screens, dark
// colours, no script, and the element that other sites embed.
package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"academysearch/search/bleve"
	"academysearch/web"
	"academysearch/web/internal/webtest"
)

// cache is where make test puts what does not come with the clone, and where these tests leave their pictures.
const cache = "../../.cache"

// patience is how long one test may wait for the browser.
const patience = 2 * time.Minute

// browser is the one that all tests share; each opens tabs of its own.
var browser context.Context

func TestMain(m *testing.M) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			fmt.Fprintln(os.Stderr, "e2e: chromium is missing:", err)
			os.Exit(1)
		}
		fmt.Println("e2e: skipped, there is no chromium here")
		return
	}
	os.Exit(withBrowser(path, m))
}

func withBrowser(path string, m *testing.M) int {
	allocator, cancel := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("headless", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	defer cancel()
	var stop context.CancelFunc
	browser, stop = chromedp.NewContext(allocator)
	defer stop()
	if err := chromedp.Do(browser); err != nil {
		fmt.Fprintln(os.Stderr, "e2e: the browser does not start:", err)
		return 1
	}
	return m.Run()
}

// site serves the sample publications.
func site(t *testing.T) string {
	t.Helper()
	e, err := bleve.Open(bleve.Config{Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler), Topics: []bleve.TopicInfo{
		{ID: "infection", Label: "Infection and immunity"},
		{ID: "amr", Label: "Antimicrobial resistance", Parent: "infection"},
		{ID: "neuroscience", Label: "Brain and nervous system"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if err := webtest.Index(t.Context(), e, append(webtest.Publications(), webtest.Many(40)...)); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := web.New(web.Config{Search: e, Originals: webtest.Originals{}, PublicURL: "http://" + l.Addr().String(), Contact: "mailto:staff@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(s.Handler())
	server.Listener = l
	server.Start()
	t.Cleanup(server.Close)
	return server.URL
}

// tab is a new tab with the given width in CSS pixels and colour scheme.
func tab(t *testing.T, width int64, scheme string) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, patience)
	t.Cleanup(stop)
	do(t, ctx, chromedp.EmulateViewport(width, 900), func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return chromedp.Void{}, err
	})
	return ctx
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// eval gives the value of an expression in the page; a promise is waited for.
func eval[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits until an expression holds.
func until(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	eval[bool](t, ctx, `new Promise((done) => { const look = () => (`+expression+`) ? done(true) : setTimeout(look, 10); look(); })`)
}

// location is the path and query of the page, with spaces as "+".
func location(t *testing.T, ctx context.Context) string {
	t.Helper()
	return eval[string](t, ctx, `location.pathname + location.search`)
}

// axe gives the rules of WCAG 2.2 AA that the page breaks, and where.
func axe(t *testing.T, ctx context.Context) []string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(cache, "npm/node_modules/axe-core/axe.min.js"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("axe-core is not installed: make test gets it")
	}
	do(t, ctx, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[any](string(script)+";0")(ctx, target)
		return chromedp.Void{}, err
	})
	found := eval[string](t, ctx, `axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
		.then((r) => JSON.stringify(r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 150) + ' ' + n.failureSummary).join(' | '))))`)
	var rules []string
	if err := json.Unmarshal([]byte(found), &rules); err != nil {
		t.Fatal(err)
	}
	return rules
}

// picture leaves a picture of the page for people to look at.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "screenshots")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, strings.NewReplacer("/", "-", "?", "-", "&", "-", "=", "-").Replace(name)+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

// otherSite is a page of another origin under a strict content security policy.
func otherSite(t *testing.T, service, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src "+service+"; connect-src "+service+"; form-action "+service)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, "<!doctype html><html lang=en><title>Another site</title><main><h1>Another site</h1>"+body+"</main>")
	}))
	t.Cleanup(server.Close)
	return server.URL
}
