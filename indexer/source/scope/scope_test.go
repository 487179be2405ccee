package scope_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"academysearch/indexer/source/scope"
)

var now = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// site is the crawl of most tests; what a row gives is added.
func site(t *testing.T, config scope.Config) *scope.Scope {
	t.Helper()
	if config.Start == nil {
		config.Start = []string{"https://www.acmedsci.ac.uk/"}
	}
	if config.Now.IsZero() {
		config.Now = now
	}
	s, err := scope.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScope_Judge_hosts(t *testing.T) {
	for _, row := range []struct {
		name    string
		hosts   []string
		address string
		want    scope.Reason
	}{
		{"host of the start", nil, "https://acmedsci.ac.uk/policy", ""},
		{"with www and http", nil, "http://www.acmedsci.ac.uk/policy/", ""},
		{"host in capitals", nil, "https://ACMEDSCI.ac.uk/policy", ""},
		{"another host", nil, "https://example.org/policy", scope.OtherHost},
		{"a host that ends alike", nil, "https://notacmedsci.ac.uk/policy", scope.OtherHost},
		{"a host that begins alike", nil, "https://acmedsci.ac.uk.example.org/policy", scope.OtherHost},
		{"the host as a user", nil, "https://acmedsci.ac.uk@example.org/", scope.OtherHost},
		{"subdomain", nil, "https://shop.acmedsci.ac.uk/", scope.OtherHost},
		{"another port", nil, "https://acmedsci.ac.uk:8443/", scope.OtherHost},
		{"subdomains given", []string{"*.acmedsci.ac.uk"}, "https://shop.acmedsci.ac.uk/", ""},
		{"subdomains given, the host itself", []string{"*.acmedsci.ac.uk"}, "https://acmedsci.ac.uk/x", ""},
		{"given hosts replace that of the start", []string{"example.org"}, "https://acmedsci.ac.uk/x", scope.OtherHost},
		{"given hosts replace it, but for the start", []string{"example.org"}, "https://acmedsci.ac.uk", ""},
		{"mail", nil, "mailto:office@acmedsci.ac.uk", scope.NotWeb},
		{"script", nil, "javascript:void(0)", scope.NotWeb},
		{"nothing", nil, "", scope.NotWeb},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := site(t, scope.Config{Hosts: row.hosts}).Judge(row.address, 1); got != row.want {
				t.Errorf("Judge(%q) = %q, want %q", row.address, got, row.want)
			}
		})
	}
}

func TestScope_Judge_patterns(t *testing.T) {
	const host = "https://acmedsci.ac.uk"
	for _, row := range []struct {
		name, pattern, address string
		want                   bool
	}{
		{"page", "/policy", "/policy", true},
		{"below the page", "/policy", "/policy/projects/sleep", true},
		{"page with a query", "/policy", "/policy?page=2", true},
		{"longer name", "/policy", "/policy-projects", false},
		{"shorter name", "/policy", "/pol", false},
		{"not at the start", "/policy", "/more/policy", false},
		{"slash at the end", "/policy/", "/policy/projects", true},
		{"slash at the end, the page", "/policy/", "/policy", true},
		{"everything", "/", "/more/news", true},
		{"star is one segment", "/more/*/sleep", "/more/news/sleep", true},
		{"star is not two segments", "/more/*/sleep", "/more/news/2017/sleep", false},
		{"star within a name", "/policy*", "/policy-projects", true},
		{"star wants the slash before it", "/more/news/*", "/more/news", false},
		{"star at the end covers what is below", "/more/news/*", "/more/news/sleep/comments", true},
		{"two stars are any run", "/**/print", "/more/news/sleep/print", true},
		{"two stars for nothing", "/more/**news", "/more/news", true},
		{"ending", "/**.pdf", "/viewFile/5a9eb7.pdf", true},
		{"ending, not a name", "/**.pdf", "/viewFile/pdf", false},
		{"letter case", "/POLICY", "/Policy/x", true},
		{"percent-encoding of the address", "/café", "/caf%C3%A9", true},
		{"percent-encoding of the pattern", "/caf%c3%a9", "/café", true},
		{"signs of regular expressions", "/a.b(c)+", "/a.b(c)+", true},
		{"a point is a point", "/a.b", "/axb", false},
		{"host", "https://acmedsci.ac.uk/policy", "/policy/x", true},
		{"host with www and http", "http://www.acmedsci.ac.uk/policy", "/policy/x", true},
		{"host alone", "https://acmedsci.ac.uk", "/policy/x", true},
		{"another host", "https://example.org/policy", "/policy/x", false},
		{"hosts by a star", "https://*.ac.uk/policy", "/policy/x", true},
		{"parameter by name", "/events?month", "/events?view=list&month=2020-01", true},
		{"parameter by value", "/events?view=list", "/events?view=list&month=2020-01", true},
		{"parameter of another value", "/events?view=list", "/events?view=grid", false},
		{"parameter by star", "?replytocom=*", "/more/news/sleep?replytocom=12", true},
		{"any parameter", "/events?*", "/events?x", true},
		{"any parameter: none", "/events?*", "/events", false},
		{"part of a parameter's name", "?month", "/events?months=3", false},
		{"encoded parameter", "?topic[]=*", "/search?topic%5B%5D=a%2Fb", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			excluded := site(t, scope.Config{Exclude: []string{"/nothing", row.pattern}}).Judge(host+row.address, 1)
			included := site(t, scope.Config{Include: []string{"/nothing", row.pattern}}).Judge(host+row.address, 1)
			if got := excluded == scope.Excluded; got != row.want {
				t.Errorf("exclude %q: Judge(%q) = %q, want excluded %t", row.pattern, row.address, excluded, row.want)
			}
			if got := included == ""; got != row.want {
				t.Errorf("include %q: Judge(%q) = %q, want in scope %t", row.pattern, row.address, included, row.want)
			}
		})
	}
}

func TestScope_Judge_excludeWinsButNeverOverTheStart(t *testing.T) {
	s := site(t, scope.Config{Include: []string{"/policy"}, Exclude: []string{"/policy/old"}})
	for address, want := range map[string]scope.Reason{
		"https://acmedsci.ac.uk":              "",
		"https://acmedsci.ac.uk/policy/x":     "",
		"https://acmedsci.ac.uk/policy/old/x": scope.Excluded,
		"https://acmedsci.ac.uk/fellows":      scope.NotIncluded,
	} {
		if got := s.Judge(address, 0); got != want {
			t.Errorf("Judge(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestScope_Judge_depth(t *testing.T) {
	s := site(t, scope.Config{Depth: 2})
	for depth, want := range map[int]scope.Reason{0: "", 2: "", 3: scope.TooDeep} {
		if got := s.Judge("https://acmedsci.ac.uk/x", depth); got != want {
			t.Errorf("%d links away: %q, want %q", depth, got, want)
		}
	}
}

func TestScope_Judge_traps(t *testing.T) {
	for _, row := range []struct {
		name, address string
		want          scope.Reason
	}{
		{"news page", "/more/news/personalised-psychiatry-20177-", ""},
		{"file without extension", "/file-download/41234567", ""},
		{"file whose number could be a month", "/file-download/205007", ""},
		{"file with extension", "/viewFile/5a9eb7d4c1f23.pdf", ""},
		{"picture", "/images/portrait.JPG", scope.Media},
		{"style sheet", "/assets/site.min.css", scope.Media},
		{"calendar file", "/more/events/lecture.ics", scope.Media},
		{"mail address that is hidden from robots", "/cdn-cgi/l/email-protection", scope.Media},
		{"name that begins with a point", "/more/.zip", ""},
		{"point in a folder", "/v1.zip/page", ""},

		{"the same word twice", "/news/news", ""},
		{"the same word three times in a row", "/about/about/about", scope.Repeating},
		{"a pair three times", "/a/b/a/b/a/b", scope.Repeating},
		{"a pair twice", "/a/b/a/b", ""},
		{"four segments three times", "/a/b/c/d/a/b/c/d/a/b/c/d", scope.Repeating},
		{"behind a beginning", "/x/y/a/b/a/b/a/b", scope.Repeating},
		{"a word four times apart", "/a/b/a/c/d/a/e/a", scope.Repeating},
		{"numbers may repeat", "/2017/09/2017/1/2017/2/2017", ""},

		{"many segments", "/s/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", scope.TooLong},
		{"long path", "/" + strings.Repeat("x", 1_500), scope.TooLong},
		{"long query", "/x?q=" + strings.Repeat("x", 600), scope.TooLong},

		{"archive", "/news/2014/05/sleep", ""},
		{"calendar of the past", "/events/1912/05", scope.Calendar},
		{"calendar of the future", "/events/2041/12/24", scope.Calendar},
		{"next year's events", "/events/2027/05", ""},
		{"month in one segment", "/calendar/2041-12", scope.Calendar},
		{"day in a parameter", "/events?date=2041-12-24", scope.Calendar},
		{"day in an encoded parameter", "/events?date=2041%2F12%2F24", scope.Calendar},
		{"day of today in a parameter", "/events?date=2026-12-24", ""},
		{"year in a parameter", "/events?year=1830&month=2", scope.Calendar},
		{"number in a parameter", "/events?id=1830", ""},
		{"year of a title", "/policy/2040", ""},
		{"year of a title with words", "/policy/2040-vision", ""},
		{"range of years", "/reports/2090-91", ""},

		{"paging", "/more/news?page=12&category=3", ""},
		{"facets of many names", "/search?a=1&b=2&c=3&d=4&e=5&f=6&g=7", scope.Facets},
		{"one facet often", "/search?topic[]=a&topic[]=b&topic[]=c", scope.Facets},
		{"one facet often, numbered", "/search?f[0]=a&f[1]=b&f[2]=c", scope.Facets},
		{"one facet twice", "/search?topic=a&topic=b", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := site(t, scope.Config{}).Judge("https://acmedsci.ac.uk"+row.address, 1); got != row.want {
				t.Errorf("Judge(%q) = %q, want %q", row.address, got, row.want)
			}
		})
	}
}

func TestScope_Judge_withoutAClockBelievesEveryYear(t *testing.T) {
	s, err := scope.New(scope.Config{Start: []string{"https://acmedsci.ac.uk"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Judge("https://acmedsci.ac.uk/events/1912/05", 1); got != "" {
		t.Errorf("out of scope: %q", got)
	}
}

func TestScope_Clean(t *testing.T) {
	const host = "https://acmedsci.ac.uk"
	for _, row := range []struct {
		name       string
		parameters []string
		raw, want  string
	}{
		{"nothing to clean", nil, "/more/news?page=2&b=1", "/more/news?page=2&b=1"},
		{"canonical form", nil, "/more/news/?utm_source=x#part", "/more/news"},
		{"session", nil, "/x?PHPSESSID=1&page=2", "/x?page=2"},
		{"session of ASP", nil, "/x?ASPSESSIONIDQQ=1", "/x"},
		{"session in the path", nil, "/x;jsessionid=0A1B/y;JSESSIONID=2?z=1", "/x/y?z=1"},
		{"session of ASP.NET in the path", nil, "/(S(f3k2ab1))/x", "/x"},
		{"session of a conference", nil, "/programme?session=2", "/programme?session=2"},
		{"session under a vague name", nil, "/programme?session=a81fe02c77d1b3f09a", "/programme"},
		{"long word under a vague name", nil, "/x?s=cardiovasculardisease", "/x?s=cardiovasculardisease"},
		{"parameters that count", []string{"page", "f"}, "/x?Page=2&view=list&f[0]=a", "/x?Page=2&f[0]=a"},
		{"parameters that count: none there", []string{"page"}, "/x?view=list", "/x"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := site(t, scope.Config{Parameters: row.parameters}).Clean(host + row.raw)
			if err != nil || got != host+row.want {
				t.Errorf("Clean(%q) = %q, %v; want %q", row.raw, got, err, host+row.want)
			}
		})
	}
}

func TestScope_Clean_refusesWhatIsNoWebAddress(t *testing.T) {
	if got, err := site(t, scope.Config{}).Clean("mailto:office@example.org"); err == nil {
		t.Errorf("Clean = %q, want an error", got)
	}
}

func TestNew_namesWhatIsWrong(t *testing.T) {
	start := []string{"https://acmedsci.ac.uk"}
	for _, row := range []struct {
		name   string
		config scope.Config
		want   string
	}{
		{"no start", scope.Config{}, "no address to start from"},
		{"start that is none", scope.Config{Start: []string{"reports/"}}, "reports/"},
		{"host with a path", scope.Config{Start: start, Hosts: []string{"example.org/x"}}, "example.org/x"},
		{"host with a star within", scope.Config{Start: start, Hosts: []string{"www.*.org"}}, "www.*.org"},
		{"empty host", scope.Config{Start: start, Hosts: []string{" "}}, "host"},
		{"pattern without a slash", scope.Config{Start: start, Include: []string{"policy/*"}}, "include"},
		{"empty pattern", scope.Config{Start: start, Exclude: []string{""}}, "exclude"},
		{"pattern without a host", scope.Config{Start: start, Exclude: []string{"https:///x"}}, "names no host"},
		{"pattern too long", scope.Config{Start: start, Exclude: []string{"/" + strings.Repeat("*", 2_000)}}, "1000 bytes"},
		{"negative depth", scope.Config{Start: start, Depth: -1}, "negative"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := scope.New(row.config); !errors.Is(err, scope.ErrInvalid) || !strings.Contains(err.Error(), row.want) {
				t.Errorf("New = %v, want an ErrInvalid that says %q", err, row.want)
			}
		})
	}
}

func TestBudget_Take(t *testing.T) {
	b := site(t, scope.Config{PerHost: 5, PerPath: 2}).NewBudget()
	for i, step := range []struct {
		address string
		want    scope.Reason
	}{
		{"https://a.org/x?p=1", ""},
		{"https://a.org/x?p=2", ""},
		{"https://a.org/x?p=3", scope.PathFull},
		{"https://a.org/x?p=1", ""},
		{"https://a.org/x", ""},
		{"https://a.org/y?p=1", ""},
		{"https://a.org/z", ""},
		{"https://a.org/more", scope.HostFull},
		{"https://a.org/x?p=2", ""},
		{"https://b.org/more", ""},
	} {
		if got := b.Take(step.address); got != step.want {
			t.Errorf("step %d: Take(%q) = %q, want %q", i, step.address, got, step.want)
		}
	}
}

func TestScope_endsACrawlOfASiteWithoutEnd(t *testing.T) {
	s := site(t, scope.Config{Depth: 1_000, PerHost: 300, PerPath: 20})
	b := s.NewBudget()
	queue, visited := []string{"https://acmedsci.ac.uk"}, 0
	for depth := 0; len(queue) > 0 && depth < 5_000; depth++ {
		page := queue[0]
		queue = queue[1:]
		visited++
		for i := range 3 {
			for _, link := range []string{page + fmt.Sprintf("/n%d", i), fmt.Sprintf("https://acmedsci.ac.uk/s?p=%d", depth*3+i)} {
				if clean, err := s.Clean(link); err == nil && s.Judge(clean, depth) == "" && b.Take(clean) == "" && visited+len(queue) < 10_000 {
					queue = append(queue, clean)
				}
			}
		}
	}
	if len(queue) > 0 && visited >= 5_000 {
		t.Errorf("the crawl still goes on after %d pages", visited)
	}
}

func FuzzScope(f *testing.F) {
	for _, seed := range [][2]string{
		{"/more/*/**.pdf", "https://acmedsci.ac.uk/a/b/a/b?x=2050-01-01&x[]=1"},
		{"https://*.uk/a?b=*", "http://www.acmedsci.ac.uk/2050/01/;jsessionid=1"},
		{"?\xff*", "https://acmedsci.ac.uk/(S(a))/(S(b))/%ff?%s=&&"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, raw string) {
		s, err := scope.New(scope.Config{Start: []string{"https://acmedsci.ac.uk"}, Exclude: []string{pattern}, Now: now})
		if err != nil {
			return
		}
		clean, err := s.Clean(raw)
		reason := s.Judge(raw, 1)
		if err != nil {
			if reason != scope.NotWeb {
				t.Errorf("Clean(%q) fails with %v, Judge says %q", raw, err, reason)
			}
			return
		}
		if again, err := s.Clean(clean); err != nil || again != clean {
			t.Errorf("Clean(%q) = %q, then %q, %v", raw, clean, again, err)
		}
		budget := s.NewBudget()
		for range 2 {
			if reason := budget.Take(clean); reason != "" {
				t.Errorf("an unspent budget refuses %q: %s", clean, reason)
			}
		}
	})
}
