package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func allowScript(t *testing.T, ctx context.Context, allowed bool) {
	t.Helper()
	do(t, ctx, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !allowed})
		return chromedp.Void{}, err
	})
}

// enter presses the key as a browser reports it: one event that holds its text, so that a page which keeps the key down from its
// default keeps the text from its default, too.
func enter(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
	key := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13}
	if _, err := cdp.Call(ctx, target, input.DispatchKeyEvent, key); err != nil {
		return chromedp.Void{}, err
	}
	key.Type, key.Text = input.DispatchKeyEventTypeKeyUp, ""
	_, err := cdp.Call(ctx, target, input.DispatchKeyEvent, key)
	return chromedp.Void{}, err
}

const (
	inPage  = `document.getElementById('q')`
	inEmbed = `document.querySelector('academy-search').shadowRoot.getElementById('q')`
)

// TestCombobox_byKeyboard walks through the pattern of the ARIA Authoring Practices: list autocomplete with manual selection.
func TestCombobox_byKeyboard(t *testing.T) {
	base := site(t)
	for name, box := range map[string]string{"/": inPage, "/embed": inEmbed} {
		ctx := tab(t, 1280, "light")
		do(t, ctx, chromedp.Navigate(base+name))
		until(t, ctx, box+`.getAttribute('role') === 'combobox'`)
		eval[bool](t, ctx, box+`.focus(), true`)
		attribute := func(name string) string { return eval[string](t, ctx, box+`.getAttribute('`+name+`') ?? ''`) }
		active := box + `.getRootNode().getElementById(` + box + `.getAttribute('aria-activedescendant'))`

		do(t, ctx, chromedp.KeyEvent("seps"))
		until(t, ctx, box+`.getAttribute('aria-expanded') === 'true'`)
		if attribute("aria-activedescendant") != "" {
			t.Errorf("%s: an option is chosen by itself", name)
		}
		do(t, ctx, chromedp.KeyEvent(kb.ArrowDown))
		if !eval[bool](t, ctx, active+`.getAttribute('aria-selected') === 'true'`) || !eval[bool](t, ctx, `document.activeElement === `+strings.Replace(box, ".shadowRoot.getElementById('q')", "", 1)) {
			t.Errorf("%s: Down does not choose the first option, or takes the focus", name)
		}
		if eval[string](t, ctx, box+`.value`) != "seps" {
			t.Errorf("%s: choosing changes what was typed", name)
		}
		do(t, ctx, chromedp.KeyEvent(kb.ArrowUp))
		if attribute("aria-activedescendant") != "" {
			t.Errorf("%s: Up from the first option does not lead back to the input", name)
		}
		do(t, ctx, chromedp.KeyEvent(kb.Escape))
		if attribute("aria-expanded") != "false" || eval[string](t, ctx, box+`.value`) != "seps" {
			t.Errorf("%s: Escape does not just close the list", name)
		}
		do(t, ctx, chromedp.KeyEvent(kb.Escape))
		if eval[string](t, ctx, box+`.value`) != "" {
			t.Errorf("%s: a second Escape does not clear the input", name)
		}
		do(t, ctx, chromedp.KeyEvent("low-resource"))
		until(t, ctx, box+`.getRootNode().querySelector('[role=option]')?.textContent.includes('low-resource')`)
		for _, rule := range axe(t, ctx) {
			t.Errorf("%s with suggestions: %s", name, rule)
		}
		picture(t, ctx, "suggestions"+name)
		do(t, ctx, chromedp.KeyEvent(kb.ArrowDown), enter, chromedp.WaitVisible(chromedp.CSS(".record, .found")))
		if at := location(t, ctx); !strings.HasPrefix(at, "/publications/") {
			t.Errorf("%s: Enter on a publication leads to %s", name, at)
		}
	}
}

// TestCombobox_enterSendsWhatWasTyped where no option is chosen.
func TestCombobox_enterSendsWhatWasTyped(t *testing.T) {
	base, ctx := site(t), tab(t, 1280, "light")
	do(t, ctx, chromedp.Navigate(base+"/"), chromedp.SendKeys(chromedp.CSS("#q"), "sepsis care"), enter, chromedp.WaitVisible(chromedp.CSS(".found")))
	if at := location(t, ctx); at != "/search?q=sepsis+care" {
		t.Errorf("Enter leads to %s", at)
	}
}

// TestEmbed_onAnotherSite: two elements under a strict policy, with the integrity hash, neither disturbing the other.
func TestEmbed_onAnotherSite(t *testing.T) {
	base := site(t)
	ctx := tab(t, 360, "dark")
	do(t, ctx, chromedp.Navigate(base+"/embed"))
	code := eval[string](t, ctx, `document.getElementById('code').textContent`)
	if !strings.Contains(code, `src="`+base+`/embed.`) || !strings.Contains(code, "integrity=") {
		t.Fatalf("the code to copy is %s", code)
	}
	second := `<academy-search id="second" src="` + base + `" topic="amr" limit="2" label="Search reports on resistance"></academy-search>`
	other := otherSite(t, base, code+second)
	do(t, ctx, chromedp.Navigate(other))
	boxes := `[...document.querySelectorAll('academy-search')].map((e) => e.shadowRoot?.getElementById('q'))`
	until(t, ctx, boxes+`.every((i) => i?.getAttribute('role') === 'combobox')`)
	eval[bool](t, ctx, boxes+`[1].focus(), true`)
	do(t, ctx, chromedp.KeyEvent("sepsis"))
	until(t, ctx, boxes+`[1].getAttribute('aria-expanded') === 'true'`)
	if eval[bool](t, ctx, boxes+`[0].getAttribute('aria-expanded') === 'true'`) || eval[int](t, ctx, boxes+`[1].getRootNode().querySelectorAll('[role=option]').length`) != 2 {
		t.Error("the two elements disturb one another, or the limit is not kept")
	}
	if size := eval[float64](t, ctx, `parseFloat(getComputedStyle(`+boxes+`[1]).fontSize)`); size < 16 {
		t.Errorf("the font of the input is %v px", size)
	}
	for _, rule := range axe(t, ctx) {
		t.Errorf("on another site: %s", rule)
	}
	picture(t, ctx, "embedded-360-dark")
	do(t, ctx, enter, chromedp.WaitVisible(chromedp.CSS(".found")))
	if at := location(t, ctx); at != "/search?q=sepsis&topic=amr" {
		t.Errorf("Enter leads to %s", at)
	}
}

// TestEmbed_attributesAreObserved: a change of the element's attributes changes its box.
func TestEmbed_attributesAreObserved(t *testing.T) {
	base, ctx := site(t), tab(t, 1280, "light")
	do(t, ctx, chromedp.Navigate(base+"/embed"))
	until(t, ctx, inEmbed+`?.getAttribute('role') === 'combobox'`)
	eval[bool](t, ctx, `document.querySelector('academy-search').setAttribute('placeholder', 'Another'), true`)
	if got := eval[string](t, ctx, inEmbed+`.placeholder`); got != "Another" {
		t.Errorf("the placeholder is %q", got)
	}
	eval[bool](t, ctx, `document.querySelector('academy-search').setAttribute('src', 'javascript:alert(1)'), true`)
	if got := eval[string](t, ctx, inEmbed+`.form.action`); got != base+"/search" {
		t.Errorf("the form leads to %s", got)
	}
}

// TestEmbed_withoutScript is the form inside the element.
func TestEmbed_withoutScript(t *testing.T) {
	base, ctx := site(t), tab(t, 1280, "light")
	do(t, ctx, chromedp.Navigate(base+"/embed"))
	code := eval[string](t, ctx, `document.getElementById('code').textContent`)
	other := otherSite(t, base, code)
	allowScript(t, ctx, false)
	do(t, ctx, chromedp.Navigate(other), chromedp.SendKeys(chromedp.CSS("academy-search input"), "sepsis\r"), chromedp.WaitVisible(chromedp.CSS(".found")))
	at, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil || at != base+"/search?q=sepsis" {
		t.Errorf("the form leads to %s (%v)", at, err)
	}
}
