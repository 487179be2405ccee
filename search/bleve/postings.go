package bleve

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// list is what every clause comes to: where it is found, and how often, weighted by zone (the tf̃ of BM25F). Words of a title
// belong to the whole publication, so they stand apart: they count for each of its pages that the query finds.
type list struct {
	pages []int32 // ascending
	tf    []float32
	pubs  []int32 // with the words in their title, ascending
	title []float32
	df    int // pages found, the first page of each publication of pubs included
}

func (l *list) bytes() int64 { return int64(8*(len(l.pages)+len(l.pubs)) + 96) }

// zoneSet says which zones a list is over.
type zoneSet int

const (
	everywhere zoneSet = iota
	titleOnly
)

func (zs zoneSet) has(z zone) bool { return zs == everywhere || z == zoneTitle }

// checkEvery is the number of postings after which a decoder looks whether its query is still wanted.
const checkEvery = 1 << 13

// accumulator adds up weights by page and by publication, and turns them into a list.
type accumulator struct {
	t     *table
	pages dense
	pubs  dense
}

// dense is a map from small numbers to weights.
type dense struct {
	weight  []float32
	touched []int32
}

func (d *dense) add(n int32, w float32) {
	if d.weight[n] == 0 {
		d.touched = append(d.touched, n)
	}
	d.weight[n] += w
}

// raise keeps the larger weight.
func (d *dense) raise(n int32, w float32) {
	if d.weight[n] == 0 {
		d.touched = append(d.touched, n)
	}
	d.weight[n] = max(d.weight[n], w)
}

// drain gives what was added, by number, and empties d.
func (d *dense) drain() ([]int32, []float32) {
	if len(d.touched) == 0 {
		return nil, nil
	}
	if len(d.touched) < len(d.weight)/16 {
		slices.Sort(d.touched)
	} else {
		d.touched = d.touched[:0]
		for n, w := range d.weight {
			if w != 0 {
				d.touched = append(d.touched, int32(n))
			}
		}
	}
	numbers, weights := slices.Clone(d.touched), make([]float32, len(d.touched))
	for i, n := range numbers {
		weights[i] = d.weight[n]
		d.weight[n] = 0
	}
	d.touched = d.touched[:0]
	return numbers, weights
}

func newAccumulator(t *table) *accumulator {
	return &accumulator{t: t, pages: dense{weight: make([]float32, len(t.pubOf))}, pubs: dense{weight: make([]float32, len(t.rows))}}
}

// found notes freq occurrences in a zone of a page.
func (a *accumulator) found(z zone, page int32, freq float32) {
	w := freq * a.t.norms[z][page]
	if z == zoneTitle {
		a.pubs.add(a.t.pubOf[page], w)
		return
	}
	a.pages.add(page, w)
}

// list turns what was found into a list and empties a.
func (a *accumulator) list() *list {
	l := &list{}
	l.pages, l.tf = a.pages.drain()
	l.pubs, l.title = a.pubs.drain()
	l.count(a.t)
	return l
}

// count sets df.
func (l *list) count(t *table) {
	l.df = len(l.pages)
	i := 0
	for _, pub := range l.pubs {
		first := t.first[pub]
		for i < len(l.pages) && l.pages[i] < first {
			i++
		}
		if i == len(l.pages) || l.pages[i] != first {
			l.df++
		}
	}
}

// read adds up the postings of terms in the zones of a set.
func (s *snapshot) read(ctx context.Context, a *accumulator, terms []string, in zoneSet) error {
	for _, term := range terms {
		for z := range zones {
			if !in.has(z) {
				continue
			}
			if err := s.readTerm(ctx, a, term, z); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *snapshot) readTerm(ctx context.Context, a *accumulator, term string, z zone) error {
	r, err := s.index.TermFieldReader(ctx, []byte(term), zoneNames[z], true, false, false)
	if err != nil {
		return err
	}
	defer r.Close()
	var reuse index.TermFieldDoc
	for n := 1; ; n++ {
		doc, err := r.Next(&reuse)
		if err != nil || doc == nil {
			return err
		}
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		a.found(z, s.docs[binary.BigEndian.Uint64(doc.ID)], float32(doc.Freq))
	}
}

// cache keeps decoded lists of one generation, up to a bound; the ones least lately used go first. Nothing in it is ever out of
// date, since a generation does not change.
type cache struct {
	mu    sync.Mutex // guards what follows
	bound int64
	size  int64
	held  map[string]*cached
	// newest and oldest end the chain of use.
	newest, oldest *cached
}

type cached struct {
	key          string
	list         *list
	newer, older *cached
}

func newCache(bound int64) *cache { return &cache{bound: bound, held: map[string]*cached{}} }

func (c *cache) get(key string) *list {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.held[key]
	if e == nil {
		return nil
	}
	c.unchain(e)
	c.chain(e)
	return e.list
}

func (c *cache) put(key string, l *list) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held[key] != nil {
		return
	}
	e := &cached{key: key, list: l}
	c.held[key] = e
	c.chain(e)
	c.size += l.bytes()
	for c.size > c.bound && c.oldest != e {
		last := c.oldest
		c.unchain(last)
		delete(c.held, last.key)
		c.size -= last.list.bytes()
	}
}

func (c *cache) chain(e *cached) {
	e.older, e.newer = c.newest, nil
	if c.newest != nil {
		c.newest.newer = e
	}
	c.newest = e
	if c.oldest == nil {
		c.oldest = e
	}
}

func (c *cache) unchain(e *cached) {
	if e.newer != nil {
		e.newer.older = e.older
	} else {
		c.newest = e.older
	}
	if e.older != nil {
		e.older.newer = e.newer
	} else {
		c.oldest = e.newer
	}
}
