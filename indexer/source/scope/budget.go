package scope

import (
	"net/url"
	"sync"
)

// Budget counts the addresses of one crawl against the limits of its scope, so that a trap that nobody foresaw ends, too. It is safe
// for concurrent use.
type Budget struct {
	scope *Scope

	mu    sync.Mutex // guards the fields below
	taken map[string]bool
	hosts map[string]int
	paths map[string]int // host and path
}

// NewBudget gives an unspent budget.
func (s *Scope) NewBudget() *Budget {
	return &Budget{scope: s, taken: map[string]bool{}, hosts: map[string]int{}, paths: map[string]int{}}
}

// Take counts an address, which should be canonical, and says why it is over a limit, or "". The same address counts once.
func (b *Budget) Take(canonical string) Reason {
	u, err := url.Parse(canonical)
	if err != nil {
		return NotWeb
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	path := u.Host + u.EscapedPath()
	switch {
	case b.taken[canonical]:
		return ""
	case b.hosts[u.Host] >= b.scope.perHost:
		return HostFull
	case u.RawQuery != "" && b.paths[path] >= b.scope.perPath:
		return PathFull
	}
	b.taken[canonical] = true
	b.hosts[u.Host]++
	if u.RawQuery != "" {
		b.paths[path]++
	}
	return ""
}
