package robots_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"academysearch/indexer/source/robots"
)

// agent is the crawler of most rows, given with a version and a contact as in a request.
const agent = "FooBot/2.1 (+https://search.example/contact)"

// rfcExample is the file of RFC 9309, section 5.1.
const rfcExample = `User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot

`

func TestRules_Allowed_examplesOfTheRFC(t *testing.T) {
	for _, row := range []struct {
		name, file, agent, path string
		want                    bool
	}{
		{"5.1 everybody: gif", rfcExample, "other", "/a/picture.gif", false},
		{"5.1 everybody: gif with a query", rfcExample, "other", "/a/picture.gif?x", true},
		{"5.1 everybody: folder", rfcExample, "other", "/example/x", false},
		{"5.1 everybody: publications", rfcExample, "other", "/publications/x", true},
		{"5.1 everybody: the rest", rfcExample, "other", "/", true},
		{"5.1 foobot: all", rfcExample, "foobot", "/anything", false},
		{"5.1 foobot: page", rfcExample, "foobot", "/example/page.html", true},
		{"5.1 foobot: picture", rfcExample, "foobot", "/example/allowed.gif", true},
		{"5.1 barbot: page", rfcExample, "barbot", "/example/page.html", false},
		{"5.1 barbot: gif is for others", rfcExample, "barbot", "/a.gif", true},
		{"5.1 bazbot shares the group", rfcExample, "BazBot", "/example/page.html", false},
		{"5.1 quxbot: no rules, all allowed", rfcExample, "quxbot", "/example/a.gif", true},
		{"5.2 longest match", "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "foobot", "/example/page/disallowed.gif", false},
		{"5.2 shorter match", "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "foobot", "/example/page/x.gif", true},
		{"2.2.1 product token of a full User-Agent", "User-agent: ExampleBot\nDisallow: /foo", "ExampleBot/0.1 (https://example.com/bot.html)", "/foo", false},
		{"2.2.1 merged groups: first", "user-agent: ExampleBot\ndisallow: /foo\ndisallow: /bar\n\nuser-agent: ExampleBot\ndisallow: /baz", "ExampleBot", "/foo", false},
		{"2.2.1 merged groups: second", "user-agent: ExampleBot\ndisallow: /foo\ndisallow: /bar\n\nuser-agent: ExampleBot\ndisallow: /baz", "ExampleBot", "/baz", false},
		{"2.2.1 everybody's groups merge", "user-agent: *\ndisallow: /foo\n\nuser-agent: *\ndisallow: /baz", "x", "/foo", false},
		{"2.2.2 the same spelling", "user-agent: *\ndisallow: /foo/bar?baz=quz", "x", "/foo/bar?baz=quz", false},
		{"2.2.2 delimiters in a value", "user-agent: *\ndisallow: /foo/bar?baz=https://foo.bar", "x", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", false},
		{"2.2.2 delimiters in a value, other way", "user-agent: *\ndisallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar", "x", "/foo/bar?baz=https://foo.bar", false},
		{"2.2.2 outside ASCII in the rule", "user-agent: *\ndisallow: /foo/bar/ツ", "x", "/foo/bar/%E3%83%84", false},
		{"2.2.2 outside ASCII in the address", "user-agent: *\ndisallow: /foo/bar/%E3%83%84", "x", "/foo/bar/ツ", false},
		{"2.2.2 letters encoded in the rule", "user-agent: *\ndisallow: /foo/bar/%62%61%7A", "x", "/foo/bar/baz", false},
		{"2.2.2 letters encoded in the address", "user-agent: *\ndisallow: /foo/bar/baz", "x", "/foo/bar/%62%61%7A", false},
		{"2.2.3 anchor", "user-agent: *\ndisallow: /this/path/exactly$", "x", "/this/path/exactly", false},
		{"2.2.3 anchor, longer address", "user-agent: *\ndisallow: /this/path/exactly$", "x", "/this/path/exactly/x", true},
		{"2.2.3 wildcard", "user-agent: *\nallow: /this/*/exactly\ndisallow: /this", "x", "/this/path/exactly", true},
		{"2.2.3 encoded star is a star", "user-agent: *\ndisallow: /path/file-with-a-%2A.html", "x", "/path/file-with-a-*.html", false},
		{"2.2.3 encoded star is no wildcard", "user-agent: *\ndisallow: /path/file-with-a-%2A.html", "x", "/path/file-with-a-b.html", true},
		{"2.2.3 encoded dollar is a dollar", "user-agent: *\ndisallow: /path/foo-%24", "x", "/path/foo-$", false},
		{"2.2.3 encoded dollar is no anchor", "user-agent: *\ndisallow: /path/foo-%24", "x", "/path/foo-", true},
		{"2.2.4 a sitemap ends no group", "user-agent: a\nsitemap: https://e.org/s.xml\nuser-agent: b\ndisallow: /", "a", "/x", false},
		{"2.2.2 robots.txt itself", "user-agent: *\ndisallow: /", "x", "/robots.txt", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := robots.Parse([]byte(row.file)).Allowed(row.agent, row.path); got != row.want {
				t.Errorf("Allowed(%q, %q) = %t, want %t by\n%s", row.agent, row.path, got, row.want, row.file)
			}
		})
	}
}

func TestRules_Allowed_hardCases(t *testing.T) {
	for _, row := range []struct {
		name, file, path string
		want             bool
	}{
		{"empty file", "", "/x", true},
		{"empty address is the root", "user-agent: foobot\ndisallow: /$", "", false},
		{"address without a slash", "user-agent: foobot\ndisallow: /?", "?q=1", false},
		{"fragment of the address", "user-agent: foobot\ndisallow: /x$", "/x#part", false},

		{"agent whatever its case", "USER-AGENT: fOObOT\nDISALLOW: /", "/x", false},
		{"agent with a version", "user-agent: FooBot/1.0\ndisallow: /", "/x", false},
		{"agent followed by words", "user-agent: FooBot and friends\ndisallow: /", "/x", false},
		{"shorter agent is another", "user-agent: Foo\ndisallow: /", "/x", true},
		{"longer agent is another", "user-agent: FooBot-Image\ndisallow: /", "/x", true},
		{"own group before everybody's", "user-agent: *\ndisallow: /\n\nuser-agent: foobot\ndisallow: /y", "/x", true},
		{"two agents in a row are one group", "user-agent: foobot\n\nuser-agent: *\ndisallow: /x", "/x", false},
		{"own group with an empty rule", "user-agent: foobot\ndisallow:\n\nuser-agent: *\ndisallow: /", "/x", true},
		{"own group split by another's", "user-agent: foobot\ndisallow: /a\nuser-agent: other\ndisallow: /b\nuser-agent: foobot\ndisallow: /x", "/x", false},
		{"another's rules are not ours", "user-agent: foobot\ndisallow: /a\nuser-agent: other\ndisallow: /x", "/x", true},
		{"agents in a row share the rules", "user-agent: other\nuser-agent: foobot\nuser-agent: third\ndisallow: /x", "/x", false},
		{"empty lines between agents", "user-agent: foobot\n\n\nuser-agent: other\ndisallow: /x", "/x", false},
		{"a delay between agents", "user-agent: foobot\ncrawl-delay: 1\nuser-agent: other\ndisallow: /x", "/x", false},
		{"unknown line between agents", "user-agent: foobot\nnoindex: /\nuser-agent: other\ndisallow: /x", "/x", false},
		{"unknown line between rules", "user-agent: foobot\ndisallow: /a\nhost: x.org\ndisallow: /x", "/x", false},
		{"agent without a name takes its rules away", "user-agent: foobot\ndisallow: /a\nuser-agent:\ndisallow: /x", "/x", true},
		{"rules before any agent", "disallow: /x\nuser-agent: foobot\ndisallow: /y", "/x", true},
		{"star with words behind it", "user-agent: * all\ndisallow: /x", "/x", false},
		{"the same agent twice in a group", "user-agent: foobot\nuser-agent: FOOBOT\ndisallow: /x", "/x", false},

		{"tie goes to allow", "user-agent: foobot\ndisallow: /x\nallow: /x", "/x/y", true},
		{"tie goes to allow, other order", "user-agent: foobot\nallow: /x\ndisallow: /x", "/x/y", true},
		{"tie of a wildcard and a letter", "user-agent: foobot\ndisallow: /x*\nallow: /xy", "/xy", true},
		{"tie across merged groups", "user-agent: foobot\ndisallow: /x\n\nuser-agent: foobot\nallow: /x", "/x", true},
		{"longest across merged groups", "user-agent: foobot\nallow: /x\n\nuser-agent: foobot\ndisallow: /x/y", "/x/y", false},
		{"the first rule is not the strongest", "user-agent: foobot\nallow: /\ndisallow: /private", "/private/a", false},
		{"everything but one folder", "user-agent: foobot\ndisallow: /\nallow: /open/", "/open/x", true},
		{"everything but the root page", "user-agent: foobot\ndisallow: /\nallow: /$", "/", true},
		{"everything but the root page: others", "user-agent: foobot\ndisallow: /\nallow: /$", "/x", false},
		{"length is counted after decoding", "user-agent: foobot\ndisallow: /%61%62\nallow: /abc", "/abc", true},
		{"length is counted after encoding", "user-agent: foobot\nallow: /caf%C3%A9\ndisallow: /café", "/café", true},

		{"paths have case", "user-agent: foobot\ndisallow: /X", "/x", true},
		{"prefix of a name", "user-agent: foobot\ndisallow: /fish", "/fishheads/yummy.html", false},
		{"slash at the end wants a folder", "user-agent: foobot\ndisallow: /fish/", "/fish", true},
		{"star at the end changes nothing", "user-agent: foobot\ndisallow: /fish*", "/fish", false},
		{"star in front", "user-agent: foobot\ndisallow: *.php", "/folder/a.php?b", false},
		{"star alone", "user-agent: foobot\ndisallow: *", "/x", false},
		{"star and anchor alone", "user-agent: foobot\ndisallow: *$", "/x", false},
		{"stars in a row", "user-agent: foobot\ndisallow: /a***b", "/axxb", false},
		{"star for nothing", "user-agent: foobot\ndisallow: /a*b", "/ab", false},
		{"stars do not share octets", "user-agent: foobot\ndisallow: /aba*aba$", "/ababa", true},
		{"parts in another order", "user-agent: foobot\ndisallow: /*b*a$", "/xaxb", true},
		{"anchored end found at its last place", "user-agent: foobot\ndisallow: /*.pdf$", "/a.pdf/b.pdf", false},
		{"anchored end followed by a query", "user-agent: foobot\ndisallow: /*.pdf$", "/a.pdf?x=1", true},
		{"star then anchor", "user-agent: foobot\ndisallow: /a*$", "/abc", false},
		{"dollar within is a dollar", "user-agent: foobot\ndisallow: /a$b", "/a$b", false},
		{"dollar within is no anchor", "user-agent: foobot\ndisallow: /a$b", "/a", true},
		{"path that begins with no slash", "user-agent: foobot\ndisallow: x", "/x", true},
		{"any query", "user-agent: foobot\ndisallow: /*?", "/x?y=1", false},
		{"any query: none", "user-agent: foobot\ndisallow: /*?", "/x", true},
		{"star over the question mark", "user-agent: foobot\ndisallow: /*/print", "/x?of=/print", false},
		{"parameter behind a star", "user-agent: foobot\ndisallow: /*?*sort=", "/x?a=1&sort=new", false},

		{"case of the escapes", "user-agent: foobot\ndisallow: /caf%c3%a9", "/caf%C3%A9", false},
		{"encoded slash is no slash", "user-agent: foobot\ndisallow: /a/b", "/a%2Fb", true},
		{"encoded slash in both", "user-agent: foobot\ndisallow: /a%2fb", "/a%2Fb", false},
		{"encoded question mark is none", "user-agent: foobot\ndisallow: /a?b", "/a%3Fb", true},
		{"encoded ampersand is none", "user-agent: foobot\ndisallow: /a?b=c&d", "/a?b=c%26d", true},
		{"encoded colon in a path", "user-agent: foobot\ndisallow: /a:b", "/a%3Ab", false},
		{"encoded bracket in a parameter", "user-agent: foobot\ndisallow: /*?f[0]=", "/x?f%5B0%5D=1", false},
		{"encoded tilde", "user-agent: foobot\ndisallow: /%7Ejoe/", "/~joe/x", false},
		{"stray per cent", "user-agent: foobot\ndisallow: /100%", "/100%25/x", false},
		{"per cent cut short", "user-agent: foobot\ndisallow: /a%4", "/a%254", false},
		{"space within", "user-agent: foobot\ndisallow: /a b", "/a%20b", false},
		{"octets that are no UTF-8", "user-agent: foobot\ndisallow: /a\xff", "/a%FF", false},
		{"robots.txt in another spelling", "user-agent: foobot\ndisallow: /", "/robots%2Etxt", true},
		{"robots.txt of a folder", "user-agent: foobot\ndisallow: /", "/a/robots.txt", false},

		{"byte order mark", "\uFEFFuser-agent: foobot\ndisallow: /x", "/x", false},
		{"lines end with CR", "user-agent: foobot\rdisallow: /x\r", "/x", false},
		{"lines end with CR LF", "user-agent: foobot\r\ndisallow: /x\r\n", "/x", false},
		{"last line has no end", "user-agent: foobot\ndisallow: /x", "/x", false},
		{"comments", "# all\nuser-agent: foobot # us\ndisallow: /x # secret", "/x", false},
		{"comment glued to the path", "user-agent: foobot\ndisallow: /x#secret", "/x/y", false},
		{"rule that is a comment", "user-agent: foobot\n#disallow: /x", "/x", true},
		{"spaces and tabs", " \tuser-agent \t:\t foobot \t\n  disallow\t: /x\t", "/x", false},
		{"no spaces", "user-agent:foobot\ndisallow:/x", "/x", false},
		{"line without a colon", "user-agent: foobot\ndisallow /x", "/x", true},
		{"colon in the path", "user-agent: foobot\ndisallow: /x:y", "/x:y", false},
		{"a web page instead", "<!DOCTYPE html><html><body>user-agent: *<br>disallow: /</body></html>", "/x", true},
		{"bytes of no text", "\x00\x01\xfe\nuser-agent: foobot\n\x80\x81: /\ndisallow: /x", "/x", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := robots.Parse([]byte(row.file)).Allowed(agent, row.path); got != row.want {
				t.Errorf("Allowed(%q) = %t, want %t by\n%s", row.path, got, row.want, row.file)
			}
		})
	}
}

func TestParse_readsUpToTheLimitAndDropsTheCutLine(t *testing.T) {
	head := "user-agent: foobot\ndisallow: /in\n"
	for _, row := range []struct {
		name, file string
		path       string
		want       bool
	}{
		{"before the limit", head + strings.Repeat("# filling\n", robots.MaxBytes), "/in", false},
		{"behind the limit", head + strings.Repeat("#", robots.MaxBytes) + "\ndisallow: /out", "/out", true},
		{"cut by the limit", head + strings.Repeat("#", robots.MaxBytes-len(head)-12) + "\ndisallow: /out/of/reach", "/o", true},
		{"ends at the limit", head + strings.Repeat("#", robots.MaxBytes-len(head)-15) + "\ndisallow: /out\nallow: /out", "/out", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := robots.Parse([]byte(row.file)).Allowed(agent, row.path); got != row.want {
				t.Errorf("Allowed(%q) = %t, want %t", row.path, got, row.want)
			}
		})
	}
}

func TestRules_CrawlDelay(t *testing.T) {
	for _, row := range []struct {
		name, file string
		want       time.Duration
		ok         bool
	}{
		{"none", "user-agent: foobot\ndisallow: /", 0, false},
		{"seconds", "user-agent: foobot\ncrawl-delay: 10", 10 * time.Second, true},
		{"fraction", "user-agent: foobot\nCrawl-Delay: 0.5 # half", 500 * time.Millisecond, true},
		{"nothing to wait", "user-agent: foobot\ncrawl-delay: 0", 0, true},
		{"everybody's", "user-agent: *\ncrawl-delay: 3", 3 * time.Second, true},
		{"everybody's is not for those named", "user-agent: *\ncrawl-delay: 3\ndisallow:\n\nuser-agent: foobot\ndisallow: /x", 0, false},
		{"for all agents of the group", "user-agent: foobot\ncrawl-delay: 3\nuser-agent: other\ndisallow: /x", 3 * time.Second, true},
		{"longest of merged groups", "user-agent: foobot\ncrawl-delay: 3\n\nuser-agent: foobot\ncrawl-delay: 2", 3 * time.Second, true},
		{"capped", "user-agent: foobot\ncrawl-delay: 86400", robots.MaxCrawlDelay, true},
		{"capped beyond any number", "user-agent: foobot\ncrawl-delay: 99999999999999999999999", robots.MaxCrawlDelay, true},
		{"empty", "user-agent: foobot\ncrawl-delay:", 0, false},
		{"unit", "user-agent: foobot\ncrawl-delay: 10s", 0, false},
		{"negative", "user-agent: foobot\ncrawl-delay: -1", 0, false},
		{"infinite", "user-agent: foobot\ncrawl-delay: inf", 0, false},
		{"no number", "user-agent: foobot\ncrawl-delay: NaN", 0, false},
		{"exponent", "user-agent: foobot\ncrawl-delay: 1e3", 0, false},
		{"two points", "user-agent: foobot\ncrawl-delay: 1.2.3", 0, false},
		{"bad one beside a good one", "user-agent: foobot\ncrawl-delay: soon\ncrawl-delay: 2", 2 * time.Second, true},
		{"before any agent", "crawl-delay: 5\nuser-agent: foobot\ndisallow: /x", 0, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok := robots.Parse([]byte(row.file)).CrawlDelay(agent)
			if got != row.want || ok != row.ok {
				t.Errorf("CrawlDelay = %v, %t; want %v, %t", got, ok, row.want, row.ok)
			}
		})
	}
}

func TestRules_Sitemaps(t *testing.T) {
	rules := robots.Parse([]byte("Sitemap: https://e.org/a.xml\nuser-agent: x\nSITEMAP:https://e.org/b.xml.gz # zipped\nsitemap:\nsitemap: https://e.org/a.xml\n"))
	if got, want := rules.Sitemaps(), []string{"https://e.org/a.xml", "https://e.org/b.xml.gz"}; !slices.Equal(got, want) {
		t.Errorf("Sitemaps() = %q, want %q", got, want)
	}
}

func TestFromAnswer(t *testing.T) {
	body := []byte("user-agent: *\ndisallow: /x")
	for _, row := range []struct {
		status     int
		x, y, gone bool
	}{
		{status: http.StatusOK, y: true},
		{status: http.StatusPartialContent, y: true},
		{status: http.StatusFound, x: true, y: true},
		{status: http.StatusUnauthorized, x: true, y: true},
		{status: http.StatusForbidden, x: true, y: true},
		{status: http.StatusNotFound, x: true, y: true},
		{status: http.StatusGone, x: true, y: true},
		{status: http.StatusTooManyRequests, gone: true},
		{status: http.StatusInternalServerError, gone: true},
		{status: http.StatusServiceUnavailable, gone: true},
		{status: 599, gone: true},
		{status: 0, gone: true},
	} {
		t.Run(fmt.Sprint(row.status), func(t *testing.T) {
			rules := robots.FromAnswer(row.status, body)
			if x, y := rules.Allowed(agent, "/x"), rules.Allowed(agent, "/y"); x != row.x || y != row.y {
				t.Errorf("Allowed /x %t, /y %t; want %t, %t", x, y, row.x, row.y)
			}
			if rules.Unreachable() != row.gone {
				t.Errorf("Unreachable() = %t, want %t", rules.Unreachable(), row.gone)
			}
			if !rules.Allowed(agent, robots.Path) {
				t.Error("robots.txt itself is disallowed")
			}
		})
	}
}

func TestRules_zeroValueAllowsEverything(t *testing.T) {
	var rules robots.Rules
	if _, slow := rules.CrawlDelay(agent); !rules.Allowed(agent, "/x") || slow || len(rules.Sitemaps()) != 0 {
		t.Errorf("the zero value of Rules restricts %q", agent)
	}
}

// A matcher that tries every way of a thousand stars would never end.
func TestRules_Allowed_endsWhateverThePattern(t *testing.T) {
	address := "/" + strings.Repeat("a", 4_000)
	line := "disallow: /" + strings.Repeat("*a", 1_000) + "*b$\n"
	rules := robots.Parse([]byte("user-agent: *\n" + strings.Repeat(line, robots.MaxBytes/len(line))))
	if !rules.Allowed(agent, address) {
		t.Error("an address without b is matched by patterns that end with b")
	}
}

func TestParse_manyAgentsTimesManyRulesStaySmall(t *testing.T) {
	var file bytes.Buffer
	for i := range 10_000 {
		fmt.Fprintf(&file, "user-agent: bot%d\n", i)
	}
	file.WriteString(strings.Repeat("disallow: /x\n", 10_000))
	if robots.Parse(file.Bytes()).Allowed("bot5000", "/x") {
		t.Error("a shared rule does not count")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{rfcExample, "user-agent: *\ndisallow: /*a*b*$\nallow: /%zz%2A\ncrawl-delay: 1.5\nsitemap: x", "\uFEFFuser-agent:\r\r\nallow:*$"} {
		f.Add([]byte(seed), "FooBot/1.0", "/a%2fb?c=d")
	}
	f.Fuzz(func(t *testing.T, file []byte, agent, address string) {
		rules := robots.Parse(file)
		first := rules.Allowed(agent, address)
		if first != rules.Allowed(agent, address) {
			t.Error("two answers to one question")
		}
		if !rules.Allowed(agent, robots.Path) {
			t.Error("robots.txt itself is disallowed")
		}
		if delay, ok := rules.CrawlDelay(agent); delay < 0 || delay > robots.MaxCrawlDelay || !ok && delay != 0 {
			t.Errorf("CrawlDelay = %v, %t", delay, ok)
		}
		if len(bytes.TrimSpace(file)) == 0 && !first {
			t.Error("an empty file disallows something")
		}
	})
}
