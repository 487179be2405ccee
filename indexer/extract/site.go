package extract

import (
	"bytes"
	_ "embed" // the built-in profiles
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
	if err := d.Decode(&list); err != nil && err != io.EOF {
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

// matcher is a list of regular expressions of which one must match.
type matcher []*regexp.Regexp

func (m matcher) match(s string) bool {
	for _, re := range m {
		if re.MatchString(s) {
			return true
		}
	}
	return false
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
		{p.Downloads, `(?i)%s`, &s.downloads},
		{p.Ends, `(?i)^(?:%s):?$`, &s.ends},
		{p.Cards, `(?i)^(?:%s)[ .…»›>→]*$`, &s.cards},
		{p.Calls, `(?i)^(?:%s)[ .…»›>→]*$`, &s.calls},
		{p.Lines, `(?i)^(?:%s)$`, &s.lines},
		{p.Banners, `(?i)^(?:%s)$`, &s.banners},
		{p.Standing, `(?i)^(?:%s)`, &s.standing},
		{p.Sentences, `(?i)(?:^|\s)(?:%s)[.;]?(?:\s|$)`, &s.sentences},
	} {
		if len(part.patterns) == 0 {
			continue
		}
		// One expression for all: the regexp engine tries alternatives side by side.
		joined := "(?:" + strings.Join(part.patterns, ")|(?:") + ")"
		re, err := regexp.Compile(fmt.Sprintf(part.frame, joined))
		if err != nil {
			return nil, fmt.Errorf("pattern: %w", err)
		}
		*part.to = matcher{re}
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
