package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"academysearch/indexer/document"
	"academysearch/indexer/source/robots"
)

// fetcher fetches for a crawl: each request in its host's turn, no hop without leave.
type fetcher struct {
	client *Client
	http   *http.Client // follows no redirects: each hop is asked for on its own
	config SiteConfig

	mu    sync.Mutex // guards hosts
	hosts map[string]*host
}

func newFetcher(client *Client, config SiteConfig) *fetcher {
	stepwise := *client.http
	stepwise.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &fetcher{client: client, http: &stepwise, config: config, hosts: map[string]*host{}}
}

func (f *fetcher) host(u *url.URL) *host {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := originOf(u)
	h := f.hosts[key]
	if h == nil {
		h = newHost(f.config)
		f.hosts[key] = h
	}
	return h
}

func originOf(u *url.URL) string { return strings.ToLower(u.Scheme + "://" + u.Host) }

// request is what one attempt asks for.
type request struct {
	target string
	known  Known
	hops   int                                                       // redirects that are followed
	leave  func(ctx context.Context, hop *url.URL, first bool) error // says why a hop must not be asked for; nil lets all be
}

// page fetches a page with leave of robots.txt for each hop, and of bar for each but the first.
func (f *fetcher) page(ctx context.Context, target string, known Known, bar func(hop string) error) (content Content, err error) {
	q := request{target: target, known: known, hops: maxRedirects, leave: func(ctx context.Context, hop *url.URL, first bool) error {
		if !first && bar != nil {
			if err := bar(hop.String()); err != nil {
				return err
			}
		}
		return f.allowed(ctx, hop)
	}}
	err = f.try(ctx, q, func(r *http.Response, via []string) error {
		if err := unread(r); err != nil {
			return err
		}
		content, err = f.client.read(r, known)
		content.Aliases = nil // and not merely empty where a redirect only adds a slash: what is kept and read again must be equal
		for _, a := range via {
			if a != content.Address {
				content.Aliases = append(content.Aliases, a)
			}
		}
		return err
	})
	if err != nil {
		return Content{}, err
	}
	return content, nil
}

// stream gives a successful answer to read, which may be called again after a fault on the way. robots.txt is not asked: it is for
// what sites name to be read by robots.
func (f *fetcher) stream(ctx context.Context, target string, read func(*http.Response) error) error {
	return f.try(ctx, request{target: target, hops: maxRedirects}, func(r *http.Response, _ []string) error {
		if r.StatusCode != http.StatusOK {
			return statusFailure(r)
		}
		err := read(r)
		var failure *document.Failure
		if err == nil || errors.As(err, &failure) {
			return err
		}
		return connectionFailure(fmt.Errorf("the answer breaks off: %w", err))
	})
}

// try makes attempts until one succeeds, fails for good, or there were enough of them.
func (f *fetcher) try(ctx context.Context, q request, read func(r *http.Response, via []string) error) error {
	target, err := url.Parse(q.target)
	if err != nil {
		return &document.Failure{Class: document.Unsupported, Reason: "the address cannot be read", Advice: "correct the link", Cause: err}
	}
	h := f.host(target)
	for attempt := 1; ; attempt++ {
		err := f.follow(ctx, target, q, read)
		var again *retryError
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !errors.As(err, &again):
			if err == nil {
				h.delivered(true)
			}
			return err
		case attempt >= f.client.config.Attempts || again.after > maxPause:
			h.delivered(false)
			return again.failure
		}
		if err := f.client.config.Pause(ctx, max(again.after, backoff(attempt))); err != nil {
			return err
		}
	}
}

// follow makes one attempt, redirects included. via are the canonical addresses of the redirects, first first.
func (f *fetcher) follow(ctx context.Context, target *url.URL, q request, read func(r *http.Response, via []string) error) error {
	var via []string
	for range q.hops + 1 {
		if q.leave != nil {
			if err := q.leave(ctx, target, len(via) == 0); err != nil {
				return err
			}
		}
		r, err := f.ask(ctx, target, q.known)
		if err != nil {
			return err
		}
		next, err := location(r)
		if err == nil && next == nil {
			err = read(r, via)
			return errors.Join(err, r.Body.Close())
		}
		if err := errors.Join(err, r.Body.Close()); err != nil {
			return err
		}
		via, target = append(via, canonical(target)), next
	}
	return connectionFailure(errManyRedirects)
}

// ask makes one request in its turn, which ends when the answer's body is closed.
func (f *fetcher) ask(ctx context.Context, target *url.URL, known Known) (*http.Response, error) {
	h := f.host(target)
	end, err := h.turn(ctx, f.client.config.Pause)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, f.client.config.Timeout)
	done := sync.OnceFunc(func() { cancel(); end() })
	q, err := f.client.request(ctx, target.String(), known)
	if err != nil {
		done()
		return nil, err
	}
	r, err := f.http.Do(q)
	if err != nil {
		done()
		return nil, connectionFailure(err)
	}
	h.heed(r)
	r.Body = &turnBody{ReadCloser: r.Body, done: done}
	return r, nil
}

// turnBody is the body of an answer that ends its host's turn when it is closed.
type turnBody struct {
	io.ReadCloser
	done func()
}

// Close closes the body. What closing has to say comes too late to matter: all was read, or is not wanted.
func (b *turnBody) Close() error {
	_ = b.ReadCloser.Close()
	b.done()
	return nil
}

// location gives the address that an answer redirects to, or nil for one that does not.
func location(r *http.Response) (*url.URL, error) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	next, err := r.Location()
	if err != nil || next.Scheme != "http" && next.Scheme != "https" || next.Host == "" {
		return nil, connectionFailure(errScheme)
	}
	next.Fragment, next.User = "", nil
	return next, nil
}

// barredByRobots is the skip of what robots.txt forbids.
func barredByRobots() *Skip {
	return &Skip{Reason: "robots.txt of its site does not allow it to be fetched", Known: document.Forbidden}
}

// allowed says why robots.txt does not let a hop be asked for, or nil.
func (f *fetcher) allowed(ctx context.Context, hop *url.URL) error {
	rules, _, err := f.robots(ctx, hop)
	if err != nil {
		return err
	}
	if !rules.Allowed(f.client.config.UserAgent, hop.RequestURI()) {
		return barredByRobots()
	}
	return nil
}

// allowedSoFar is allowed for those who cannot wait: a host whose rules were not fetched yet allows everything.
func (f *fetcher) allowedSoFar(u *url.URL) bool {
	rules, _, _ := f.host(u).known()
	return rules == nil || rules.Allowed(f.client.config.UserAgent, u.RequestURI())
}

// robots gives the rules of a host, which are fetched once a run, and the address that gave them. Rules that cannot be had are a
// *document.Failure: the host is left alone.
func (f *fetcher) robots(ctx context.Context, u *url.URL) (*robots.Rules, *url.URL, error) {
	h := f.host(u)
	select {
	case h.loading <- struct{}{}:
		defer func() { <-h.loading }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	if rules, _, _ := h.known(); rules == nil {
		rules, final, err := f.fetchRobots(ctx, originOf(u)+robots.Path)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		h.obey(rules, final, err, f.client.config.UserAgent)
	}
	rules, final, fault := h.known()
	if fault != nil {
		return nil, nil, &document.Failure{
			Class: document.Network, Reason: "not asked: robots.txt of the host cannot be had",
			Advice: "nothing at first: the next run tries again; then ask who runs the site", Cause: fault,
		}
	}
	at, err := url.Parse(final)
	return rules, at, err
}

// fetchRobots fetches the rules of a host as RFC 9309 (2.3.1) says.
func (f *fetcher) fetchRobots(ctx context.Context, target string) (rules *robots.Rules, final string, err error) {
	final = target
	err = f.try(ctx, request{target: target, hops: robots.MaxRedirects}, func(r *http.Response, _ []string) error {
		if robots.FromAnswer(r.StatusCode, nil).Unreachable() {
			return statusFailure(r)
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, robots.MaxBytes+1))
		if err != nil {
			return connectionFailure(err)
		}
		rules, final = robots.FromAnswer(r.StatusCode, body), r.Request.URL.String()
		return nil
	})
	switch {
	case errors.Is(err, errManyRedirects):
		return &robots.Rules{}, target, nil
	case err != nil:
		return robots.Unreachable(), target, err
	}
	return rules, final, nil
}

// unindexed are media types whose bodies are not worth receiving, besides pictures, sound, film and fonts.
var unindexed = map[string]bool{
	"text/css": true, "text/javascript": true, "application/javascript": true, "application/json": true, "application/zip": true,
	"application/rss+xml": true, "application/atom+xml": true, "application/xml": true, "text/xml": true, "text/calendar": true, "text/vcard": true,
}

// unread says why the body of a good answer is not received, or nil.
func unread(r *http.Response) error {
	declared, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || r.StatusCode != http.StatusOK {
		return nil //nolint:nilerr // the bytes say what it is
	}
	kind, _, _ := strings.Cut(declared, "/")
	if unindexed[declared] || kind == "image" || kind == "audio" || kind == "video" || kind == "font" {
		return &Skip{Reason: cmp.Or(declared, kind) + " is not indexed", Known: document.Unsupported}
	}
	return nil
}
