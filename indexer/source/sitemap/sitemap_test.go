package sitemap_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/source/sitemap"
)

const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// urlset puts entries into a sitemap.
func urlset(entries string) string {
	return declaration + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + entries + `</urlset>`
}

// list reads a list and writes down what it gave: addresses with their dates, faults of entries by number, and how it ended.
func list(r *sitemap.Reader) (lines []string, fatal error) {
	for entry, err := range r.Entries() {
		var fault *sitemap.EntryError
		switch {
		case errors.As(err, &fault):
			lines = append(lines, fmt.Sprintf("fault %d", fault.Number))
		case err != nil:
			return lines, err
		}
		if entry.Address != "" {
			lines = append(lines, entry.Address)
		}
	}
	return lines, nil
}

func read(text string) (*sitemap.Reader, []string, error) {
	r := sitemap.NewReader(strings.NewReader(text))
	lines, err := list(r)
	return r, lines, err
}

func zip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// utf16 writes ASCII text in UTF-16, low byte first, with its mark.
func utf16(text string) string {
	b := []byte{0xff, 0xfe}
	for i := range len(text) {
		b = append(b, text[i], 0)
	}
	return string(b)
}

func TestReader_readsEveryForm(t *testing.T) {
	for _, row := range []struct {
		name, text string
		form       sitemap.Form
		complete   bool
		want       string
	}{
		{
			"sitemap", urlset(`<url><loc>https://e.org/a</loc><lastmod>2024-05-01</lastmod><changefreq>daily</changefreq><priority>0.8</priority></url>
			<url><loc> https://e.org/b
			</loc></url>`), sitemap.URLSet, true, "https://e.org/a https://e.org/b",
		},
		{"no namespace", `<urlset><url><loc>https://e.org/a</loc></url></urlset>`, sitemap.URLSet, true, "https://e.org/a"},
		{"prefixed names", `<s:urlset xmlns:s="x"><s:url><s:loc>https://e.org/a</s:loc></s:url></s:urlset>`, sitemap.URLSet, true, "https://e.org/a"},
		{"prefix without a declaration", `<s:urlset><s:url><s:loc>https://e.org/a</s:loc></s:url></s:urlset>`, sitemap.URLSet, true, "https://e.org/a"},
		{"another case", `<URLSet><URL><Loc>https://e.org/a</Loc></URL></URLSet>`, sitemap.URLSet, true, "https://e.org/a"},
		{
			"pictures and translations", urlset(`<url><image:image><image:loc>https://e.org/p.jpg</image:loc></image:image>
			<xhtml:link rel="alternate" hreflang="cy" href="https://e.org/cy"/><loc>https://e.org/a</loc></url>`), sitemap.URLSet, true, "https://e.org/a",
		},
		{"escaped and bare ampersands", urlset(`<url><loc>https://e.org/?a=1&amp;b=2&c=3</loc></url>`), sitemap.URLSet, true, "https://e.org/?a=1&b=2&c=3"},
		{"CDATA", urlset(`<url><loc><![CDATA[https://e.org/?a&b]]></loc></url>`), sitemap.URLSet, true, "https://e.org/?a&b"},
		{"comments and instructions", declaration + `<!-- x --><?xml-stylesheet href="a.xsl"?><urlset><!-- <url/> --><url><loc>https://e.org/<!-- x -->a</loc></url></urlset>`, sitemap.URLSet, true, "https://e.org/a"},
		{"Latin-1", `<?xml version="1.0" encoding="ISO-8859-1"?><urlset><url><loc>https://e.org/caf` + "\xe9" + `</loc></url></urlset>`, sitemap.URLSet, true, "https://e.org/café"},
		{"byte order mark", "\uFEFF" + urlset(`<url><loc>https://e.org/a</loc></url>`), sitemap.URLSet, true, "https://e.org/a"},
		{"UTF-16", utf16(`<?xml version="1.0" encoding="UTF-16"?><urlset><url><loc>https://e.org/a</loc></url></urlset>`), sitemap.URLSet, true, "https://e.org/a"},
		{"white space in front", "\n \n<urlset><url><loc>https://e.org/a</loc></url></urlset>", sitemap.URLSet, true, "https://e.org/a"},
		{"packed", zip(urlset(`<url><loc>https://e.org/a</loc></url>`)), sitemap.URLSet, true, "https://e.org/a"},
		{"packed in two parts", zip(`<urlset><url><loc>https://e.org/a</loc></url>`) + zip(`</urlset>`), sitemap.URLSet, true, "https://e.org/a"},
		{
			"index", declaration + `<sitemapindex><sitemap><loc>https://e.org/1.xml.gz</loc><lastmod>2024</lastmod></sitemap><sitemap><loc>https://e.org/2.xml</loc></sitemap></sitemapindex>`,
			sitemap.Index, true, "https://e.org/1.xml.gz https://e.org/2.xml",
		},
		{
			"RSS 2.0", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://e.org</link><atom:link rel="self" href="https://e.org/rss"/>
			<item><title>A</title><atom:link rel="related" href="https://e.org/r"/><link>https://e.org/a</link><pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate></item></channel></rss>`,
			sitemap.RSS, false, "https://e.org/a",
		},
		{"RSS 1.0", `<rdf:RDF><channel><link>https://e.org</link></channel><item><link>https://e.org/a</link><dc:date>2024-05-01</dc:date></item></rdf:RDF>`, sitemap.RSS, false, "https://e.org/a"},
		{
			"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://e.org"/><entry><link rel="self" href="https://e.org/s"/><link rel="alternate" href="https://e.org/a"/>
			<updated>2024-05-01T10:00:00Z</updated><content type="xhtml"><div><link href="https://e.org/x"/></div></content></entry></feed>`,
			sitemap.Atom, false, "https://e.org/a",
		},
		{"text", "https://e.org/a\r\n\r\n  HTTP://e.org/b  \nhttps://e.org/c", sitemap.Text, true, "https://e.org/a HTTP://e.org/b https://e.org/c"},
		{"text with a mark, packed", zip("\uFEFFhttps://e.org/a\n"), sitemap.Text, true, "https://e.org/a"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, lines, err := read(row.text)
			if got := strings.Join(lines, " "); err != nil || got != row.want || r.Form() != row.form || r.Complete() != row.complete {
				t.Errorf("read %q, form %q, complete %t, %v; want %q, %q, %t", got, r.Form(), r.Complete(), err, row.want, row.form, row.complete)
			}
		})
	}
}

func TestReader_reportsBadEntriesAndGoesOn(t *testing.T) {
	for _, row := range []struct {
		name, text string
		complete   bool
		want       string
	}{
		{"no address", urlset(`<url><lastmod>2024</lastmod></url><url><loc>https://e.org/b</loc></url>`), false, "fault 1 https://e.org/b"},
		{"empty address", urlset(`<url><loc> </loc></url><url><loc>https://e.org/b</loc></url>`), false, "fault 1 https://e.org/b"},
		{"address too long", urlset(`<url><loc>https://e.org/` + strings.Repeat("a", 100_000) + `</loc></url><url><loc>https://e.org/b</loc></url>`), false, "fault 1 https://e.org/b"},
		{"date of no form", urlset(`<url><loc>https://e.org/a</loc><lastmod>yesterday</lastmod></url>`), true, "fault 1 https://e.org/a"},
		{"unknown entity", urlset(`<url><loc>https://e.org/a&nbsp;b</loc></url>`), true, "https://e.org/a&nbsp;b"},
		{"tag that is not closed", urlset(`<url><loc>https://e.org/a</url><url><loc>https://e.org/b</loc></url>`), true, "https://e.org/a https://e.org/b"},
		{"line of words", "https://e.org/a\nand so on\nhttps://e.org/b", false, "https://e.org/a fault 2 https://e.org/b"},
		{"line too long", "https://e.org/a\nhttps://e.org/" + strings.Repeat("a", 100_000) + "\nhttps://e.org/b", false, "https://e.org/a fault 2 https://e.org/b"},
		{"sitemap without entries", urlset(""), false, ""},
		{"something behind the root", urlset(`<url><loc>https://e.org/a</loc></url>`) + "<p>generated in 3 ms", true, "https://e.org/a"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, lines, err := read(row.text)
			if got := strings.Join(lines, " "); err != nil || got != row.want || r.Complete() != row.complete {
				t.Errorf("read %q, complete %t, %v; want %q, %t", got, r.Complete(), err, row.want, row.complete)
			}
		})
	}
}

func TestReader_failsWithTheClassOfTheFault(t *testing.T) {
	good := urlset(`<url><loc>https://e.org/a</loc></url>`)
	packed := zip(good)
	for _, row := range []struct {
		name, text string
		class      document.Class
		entries    int
	}{
		{"nothing", "", document.Empty, 0},
		{"white space", " \n ", document.Empty, 0},
		{"packed nothing", zip(""), document.Empty, 0},
		{"web page", "<!DOCTYPE html><html><body><a href='https://e.org/a'>a</a></body></html>", document.Unsupported, 0},
		{"words", "Not Found", document.Unsupported, 0},
		{"JSON", `{"urls": ["https://e.org/a"]}`, document.Unsupported, 0},
		{"cut in an entry", strings.TrimSuffix(good, "</loc></url></urlset>"), document.Damaged, 0},
		{"cut behind an entry", strings.TrimSuffix(good, "</urlset>"), document.Damaged, 1},
		{"no end of the declaration", "<?xml version='1.0'", document.Damaged, 0},
		{"unknown charset", `<?xml version="1.0" encoding="klingon"?><urlset/>`, document.Damaged, 0},
		{"control character", urlset("<url><loc>https://e.org/\x01</loc></url>"), document.Damaged, 0},
		{"version of XML that is not read", `<?xml version="2.0"?><urlset/>`, document.Damaged, 0},
		{"gzip cut short", packed[:len(packed)-4], document.Damaged, 1},
		{"gzip with a wrong checksum", zip(good)[:len(zip(good))-8] + "\x00\x00\x00\x00" + zip(good)[len(zip(good))-4:], document.Damaged, 1},
		{"gzip header alone", "\x1f\x8b", document.Damaged, 0},
		{"nested too deep", "<urlset>" + strings.Repeat("<a>", 200), document.Damaged, 0},
		{"one endless tag", "<urlset " + strings.Repeat("a='b' ", 1<<20), document.Damaged, 0},
		{"one endless text", urlset("<url><loc>" + strings.Repeat("a", 2<<20) + "</loc></url>"), document.Damaged, 0},
		{"one endless comment", "<!--" + strings.Repeat("a", 2<<20) + "--><urlset/>", document.Damaged, 0},
		{"too many entries", urlset(strings.Repeat("<url><loc>https://e.org/a</loc></url>", sitemap.MaxEntries+1)), document.TooLarge, sitemap.MaxEntries},
		{"too many lines", strings.Repeat("https://e.org/a\n", sitemap.MaxEntries+1), document.TooLarge, sitemap.MaxEntries},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, lines, err := read(row.text)
			var failure *document.Failure
			if !errors.As(err, &failure) || failure.Class != row.class || failure.Reason == "" || failure.Advice == "" {
				t.Fatalf("ended with %v, want a failure of class %q with reason and advice", err, row.class)
			}
			if r.Complete() || len(lines) != row.entries {
				t.Errorf("complete %t with %d entries, want %d of an incomplete list", r.Complete(), len(lines), row.entries)
			}
		})
	}
}

// filling gives the letter x for ever.
type filling struct{}

var block = strings.Repeat("x", 64<<10)

func (filling) Read(p []byte) (int, error) { return copy(p, block), nil }

func TestReader_stopsAtTheLimitOfBytesPackedOrNot(t *testing.T) {
	long := func() io.Reader {
		return io.MultiReader(strings.NewReader("https://e.org/a\n"), io.LimitReader(filling{}, sitemap.MaxBytes))
	}
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	if _, err := io.Copy(w, long()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		text io.Reader
	}{{"bare", long()}, {"packed", &bomb}} {
		t.Run(row.name, func(t *testing.T) {
			r := sitemap.NewReader(row.text)
			lines, err := list(r)
			var failure *document.Failure
			if !errors.As(err, &failure) || failure.Class != document.TooLarge || len(lines) != 1 || r.Complete() {
				t.Errorf("ended with %v after %d entries, complete %t; want too-large after 1", err, len(lines), r.Complete())
			}
		})
	}
}

func TestReader_takesAListOfExactlyTheLimit(t *testing.T) {
	r, lines, err := read(urlset(strings.Repeat("<url><loc>https://e.org/a</loc></url>", sitemap.MaxEntries)))
	if err != nil || len(lines) != sitemap.MaxEntries || !r.Complete() {
		t.Errorf("read %d entries, complete %t, %v", len(lines), r.Complete(), err)
	}
}

func TestReader_readsNothingOutsideTheFile(t *testing.T) {
	_, lines, err := read(`<?xml version="1.0"?><!DOCTYPE urlset [
		<!ENTITY secret SYSTEM "file:///etc/hostname"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">
		]><urlset><url><loc>https://e.org/&secret;&c;</loc></url></urlset>`)
	if got := strings.Join(lines, " "); err != nil || got != "https://e.org/&secret;&c;" {
		t.Errorf("read %q, %v; want the entities as they are written", got, err)
	}
}

func TestReader_passesErrorsOfTheUnderlyingReader(t *testing.T) {
	broken := errors.New("connection lost")
	for _, text := range []string{"", "https://e.org/a\n", urlset("<url><loc>https://e.org/a</loc></url>"), urlset("")[:60], zip(urlset(""))[:20]} {
		r := sitemap.NewReader(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
		if _, err := list(r); !errors.Is(err, broken) || r.Complete() {
			t.Errorf("%q: ended with %v, complete %t; want the reader's error", text, err, r.Complete())
		}
	}
}

func TestReader_stopsWhenAsked(t *testing.T) {
	r := sitemap.NewReader(strings.NewReader(urlset(strings.Repeat("<url><loc>https://e.org/a</loc></url>", 3))))
	for entry, err := range r.Entries() {
		if entry.Address == "" || err != nil {
			t.Fatalf("read %v, %v", entry, err)
		}
		break
	}
	if r.Complete() {
		t.Error("a list read in part counts as complete")
	}
}

func TestReader_LastModified(t *testing.T) {
	utc := func(year, month, day, hour, minute, second int) time.Time {
		return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	}
	feed := func(date string) string {
		return `<rss><channel><item><link>https://e.org/a</link><pubDate>` + date + `</pubDate></item></channel></rss>`
	}
	page := func(date string) string {
		return urlset(`<url><loc>https://e.org/a</loc><lastmod>` + date + `</lastmod></url>`)
	}
	for _, row := range []struct {
		name, text string
		want       time.Time
		precision  sitemap.Precision
	}{
		{"year", page("2024"), utc(2024, 1, 1, 0, 0, 0), sitemap.Year},
		{"month", page("2024-05"), utc(2024, 5, 1, 0, 0, 0), sitemap.Month},
		{"day", page(" 2024-05-03 "), utc(2024, 5, 3, 0, 0, 0), sitemap.Day},
		{"minute", page("2024-05-03T10:30Z"), utc(2024, 5, 3, 10, 30, 0), sitemap.Moment},
		{"minute with offset", page("2024-05-03T10:30+01:00"), utc(2024, 5, 3, 9, 30, 0), sitemap.Moment},
		{"second", page("2024-05-03T10:30:15-05:00"), utc(2024, 5, 3, 15, 30, 15), sitemap.Moment},
		{"fraction", page("2024-05-03T10:30:15.45+00:00"), utc(2024, 5, 3, 10, 30, 15).Add(450 * time.Millisecond), sitemap.Moment},
		{"no zone", page("2024-05-03T10:30:15"), utc(2024, 5, 3, 10, 30, 15), sitemap.Moment},
		{"offset without colon", page("2024-05-03T10:30:15+0100"), utc(2024, 5, 3, 9, 30, 15), sitemap.Moment},
		{"small letters", page("2024-05-03t10:30:15z"), utc(2024, 5, 3, 10, 30, 15), sitemap.Moment},
		{"spaces", page("2024-05-03 10:30:15 +01:00"), utc(2024, 5, 3, 9, 30, 15), sitemap.Moment},
		{"mail", feed("Fri, 03 May 2024 10:30:15 +0100"), utc(2024, 5, 3, 9, 30, 15), sitemap.Moment},
		{"mail, British summer", feed("Fri,  3 May 2024 10:30 BST"), utc(2024, 5, 3, 9, 30, 0), sitemap.Moment},
		{"mail, no weekday, short year", feed("3 May 24 10:30:15 GMT"), utc(2024, 5, 3, 10, 30, 15), sitemap.Moment},
		{"mail, W3C", feed("2024-05-03"), utc(2024, 5, 3, 0, 0, 0), sitemap.Day},
		{"month that is none", page("2024-13"), time.Time{}, sitemap.Unknown},
		{"day that is none", page("2023-02-29"), time.Time{}, sitemap.Unknown},
		{"British order", page("03/05/2024"), time.Time{}, sitemap.Unknown},
		{"zone that nobody knows", feed("Fri, 03 May 2024 10:30:15 XYZ"), time.Time{}, sitemap.Unknown},
		{"mail in a sitemap", page("Fri, 03 May 2024 10:30:15 GMT"), time.Time{}, sitemap.Unknown},
		{"empty", page(""), time.Time{}, sitemap.Unknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			for entry, err := range sitemap.NewReader(strings.NewReader(row.text)).Entries() {
				var fault *sitemap.EntryError
				if err != nil && !errors.As(err, &fault) {
					t.Fatal(err)
				}
				if got := entry.LastModified; entry.Address != "https://e.org/a" || !got.Time.Equal(row.want) || got.Precision != row.precision {
					t.Errorf("read %q, %v, %d; want %v, %d", entry.Address, got.Time, got.Precision, row.want, row.precision)
				}
			}
		})
	}
}

func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		urlset(`<url><loc>https://e.org/a</loc><lastmod>2024-05-01T10:00Z</lastmod></url>`), zip(urlset("<url/>")), "https://e.org/a\nx\n", utf16("<urlset/>"),
		`<rss><channel><item><link>x</link><pubDate>3 May 24 10:30 BST</pubDate></item></channel></rss>`, `<feed><entry><link href="x"/></entry></feed>`,
		`<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>`, `<?xml encoding="latin1"?><!DOCTYPE a [<!ENTITY b "c">]><urlset><url><loc>&b;</urlset>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := sitemap.NewReader(bytes.NewReader(text))
		good, ended := 0, false
		for entry, err := range r.Entries() {
			var fault *sitemap.EntryError
			if ended {
				t.Fatal("the list goes on behind its last error")
			}
			ended = err != nil && !errors.As(err, &fault)
			if entry.Address != "" {
				good++
			}
			if len(entry.Address) > sitemap.MaxAddress || entry.Address == "" && err == nil {
				t.Errorf("an entry with the address %q", entry.Address)
			}
		}
		if r.Complete() && (ended || good == 0) {
			t.Error("a list counts as complete that is not")
		}
		var failure *document.Failure
		if _, err := list(sitemap.NewReader(bytes.NewReader(text))); err != nil && !errors.As(err, &failure) {
			t.Errorf("ended with %v, which is no failure of the list", err)
		}
	})
}
