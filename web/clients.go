package web

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients bounds the memory of the rate limiter: about 100 bytes each.
const maxClients = 20_000

// clients limits each client to a rate. An IPv6 client is its /64, the least that a subscriber gets.
type clients struct {
	rate  rate.Limit
	burst int
	now   func() time.Time

	mu   sync.Mutex // guards seen
	seen map[netip.Prefix]*rate.Limiter
}

func newClients(perSecond float64, burst int) *clients {
	return &clients{rate: rate.Limit(perSecond), burst: burst, now: time.Now, seen: map[netip.Prefix]*rate.Limiter{}}
}

// wait is how long a client has to wait before its next request; zero lets this one through.
func (c *clients) wait(client netip.Addr) time.Duration {
	if c.rate <= 0 {
		return 0
	}
	now := c.now()
	l := c.limiter(client, now)
	if l.AllowN(now, 1) {
		return 0
	}
	missing := 1 - l.TokensAt(now)
	return time.Duration(missing / float64(c.rate) * float64(time.Second))
}

func (c *clients) limiter(client netip.Addr, now time.Time) *rate.Limiter {
	key := network(client)
	c.mu.Lock()
	defer c.mu.Unlock()
	l, ok := c.seen[key]
	if !ok {
		if len(c.seen) >= maxClients {
			c.forget(now)
		}
		l = rate.NewLimiter(c.rate, c.burst)
		c.seen[key] = l
	}
	return l
}

// forget drops the clients that have their whole burst again, for whom forgetting changes nothing. Where an attack fills the table
// with others, all start anew: letting some through is better than running out of memory.
func (c *clients) forget(now time.Time) {
	for key, l := range c.seen {
		if l.TokensAt(now) >= float64(c.burst) {
			delete(c.seen, key)
		}
	}
	if len(c.seen) >= maxClients {
		clear(c.seen)
	}
}

func network(client netip.Addr) netip.Prefix {
	bits := client.BitLen()
	if client.Is6() {
		bits = 64
	}
	p, err := client.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // no address: all such share one allowance
	}
	return p
}

// throttle refuses a client that asks too often, but never a health check.
func (s *Server) throttle(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := s.clients.wait(clientOf(r, s.TrustedProxies)); wait > 0 && r.URL.Path != "/livez" {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
			s.refuse(w, r, http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// clientOf is the address of the client: that of the connection or, where this is a trusted proxy, the last address of
// X-Forwarded-For that is not one. Everything before it could be the client's own invention.
func clientOf(r *http.Request, trusted []netip.Prefix) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	client := at.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && within(client, trusted); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		client = hop.Unmap().WithZone("")
	}
	return client
}

func within(client netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(client) {
			return true
		}
	}
	return false
}
