package extract_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
	"academysearch/search"
)

func TestExtract_hintsOfMetadata(t *testing.T) {
	for _, row := range []struct {
		name, html string
		want       []document.Hint
	}{
		{
			"article in a graph",
			`<script type="application/ld+json">{"@graph":[{"@type":"Organization","name":"X","foundingDate":"1998"},{"@type":"NewsArticle","datePublished":"2018-11-20","author":[{"@type":"Person","name":"Ola Kern"},{"@type":"Organization","name":"X"}]}]}</script>`,
			[]document.Hint{{Name: "published", Value: "2018-11-20", Source: "json-ld"}, {Name: "kind", Value: "NewsArticle", Source: "json-ld"}, {Name: "author", Value: "Ola Kern", Source: "json-ld"}},
		},
		{
			"event",
			`<script type="application/ld+json">[{"@type":["Event"],"name":"Lecture","startDate":"2020-04-21T09:30","endDate":"2020-04-21"}]</script>`,
			[]document.Hint{{Name: "event-start", Value: "2020-04-21T09:30", Source: "json-ld"}, {Name: "event-end", Value: "2020-04-21", Source: "json-ld"}, {Name: "title", Value: "Lecture", Source: "json-ld"}, {Name: "kind", Value: "Event", Source: "json-ld"}},
		},
		{"what surrounds the page claims nothing for it", `<script type="application/ld+json">{"@type":"WebSite","datePublished":"2001"}</script>`, nil},
		{"broken script", `<script type="application/ld+json">{"@type":"Article","datePublished":</script>`, nil},
		{
			"meta", `<meta property="article:published_time" content="2021-02-28"><meta name="citation_author" content="Vila Robles, Carmen"><meta name=DC.Date content=2021>`,
			[]document.Hint{{Name: "published", Value: "2021-02-28", Source: "meta"}, {Name: "author", Value: "Vila Robles, Carmen", Source: "meta"}, {Name: "published", Value: "2021", Source: "meta"}},
		},
		{"profile of an author is no name", `<meta property="article:author" content="https://example.org/x">`, nil},
		{
			"time that says what it dates", `<h1>T</h1><p><time class="entry-date" datetime="2024-03-05">5 March 2024</time> <time itemprop="startDate" datetime="2024-04-01">1 April</time></p>`,
			[]document.Hint{{Name: "published", Value: "2024-03-05", Source: "time"}, {Name: "event-start", Value: "2024-04-01", Source: "time"}},
		},
		{"time that does not", `<h1>T</h1><p><time datetime="2024-03-05">5 March 2024</time></p>`, nil},
		{"time outside the article", `<main><h1>T</h1><p>text</p></main><aside><time class="published" datetime="2030-01-01">now</time></aside>`, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			if d := page(t, "<html><head></head><body>"+row.html+"<p>text</p></body></html>"); !slices.Equal(d.Hints, row.want) {
				t.Errorf("got %v, want %v", d.Hints, row.want)
			}
		})
	}
}

func TestExtract_languageAndCanonicalAddress(t *testing.T) {
	for _, row := range []struct{ html, language, canonical string }{
		{`<html lang="en_gb"><link rel=canonical href="http://www.acmedsci.ac.uk/a/?utm_source=x"><p>words`, "en-GB", "https://acmedsci.ac.uk/a"},
		{`<html xml:lang="cy"><link rel=CANONICAL href="/b/"><p>words`, "cy", "https://acmedsci.ac.uk/b"},
		{`<meta property="og:locale" content="en_GB"><p>words`, "en-GB", ""},
		{`<html lang="no such language"><link rel=canonical href="mailto:x"><p>words`, "", ""},
	} {
		if d := page(t, row.html); d.Language != row.language || d.Canonical != row.canonical {
			t.Errorf("%s: language %q, canonical %q; want %q and %q", row.html, d.Language, d.Canonical, row.language, row.canonical)
		}
	}
}

func TestExtract_linksByTheirPlace(t *testing.T) {
	d := page(t, `<nav><a href="/about">About</a></nav><main><h1>T</h1><p>See <a href="/related?utm_source=x">the project</a> and
		<a href="/related#part">its part</a>, <a href="mailto:a@example.org">write</a>, <a href="#top">up</a>.</p></main>
		<div class="side"><a href="/file-download/41239"><img alt="Report" src="x.png"></a><a href="/media/x" type="application/pdf">Annex</a>
		<a href="/media/y">Summary (PDF, 2 MB)</a></div><footer><a href="/privacy.pdf">Privacy</a></footer>`)
	want := []search.Link{
		{URL: "https://acmedsci.ac.uk/about", Text: "About", Relation: search.Chrome},
		{URL: "https://acmedsci.ac.uk/related", Text: "the project", Relation: search.Related},
		{URL: "https://acmedsci.ac.uk/file-download/41239", Text: "Report", Relation: search.Download},
		{URL: "https://acmedsci.ac.uk/media/x", Text: "Annex", Relation: search.Download},
		{URL: "https://acmedsci.ac.uk/media/y", Text: "Summary (PDF, 2 MB)", Relation: search.Download},
		{URL: "https://acmedsci.ac.uk/privacy.pdf", Text: "Privacy", Relation: search.Chrome},
	}
	if !slices.Equal(d.Links, want) {
		t.Errorf("got  %v\nwant %v", d.Links, want)
	}
}

func TestExtract_linksOfAPageInAFolder(t *testing.T) {
	body := `<h1>T</h1><p><a href="../pdf/report.pdf">a</a> <a href="other.html#x">b</a> <a href="/file-download/1">c</a> <a href="../../../outside">d</a> <a href="https://www.example.org/">e</a></p>`
	d, err := extractor(t, extract.Config{}).Extract(context.Background(), extract.Input{URL: "site/news/page.html", Body: []byte(body)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range d.Links {
		got = append(got, l.URL)
	}
	if want := []string{"site/pdf/report.pdf", "site/news/other.html", "/file-download/1", "https://example.org"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKind(t *testing.T) {
	for _, row := range []struct{ name, body, declared, want string }{
		{"PDF by its header", "%PDF-1.7\n", "text/html", extract.PDF},
		{"PDF behind other bytes", strings.Repeat("x", 1_000) + "%PDF-1.4", "", extract.PDF},
		{"header too far in", "A text about files. " + strings.Repeat("x ", 600) + "%PDF-1.4", "", extract.Text},
		{"PDF without its header", "1 0 obj\n<< >>\nendobj\n", "", extract.PDF},
		{"HTML by its doctype", "\n<!DOCTYPE html><p>x", "text/plain", extract.HTML},
		{"HTML by a tag", `<a href="/x">x</a>`, "", extract.HTML},
		{"HTML behind words", "Hello <p>world</p>", "text/html; charset=utf-8", extract.HTML},
		{"text", "Hello world", "", extract.Text},
		{"text that mentions a tag", "Use <p> for a paragraph.", "text/plain", extract.Text},
		{"text in windows-1252", "caf\xe9 au lait", "", extract.Text},
		{"text in UTF-16", "\xff\xfeH\x00i\x00", "", extract.Text},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png", ""},
		{"archive", "PK\x03\x04\x14\x00", "application/pdf", ""},
		{"sitemap", `<?xml version="1.0"?><urlset></urlset>`, "text/xml", ""},
		{"JSON", `{"a": 1}`, "application/json", ""},
		{"XHTML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>`, "", extract.HTML},
	} {
		if got := extract.Kind([]byte(row.body), row.declared); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func TestProfiles_ofStaffComeFirst(t *testing.T) {
	profiles, err := extract.Profiles(strings.NewReader("- hosts: [partner.org]\n  article: [.story]\n  ends: ['more from partner']\n"))
	if err != nil {
		t.Fatal(err)
	}
	x := extractor(t, extract.Config{Profiles: profiles})
	body := []byte(`<div class="page-content"><p>Not this.</p></div><div class="story"><h1>T</h1><p>This.</p><p>More from Partner:</p><p>Not that.</p></div>`)
	for address, want := range map[string]string{"https://www.partner.org/x": "This.", "https://news.partner.org/x": "This.", "https://other.org/x": "Not this."} {
		d, err := x.Extract(context.Background(), extract.Input{URL: address, Body: body})
		if err != nil || strings.Join(texts(d), "|") != want {
			t.Errorf("%s: got %q, %v; want %q", address, texts(d), err, want)
		}
	}
}

func TestNew_refusesWrongProfiles(t *testing.T) {
	for _, p := range []extract.Profile{{Article: []string{"div["}}, {Ends: []string{"(open"}}} {
		if _, err := extract.New(extract.Config{Profiles: []extract.Profile{p}}); err == nil {
			t.Errorf("%+v was taken", p)
		}
	}
	if _, err := extract.Profiles(strings.NewReader("- hots: [x]\n")); err == nil {
		t.Error("an unknown field was taken")
	}
}
