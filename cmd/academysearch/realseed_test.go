package main

import (
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"academysearch/search"
)

// seedPage is the seed taken apart, so that it can be set in any markup.
type seedPage struct {
	title      string
	paragraphs []string // of the article
	cards      []string // titles of the promoted events
}

func readSeed(t *testing.T) seedPage {
	t.Helper()
	_, text := seedFile(t)
	article, furniture, found := strings.Cut(text, "\nStaff leads\n")
	if !found {
		t.Fatal("the seed has no staff leads")
	}
	var page seedPage
	for line := range strings.Lines(article) {
		if line = strings.Join(strings.Fields(line), " "); line != "" { // no-break spaces, too
			page.paragraphs = append(page.paragraphs, line)
		}
	}
	page.title, page.paragraphs = page.paragraphs[0], page.paragraphs[1:]
	for line := range strings.Lines(furniture) {
		if line = strings.TrimSpace(line); line != "" && line != "Book Now" && !strings.HasPrefix(line, "View more") && !strings.HasPrefix(line, "FB ") {
			page.cards = append(page.cards, line)
		}
	}
	return page
}

// body sets the article in <p> elements, with the three earlier meetings as adjacent links without a space between them.
func (s seedPage) body() string {
	var b strings.Builder
	links := `<a href="/diabetes">diabetes</a><a href="/heart">cardiovascular disease</a> and <a href="/asthma">severe asthma</a>`
	for _, p := range s.paragraphs {
		p = html.EscapeString(p)
		p = strings.ReplaceAll(p, "diabetescardiovascular disease and severe asthma", links)
		b.WriteString("<p>" + p + "</p>\n")
	}
	return b.String()
}

func (s seedPage) promoted(open, end string) string {
	var b strings.Builder
	for _, card := range s.cards {
		b.WriteString(open + "<h3>" + html.EscapeString(card) + `</h3><a href="/book">Book Now</a>` + end + "\n")
	}
	return b.String()
}

// markups are three ways in which the Academy's pages are built.
func (s seedPage) markups() map[string]string {
	title := html.EscapeString(s.title)
	side := `<h4>Downloads</h4><a href="/file-download/41239">Report</a>`
	foot := `<a href="/more">View more</a><p>FB Twitter Instagram Youtube</p>`
	return map[string]string{
		"semantic": `<!DOCTYPE html><html><body><header><nav><a href="/">Home</a><a href="/policy">Policy</a></nav></header><main><article><h1>` + title + `</h1>` +
			s.body() + `</article><aside>` + side + `</aside></main><section><h2>Staff leads</h2>` + s.promoted("<div>", "</div>") + `</section><footer>` + foot + `</footer></body></html>`,
		"columns": `<html><body><div class="banner">UK General Election 2030 - Read our five key asks</div><div class="row"><div class="col content left"><h1>` + title + `</h1>` +
			s.body() + `<h3>Staff leads</h3></div><div class="col right">` + side + `</div></div><div class="cards">` + s.promoted(`<div class="card">`, "</div>") + `</div>` + foot + `</body></html>`,
		"flat": `<html><body><h1>` + title + `</h1>` + s.body() + side + `<h4>Staff leads</h4>` + s.promoted("", "") + foot + `</body></html>`,
	}
}

func TestRealInput_seedInThreeKindsOfMarkupIsReadAlike(t *testing.T) {
	seed := readSeed(t)
	for name, page := range seed.markups() {
		t.Run(name, func(t *testing.T) {
			folder, data := t.TempDir(), t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "page.html"), []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
			manifest := "file,url\npage.html,https://academy.example/more/news/seed\n"
			if err := os.WriteFile(filepath.Join(folder, "manifest.csv"), []byte(manifest), 0o600); err != nil {
				t.Fatal(err)
			}
			if p := start(t, data, "index", folder); p.code != exitDone {
				t.Fatalf("index: exit %d: %s", p.code, p.stderr)
			}
			p := start(t, data, "extract", "--json", folder)
			checkSeedPage(t, seed, lines[search.Publication](t, p.stdout)[0])
			for _, query := range []string{"diabetes", "cardiovascular", "asthma", "personalised psychiatry"} {
				if got := searchFor(t, data, query); got.Total != 1 {
					t.Errorf("search %q found %d publications, want 1", query, got.Total)
				}
			}
		})
	}
}

func checkSeedPage(t *testing.T, seed seedPage, pub search.Publication) {
	t.Helper()
	if pub.Title != seed.title {
		t.Errorf("title %q, want %q", pub.Title, seed.title)
	}
	if len(pub.People) != 1 || pub.People[0].Function != search.Chair {
		t.Errorf("people %+v, want the chair alone", pub.People)
	}
	if pub.Published != nil || len(pub.Events) != 1 || pub.Events[0].Start != "2017-09-06" {
		t.Errorf("published %+v, events %+v, want the event of 2017-09-06 alone", pub.Published, pub.Events)
	}
	if len(pub.Topics) == 0 || pub.Topics[0].ID != "mental-health" {
		t.Errorf("topics %+v, want mental-health first", pub.Topics)
	}
	downloads := 0
	for _, link := range pub.Links {
		if link.Relation == search.Download && link.URL == "https://academy.example/file-download/41239" {
			downloads++
		}
	}
	if downloads != 1 {
		t.Errorf("the side column's file is linked %d times, want once: %+v", downloads, pub.Links)
	}
	var text strings.Builder
	for _, page := range pub.Pages {
		text.WriteString(page.Text + "\n")
	}
	for _, card := range append(seed.cards, "Staff leads", "Book Now", "five key asks", "Instagram") {
		if strings.Contains(text.String(), card) {
			t.Errorf("the text holds the furniture %q", card)
		}
	}
	if last := seed.paragraphs[0]; !strings.Contains(text.String(), last) {
		t.Errorf("the text lacks the opening %q", last)
	}
}
