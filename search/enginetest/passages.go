package enginetest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"academysearch/search"
)

// testPassages looks at what is quoted.
func testPassages(t *testing.T, open func(*testing.T) search.Engine) {
	filler := strings.Repeat("Nothing to see in this sentence. ", 40)
	e := fill(
		t, open,
		publication("long", "Report", filler+"The committee advised screening for sepsis in every prison. "+filler, "Sepsis again."),
		publication("signs", "Report", "Za\u0301kazni\u0301k 👩‍⚕️ saw Müller’s naïve‑café  trial\n\nof anti\u00admicrobial drugs."),
	)
	t.Run("best window, whole sentence", func(t *testing.T) {
		h := ask(t, e, "screening sepsis prison").Hits[0]
		p := h.Passages[0]
		if p.Page != 1 || !strings.Contains(p.Snippet, "The committee advised screening for sepsis in every prison.") {
			t.Errorf("page %d: %q", p.Page, p.Snippet)
		}
		if got := strings.Join(marked(t, p), "|"); got != "screening|sepsis|prison" {
			t.Errorf("highlights %q", got)
		}
		if h.PagesMatched != 2 || len(h.Passages) != 2 {
			t.Errorf("%d pages matched, %d passages; want 2 and 2", h.PagesMatched, len(h.Passages))
		}
	})
	t.Run("phrases as a whole", func(t *testing.T) {
		p := ask(t, e, `"screening for sepsis"`).Hits[0].Passages[0]
		if got := strings.Join(marked(t, p), "|"); got != "screening for sepsis" {
			t.Errorf("highlights %q in %q", got, p.Snippet)
		}
	})
	t.Run("offsets count code points, also past odd signs", func(t *testing.T) {
		p := ask(t, e, "muller trial antimicrobial").Hits[0].Passages[0]
		if got := strings.Join(marked(t, p), "|"); got != "Müller’s|trial|anti\u00admicrobial" {
			t.Errorf("highlights %q in %q", got, p.Snippet)
		}
	})
	t.Run("none without words", func(t *testing.T) {
		if h := ask(t, e, "").Hits[0]; len(h.Passages) != 0 {
			t.Errorf("passages %+v", h.Passages)
		}
	})
	t.Run("no text of pages in the publication of a hit", func(t *testing.T) {
		for _, page := range ask(t, e, "sepsis").Hits[0].Publication.Pages {
			if page.Text != "" {
				t.Errorf("page %d has its text", page.Number)
			}
		}
	})
}

// marked cuts the highlights out of a snippet and checks their order.
func marked(t *testing.T, p search.Passage) []string {
	t.Helper()
	runes, last := []rune(p.Snippet), 0
	if !utf8.ValidString(p.Snippet) {
		t.Fatalf("snippet %q is not UTF-8", p.Snippet)
	}
	var out []string
	for _, h := range p.Highlights {
		if h[0] < last || h[1] <= h[0] || h[1] > len(runes) {
			t.Fatalf("highlights %v of %d characters", p.Highlights, len(runes))
		}
		out = append(out, string(runes[h[0]:h[1]]))
		last = h[1]
	}
	return out
}
