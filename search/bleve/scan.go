package bleve

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"academysearch/search"
)

// The groups of filters. A publication that fails exactly one of them still counts in that one's facet, so that a reader sees what
// another choice there would give.
const (
	filterTopic = iota
	filterPeople
	filterDate
	filterKind
	filterSeries
	filterGroups
)

// found is a publication of the result, with what it is sorted by.
type found struct {
	pub   int32
	tier  tier
	key   float64 // larger is better
	score float32
}

// tier goes before any score.
type tier uint8

const (
	tierTitle tier = iota // the query is its title
	tierAll               // it has all words
	tierSome              // it has some of the words, see result.whole
)

// better orders results; it never ties, as a publication is there once.
func better(a, b found) int {
	return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.key, a.key), cmp.Compare(b.score, a.score), cmp.Compare(a.pub, b.pub))
}

// scan walks the publications found, once: it filters, counts, scores and keeps the best.
type scan struct {
	s       *snapshot
	filters filters
	sort    search.Sort
	res     result
	sc      *scratch
	after   *found // only what comes after this is kept
	keep    int
	best    []found // a heap with the worst on top
	total   int
	counts  counts
}

// run does the scan.
func (c *scan) run(ctx context.Context) error {
	seen := 0
	var err error
	c.res.pubs.each(func(pub int32) bool {
		if seen++; seen%checkEvery == 0 {
			err = ctx.Err()
		}
		failed, which := c.filters.failed(c.s, pub)
		if failed <= 1 {
			c.counts.add(c.s, pub, failed == 1, which, &c.filters)
		}
		if failed == 0 {
			c.total++
			c.offer(pub)
		}
		return err == nil
	})
	slices.SortFunc(c.best, better)
	return err
}

// offer keeps a publication if it is among the best.
func (c *scan) offer(pub int32) {
	f := found{pub: pub}
	if c.res.hasTerm {
		f.score = c.s.scorePublication(c.sc, pub)
	}
	if c.sort == search.ByRelevance {
		f.tier = c.res.tier(pub)
	}
	f.key = c.sortKey(pub, f.score)
	if c.after != nil && better(f, *c.after) <= 0 {
		return
	}
	switch {
	case len(c.best) < c.keep:
		c.best = append(c.best, f)
		up(c.best)
	case better(f, c.best[0]) < 0:
		c.best[0] = f
		down(c.best)
	}
}

// up restores the heap after its last element was added; the worst is on top.
func up(h []found) {
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if better(h[i], h[parent]) <= 0 {
			return
		}
		h[i], h[parent] = h[parent], h[i]
		i = parent
	}
}

// down restores the heap after its top was replaced.
func down(h []found) {
	for i := 0; ; {
		worst := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(h) && better(h[child], h[worst]) > 0 {
				worst = child
			}
		}
		if worst == i {
			return
		}
		h[i], h[worst] = h[worst], h[i]
		i = worst
	}
}

// sortKey is what results are sorted by; undated publications come last by date either way.
func (c *scan) sortKey(pub int32, score float32) float64 {
	r := c.s.rows[pub]
	switch {
	case c.sort == search.ByRelevance:
		return float64(score)
	case !r.Dated:
		return math.Inf(-1)
	case c.sort == search.ByOldest:
		return -float64(r.From)
	}
	return float64(r.From)
}

// scorePublication is the score of the best page plus a little for the next two. What the title gives counts for every page that the
// query finds; where it finds none, the title stands for itself.
func (s *snapshot) scorePublication(sc *scratch, pub int32) float32 {
	var best [3]float32
	for page := s.first[pub]; page < s.first[pub+1]; page++ {
		switch score := sc.score[page]; {
		case score > best[0]:
			best[0], best[1], best[2] = score, best[0], best[1]
		case score > best[1]:
			best[1], best[2] = score, best[1]
		case score > best[2]:
			best[2] = score
		}
	}
	return sc.titles[pub] + best[0] + weights.pageBonus[0]*best[1] + weights.pageBonus[1]*best[2]
}

// filters are a query's filters in numbers of the table.
type filters struct {
	active    [filterGroups]bool
	topics    []bool
	kinds     []bool
	series    []bool
	people    []bool // nil: anybody
	functions map[search.Function]bool
	from, to  int32
	ranged    bool
	undated   bool
}

func newFilters(s *snapshot, f search.Filters) filters {
	out := filters{
		topics: chosen(&s.topics, f.Topics), kinds: chosen(&s.kinds, f.Kinds), series: chosen(&s.series, f.Series),
		undated: f.Undated, ranged: !f.From.IsZero() || !f.To.IsZero(), from: math.MinInt32, to: math.MaxInt32,
	}
	if !f.From.IsZero() {
		out.from = day(f.From)
	}
	if !f.To.IsZero() {
		out.to = day(f.To)
	}
	if len(f.Speakers) > 0 {
		out.people = make([]bool, len(s.people))
		for _, id := range f.Speakers {
			if n, ok := s.personN[id]; ok {
				out.people[n] = true
			}
		}
	}
	if len(f.Functions) > 0 {
		out.functions = map[search.Function]bool{}
		for _, function := range f.Functions {
			out.functions[function] = true
		}
	}
	out.active = [filterGroups]bool{
		len(f.Topics) > 0, out.people != nil || out.functions != nil, out.ranged || f.Undated, len(f.Kinds) > 0, len(f.Series) > 0,
	}
	return out
}

// chosen marks the values of a filter, nil where there is none.
func chosen(c *column, values []string) []bool {
	if len(values) == 0 {
		return nil
	}
	marks := make([]bool, len(c.values))
	for _, v := range values {
		if n, ok := c.numbers[v]; ok {
			marks[n] = true
		}
	}
	return marks
}

// failed counts the groups of filters that a publication fails, up to two, and names the last one.
func (f *filters) failed(s *snapshot, pub int32) (n, which int) {
	for g, active := range f.active {
		if active && !f.passes(s, pub, g) {
			if n, which = n+1, g; n > 1 {
				break
			}
		}
	}
	return n, which
}

func (f *filters) passes(s *snapshot, pub int32, group int) bool {
	switch group {
	case filterTopic:
		return anyMarked(s.topics.of(pub), f.topics)
	case filterKind:
		return anyMarked(s.kinds.of(pub), f.kinds)
	case filterSeries:
		return anyMarked(s.series.of(pub), f.series)
	case filterDate:
		return f.passesDate(s.rows[pub])
	}
	for _, r := range s.roles[pub] {
		if f.counts(r) && (f.people == nil || f.people[r.person]) {
			return true
		}
	}
	return false
}

// counts reports whether a role makes its person a value of the speaker facet under these filters: one that speaks, or where
// functions are asked for, one of these.
func (f *filters) counts(r role) bool {
	if f.functions != nil {
		return f.functions[r.function]
	}
	return r.speaker
}

func (f *filters) passesDate(r *row) bool {
	if !r.Dated {
		return f.undated
	}
	return f.ranged && r.To >= f.from && r.From <= f.to
}

func anyMarked(items []int32, marks []bool) bool {
	for _, n := range items {
		if marks[n] {
			return true
		}
	}
	return false
}

func yearOf(day int32) int { return time.Unix(int64(day)*24*60*60, 0).UTC().Year() }
