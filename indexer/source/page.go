package source

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/search"
)

// maxOffered bounds the files that one page may lead to.
const maxOffered = 200

// page is one address, with the files that it offers.
type page struct {
	address string // canonical
	fetched string // as given: the canonical form is https without www, which a server need not answer
	client  *Client
}

func openPage(spec string, config Config) (Source, error) {
	if config.Client == nil {
		return nil, fmt.Errorf("%s: addresses cannot be fetched here: %w", spec, search.ErrInvalid)
	}
	canonical, err := address.Canonical(spec, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", spec, err)
	}
	return &page{address: canonical, fetched: spec, client: config.Client}, nil
}

// Name is the address as given, because that is the one known to answer.
func (p *page) Name() string  { return p.fetched }
func (p *page) Reopens() bool { return true }

// Walk visits the page alone; its files are Offered.
func (p *page) Walk(_ context.Context, visit func(Resource) error) error {
	return visit(p.resource(p.address, p.fetched, nil))
}

// Revisit fetches what earlier runs knew again: only the server's word makes it gone.
func (p *page) Revisit(key string) (Resource, bool) { return p.resource(key, key, nil), true }

// Offered gives the files that the page itself offers for download, whatever site they are on.
func (p *page) Offered(from Resource, links []search.Link) []Resource {
	if from.Key != p.address {
		return nil
	}
	var offered []Resource
	seen := map[string]bool{p.address: true}
	for _, link := range links {
		if link.Relation != search.Download || seen[link.URL] || !isWeb(link.URL) || len(offered) == maxOffered {
			continue
		}
		seen[link.URL] = true
		offered = append(offered, p.resource(link.URL, p.reachable(link.URL), nil))
	}
	return offered
}

// reachable undoes the canonical form for the page's own site: its scheme and host as they were given.
func (p *page) reachable(canonical string) string {
	given, err := url.Parse(p.fetched)
	if err != nil {
		return canonical
	}
	target, err := url.Parse(canonical)
	if err != nil || bareHost(target.Host) != bareHost(given.Host) {
		return canonical
	}
	target.Scheme, target.Host = given.Scheme, given.Host
	return target.String()
}

func bareHost(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }

func isWeb(link string) bool {
	return strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")
}

func (p *page) resource(canonical, fetched string, hints []document.Hint) Resource {
	r := Resource{Key: canonical, Address: canonical, Base: fetched, Hints: hints}
	r.fetch = func(ctx context.Context, known Known) (Content, error) {
		content, err := p.client.Get(ctx, fetched, known)
		if content.Address == canonical {
			content.Address = ""
		}
		return content, err
	}
	return r
}
