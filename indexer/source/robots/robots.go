// Package robots reads robots.txt as RFC 9309 says, with the two customary additions Crawl-delay and Sitemap, and answers whether an
// agent may fetch an address. It fetches nothing and knows no crawler.
package robots

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// MaxBytes is how much of a robots.txt is read (RFC 9309, 2.5). A line that the limit cuts is dropped: half a path would be
	// another rule.
	MaxBytes = 500 << 10
	// MaxRedirects is how many redirects in a row the fetcher of a robots.txt follows; behind them it counts as one that does not
	// exist (RFC 9309, 2.3.1.2).
	MaxRedirects = 5
	// MaxCrawlDelay caps Crawl-delay, so that one line cannot stop a crawl for good.
	MaxCrawlDelay = time.Minute
	// Path is where a host keeps its rules. It is allowed to everybody (RFC 9309, 2.2.2).
	Path = "/robots.txt"
)

// Rules are the rules of one host. The zero value allows everything. They are safe for concurrent use.
type Rules struct {
	groups      []group
	agents      map[string][]int // product token in lower case, or "*" → indices into groups
	sitemaps    []string
	unreachable bool
}

// group is a run of User-agent lines and the rules after it.
type group struct {
	rules []rule // longest first; Allow before Disallow of the same length
	delay time.Duration
	slow  bool // delay was given
}

// rule is one Allow or Disallow line.
type rule struct {
	pattern pattern
	allow   bool
}

// Unreachable gives the rules of a host that does not say whether it has any: everything is disallowed (RFC 9309, 2.3.1.4). It is
// for errors of the network; FromAnswer gives it for errors of the server.
func Unreachable() *Rules { return &Rules{unreachable: true} }

// FromAnswer gives the rules that follow from the answer to a request for Path, after at most MaxRedirects redirects: 2xx is parsed;
// a redirect that is left and 4xx mean that there are no rules; everything else is Unreachable (RFC 9309, 2.3.1). 429 is the one 4xx
// that is Unreachable, too: a host that asks for fewer requests must not get all of them.
func FromAnswer(status int, body []byte) *Rules {
	switch {
	case status >= 200 && status < 300:
		return Parse(body)
	case status >= 300 && status < 500 && status != http.StatusTooManyRequests:
		return &Rules{}
	}
	return Unreachable()
}

// Unreachable reports whether the rules could not be had, so that "disallowed" is for now and not what the site says.
func (r *Rules) Unreachable() bool { return r.unreachable }

// Sitemaps gives the values of the Sitemap lines in their order, each once, as written: absolute addresses in well-formed files.
func (r *Rules) Sitemaps() []string { return slices.Clone(r.sitemaps) }

// Allowed reports whether agent may fetch an address of the host, given by its path and query ("/more/news?page=2"; a fragment is
// ignored). agent is a product token ("AcademySearch") or a User-Agent that begins with it. The longest rule that matches counts, of
// equally long ones Allow; without a match everything is allowed.
func (r *Rules) Allowed(agent, pathAndQuery string) bool {
	address := normalAddress(pathAndQuery)
	if address == Path {
		return true
	}
	if r.unreachable {
		return false
	}
	var best *rule
	for _, i := range r.groupsOf(agent) {
		if found := r.groups[i].first(address); found != nil && (best == nil || found.compare(*best) < 0) {
			best = found
		}
	}
	return best == nil || best.allow
}

// CrawlDelay gives the pause that the site asks agent to make between two requests, at most MaxCrawlDelay; the longest where it
// asks for several.
func (r *Rules) CrawlDelay(agent string) (delay time.Duration, ok bool) {
	for _, i := range r.groupsOf(agent) {
		if g := r.groups[i]; g.slow {
			delay, ok = max(delay, g.delay), true
		}
	}
	return delay, ok
}

// groupsOf finds all groups that name the agent, else those for everybody.
func (r *Rules) groupsOf(agent string) []int {
	if token := productToken(agent); token != "" && token != "*" {
		if named, ok := r.agents[token]; ok {
			return named
		}
	}
	return r.agents["*"]
}

// first finds the rule of the group that decides about a normalised address.
func (g *group) first(address string) *rule {
	for i := range g.rules {
		if g.rules[i].pattern.matches(address) {
			return &g.rules[i]
		}
	}
	return nil
}

// compare orders rules by their weight, the weightiest first.
func (a rule) compare(b rule) int {
	if order := cmp.Compare(b.pattern.length, a.pattern.length); order != 0 || a.allow == b.allow {
		return order
	}
	if a.allow {
		return -1
	}
	return 1
}

// productToken is the name with which a User-Agent or the value of a User-agent line begins: all before a version or a space, in
// lower case. It is compared whole: "Academy" is not "AcademySearch".
func productToken(agent string) string {
	agent = strings.TrimSpace(agent)
	if end := strings.IndexAny(agent, "/ \t("); end >= 0 {
		agent = agent[:end]
	}
	return strings.ToLower(agent)
}
