package source

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"academysearch/indexer/document"
	"academysearch/indexer/source/robots"
)

// maxStrikes is how many resources in a row a host may fail to deliver before it is left alone for the rest of the run.
const maxStrikes = 10

// host is one scheme and host that a crawl asks, with its rules and the pace that it wants.
type host struct {
	loading chan struct{} // held while the rules are fetched
	slots   chan struct{} // one for each request under way

	mu        sync.Mutex // guards the fields below
	rules     *robots.Rules
	fault     error // why the rules cannot be had
	final     string
	limiter   *rate.Limiter
	notBefore time.Time // the host asked for a rest until then
	strikes   int
}

func newHost(config SiteConfig) *host {
	return &host{
		loading: make(chan struct{}, 1),
		slots:   make(chan struct{}, cmp.Or(config.Connections, defaultConnections)),
		limiter: rate.NewLimiter(rate.Every(cmp.Or(config.Every, defaultEvery)), 1),
	}
}

// turn waits until the host may be asked. The function that it gives ends the turn.
func (h *host) turn(ctx context.Context, pause func(context.Context, time.Duration) error) (end func(), err error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	end = func() { <-h.slots }
	wait, err := h.wait()
	if err == nil && wait > 0 {
		err = pause(ctx, wait)
	}
	if err != nil {
		end()
		return nil, err
	}
	return end, nil
}

// wait says how long the next request has to wait, or why there must be none.
func (h *host) wait() (time.Duration, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	rest := time.Until(h.notBefore)
	switch {
	case h.strikes >= maxStrikes:
		return 0, leftAlone(fmt.Sprintf("the host failed %d times in a row", h.strikes))
	case rest > maxPause:
		return 0, leftAlone("the host asks for a rest until " + h.notBefore.UTC().Format(time.RFC3339))
	}
	return max(rest, h.limiter.Reserve().Delay()), nil
}

func leftAlone(reason string) error {
	return &document.Failure{Class: document.Network, Reason: "not asked: " + reason, Advice: "nothing at first: the next run tries again; then ask who runs the site"}
}

// heed notes what an answer says about the pace: 429 and 503 may say when to come again (RFC 9110, 10.2.3).
func (h *host) heed(r *http.Response) {
	if r.StatusCode != http.StatusTooManyRequests && r.StatusCode != http.StatusServiceUnavailable {
		return
	}
	now := time.Now()
	if after := retryAfter(r.Header.Get("Retry-After"), now); after > 0 {
		h.mu.Lock()
		h.notBefore = now.Add(after)
		h.mu.Unlock()
	}
}

// delivered counts resources that the host failed to deliver in a row.
func (h *host) delivered(ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.strikes++; ok {
		h.strikes = 0
	}
}

// obey takes the rules over, and the pace that they set for the agent.
func (h *host) obey(rules *robots.Rules, final string, fault error, agent string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rules, h.final, h.fault = rules, final, fault
	delay, slow := rules.CrawlDelay(agent)
	if !slow || delay == 0 {
		return
	}
	h.limiter.SetLimit(min(h.limiter.Limit(), rate.Every(delay)))
	for range cap(h.slots) - 1 {
		select {
		case h.slots <- struct{}{}: // for good: one request at a time
		default:
		}
	}
}

// known gives the rules as far as they were fetched; nil is not yet.
func (h *host) known() (rules *robots.Rules, final string, fault error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.rules, h.final, h.fault
}
