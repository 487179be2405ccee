package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/search"
)

// Limits of fetching; ClientConfig can change those that have a field there.
const (
	defaultTimeout   = 60 * time.Second // one attempt, body included
	dialTimeout      = 10 * time.Second
	headerTimeout    = 30 * time.Second
	defaultAttempts  = 3
	maxRedirects     = 10
	firstPause       = time.Second
	maxPause         = 60 * time.Second // a server that asks for more is left alone until the next run
	maxHeaderBytes   = 1 << 20
	idleConnsPerHost = 4
)

// ClientConfig says how addresses are fetched. UserAgent must be given; zero values of the others are the defaults.
type ClientConfig struct {
	UserAgent    string                                           // names the program and how to reach its operator: "academysearch/1.0 (+https://…)"
	Timeout      time.Duration                                    // of one attempt, body included; 0 is 60 s
	MaxBytes     int64                                            // of a body, after decompression; 0 is DefaultMaxBytes
	Attempts     int                                              // 0 is 3
	AllowPrivate bool                                             // lets addresses of the own machine and of private networks be fetched, on any port
	Pause        func(ctx context.Context, d time.Duration) error // waits between attempts; nil is a timer
}

// Client fetches addresses over HTTP as a polite and careful robot does: under its own name, with time-outs and limits, with
// conditional requests, heeding Retry-After, and never into private networks unless allowed. It is safe for concurrent use.
type Client struct {
	config ClientConfig
	http   *http.Client
}

// NewClient checks the configuration.
func NewClient(config ClientConfig) (*Client, error) {
	if strings.TrimSpace(config.UserAgent) == "" {
		return nil, fmt.Errorf("a User-Agent with a contact is needed to fetch addresses: %w", search.ErrInvalid)
	}
	config.Timeout = cmp.Or(config.Timeout, defaultTimeout)
	config.MaxBytes = cmp.Or(config.MaxBytes, DefaultMaxBytes)
	config.Attempts = cmp.Or(config.Attempts, defaultAttempts)
	if config.Pause == nil {
		config.Pause = pause
	}
	dialer := &net.Dialer{Timeout: dialTimeout}
	if !config.AllowPrivate {
		dialer.Control = ssrf.New().Safe
	}
	transport := &http.Transport{
		DialContext:            dialer.DialContext, // no proxy: the guard would see the proxy's address only
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConnsPerHost:    idleConnsPerHost,
		IdleConnTimeout:        defaultTimeout,
		ForceAttemptHTTP2:      true,
	}
	return &Client{config: config, http: &http.Client{Transport: transport, CheckRedirect: checkRedirect}}, nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

var (
	errManyRedirects = errors.New("too many redirects")
	errScheme        = errors.New("redirected to something that is not http or https")
)

func checkRedirect(next *http.Request, via []*http.Request) error {
	if next.URL.Scheme != "http" && next.URL.Scheme != "https" {
		return errScheme
	}
	if len(via) >= maxRedirects {
		return errManyRedirects
	}
	return nil
}

// Get fetches an address, again after a pause where the fault may pass. Its errors are a *document.Failure, or ctx's.
func (c *Client) Get(ctx context.Context, target string, known Known) (Content, error) {
	for attempt := 1; ; attempt++ {
		content, err := c.attempt(ctx, target, known)
		if err == nil || ctx.Err() != nil {
			return content, cmp.Or(ctx.Err(), err)
		}
		var again *retryError
		if !errors.As(err, &again) {
			return Content{}, err
		}
		wait := max(again.after, backoff(attempt))
		if attempt >= c.config.Attempts || wait > maxPause {
			return Content{}, again.failure
		}
		if err := c.config.Pause(ctx, wait); err != nil {
			return Content{}, err
		}
	}
}

// backoff doubles from firstPause, with up to half of it more by chance, so that many clients do not come back at once.
func backoff(attempt int) time.Duration {
	d := firstPause << (attempt - 1)
	return d + rand.N(d/2)
}

// retryError is a failure that may pass.
type retryError struct {
	failure *document.Failure
	after   time.Duration // what the server asks for, or 0
}

func (e *retryError) Error() string { return e.failure.Error() }

func (c *Client) attempt(ctx context.Context, target string, known Known) (Content, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	request, err := c.request(ctx, target, known)
	if err != nil {
		return Content{}, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return Content{}, connectionFailure(err)
	}
	defer response.Body.Close()
	return c.read(response, known)
}

// request writes a request as this client makes them.
func (c *Client) request(ctx context.Context, target string, known Known) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, &document.Failure{Class: document.Unsupported, Reason: "the address cannot be read", Advice: "correct the link", Cause: err}
	}
	request.Header.Set("User-Agent", c.config.UserAgent)
	request.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.1")
	setIf(request.Header, "If-None-Match", known.ETag)
	setIf(request.Header, "If-Modified-Since", known.LastModified)
	return request, nil
}

func setIf(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// connectionFailure classifies what net/http reports before there is an answer.
func connectionFailure(err error) error {
	f := &document.Failure{Class: document.Network, Reason: "no answer", Advice: "nothing at first: the next run tries again; then ask who runs the site", Cause: err}
	var timeout net.Error
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedPort), errors.Is(err, ssrf.ErrProhibitedNetwork):
		f.Class, f.Reason, f.Advice = document.Forbidden, "the address leads into a private network or to an unusual port", "allow private addresses in the configuration if this is your own site"
		return f
	case errors.Is(err, errManyRedirects), errors.Is(err, errScheme):
		f.Reason, f.Advice = "the address redirects without end or to nowhere", "correct the redirect on the site"
		return f
	case errors.As(err, &timeout) && timeout.Timeout():
		f.Class, f.Reason = document.TimedOut, "no complete answer in time"
	}
	return &retryError{failure: f}
}

// read takes the answer apart.
func (c *Client) read(r *http.Response, known Known) (Content, error) {
	switch {
	case r.StatusCode == http.StatusNotModified && known != Known{}:
		return Content{NotModified: true, ETag: known.ETag, LastModified: known.LastModified}, nil
	case r.StatusCode != http.StatusOK:
		return Content{}, statusFailure(r)
	case r.ContentLength > c.config.MaxBytes:
		return Content{}, tooLarge(c.config.MaxBytes)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, c.config.MaxBytes+1))
	if err != nil {
		return Content{}, connectionFailure(fmt.Errorf("the answer breaks off after %d bytes: %w", len(body), err))
	}
	if int64(len(body)) > c.config.MaxBytes {
		return Content{}, tooLarge(c.config.MaxBytes)
	}
	content := Content{Body: body, MediaType: r.Header.Get("Content-Type"), ETag: r.Header.Get("ETag"), LastModified: r.Header.Get("Last-Modified")}
	content.Base = r.Request.URL.String()
	content.Address, content.Aliases = addresses(r.Request)
	return content, nil
}

// addresses follows the redirects back: the canonical address that answered, and those that led to it, first first.
func addresses(last *http.Request) (final string, aliases []string) {
	final = canonical(last.URL)
	for r := last.Response; r != nil && r.Request != nil; r = r.Request.Response {
		if a := canonical(r.Request.URL); a != final {
			aliases = append([]string{a}, aliases...)
		}
	}
	return final, aliases
}

func canonical(u *url.URL) string {
	c, err := address.Canonical(u.String(), nil)
	if err != nil {
		return u.String()
	}
	return c
}

// statusFailure classifies an answer that is neither 200 nor 304.
func statusFailure(r *http.Response) error {
	f := &document.Failure{Class: document.Network, Reason: "the server answers " + r.Status, Advice: "nothing at first: the next run tries again; then ask who runs the site"}
	switch code := r.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		f.Class, f.Advice = document.NotFound, "correct the link, or let the page go: it leaves the index after three such runs"
		return f
	case code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusUnavailableForLegalReasons:
		f.Class, f.Advice = document.Forbidden, "ask who runs the site to let the indexer in"
		return f
	case code == http.StatusTooManyRequests || code >= http.StatusInternalServerError:
		return &retryError{failure: f, after: retryAfter(r.Header.Get("Retry-After"), time.Now())}
	}
	return f
}

// retryAfter reads the header of RFC 9110 §10.2.3: seconds, or a date.
func retryAfter(value string, now time.Time) time.Duration {
	if value == "" {
		return 0
	}
	if seconds, err := time.ParseDuration(value + "s"); err == nil && seconds > 0 {
		return seconds
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
