package extract_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// extractor makes an Extractor that is closed when the test ends.
func extractor(t testing.TB, c extract.Config) *extract.Extractor {
	t.Helper()
	x := newExtractor(t, c)
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return x
}

// page extracts HTML or text that stands at an address of the Academy's site.
func page(t testing.TB, body string) document.Document {
	t.Helper()
	d, err := extractor(t, extract.Config{}).Extract(context.Background(), extract.Input{URL: "https://acmedsci.ac.uk/more/news/sample", Body: []byte(body)})
	if err != nil {
		t.Fatalf("Extract(%q): %v", body, err)
	}
	return d
}

// texts gives the text of all blocks.
func texts(d document.Document) []string {
	var list []string
	for _, b := range d.Blocks() {
		list = append(list, b.Text)
	}
	return list
}

func TestExtract_goldenPages(t *testing.T) {
	files, err := filepath.Glob("testdata/html/*.html")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	x := extractor(t, extract.Config{})
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d, err := x.Extract(context.Background(), extract.Input{URL: "https://acmedsci.ac.uk/more/news/sample", MediaType: "text/html", Body: body})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, strings.TrimSuffix(file, ".html")+".json", d)
		})
	}
}

// golden compares a value with a golden file.
func golden(t *testing.T, file string, v any) {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("%s differs (run with -update and read the difference); got\n%s", file, b.String())
	}
}

func TestExtract_keepsWordsApartAtInlineBorders(t *testing.T) {
	for _, row := range []struct{ name, html, want string }{
		{"adjacent links", `focusing on <a href=/d>diabetes</a><a href=/c>cardiovascular disease</a> and <a href=/a>asthma</a>.`, "focusing on diabetes cardiovascular disease and asthma."},
		{"word against a link", `see<a href=/x>the report</a>here`, "see the report here"},
		{"ending behind a link", `three <a href=/x>cohort</a>s`, "three cohorts"},
		{"full stop behind a link", `(see <a href=/x>the report</a>).`, "(see the report)."},
		{"bold label", `<b>Chair:</b>Professor Ada Lindqvist`, "Chair: Professor Ada Lindqvist"},
		{"letter in italics", `m<b>RNA</b> and CO<sub>2</sub>, <i>n</i>=12`, "mRNA and CO2, n=12"},
		{"adjacent spans", `<span>Winter Meeting</span><span>2019</span>`, "Winter Meeting 2019"},
		{"reference number", `of the disease<sup>12</sup> at 10<sup>5</sup>`, "of the disease 12 at 105"},
		{"web address", `at www.example.<b>org</b> or e.<i>g</i>.`, "at www.example.org or e.g."},
		{"spaces of all kinds", "a\u00a0b\u200bc \n\t d\u00ade", "a bc de"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := page(t, "<h1>Title</h1><p>"+row.html+"</p>")
			if got := strings.Join(texts(d), "\n"); got != row.want {
				t.Errorf("%s\n got %q\nwant %q", row.html, got, row.want)
			}
		})
	}
}

func TestExtract_keepsLinesThatStandForThemselves(t *testing.T) {
	d := page(t, `<h1>T</h1><p>Speakers included:<br>Professor Ines Duarte, Porto<br/>Dr Robin Frey-Lund</p><p>approaches to<br>mental health<br><br>next</p>`)
	want := "Speakers included:|Professor Ines Duarte, Porto|Dr Robin Frey-Lund|approaches to mental health|next"
	if got := strings.Join(texts(d), "|"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestExtract_readsWhateverTheEncoding(t *testing.T) {
	for _, row := range []struct{ name, body, declared string }{
		{"UTF-8 that claims to be ISO-8859-1", "<meta charset=iso-8859-1><h1>Müller’s</h1><p>text", "text/html; charset=iso-8859-1"},
		{"windows-1252", "<meta charset=windows-1252><h1>M\xfcller\x92s</h1><p>text", ""},
		{"declared by the server only", "<h1>M\xfcller\x92s</h1><p>text", "text/html; charset=windows-1252"},
		{"UTF-16", "\xff\xfe<\x00h\x001\x00>\x00M\x00\xfc\x00l\x00l\x00e\x00r\x00\x19\x20s\x00<\x00/\x00h\x001\x00>\x00t\x00", "text/html"},
		{"mark of UTF-8", "\xef\xbb\xbf<h1>Müller’s</h1><p>text", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, err := extractor(t, extract.Config{}).Extract(context.Background(), extract.Input{MediaType: row.declared, Body: []byte(row.body)})
			if err != nil || d.Title != "Müller’s" || d.MediaType != extract.HTML {
				t.Errorf("title %q of %s, %v", d.Title, d.MediaType, err)
			}
		})
	}
}

func TestExtract_survivesHostileMarkup(t *testing.T) {
	for name, body := range map[string]string{
		"nested deeper than any page": "<h1>Title</h1>" + strings.Repeat("<div>", 100_000) + "deep",
		"nested links and tables":     "<h1>Title</h1>" + strings.Repeat("<table><tr><td><a href=x>", 20_000) + "deep",
		"unclosed everything":         "<h1>Title</h1><p><ul><li><b><!-- x --><table><td>deep",
		"a million attributes":        "<h1>Title</h1><p " + strings.Repeat("a=b ", 250_000) + ">deep",
	} {
		t.Run(name, func(t *testing.T) {
			if d := page(t, body); d.Title != "Title" || !strings.Contains(strings.Join(texts(d), " "), "deep") {
				t.Errorf("title %q, blocks %q", d.Title, texts(d))
			}
		})
	}
}

func TestExtract_failsWithAClass(t *testing.T) {
	for _, row := range []struct {
		name, body string
		want       document.Class
	}{
		{"no bytes", "", document.Empty},
		{"no text, title or link", "<html><body><script>x</script></body></html>", document.Empty},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00", document.Unsupported},
		{"archive", "PK\x03\x04\x14\x00\x06\x00", document.Unsupported},
		{"feed", `<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>`, document.Unsupported},
		{"over the limit", "<p>" + strings.Repeat("word ", 300), document.TooLarge},
	} {
		t.Run(row.name, func(t *testing.T) {
			x := extractor(t, extract.Config{Limits: extract.Limits{PageBytes: 1_000}})
			_, err := x.Extract(context.Background(), extract.Input{Body: []byte(row.body)})
			var failure *document.Failure
			if !errors.As(err, &failure) || failure.Class != row.want || failure.Reason == "" || failure.Advice == "" {
				t.Errorf("%v, want a failure of class %s with reason and advice", err, row.want)
			}
		})
	}
}

func FuzzExtract_html(f *testing.F) {
	files, err := filepath.Glob("testdata/html/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte("Title\n\n“Quoted\n“twice.”\fStaff leads\nCard\nBook Now"))
	x := extractor(f, extract.Config{})
	f.Fuzz(func(t *testing.T, body []byte) {
		if extract.Kind(body, "") == extract.PDF {
			return
		}
		d, err := x.Extract(context.Background(), extract.Input{URL: "https://acmedsci.ac.uk/x", Body: body})
		var failure *document.Failure
		if err != nil && !errors.As(err, &failure) {
			t.Fatalf("%v is no failure", err)
		}
		characters := 0
		for i, p := range d.Pages {
			if p.Number != i+1 {
				t.Errorf("page %d has the number %d", i+1, p.Number)
			}
			for _, b := range p.Blocks {
				characters += len(b.Text)
				if b.Text == "" || b.Text != strings.Join(strings.Fields(b.Text), " ") {
					t.Errorf("block %q is not folded", b.Text)
				}
			}
		}
		if characters > 8*len(body)+1_000 {
			t.Errorf("%d bytes of text from %d", characters, len(body))
		}
	})
}
