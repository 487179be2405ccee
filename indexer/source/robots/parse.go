package robots

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Parse reads the first MaxBytes of a robots.txt. There are no errors: a line that is none of the format's is skipped, as the RFC
// wants, and interrupts no group.
func Parse(text []byte) *Rules {
	p := parser{rules: &Rules{agents: map[string][]int{}}}
	for line := range bytes.FieldsFuncSeq(whole(text), func(r rune) bool { return r == '\n' || r == '\r' }) {
		p.line(string(line))
	}
	for i := range p.rules.groups {
		slices.SortStableFunc(p.rules.groups[i].rules, rule.compare)
	}
	return p.rules
}

// whole gives the text without a byte order mark and without what is over the limit.
func whole(text []byte) []byte {
	if len(text) > MaxBytes {
		text = text[:1+bytes.LastIndexAny(text[:MaxBytes+1], "\r\n")]
	}
	return bytes.TrimPrefix(text, []byte("\uFEFF"))
}

// parser walks the lines of a robots.txt.
type parser struct {
	rules  *Rules
	naming bool // the last line of a group was a User-agent line: the next one joins it
}

func (p *parser) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	value = strings.Trim(value, " \t\x00\v\f")
	switch strings.ToLower(strings.Trim(key, " \t\x00\v\f")) {
	case "user-agent":
		p.agent(value)
	case "allow":
		p.rule(value, true)
	case "disallow":
		p.rule(value, false)
	case "crawl-delay":
		p.delay(value)
	case "sitemap":
		p.sitemap(value)
	}
}

// agent opens a group or adds a name to the one that was just opened. A line without a name opens one that is nobody's, so that
// the rules after it do not fall to the group before.
func (p *parser) agent(value string) {
	if !p.naming {
		p.rules.groups = append(p.rules.groups, group{})
		p.naming = true
	}
	token, current := productToken(value), len(p.rules.groups)-1
	if named := p.rules.agents[token]; token != "" && (len(named) == 0 || named[len(named)-1] != current) {
		p.rules.agents[token] = append(named, current)
	}
}

// rule adds a rule to the group. One before any group is nobody's, and one without a path says nothing.
func (p *parser) rule(value string, allow bool) {
	g := p.group()
	if g == nil {
		return
	}
	p.naming = false
	if value != "" {
		g.rules = append(g.rules, rule{pattern: newPattern(value), allow: allow})
	}
}

// delay adds a Crawl-delay to the group. It is no line of the RFC and so does not end a run of User-agent lines (2.2.4).
func (p *parser) delay(value string) {
	g := p.group()
	seconds, ok := parseSeconds(value)
	if g == nil || !ok {
		return
	}
	g.delay, g.slow = max(g.delay, seconds), true
}

func (p *parser) group() *group {
	if len(p.rules.groups) == 0 {
		return nil
	}
	return &p.rules.groups[len(p.rules.groups)-1]
}

func (p *parser) sitemap(value string) {
	if value != "" && !slices.Contains(p.rules.sitemaps, value) && len(p.rules.sitemaps) < maxSitemaps {
		p.rules.sitemaps = append(p.rules.sitemaps, value)
	}
}

// maxSitemaps bounds the Sitemap lines of a file: there is an index for more.
const maxSitemaps = 1_000

// parseSeconds reads a number of seconds such as "10" or "1.5"; units, signs and exponents are none.
func parseSeconds(value string) (time.Duration, bool) {
	if strings.Trim(value, "0123456789.") != "" {
		return 0, false
	}
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return 0, false
	}
	return time.Duration(min(seconds, MaxCrawlDelay.Seconds()) * float64(time.Second)), true
}
