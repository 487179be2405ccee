package extract_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
)

// hostilePages are made to be slow, each of about size bytes.
func hostilePages(size int) map[string]string {
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	return map[string]string{
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
	}
}

// What the work may cost is shown by the benchmark; here each page ends, as a failure with all its parts or with no more text than it has.
func TestExtract_hostilePagesEndAsTextOrFailure(t *testing.T) {
	x := extractor(t, extract.Config{})
	for name, body := range hostilePages(1 << 16) {
		t.Run(name, func(t *testing.T) {
			doc, err := x.Extract(t.Context(), extract.Input{Body: []byte(body)})
			var failure *document.Failure
			if err != nil && (!errors.As(err, &failure) || failure.Class == "" || failure.Reason == "" || failure.Advice == "") {
				t.Fatalf("%v is no failure with class, reason and advice", err)
			}
			text := 0
			for _, block := range doc.Blocks() {
				text += len(block.Text)
			}
			if text > len(body) {
				t.Errorf("%d bytes of text from a page of %d", text, len(body))
			}
		})
	}
}

// BenchmarkExtract_hostilePages shows by its bytes a second at both sizes that the cost grows with the page and not with its square.
func BenchmarkExtract_hostilePages(b *testing.B) {
	x := extractor(b, extract.Config{})
	for _, size := range []int{1 << 17, 1 << 20} {
		for name, body := range hostilePages(size) {
			b.Run(fmt.Sprintf("%d/%s", size, name), func(b *testing.B) {
				b.SetBytes(int64(len(body)))
				for b.Loop() {
					_, _ = x.Extract(b.Context(), extract.Input{Body: []byte(body)})
				}
			})
		}
	}
}
