package source

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/indexer/source/robots"
	"academysearch/indexer/source/scope"
	"academysearch/search"
)

// Crawler is a Source whose resources lead to one another: Offered wants to be given all links of a page, not only those to files, and
// of an unchanged page those that were read from it before.
type Crawler interface {
	Source
	// Find gives the resource at one address without a walk. ok is false where it is none of the source's.
	Find(address string) (r Resource, ok bool)
}

// SiteConfig says how websites are crawled. Zero values are the defaults.
type SiteConfig struct {
	Hosts       []string      // hosts in scope; none is that of the address given
	Include     []string      // patterns as in docs/crawling.md; none is everything
	Exclude     []string      // patterns; they win over Include
	Parameters  []string      // the only query parameters that choose what a page shows; none is all but sessions
	Depth       int           // links from the start or the sitemap; 0 is scope.DefaultDepth
	PerHost     int           // addresses of one host; 0 is scope.DefaultPerHost
	Every       time.Duration // between two requests to a host; 0 is 250 ms. A longer Crawl-delay is heeded
	Connections int           // requests to a host at once; 0 is 2. With a Crawl-delay it is 1
}

// Defaults of SiteConfig.
const (
	defaultEvery       = 250 * time.Millisecond
	defaultConnections = 2
)

// maxLinks bounds the links of one page that are looked at.
const maxLinks = 10_000

// website is a site that is crawled from its start page and its sitemaps along the links of its pages.
type website struct {
	name     string // as given
	start    string // canonical address of the start page
	config   SiteConfig
	client   *Client
	sitemaps []string // those given; none asks the site
	follow   bool     // all links, and not only those to files
	scope    *scope.Scope

	mu       sync.Mutex // guards the fields below
	fetcher  *fetcher
	budget   *scope.Budget
	depth    map[string]int // links from the start, of all addresses met
	origin   *url.URL       // scheme and host that answer for the site
	missing  *look          // what the site shows for a page that it does not have; nil where it says 404
	told     map[scope.Reason]bool
	complete bool // the sitemaps name all that there is
	closed   bool // the site must not be asked in this run
}

// isSite reports whether an address stands for a whole site: it has no path.
func isSite(spec string) bool {
	u, err := url.Parse(spec)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// isSitemap reports whether an address is that of a list of pages, by its name: a page of XML is nothing to index.
func isSitemap(spec string) bool {
	u, err := url.Parse(spec)
	if err != nil {
		return false
	}
	name := strings.TrimSuffix(strings.ToLower(path.Base(u.Path)), ".gz")
	return strings.HasSuffix(name, ".xml") || name == "sitemap.txt"
}

func openWebsite(spec string, config Config) (Source, error) {
	if config.Client == nil {
		return nil, fmt.Errorf("%s: addresses cannot be fetched here: %w", spec, search.ErrInvalid)
	}
	c := config.Site
	if c.Connections < 0 {
		return nil, fmt.Errorf("%d requests at once: %w", c.Connections, search.ErrInvalid)
	}
	w := &website{name: spec, config: c, client: config.Client, follow: true}
	start := spec
	if isSitemap(spec) {
		u, err := url.Parse(spec)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", spec, err)
		}
		start, w.sitemaps, w.follow = u.Scheme+"://"+u.Host, []string{spec}, false
	}
	limits, err := scope.New(scope.Config{
		Start: []string{start}, Hosts: c.Hosts, Include: c.Include, Exclude: c.Exclude,
		Depth: c.Depth, PerHost: c.PerHost, Parameters: c.Parameters, Now: time.Now(),
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", spec, err, search.ErrInvalid)
	}
	if w.start, err = limits.Clean(start); err != nil {
		return nil, fmt.Errorf("%s: %w", spec, err)
	}
	if w.origin, err = url.Parse(start); err != nil {
		return nil, fmt.Errorf("%s: %w", spec, err)
	}
	w.scope = limits
	w.begin()
	return w, nil
}

// Name is the address as given, because that is the one known to answer.
func (w *website) Name() string  { return w.name }
func (w *website) Reopens() bool { return true }

// begin forgets what an earlier walk met.
func (w *website) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fetcher, w.budget, w.depth = newFetcher(w.client, w.config), w.scope.NewBudget(), map[string]int{}
	w.missing, w.told, w.complete, w.closed = nil, map[scope.Reason]bool{}, false, false
}

// Walk visits the start page and what the sitemaps name. All else is Offered. A site whose robots.txt cannot be had is left alone.
func (w *website) Walk(ctx context.Context, visit func(Resource) error) error {
	w.begin()
	rules, err := w.arrive(ctx)
	if err != nil {
		w.mu.Lock()
		w.closed = true
		w.mu.Unlock()
		return err
	}
	if w.follow {
		w.meet(w.start, 0)
		if err := visit(w.resource(w.start, w.name, nil)); err != nil {
			return err
		}
	}
	return w.readSitemaps(ctx, rules, visit)
}

// arrive reads robots.txt, learns under which scheme and host the site answers, and what it shows for pages that it does not have.
func (w *website) arrive(ctx context.Context) (*robots.Rules, error) {
	rules, final, err := w.fetcher.robots(ctx, w.origin)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	if bareHost(final.Host) == bareHost(w.origin.Host) {
		w.origin = &url.URL{Scheme: final.Scheme, Host: final.Host}
	}
	w.mu.Unlock()
	missing, err := w.fetcher.lookOfMissing(ctx, w.reachable("/"+absentPage), rules)
	w.mu.Lock()
	w.missing = missing
	w.mu.Unlock()
	return rules, err
}

// meet notes an address that is depth links away, and says why it is out of scope. ok is false for one that was met before, too.
func (w *website) meet(key string, depth int) (reason scope.Reason, ok bool) {
	if reason := w.scope.Judge(key, depth); reason != "" {
		return reason, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, known := w.depth[key]; known {
		return "", false
	}
	if reason := w.budget.Take(key); reason != "" {
		return reason, false
	}
	w.depth[key] = depth
	return "", true
}

// silent are the reasons that need no word: what they leave out is left out on purpose, and by the thousand.
var silent = map[scope.Reason]bool{
	scope.NotWeb: true, scope.OtherHost: true, scope.Excluded: true, scope.NotIncluded: true, scope.Media: true,
}

// leftOut gives a resource that says why an address is not visited, the first time for each reason: traps and full budgets must not
// stay secret, and need not be told a thousand times.
func (w *website) leftOut(key string, reason scope.Reason) (r Resource, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if reason == "" || silent[reason] || w.told[reason] {
		return Resource{}, false
	}
	w.told[reason] = true
	return Resource{Key: key, Address: key, Problem: &Skip{Reason: "not visited, nor others of its kind: " + string(reason), Known: document.Forbidden}}, true
}

// Offered gives what a page leads to within the scope. What robots.txt forbids is offered as left out, because a rule that came up says
// nothing about what is known.
func (w *website) Offered(from Resource, links []search.Link) []Resource {
	w.mu.Lock()
	depth := w.depth[from.Key] + 1
	w.mu.Unlock()
	var offered []Resource
	for _, link := range links[:min(len(links), maxLinks)] {
		key, err := w.scope.Clean(link.URL)
		if err != nil || !w.follow && link.Relation != search.Download {
			continue
		}
		if reason, ok := w.meet(key, depth); ok {
			offered = append(offered, w.unlessBarred(w.resource(key, w.reachable(key), nil)))
		} else if r, ok := w.leftOut(key, reason); ok {
			offered = append(offered, r)
		}
	}
	return offered
}

// unlessBarred marks a resource that the rules known so far forbid to ask for.
func (w *website) unlessBarred(r Resource) Resource {
	if u, err := url.Parse(r.Base); err == nil && !w.fetcher.allowedSoFar(u) {
		r.Problem = barredByRobots()
	}
	return r
}

// Find gives one page of the site.
func (w *website) Find(raw string) (Resource, bool) {
	key, err := w.scope.Clean(raw)
	if err != nil || w.scope.Judge(key, 0) != "" {
		return Resource{}, false
	}
	return w.resource(key, w.reachable(key), nil), true
}

// Revisit lets the server have the word on what neither the sitemap nor a link led to, unless the sitemap names all that there is.
// What the configuration took out of scope is gone. robots.txt never makes anything gone.
func (w *website) Revisit(key string) (Resource, bool) {
	w.mu.Lock()
	complete, closed := w.complete, w.closed
	w.mu.Unlock()
	r, ok := w.Find(key)
	if closed || !ok {
		return Resource{}, false
	}
	barred := w.unlessBarred(r).Problem != nil
	return r, barred || !complete
}

// reachable gives the address to ask for where only the canonical one is known: the site's own scheme and host.
func (w *website) reachable(canonical string) string {
	u, err := url.Parse(canonical)
	if err != nil {
		return canonical
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if u.Host == "" || bareHost(u.Host) == bareHost(w.origin.Host) {
		u.Scheme, u.Host = w.origin.Scheme, w.origin.Host
	}
	return u.String()
}

// slashed gives an address the slash at its end that its site writes, which saves a redirect.
func (w *website) slashed(fetched, written string) string {
	from, err := url.Parse(written)
	to, err2 := url.Parse(fetched)
	if err != nil || err2 != nil || !strings.HasSuffix(from.Path, "/") || strings.HasSuffix(to.Path, "/") {
		return fetched
	}
	return to.JoinPath("/").String()
}

func (w *website) resource(key, fetched string, hints []document.Hint) Resource {
	r := Resource{Key: key, Address: key, Base: fetched, Hints: hints}
	r.fetch = func(ctx context.Context, known Known) (Content, error) {
		content, err := w.fetcher.page(ctx, fetched, known, w.bar)
		if content.Address == key {
			content.Address = ""
		}
		if err != nil || content.NotModified {
			return content, err
		}
		w.mu.Lock()
		missing := w.missing
		w.mu.Unlock()
		return content, judge(content, fetched, missing)
	}
	return r
}

// bar says why an address to which a page redirects must not be asked for, or nil.
func (w *website) bar(hop string) error {
	if reason := w.scope.Judge(hop, 0); reason != "" {
		return &Skip{Reason: fmt.Sprintf("redirects to %s, which is out of scope: %s", shown(hop), reason), Known: document.Forbidden}
	}
	return nil
}

// shown is an address as reports show it.
func shown(raw string) string {
	canonical, err := address.Canonical(raw, nil)
	if err != nil {
		return fmt.Sprintf("%.200q", raw)
	}
	return canonical
}

// partial says which sitemaps could not be read. Their faults are joined under ErrPartial.
func partial(faults []error) error {
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrPartial, errors.Join(faults...))
}
