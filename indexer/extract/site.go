package extract

import (
	"bytes"
	_ "embed" // the built-in profiles
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/andybalholm/cascadia"
	"go.yaml.in/yaml/v3"
)

//go:embed profiles.yaml
var profiles []byte

// Profile says where a site keeps its text and what stands around it. It is data that staff edit; profiles.yaml explains each field.
type Profile struct {
	Hosts     []string `yaml:"hosts"`
	Article   []string `yaml:"article"`
	Title     []string `yaml:"title"`
	Drop      []string `yaml:"drop"`
	Downloads []string `yaml:"downloads"`
	Ends      []string `yaml:"ends"`
	Cards     []string `yaml:"cards"`
	Calls     []string `yaml:"calls"`
	Lines     []string `yaml:"lines"`
	Banners   []string `yaml:"banners"`
	Standing  []string `yaml:"standing"`
	Sentences []string `yaml:"sentences"`
}

// Profiles reads a list of profiles in YAML, as in profiles.yaml. An unknown field is an error.
func Profiles(r io.Reader) ([]Profile, error) {
	var list []Profile
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("profiles of sites: %w", err)
	}
	return list, nil
}

func builtInProfiles() ([]Profile, error) { return Profiles(bytes.NewReader(profiles)) }

// site is what applies to one page: a Profile, compiled, or several joined.
type site struct {
	hosts                []string
	article, title, drop []cascadia.SelectorGroup
	downloads            matcher
	ends, cards, calls   matcher
	lines                matcher
	banners, standing    matcher
	sentences            matcher
}

// matcher is a list of rules of which one must match.
type matcher []rule

// rule is a regular expression on text in lower case. Most begin with letters, which are compared first.
type rule struct {
	prefix string // of what matches at the beginning of a text; "" where anything may
	re     *regexp.Regexp
}

func (m matcher) match(s string) bool {
	if len(m) == 0 {
		return false
	}
	lower := strings.ToLower(s)
	for _, r := range m {
		if strings.HasPrefix(lower, r.prefix) && r.re.MatchString(lower) {
			return true
		}
	}
	return false
}

// rules compiles patterns into a frame. A pattern with capitals is matched without regard to case, too.
func rules(patterns []string, frame string) (matcher, error) {
	var m matcher
	for _, p := range patterns {
		flags := ""
		if p != strings.ToLower(p) {
			flags = "(?i)"
		}
		re, err := regexp.Compile(flags + fmt.Sprintf(frame, "(?:"+p+")"))
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", p, err)
		}
		r := rule{re: re}
		if strings.HasPrefix(frame, "^") {
			// The frame compiles, so that the pattern by itself does.
			r.prefix, _ = regexp.MustCompile(flags + "(?:" + p + ")").LiteralPrefix()
		}
		m = append(m, r)
	}
	return m, nil
}

// compile checks profiles and makes them ready for use.
func compile(list []Profile) ([]*site, error) {
	sites := make([]*site, len(list))
	for i, p := range list {
		s, err := p.compile()
		if err != nil {
			return nil, fmt.Errorf("profile %d of %v: %w", i+1, p.Hosts, err)
		}
		sites[i] = s
	}
	return sites, nil
}

func (p Profile) compile() (*site, error) {
	s := &site{hosts: p.Hosts}
	for _, part := range []struct {
		selectors []string
		to        *[]cascadia.SelectorGroup
	}{{p.Article, &s.article}, {p.Title, &s.title}, {p.Drop, &s.drop}} {
		for _, text := range part.selectors {
			group, err := cascadia.ParseGroup(text)
			if err != nil {
				return nil, fmt.Errorf("selector %q: %w", text, err)
			}
			*part.to = append(*part.to, group)
		}
	}
	for _, part := range []struct {
		patterns []string
		frame    string
		to       *matcher
	}{
		{p.Downloads, `%s`, &s.downloads},
		{p.Ends, `^%s:?$`, &s.ends},
		{p.Cards, `^%s[ .…»›>→]*$`, &s.cards},
		{p.Calls, `^%s[ .…»›>→]*$`, &s.calls},
		{p.Lines, `^%s$`, &s.lines},
		{p.Banners, `^%s$`, &s.banners},
		{p.Standing, `^%s`, &s.standing},
		{p.Sentences, `%s[.;]?`, &s.sentences},
	} {
		var err error
		if *part.to, err = rules(part.patterns, part.frame); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// site joins the profiles that apply to the page at address: those of its host, then the general ones.
func (x *Extractor) site(address string) *site {
	var host string
	if u, err := url.Parse(address); err == nil {
		host = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	joined := &site{}
	for _, named := range []bool{true, false} {
		for _, s := range x.sites {
			if named == (len(s.hosts) > 0) && (!named || s.isFor(host)) {
				joined.add(s)
			}
		}
	}
	return joined
}

func (s *site) isFor(host string) bool {
	for _, h := range s.hosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}

func (s *site) add(t *site) {
	s.article, s.title, s.drop = append(s.article, t.article...), append(s.title, t.title...), append(s.drop, t.drop...)
	s.downloads, s.ends, s.cards = append(s.downloads, t.downloads...), append(s.ends, t.ends...), append(s.cards, t.cards...)
	s.calls, s.lines, s.banners = append(s.calls, t.calls...), append(s.lines, t.lines...), append(s.banners, t.banners...)
	s.standing, s.sentences = append(s.standing, t.standing...), append(s.sentences, t.sentences...)
}
