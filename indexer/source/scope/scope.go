// Package scope says which addresses a crawl may visit: on which hosts, below which paths, how far from its start, and how many. It
// knows the traps in which crawlers get lost. It judges addresses alone: it fetches nothing and has no clock.
package scope

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"academysearch/indexer/address"
)

// The limits where Config does not say otherwise.
const (
	DefaultDepth   = 10
	DefaultPerHost = 100_000 // addresses
	DefaultPerPath = 500     // addresses that differ in their query alone
	DefaultOldest  = 1_990   // year of the oldest archive page that is believed
	yearsAhead     = 3       // how far announcements reach
)

// Config says what is in scope. Start must be given; zero values of the others are the defaults.
type Config struct {
	Start      []string  // addresses at which the crawl begins: always in scope
	Hosts      []string  // "acmedsci.ac.uk", or "*.acmedsci.ac.uk" with all its subdomains; none is the hosts of Start
	Include    []string  // patterns of which an address must match one; none is everything (docs/crawling.md)
	Exclude    []string  // patterns of which an address must match none; they win over Include
	Depth      int       // links from a start or from a page of the sitemap; 0 is DefaultDepth
	PerHost    int       // addresses of one host; 0 is DefaultPerHost
	PerPath    int       // addresses that differ in their query alone; 0 is DefaultPerPath
	Parameters []string  // the only names of query parameters that choose what a page shows; none is all but those of sessions
	Now        time.Time // tells endless calendars from archives; zero believes in every year
}

// Scope judges addresses. It is safe for concurrent use.
type Scope struct {
	start            map[string]bool // canonical
	hosts            []string
	include, exclude []pattern
	depth            int
	perHost, perPath int
	parameters       map[string]bool
	oldest, newest   int // years; 0 and 0 are all
}

// Reason says why an address is out of scope, in words for people. "" is in scope.
type Reason string

// The reasons for being out of scope.
const (
	NotWeb      Reason = "not a web address"
	OtherHost   Reason = "on another host"
	Excluded    Reason = "excluded by the configuration"
	NotIncluded Reason = "not among what the configuration includes"
	TooDeep     Reason = "too many links away from the start"
	Media       Reason = "a picture, sound, film, archive, style sheet or script by its name"
	Repeating   Reason = "looks like a trap: its path repeats itself"
	TooLong     Reason = "looks like a trap: its path or query is too long"
	Calendar    Reason = "looks like a trap: a calendar far from today"
	Facets      Reason = "looks like a trap: too many parameters"
	HostFull    Reason = "over the number of addresses of one host"
	PathFull    Reason = "over the number of addresses that differ in their query alone"
)

// ErrInvalid is wrapped by the errors of New.
var ErrInvalid = errors.New("invalid scope")

// New checks and compiles a configuration.
func New(config Config) (*Scope, error) {
	s := &Scope{
		start: map[string]bool{}, depth: cmp.Or(config.Depth, DefaultDepth), perHost: cmp.Or(config.PerHost, DefaultPerHost),
		perPath: cmp.Or(config.PerPath, DefaultPerPath),
	}
	if s.depth < 0 || s.perHost < 0 || s.perPath < 0 {
		return nil, fmt.Errorf("a depth or number of addresses is negative: %w", ErrInvalid)
	}
	if !config.Now.IsZero() {
		s.oldest, s.newest = DefaultOldest, config.Now.Year()+yearsAhead
	}
	if len(config.Parameters) > 0 {
		s.parameters = map[string]bool{}
	}
	for _, name := range config.Parameters {
		s.parameters[strings.ToLower(name)] = true
	}
	return s, errors.Join(s.begin(config.Start), s.allowHosts(config.Hosts), s.compile(config.Include, config.Exclude))
}

// begin reads the start addresses.
func (s *Scope) begin(start []string) error {
	if len(start) == 0 {
		return fmt.Errorf("no address to start from: %w", ErrInvalid)
	}
	for _, raw := range start {
		canonical, err := address.Canonical(raw, nil)
		if err != nil {
			return fmt.Errorf("start %q: %w: %w", raw, err, ErrInvalid)
		}
		s.start[canonical] = true
		u, err := url.Parse(canonical)
		if err != nil {
			return fmt.Errorf("start %q: %w: %w", raw, err, ErrInvalid)
		}
		s.hosts = append(s.hosts, u.Host)
	}
	return nil
}

// allowHosts takes hosts in the form that canonical addresses have. Given ones replace those of the start.
func (s *Scope) allowHosts(hosts []string) error {
	if len(hosts) > 0 {
		s.hosts = nil
	}
	for _, given := range hosts {
		name, below := strings.CutPrefix(strings.TrimSpace(given), "*.")
		canonical, err := address.Canonical("https://"+name, nil)
		host := strings.TrimPrefix(strings.TrimPrefix(canonical, "http://"), "https://")
		if err != nil || host == "" || strings.ContainsAny(host, "/?*") {
			return fmt.Errorf("host %q: write it as example.org or *.example.org: %w", given, ErrInvalid)
		}
		s.hosts = append(s.hosts, host)
		if below {
			s.hosts = append(s.hosts, "."+host)
		}
	}
	return nil
}

// Judge says why an address that is depth links away from a start is out of scope, or "". Addresses of the start are always in.
func (s *Scope) Judge(raw string, depth int) Reason {
	canonical, err := address.Canonical(raw, nil)
	if err != nil {
		return NotWeb
	}
	u, err := url.Parse(canonical)
	switch {
	case err != nil:
		return NotWeb
	case s.start[canonical]:
		return ""
	case !s.onHost(u.Host):
		return OtherHost
	case matchesAny(s.exclude, u):
		return Excluded
	case len(s.include) > 0 && !matchesAny(s.include, u):
		return NotIncluded
	case depth > s.depth:
		return TooDeep
	case isMedia(u.Path):
		return Media
	}
	return s.trap(u)
}

func (s *Scope) onHost(host string) bool {
	for _, h := range s.hosts {
		if host == h || strings.HasPrefix(h, ".") && strings.HasSuffix(host, h) {
			return true
		}
	}
	return false
}

// media are the endings of files that hold no text to index. What a file is, its content decides; what is surely not worth asking
// for, its name may.
var media = map[string]bool{
	"jpg": true, "jpeg": true, "png": true, "gif": true, "webp": true, "avif": true, "svg": true, "ico": true, "bmp": true, "tif": true, "tiff": true,
	"mp3": true, "m4a": true, "wav": true, "ogg": true, "mp4": true, "m4v": true, "mov": true, "avi": true, "webm": true, "wmv": true,
	"css": true, "js": true, "mjs": true, "map": true, "woff": true, "woff2": true, "ttf": true, "otf": true, "eot": true,
	"zip": true, "gz": true, "tgz": true, "rar": true, "7z": true, "exe": true, "dmg": true, "ics": true, "vcf": true,
}

// deliveryPath is where Cloudflare, which delivers many sites, keeps what it adds to them: scripts, and links that stand for mail
// addresses.
const deliveryPath = "/cdn-cgi/"

func isMedia(path string) bool {
	if strings.HasPrefix(path, deliveryPath) {
		return true
	}
	dot := strings.LastIndexByte(path, '.')
	return dot > strings.LastIndexByte(path, '/')+1 && media[strings.ToLower(path[dot+1:])]
}
