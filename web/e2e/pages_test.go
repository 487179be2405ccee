package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"academysearch/web/internal/webtest"
)

// states are the pages in the states that a reader meets.
func states() map[string]string {
	report := webtest.SepsisReport().ID
	return map[string]string{
		"home":            "/",
		"results":         "/search?q=sepsis",
		"filtered":        "/search?q=sepsis&topic=infection&topic=amr&kind=workshop+report&from=2016&to=2019",
		"second page":     "/search?q=sepsis&page=2",
		"nothing":         "/search?q=sepsis&topic=neuroscience&kind=nosuchkind",
		"impossible date": "/search?q=sepsis&from=31/02/2018",
		"read otherwise":  "/search?q=sepsiss+OR",
		"publication":     "/publications/" + report,
		"matches":         "/publications/" + report + "?q=sepsis",
		"hostile":         "/publications/" + webtest.Hostile().ID,
		"person":          "/people/ada-quill",
		"topic":           "/topics/infection",
		"help":            "/help",
		"accessibility":   "/accessibility",
		"embed":           "/embed",
		"not found":       "/nowhere",
	}
}

// TestPages_meetWCAG: no rule of WCAG 2.2 AA is broken in any state, on a phone and a screen, light and dark, and nothing has to
// be scrolled sideways.
func TestPages_meetWCAG(t *testing.T) {
	base := site(t)
	for _, look := range []struct {
		width  int64
		scheme string
	}{{360, "light"}, {1280, "light"}, {1280, "dark"}, {320, "dark"}} {
		ctx := tab(t, look.width, look.scheme)
		for name, path := range states() {
			do(t, ctx, chromedp.Navigate(base+path))
			for _, rule := range axe(t, ctx) {
				t.Errorf("%s at %d px, %s: %s", name, look.width, look.scheme, rule)
			}
			if wide := eval[int64](t, ctx, `document.documentElement.scrollWidth`); wide > look.width {
				t.Errorf("%s at %d px is %d px wide", name, look.width, wide)
			}
			picture(t, ctx, fmt.Sprintf("%s-%d-%s", name, look.width, look.scheme))
		}
	}
}

// TestFilters_openOnAPhone: the filters show at their address and go away again.
func TestFilters_openOnAPhone(t *testing.T) {
	base, ctx := site(t), tab(t, 360, "light")
	do(t, ctx, chromedp.Navigate(base+"/search?q=sepsis"))
	shown := `getComputedStyle(document.querySelector('.filters')).display !== 'none'`
	if eval[bool](t, ctx, shown) {
		t.Error("the filters are open at first")
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`a[href="#filters"]`)))
	until(t, ctx, shown)
	for _, rule := range axe(t, ctx) {
		t.Errorf("with the filters open: %s", rule)
	}
	picture(t, ctx, "filters-360-light")
	do(t, ctx, chromedp.Click(chromedp.CSS(`a[href="#results"]`)))
	until(t, ctx, `!(`+shown+`)`)
}

// TestFilters_aClickGivesItsCount, with script and without.
func TestFilters_aClickGivesItsCount(t *testing.T) {
	base := site(t)
	for _, script := range []bool{true, false} {
		ctx := tab(t, 1280, "light")
		allowScript(t, ctx, script)
		do(t, ctx, chromedp.Navigate(base+"/"))
		if !script {
			do(t, ctx, chromedp.SendKeys(chromedp.CSS("#q"), "sepsis\r"), chromedp.WaitVisible(chromedp.CSS(".found")))
		} else {
			do(t, ctx, chromedp.Navigate(base+"/search?q=sepsis"))
		}
		count, err := chromedp.Run(ctx, chromedp.TextContent(chromedp.CSS(`[data-facet=kind] .count`)))
		if err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.Click(chromedp.CSS(`[data-facet=kind] input`)), chromedp.Click(chromedp.CSS(`.apply button`)), chromedp.WaitVisible(chromedp.CSS(".chips")))
		summary, err := chromedp.Run(ctx, chromedp.TextContent(chromedp.CSS(".summary")))
		if err != nil || !strings.HasPrefix(strings.TrimSpace(summary), count+" publications for sepsis") {
			t.Errorf("script %v: the count is %s, the summary %q (%v)", script, count, summary, err)
		}
		at, err := chromedp.Run(ctx, chromedp.Location())
		if err != nil || strings.Contains(at, "from=") || !strings.Contains(at, "kind=") {
			t.Errorf("script %v: the address is %s (%v)", script, at, err)
		}
	}
}

// TestKeyboard_reachesEverythingInOrder: the skip link comes first, then the search, the filters and the results.
func TestKeyboard_reachesEverythingInOrder(t *testing.T) {
	base, ctx := site(t), tab(t, 1280, "light")
	do(t, ctx, chromedp.Navigate(base+"/search?q=sepsis"))
	var order []string
	for range 200 {
		do(t, ctx, chromedp.KeyEvent("\t"))
		at := eval[string](t, ctx, `(() => { const a = document.activeElement; return a === document.body ? '' : a.className === 'skip' ? 'skip' : a.id === 'q' ? 'q'
			: a.closest('.filters') ? 'filters' : a.closest('.hits') ? 'hits' : a.closest('footer') ? 'foot' : 'other'; })()`)
		if at == "" {
			break
		}
		visible := eval[bool](t, ctx, `(() => { const b = document.activeElement.getBoundingClientRect(); return b.width > 0 && b.top < innerHeight && b.bottom > 0 && getComputedStyle(document.activeElement).outlineStyle !== 'none'; })()`)
		if !visible {
			t.Errorf("the focus on %s is not seen", eval[string](t, ctx, `document.activeElement.outerHTML.slice(0, 200)`))
		}
		if len(order) == 0 || order[len(order)-1] != at {
			order = append(order, at)
		}
	}
	if got, want := strings.Join(order, " "), "skip other q other filters other hits other foot"; got != want {
		t.Errorf("the order is %s, want %s", got, want)
	}
}
