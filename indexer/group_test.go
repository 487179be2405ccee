package indexer_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer"
	"academysearch/indexer/ledger"
	"academysearch/search"
)

// page is a web page; further options follow.
func page(name, title string, options ...func(*indexer.Candidate)) indexer.Candidate {
	address := "https://academy.example/" + name
	c := indexer.Candidate{Name: name, Address: address, Addresses: []string{address}, SHA256: "sum of " + name, Title: title, Pages: 1}
	for _, option := range options {
		option(&c)
	}
	return c
}

// pdf is a file of 20 pages.
func pdf(name, title string, options ...func(*indexer.Candidate)) indexer.Candidate {
	c := page(name, title, options...)
	c.File, c.Pages = true, max(c.Pages, 20)
	return c
}

// offers says which files a page offers: "name" or "name: words of the link".
func offers(files ...string) func(*indexer.Candidate) {
	return func(c *indexer.Candidate) {
		for _, f := range files {
			name, text, _ := strings.Cut(f, ": ")
			c.Downloads = append(c.Downloads, ledger.Download{Address: "https://academy.example/" + name, Text: text})
		}
	}
}

func linksTo(name string) func(*indexer.Candidate) {
	return func(c *indexer.Candidate) { c.Related = append(c.Related, "https://academy.example/"+name) }
}

func published(value string) func(*indexer.Candidate) {
	return func(c *indexer.Candidate) {
		c.Published = &search.Date{Value: value, Precision: search.Month, Confidence: search.High}
	}
}

func held(day string) func(*indexer.Candidate) {
	return func(c *indexer.Candidate) {
		c.Events = append(c.Events, search.Event{Start: day, Precision: search.Day, Confidence: search.High})
	}
}

func sum(s string) func(*indexer.Candidate) { return func(c *indexer.Candidate) { c.SHA256 = s } }

func canonical(name string) func(*indexer.Candidate) {
	return func(c *indexer.Candidate) { c.Canonical = "https://academy.example/" + name }
}

func alias(name string) func(*indexer.Candidate) {
	return func(c *indexer.Candidate) { c.Addresses = append(c.Addresses, "https://academy.example/"+name) }
}

func pages(n int) func(*indexer.Candidate) { return func(c *indexer.Candidate) { c.Pages = n } }

var groupCases = []struct {
	name string
	list []indexer.Candidate
	want string // groups separated by "; ", the main page first
}{
	// One publication.
	{"a page and its file", []indexer.Candidate{page("news", "Sleep and memory report published", offers("f1")), pdf("f1", "Sleep and memory")}, "news f1"},
	{"a page and its only file, whatever the titles", []indexer.Candidate{page("news", "How we rest", offers("f1")), pdf("f1", "v8-FINAL")}, "news f1"},
	{"news, event page and project page of one report", []indexer.Candidate{
		page("event", "FORUM workshop on sleep and memory", held("2017-09-06")), page("news", "Sleep and memory report published", held("2017-09-06"), offers("f1")),
		page("project", "Sleep and memory", offers("f1")), pdf("f1", "Sleep and memory: workshop report"),
	}, "news project event f1"},
	{"an event page that the news links to", []indexer.Candidate{page("event", "Sleep and memory workshop"), page("news", "Sleep and memory report published", linksTo("event"))}, "news event"},
	{"the same bytes five times", []indexer.Candidate{
		pdf("f1", "Sleep", sum("s")), pdf("f2", "Sleep", sum("s")), pdf("f3", "Sleep", sum("s")), pdf("f4", "Sleep", sum("s")), pdf("f5", "Sleep", sum("s")),
	}, "f1 f2 f3 f4 f5"},
	{"two pages that offer copies of one file", []indexer.Candidate{
		page("a", "Sleep and memory", offers("f1")), page("b", "Sleep and memory launch", offers("f2")), pdf("f1", "Sleep and memory", sum("s")), pdf("f2", "Sleep and memory", sum("s")),
	}, "a b f1 f2"},
	{"a redirected address", []indexer.Candidate{page("new", "Sleep", alias("old")), page("old", "Sleep")}, "new old"},
	{"a canonical link between pages of one title", []indexer.Candidate{page("a", "Sleep"), page("b", "Sleep", canonical("a"))}, "a b"},
	{"a report, its summary and its annex", []indexer.Candidate{
		page("project", "Multimorbidity", offers("f1: Full report", "f2: Summary", "f3: Annex 2")), pdf("f1", "Multimorbidity: a priority for research", pages(120)),
		pdf("f2", "Multimorbidity: summary", pages(8)), pdf("f3", "Multimorbidity: annex 2", pages(30)),
	}, "project f1 f3 f2"},
	{"a report and its Welsh summary", []indexer.Candidate{
		page("project", "Air quality and health", offers("f1", "f2")), pdf("f1", "Air quality and health"), pdf("f2", "Air quality and health: Welsh summary"),
	}, "project f1 f2"},
	{"the page's own report beside an older one", []indexer.Candidate{
		page("news", "Stratified medicine in oncology", offers("f1", "f2")), pdf("f1", "Stratified medicine in oncology"), pdf("f2", "Hospital admission data"),
	}, "f2; news f1"},
	{"a file whose title is unreadable but whose link says it", []indexer.Candidate{
		page("news", "Data science and dementia", offers("f1: Data science and dementia report", "f2: Privacy notice")), pdf("f1", "Microsoft Word"), pdf("f2", "Privacy notice"),
	}, "f2; news f1"},
	{"the same title in the same month", []indexer.Candidate{
		page("a", "Research in general practice", published("2018-06-04")), page("b", "Research in general practice", published("2018-06")),
	}, "a b"},
	{"singular and plural", []indexer.Candidate{page("a", "Dementia treatments", held("2018-06-04")), page("b", "Dementia treatment workshop", held("2018-06-04"))}, "a b"},
	{"accents and apostrophes", []indexer.Candidate{page("a", "Sjögren’s syndrome", held("2018-06-04")), page("b", "Sjogrens syndrome meeting", held("2018-06-04"))}, "a b"},
	{"two pages with titles of their own that offer one file", []indexer.Candidate{
		page("a", "Superbugs on the march", offers("f1")), page("b", "Resistance", offers("f1")), pdf("f1", "AMR diagnostics report"),
	}, "a b f1"},

	// Two publications.
	{"a listing page of many reports", []indexer.Candidate{
		page("list", "Publications", offers("f1", "f2", "f3")), pdf("f1", "Sleep and memory"), pdf("f2", "Gene therapy"), pdf("f3", "Air quality"),
	}, "f1; f2; f3; list"},
	{"a listing page on one subject", []indexer.Candidate{
		page("list", "Antimicrobial resistance", offers("f1", "f2")), pdf("f1", "Antimicrobial resistance: rapid diagnostics"), pdf("f2", "Antimicrobial resistance: new vaccines"),
	}, "f1; f2; list"},
	{"annual reviews on one page", []indexer.Candidate{
		page("list", "Annual review", offers("f1", "f2")), pdf("f1", "Annual review 2015"), pdf("f2", "Annual review 2016"),
	}, "f1; f2; list"},
	{"the review of a year beside another's", []indexer.Candidate{
		page("p15", "Influenza review 2015", offers("f1", "f2")), pdf("f1", "Influenza review 2015"), pdf("f2", "Influenza review 2016"),
	}, "f2; p15 f1"},
	{"phases of one programme", []indexer.Candidate{page("a", "Genome pilot phase 1", published("2018-06")), page("b", "Genome pilot phase 2", published("2018-06"), linksTo("a"))}, "a; b"},
	{"the same title in different years", []indexer.Candidate{
		page("a", "Multimorbidity in practice", published("2016-04")), page("b", "Multimorbidity in practice", published("2018-04")),
	}, "a; b"},
	{"the same title without dates", []indexer.Candidate{page("a", "Multimorbidity in practice"), page("b", "Multimorbidity in practice")}, "a; b"},
	{"a statement and a response on one subject in one month", []indexer.Candidate{
		page("a", "Air pollution: joint statement", published("2018-02")), page("b", "Academy responds on air pollution", published("2018-02")),
	}, "a; b"},
	{"titles without a word of their own", []indexer.Candidate{page("a", "Workshop report", held("2018-02-01")), page("b", "Meeting report", held("2018-02-01"))}, "a; b"},
	{"two workshops on one day", []indexer.Candidate{page("a", "Sleep workshop", held("2018-02-01")), page("b", "Memory workshop", held("2018-02-01"))}, "a; b"},
	{"events of one month without a day", []indexer.Candidate{
		page("a", "Sleep", func(c *indexer.Candidate) { c.Events = []search.Event{{Start: "2018-02", Precision: search.Month}} }),
		page("b", "Sleep workshop", func(c *indexer.Candidate) { c.Events = []search.Event{{Start: "2018-02", Precision: search.Month}} }),
	}, "a; b"},
	{"a file in the frame of the site", []indexer.Candidate{
		page("a", "Sleep", offers("f")), page("b", "Gene therapy", offers("f")), page("c", "Air quality", offers("f")), pdf("f", "Strategy"),
	}, "a; b; c; f"},
	{"a blog that offers another page's report", []indexer.Candidate{
		page("blog", "A night on the ward", offers("f1")), page("news", "Sleep and memory report published", offers("f1")), pdf("f1", "Sleep and memory"),
	}, "blog; news f1"},
	{"two reports whose pages link to each other", []indexer.Candidate{
		page("a", "Sleep and memory", offers("f1"), linksTo("b")), pdf("f1", "Sleep and memory"), page("b", "Sleep and ageing", offers("f2"), linksTo("a")), pdf("f2", "Sleep and ageing"),
	}, "a f1; b f2"},
	{"every page names the home page as its canonical one", []indexer.Candidate{page("", "Home"), page("a", "Sleep", canonical("")), page("b", "Memory", canonical(""))}, "; a; b"},
	{"a summary of another report", []indexer.Candidate{
		page("a", "Sleep", offers("f1", "f2")), pdf("f1", "Sleep"), pdf("f2", "Hearing loss: summary"),
	}, "a f1; f2"},
	{"a page that would bring two reports together", []indexer.Candidate{
		page("a", "Vaccines for older people", offers("f1")), pdf("f1", "Vaccines for older people"), page("b", "Vaccines for young children", offers("f2")), pdf("f2", "Vaccines for young children"),
		page("both", "Vaccines", linksTo("a"), linksTo("b")),
	}, "a f1; b f2; both"},
	{"titles that many pages share", func() (list []indexer.Candidate) {
		for i := range 60 {
			list = append(list, page(fmt.Sprintf("p%02d", i), "Untitled draft", published("2018-06")))
		}
		return list
	}(), func() string {
		var names []string
		for i := range 60 {
			names = append(names, fmt.Sprintf("p%02d", i))
		}
		return strings.Join(names, "; ")
	}()},
	{"nothing", nil, ""},
}

func TestGroup(t *testing.T) {
	for _, test := range groupCases {
		t.Run(test.name, func(t *testing.T) {
			if got := spell(test.list, indexer.Group(test.list)); got != test.want {
				t.Errorf("groups are %q, want %q", got, test.want)
			}
		})
	}
}

func TestGroup_doesNotDependOnTheOrderOfTheList(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for _, test := range groupCases {
		for range 5 {
			list := slices.Clone(test.list)
			random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			if got := spell(list, indexer.Group(list)); got != test.want {
				t.Fatalf("%s: groups are %q, want %q", test.name, got, test.want)
			}
		}
	}
}

func TestGroup_allCasesAtOnceDoNotDisturbOneAnother(t *testing.T) {
	var all []indexer.Candidate
	groups := 0
	for n, test := range groupCases {
		prefix := func(s string) string {
			return strings.Replace(s, "academy.example/", fmt.Sprintf("academy.example/%d/", n), 1)
		}
		groups += len(indexer.Group(test.list))
		for _, c := range test.list {
			c.Name, c.SHA256, c.Address = fmt.Sprintf("%d/%s", n, c.Name), fmt.Sprintf("%d/%s", n, c.SHA256), prefix(c.Address)
			c.Title = fmt.Sprintf("%s case%s", c.Title, strings.Repeat("x", n)) // a word of its own for each case
			c.Addresses, c.Related = mapped(c.Addresses, prefix), mapped(c.Related, prefix)
			if c.Canonical != "" {
				c.Canonical = prefix(c.Canonical)
			}
			c.Downloads = slices.Clone(c.Downloads)
			for i := range c.Downloads {
				c.Downloads[i].Address = prefix(c.Downloads[i].Address)
			}
			all = append(all, c)
		}
	}
	seen := map[int]bool{}
	for _, group := range indexer.Group(all) {
		cases := map[string]bool{}
		for _, i := range group {
			number, _, _ := strings.Cut(all[i].Name, "/")
			cases[number] = true
			if seen[i] {
				t.Errorf("%s is in two groups", all[i].Name)
			}
			seen[i] = true
		}
		if len(cases) > 1 {
			t.Errorf("one group holds resources of the cases %v", cases)
		}
	}
	if len(seen) != len(all) || groups == 0 {
		t.Errorf("%d of %d resources are in groups", len(seen), len(all))
	}
}

func mapped(list []string, f func(string) string) []string {
	var out []string
	for _, s := range list {
		out = append(out, f(s))
	}
	return out
}

func spell(list []indexer.Candidate, groups [][]int) string {
	var spelt []string
	for _, group := range groups {
		var names []string
		for _, i := range group {
			names = append(names, list[i].Name)
		}
		spelt = append(spelt, strings.Join(names, " "))
	}
	return strings.Join(spelt, "; ")
}
