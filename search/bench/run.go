package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
)

// Plan is what to measure: contenders, the engine of this project first, over one corpus.
type Plan struct {
	Contenders []Contender
	Corpus     Corpus
	Rounds     int
	Dir        string // for the indexes and the corpus
}

// keys is the number of letters after which suggestions are asked for.
const keys = 8

// readers are the numbers of readers at once.
var readers = []int{1, 2, 4, 8}

// Measure runs a plan.
func (p Plan) Measure(ctx context.Context) (size Size, err error) {
	size.Pages = p.Corpus.Pages
	file := filepath.Join(p.Dir, "corpus.jsonl")
	if size.Publications, err = p.Corpus.Write(file); err != nil {
		return size, err
	}
	var servers []*Server
	defer func() {
		for _, s := range servers {
			err = errors.Join(err, s.Close())
		}
	}()
	for _, c := range p.Contenders {
		m, s, err := p.prepare(ctx, c, file)
		if err != nil {
			return size, err
		}
		size.Peers, servers = append(size.Peers, m), append(servers, s)
	}
	queries := Queries(p.Corpus.Publications(), p.Corpus.Seed)
	if err := p.inTurn(&size, servers, queries); err != nil {
		return size, err
	}
	size.compare()
	return size, alone(&size.Peers[0], servers[0], queries)
}

// prepare indexes the corpus and opens the index.
func (p Plan) prepare(ctx context.Context, c Contender, corpus string) (m Measured, s *Server, err error) {
	dir := filepath.Join(p.Dir, c.Name)
	if err := os.Mkdir(dir, 0o755); err != nil { //nolint:gosec // of no secret
		return m, nil, err
	}
	done, err := c.Index(ctx, dir, corpus)
	if err != nil {
		return m, nil, err
	}
	if s, err = c.Serve(ctx, dir); err != nil {
		return m, nil, err
	}
	m = Measured{Name: c.Name, Version: c.Version, Classes: map[string]Timing{}, OpenMS: micros(s.Opened.Wall) / 1e3}
	m.Indexing.CPUSeconds = done.CPU.Seconds()
	m.Indexing.PagesPerCPUSecond = float64(done.Pages) / done.CPU.Seconds()
	return m, s, nil
}

// inTurn asks all queries of all peers, class by class and peer by peer. What happens on the machine meanwhile happens to all.
func (p Plan) inTurn(size *Size, servers []*Server, queries [][]string) error {
	answers := make([][][]Answer, len(servers)) // by peer, class and round; round 0 is that of first queries
	for i, s := range servers {
		answers[i] = make([][]Answer, len(queries))
		if _, err := s.Do(Order{Mode: LikeForLike, Queries: warmUp}); err != nil {
			return err
		}
	}
	for range p.Rounds + 1 {
		for class := range queries {
			for i, s := range servers {
				a, err := s.Do(Order{Mode: LikeForLike, Queries: queries[class]})
				if err != nil {
					return err
				}
				answers[i][class] = append(answers[i][class], a)
			}
		}
	}
	for i := range servers {
		size.Peers[i].sum(answers[i])
	}
	return nil
}

// warmUp is asked before anything is measured: what a process does once is not what a query costs.
var warmUp = []string{"research", "patients", "health study"}

// sum makes figures of the answers by class and round.
func (m *Measured) sum(answers [][]Answer) {
	var first, all []Answer
	hits, n := 0, 0
	for class, rounds := range answers {
		first, all = append(first, rounds[0]), append(all, rounds[1:]...)
		m.Classes[Classes[class]] = NewTiming(rounds[1:]...)
		for _, total := range rounds[0].Totals {
			hits, n = hits+total, n+1
		}
		m.MemoryMB = float64(rounds[len(rounds)-1].Memory>>10) / 1024
	}
	m.First, m.Page, m.Hits = NewTiming(first...), NewTiming(all...), float64(hits)/float64(n)
}

// alone measures what only the engine of this project is asked for.
func alone(m *Measured, s *Server, queries [][]string) error {
	all := slices.Concat(queries...)
	shipped := make([]Answer, 3)
	for i := range shipped {
		a, err := s.Do(Order{Mode: AsShipped, Queries: all})
		if err != nil {
			return err
		}
		shipped[i] = a
	}
	timing := NewTiming(shipped[1:]...)
	m.Shipped = &timing
	for key := range keys {
		a, err := s.Do(Order{Mode: Completion, Queries: beginnings(queries[0], key+1)})
		if err != nil {
			return err
		}
		m.Keys = append(m.Keys, NewTiming(a))
	}
	for _, n := range readers {
		o := Order{Mode: LikeForLike, Queries: all, Readers: n, Times: 10}
		a, err := s.Do(o)
		if err != nil {
			return err
		}
		asked := float64(o.Times * len(all))
		m.Readers = append(m.Readers, Readers{Readers: n, PerSecond: asked / a.Wall[0].Seconds(), CPU: micros(a.CPU[0]) / asked})
	}
	return nil
}

// beginnings are the first letters of words.
func beginnings(words []string, letters int) (out []string) {
	for _, w := range words {
		out = append(out, w[:min(letters, len(w))])
	}
	return out
}
