package extract_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"academysearch/indexer/extract"
)

// Large pages that are made to be slow end in a time that a crawl can wait for.
func TestExtract_hostilePagesEndInTime(t *testing.T) {
	const size, limit = 1 << 20, 15 * time.Second
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	for name, body := range map[string]string{
		"columns of links":       `<div class=row>` + fill(`<div class="col"><a href=x>y</a></div>`) + `</div>`,
		"calls side by side":     `<div>` + fill(`<a>Book Now</a>`) + `</div>`,
		"calls in cards":         `<h1>T</h1><div>` + fill(`<div class=c><h3>x</h3><a>Book Now</a></div>`) + `</div>`,
		"deep and wide":          strings.Repeat("<div>", 400) + "<h1>T</h1>" + fill("<p>word</p>"),
		"deep spans":             "<p>" + strings.Repeat("<span>", 400) + fill("word "),
		"lists of anchors":       fill(`<ul><li><a href=#a>a</a><li><a href=#b>b</a></ul>`),
		"nested lists":           strings.Repeat("<ul><li>", 200) + fill(`<a href=#a>a</a>`),
		"tabs":                   fill(`<section id="tab12">x</section>`),
		"one long paragraph":     "<h1>T</h1><p>" + fill("the academy of medical sciences was all web references were "),
		"headings":               fill("<h2>x</h2>"),
		"links":                  fill(`<a href="/x?a=1">x</a>`),
		"rows":                   "<table>" + fill("<tr><td>x<td>y"),
		"breaks":                 "<p>" + fill("x<br>"),
		"furniture":              fill(`<div class="sidebar">x</div>`),
		"nested furniture":       strings.Repeat(`<div class="sidebar">`, 400) + fill(`<nav>x</nav>`),
		"no heading, no article": fill("<div>words, and more words, for the library to count</div>"),
		"lines that are cards":   fill("Winter lecture\nBook Now\n"),
		"lines that end it":      fill("Staff leads\nname\n"),
		"quotations":             fill("“a\n"),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			if _, err := extractor(t, extract.Config{}).Extract(context.Background(), extract.Input{Body: []byte(body)}); err != nil {
				t.Log(err)
			}
			if took := time.Since(begin); took > limit {
				t.Errorf("took %s, more than %s", took, limit)
			} else {
				t.Log(took)
			}
		})
	}
}
