package scope

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// maxPattern bounds a pattern in bytes.
const maxPattern = 1_000

// pattern is what staff write to say which addresses they mean.
type pattern struct {
	host      *regexp.Regexp // nil is every host
	path      *regexp.Regexp
	parameter *regexp.Regexp // of "name=value"; nil is every query
}

// compile reads the patterns of a configuration.
func (s *Scope) compile(include, exclude []string) error {
	var err, all error
	if s.include, err = patterns(include); err != nil {
		all = fmt.Errorf("include: %w", err)
	}
	if s.exclude, err = patterns(exclude); err != nil {
		all = errors.Join(all, fmt.Errorf("exclude: %w", err))
	}
	return all
}

func patterns(texts []string) (list []pattern, err error) {
	for _, text := range texts {
		p, e := newPattern(strings.TrimSpace(text))
		err, list = errors.Join(err, e), append(list, p)
	}
	return list, err
}

// newPattern reads one pattern. It begins with "/" or names a host: "/more/news/*", "https://example.org/policy". "*" is any run of
// characters but "/", "**" is any run. A pattern covers what it describes and all below it. Behind "?" stands a parameter that the
// query must have: "?month=*". Letter case and percent-encoding do not count.
func newPattern(text string) (p pattern, err error) {
	place, parameter, hasParameter := strings.Cut(text, "?")
	if hasParameter {
		p.parameter = glob(strings.ReplaceAll(unescape(parameter), "*", "**"), "$")
	}
	if _, rest, ok := strings.Cut(place, "://"); ok {
		host, path, _ := strings.Cut(rest, "/")
		host = strings.TrimPrefix(strings.ToLower(host), "www.")
		if host == "" {
			return p, fmt.Errorf("pattern %q names no host: %w", text, ErrInvalid)
		}
		p.host = glob(host, "$")
		place = "/" + path
	}
	if !strings.HasPrefix(place, "/") && (place != "" || !hasParameter) || len(text) > maxPattern {
		return p, fmt.Errorf("pattern %.100q must begin with / or https:// and have at most %d bytes: %w", text, maxPattern, ErrInvalid)
	}
	p.path = glob(strings.TrimRight(unescape(place), "/"), "(/|$)")
	return p, nil
}

// glob makes a regular expression of a text with stars. Those of Go take linear time, whatever they are.
func glob(text, end string) *regexp.Regexp {
	expression := regexp.QuoteMeta(strings.ToValidUTF8(text, "\uFFFD"))
	expression = strings.ReplaceAll(expression, `\*\*`, ".*")
	expression = strings.ReplaceAll(expression, `\*`, "[^/]*")
	return regexp.MustCompile("(?is)^" + expression + end)
}

func matchesAny(list []pattern, u *url.URL) bool {
	for _, p := range list {
		if p.matches(u) {
			return true
		}
	}
	return false
}

func (p pattern) matches(u *url.URL) bool {
	return (p.host == nil || p.host.MatchString(u.Host)) && p.path.MatchString(u.Path) && p.matchesQuery(u.RawQuery)
}

// matchesQuery reports whether one of the parameters is the one wanted, or its name is.
func (p pattern) matchesQuery(query string) bool {
	if p.parameter == nil {
		return true
	}
	for part := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		if part != "" && (p.parameter.MatchString(unescape(part)) || p.parameter.MatchString(unescape(name))) {
			return true
		}
	}
	return false
}

// unescape undoes percent-encoding where it can.
func unescape(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}
