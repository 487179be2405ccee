package extract_test

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"academysearch/search"
)

// known is a text whose blocks are known, from testdata/known: "# " title, "## " heading, "- " item, "1. " numbered item, "> "
// quotation, "| a | b |" row, else paragraph.
type known struct {
	name, title string
	lines       []string
}

func knownTexts(t *testing.T) []known {
	t.Helper()
	files, err := filepath.Glob("testdata/known/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d texts, %v", len(files), err)
	}
	var texts []known
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
		texts = append(texts, known{strings.TrimSuffix(filepath.Base(file), ".txt"), strings.TrimPrefix(lines[0], "# "), lines[1:]})
	}
	return texts
}

// blocks gives the texts that extraction has to find.
func (k known) blocks() []string {
	var want []string
	for _, l := range k.lines {
		kind, text := split(l)
		if kind == "|" {
			text = strings.TrimSuffix(text, " |")
		}
		want = append(want, text)
	}
	return want
}

// split parts a line into its mark and its text.
func split(line string) (mark, text string) {
	mark, text, ok := strings.Cut(line, " ")
	switch {
	case ok && (strings.Trim(mark, "#") == "" || mark == "-" || mark == ">" || mark == "|"):
		return mark, text
	case ok && strings.Trim(mark, "0123456789.") == "" && strings.HasSuffix(mark, ".") && len(mark) == 2:
		return "1.", text
	}
	return "", line
}

// body renders the lines, with p as the element of a paragraph.
func (k known) body(p string) string {
	var b strings.Builder
	open := ""
	group := func(next string) {
		if next != open {
			fmt.Fprintf(&b, "%s%s\n", map[string]string{"-": "</ul>", "1.": "</ol>", ">": "</blockquote>", "|": "</table>"}[open],
				map[string]string{"-": "<ul>", "1.": "<ol>", ">": "<blockquote>", "|": "<table>"}[next])
			open = next
		}
	}
	for _, l := range k.lines {
		mark, text := split(l)
		group(mark)
		text = html.EscapeString(text)
		switch {
		case strings.HasPrefix(mark, "#"):
			fmt.Fprintf(&b, "<h%d>%s</h%[1]d>\n", len(mark), text)
		case mark == "-" || mark == "1.":
			fmt.Fprintf(&b, "<li>%s</li>\n", text)
		case mark == "|":
			fmt.Fprintf(&b, "<tr><td>%s</td></tr>\n", strings.ReplaceAll(strings.TrimSuffix(text, " |"), " | ", "</td><td>"))
		default:
			fmt.Fprintf(&b, "<%s>%s</%[1]s>\n", p, text)
		}
	}
	group("")
	return b.String()
}

const (
	banner  = `<div class="emergency"><a href="/election">UK General Election 2030 - Read our five key asks</a></div>`
	menu    = `<ul><li><a href="/about">About us</a></li><li><a href="/policy">Policy</a></li><li><a href="/grants">Grants and schemes</a></li><li><a href="/more">More</a></li></ul>`
	cards   = `<div class="box"><h3>Anniversary meeting 2031</h3><p>Leeds, 3 December</p><a href="/e/1">Book Now</a></div><div class="box"><h3>Mentoring masterclass</h3><a href="/e/2">Book Now</a></div><a href="/e">View more</a>`
	flat    = `<h3>Anniversary meeting 2031</h3><p>Leeds, 3 December</p><p><a href="/e/1">Book Now</a></p><h3>Mentoring masterclass</h3><p><a href="/e/2">Book Now</a></p><p><a href="/e">View more</a></p>`
	leads   = `<h4>Staff leads</h4><p>Dr Tara Nunn, Policy Manager</p>`
	aside   = `<h3>Downloads</h3><ul><li><a href="/file-download/41239">Full report</a></li></ul><h3>Related</h3><ul><li><a href="/n/1">New centre opens, 4 June 2029</a></li></ul>`
	social  = `<p>FB Twitter Instagram Youtube</p>`
	footing = `<p>&copy; 2031 The Academy of Medical Sciences. Registered charity no. 1234567.</p><ul><li><a href="/privacy">Privacy</a></li><li><a href="/cookies">Cookies</a></li></ul>`
)

// markups are six ways in which a site may set the same text.
var markups = []struct {
	name string
	page func(k known) string
}{
	{"news", func(k known) string {
		return head(k) + `<body>` + banner + `<nav>` + menu + `</nav><div class="row"><div class="col content left"><h1>` + k.title + `</h1>` + k.body("p") + leads +
			`<div class="cards">` + cards + `</div></div><div class="col right">` + aside + `</div></div><footer>` + social + footing + `</footer></body></html>`
	}},
	{"policy", func(k known) string {
		return head(k) + `<body><div id="cookie-notice"><p>We use cookies.</p><a href="#">Accept</a></div><header>` + menu + `</header>` + banner + `<h1>` + k.title + `</h1><div class="page-content"><p>Status: Undefined</p>` +
			tabbed(k) + `</div><div class="sidebar">` + aside + `</div>` + cards + social + `<div class="footer">` + footing + `</div></body></html>`
	}},
	{"semantic", func(k known) string {
		return head(k) + `<body><header role="banner">` + menu + `</header><main><nav class="breadcrumb"><a href="/">Home</a> / <a href="/n">News</a></nav><article><header><h1>` + k.title + `</h1></header>` +
			k.body("p") + `</article><aside>` + aside + `</aside><section class="related-content"><h2>You may also like</h2>` + cards + `</section></main><footer>` + footing + `</footer></body></html>`
	}},
	{"grid", func(k known) string {
		return head(k) + `<body><div class="navbar"><div class="container">` + menu + `</div></div><div class="container-fluid"><div class="row"><div class="col-sm-12">` + banner + `<div class="hero"><h1>` + k.title +
			`</h1></div></div></div><div class="row"><div class="col-sm-8"><div class="field"><div class="field-item">` + k.body("div") + `</div></div></div><div class="col-sm-4"><div class="block">` + aside +
			`</div></div></div><div class="row">` + leads + cards + `</div></div><div class="site-footer">` + social + footing + `</div></body></html>`
	}},
	{"flat", func(k known) string {
		return head(k) + `<body><p><a href="/">Academy</a> | <a href="/n">News</a></p><p>UK General Election 2030 - Read our five key asks</p><h1>` + k.title + `</h1>` + k.body("p") + `<p>Key contacts</p><p>Tara Nunn</p>` + flat + social + `</body></html>`
	}},
	{"tables", func(k known) string {
		return head(k) + `<body><table width="100%"><tr><td colspan="3">` + banner + `</td></tr><tr><td class="menu">` + menu + `</td><td><h1>` + k.title + `</h1>` + k.body("p") +
			`</td><td class="sidebar">` + aside + `</td></tr><tr><td colspan="3" class="footer">` + social + footing + `</td></tr></table></body></html>`
	}},
}

func head(k known) string {
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>` + html.EscapeString(k.title) + ` | The Academy of Medical Sciences</title></head>`
}

// tabbed sets each section of the second rank in a tab of its own.
func tabbed(k known) string {
	var tabs, labels strings.Builder
	n := 0
	for i, part := range strings.Split(k.body("p"), "<h2>") {
		if i == 0 {
			tabs.WriteString(part)
			continue
		}
		n++
		label, _, _ := strings.Cut(part, "</h2>")
		fmt.Fprintf(&labels, `<li><a href="#tab%d">%s</a></li>`, n, label)
		fmt.Fprintf(&tabs, `<section id="tab%d"><h2>%s</section>`, n, part)
	}
	return `<ul class="tabs">` + labels.String() + `</ul>` + tabs.String()
}

func TestExtract_blocksOfKnownTextsInSixMarkups(t *testing.T) {
	const floor = 0.98
	pages := 0
	for _, k := range knownTexts(t) {
		for _, m := range markups {
			pages++
			t.Run(k.name+" as "+m.name, func(t *testing.T) {
				d := page(t, m.page(k))
				got, want := texts(d), k.blocks()
				found := 0
				for _, w := range want {
					if slices.Contains(got, w) {
						found++
					} else {
						t.Logf("missing %q", w)
					}
				}
				for _, g := range got {
					if !slices.Contains(want, g) {
						t.Logf("too much %q", g)
					}
				}
				precision, recall := float64(found)/float64(max(len(got), 1)), float64(found)/float64(len(want))
				if precision < floor || recall < floor || d.Title != k.title {
					t.Errorf("title %q, precision %.3f, recall %.3f of blocks; want %q and at least %.2f", d.Title, precision, recall, k.title, floor)
				}
				if file := "https://acmedsci.ac.uk/file-download/41239"; m.name != "flat" && !slices.ContainsFunc(d.Links, download(file)) {
					t.Errorf("no download %s among %v", file, d.Links)
				}
			})
		}
	}
	if pages < 24 {
		t.Errorf("%d pages, want 24 at least", pages)
	}
}

// download reports the link to a file.
func download(to string) func(search.Link) bool {
	return func(l search.Link) bool { return l.URL == to && l.Relation == search.Download }
}
