package bleve

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"academysearch/search"
)

// Search implements search.Searcher.
func (e *Engine) Search(ctx context.Context, q search.Query) (search.Result, error) {
	started := time.Now()
	if err := validate(&q); err != nil {
		return search.Result{}, err
	}
	s, err := e.acquire()
	if err != nil {
		return search.Result{}, err
	}
	defer s.release()
	result, err := s.search(ctx, q)
	result.Generation, result.Took = s.name, time.Since(started)
	return result, err
}

// validate refuses what exceeds the limits and fills in defaults.
func validate(q *search.Query) error {
	f := q.Filters
	for name, n := range map[string]int{
		"topics": len(f.Topics), "speakers": len(f.Speakers), "functions": len(f.Functions), "kinds": len(f.Kinds), "series": len(f.Series),
	} {
		if n > search.MaxFilters {
			return fmt.Errorf("%d %s, at most %d: %w", n, name, search.MaxFilters, search.ErrInvalid)
		}
	}
	q.Size, q.Page, q.Sort = cmp.Or(q.Size, search.DefaultSize), cmp.Or(q.Page, 1), cmp.Or(q.Sort, search.ByRelevance)
	q.Passages = cmp.Or(q.Passages, defaultPassages)
	switch {
	case utf8.RuneCountInString(q.Text) > search.MaxTextLength:
		return fmt.Errorf("more than %d characters: %w", search.MaxTextLength, search.ErrInvalid)
	case q.Size < 0 || q.Size > search.MaxSize:
		return fmt.Errorf("size %d is not from 1 to %d: %w", q.Size, search.MaxSize, search.ErrInvalid)
	case q.Page < 0 || q.Page > search.MaxOffset/q.Size+1 || (q.Page-1)*q.Size >= search.MaxOffset && q.Cursor == "":
		return fmt.Errorf("page %d is beyond the first %d results; a cursor goes on from there: %w", q.Page, search.MaxOffset, search.ErrInvalid)
	case q.Sort != search.ByRelevance && q.Sort != search.ByNewest && q.Sort != search.ByOldest:
		return fmt.Errorf("sort %q: %w", q.Sort, search.ErrInvalid)
	case clauses(q.Clause) > search.MaxClauses:
		return fmt.Errorf("more than %d clauses: %w", search.MaxClauses, search.ErrInvalid)
	}
	return nil
}

const (
	defaultPassages = 3
	maxPassages     = 10
)

// clauses counts the words and phrases of a clause.
func clauses(c search.Clause) int {
	n := 0
	switch c := c.(type) {
	case search.And:
		for _, of := range c.Of {
			n += clauses(of)
		}
	case search.Or:
		for _, of := range c.Of {
			n += clauses(of)
		}
	case search.Not:
		n = clauses(c.Of)
	case search.Said:
		n = 1 + clauses(c.Of)
	case nil:
	default:
		n = 1
	}
	return n
}

// search answers a valid query from one generation.
func (s *snapshot) search(ctx context.Context, q search.Query) (search.Result, error) {
	sc := s.borrow()
	defer s.giveBack(sc)
	p, err := s.plan(ctx, sc, q)
	if err != nil {
		return search.Result{}, err
	}
	res, err := s.evaluate(ctx, sc, p)
	if err != nil {
		return search.Result{}, err
	}
	if res.hasTerm {
		res.titled = s.titles[titleKey(q.Text)]
	}
	c := &scan{s: s, filters: newFilters(s, q.Filters), sort: q.Sort, res: res, sc: sc, counts: newCounts(s)}
	if !res.hasTerm && c.sort == search.ByRelevance {
		c.sort = search.ByNewest // nothing to rank by
	}
	skip := 0
	if q.Cursor == "" {
		skip = (q.Page - 1) * q.Size
	} else if c.after, err = s.readCursor(q.Cursor, c.sort); err != nil {
		return search.Result{}, err
	}
	c.keep = skip + q.Size + 1
	if err := c.run(ctx); err != nil {
		return search.Result{}, err
	}
	result, err := s.answer(ctx, q, p, c, skip)
	if err != nil || result.Total > 0 || len(p.offers) == 0 {
		return result, err
	}
	result.Suggestion, err = s.suggestion(ctx, q, p)
	return result, err
}

// suggestion is the query with its offers taken, where that has results under the same filters.
func (s *snapshot) suggestion(ctx context.Context, q search.Query, p *plan) (string, error) {
	q.Clause, q.Notes, q.Exact, q.Size, q.Page, q.Cursor = withOffers(q.Clause, p.offers), nil, true, 1, 1, ""
	q.Text = search.Format(q.Clause)
	result, err := s.search(ctx, q)
	if err != nil || result.Total == 0 {
		return "", err
	}
	return q.Text, nil
}

// answer shows the best publications of a scan.
func (s *snapshot) answer(ctx context.Context, q search.Query, p *plan, c *scan, skip int) (search.Result, error) {
	result := search.Result{Total: c.total, Facets: c.counts.facets(s, q.Filters), Interpretation: p.interpretation(q, c.res)}
	shown := c.best[min(skip, len(c.best)):]
	if len(shown) > q.Size {
		shown = shown[:q.Size]
		result.Next = s.writeCursor(shown[len(shown)-1], c.sort)
	}
	result.Hits = make([]search.Hit, 0, len(shown))
	marks := p.marks()
	for _, f := range shown {
		if err := ctx.Err(); err != nil {
			return search.Result{}, err
		}
		hit, err := s.hit(c.sc, p, f, marks, q)
		if err != nil {
			return search.Result{}, err
		}
		result.Hits = append(result.Hits, hit)
	}
	return result, nil
}

// interpretation says how the query was read.
func (p *plan) interpretation(q search.Query, res result) search.Interpretation {
	read := p.read
	for _, note := range append(slices.Clone(q.Notes), res.rule) {
		if note != "" {
			read.ReadAs += " — " + note
		}
	}
	return read
}

// hit is a publication as shown.
func (s *snapshot) hit(sc *scratch, p *plan, f found, marks *marks, q search.Query) (search.Hit, error) {
	pub, err := s.publication(f.pub)
	if err != nil {
		return search.Hit{}, err
	}
	hit := search.Hit{Publication: pub, Speakers: s.speakers(f.pub), Score: float64(f.score)}
	pages := s.bestPages(sc, f, min(q.Passages, maxPassages))
	hit.PagesMatched = pages.matched
	if marks.any() {
		if hit.Passages, err = s.passages(f.pub, pub, pages.best, marks); err != nil {
			return hit, err
		}
	}
	if q.Explain {
		hit.Explanation = s.explain(p, sc, f, pages)
	}
	return hit, nil
}

// speakerOrder puts chairs first.
var speakerOrder = map[search.Function]int{
	search.Chair: 0, search.CoChair: 1, search.Speaker: 2, search.Panellist: 3, search.Host: 4, search.Author: 5, search.Quoted: 6,
}

// speakers lists those of the facet, each once, in the most important of their functions.
func (s *snapshot) speakers(pub int32) []search.SpeakerRef {
	refs := []search.SpeakerRef{}
	for _, p := range s.rows[pub].People {
		if p.Speaker {
			refs = append(refs, search.SpeakerRef{ID: p.ID, Name: s.people[s.personN[p.ID]].name, Display: p.Display, Function: p.Function})
		}
	}
	slices.SortStableFunc(refs, func(a, b search.SpeakerRef) int {
		return cmp.Compare(speakerOrder[a.Function], speakerOrder[b.Function])
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(refs, func(r search.SpeakerRef) bool {
		twice := seen[r.ID]
		seen[r.ID] = true
		return twice
	})
}

// pageScores are the best pages of a publication.
type pageScores struct {
	best    []pageScore
	matched int
}

type pageScore struct {
	page    int // within the publication, from 0
	score   float32
	opening bool // of a publication whose title is the query
}

// bestPages lists the best pages that the query finds, or the first page where it finds none. To a query that is the title the first
// page is the best.
func (s *snapshot) bestPages(sc *scratch, f found, limit int) pageScores {
	var out pageScores
	for page := s.first[f.pub]; page < s.first[f.pub+1]; page++ {
		opening := f.tier == tierTitle && page == s.first[f.pub]
		if sc.score[page] > 0 {
			out.matched++
		}
		if sc.score[page] > 0 || opening {
			out.best = append(out.best, pageScore{int(page - s.first[f.pub]), sc.score[page] + sc.titles[f.pub], opening})
		}
	}
	slices.SortStableFunc(out.best, func(a, b pageScore) int {
		if a.opening != b.opening {
			return cmp.Compare(a.page, b.page) // the opening is page 0
		}
		return cmp.Compare(b.score, a.score)
	})
	out.best = out.best[:min(limit, len(out.best))]
	if len(out.best) == 0 {
		out.best = []pageScore{{score: sc.titles[f.pub]}}
	}
	return out
}

// explain is the sum of a score in lines.
func (s *snapshot) explain(p *plan, sc *scratch, f found, pages pageScores) []string {
	page := s.first[f.pub] + int32(pages.best[0].page)
	lines := []string{fmt.Sprintf("%.4f in all; best page is number %d of %d", f.score, pages.best[0].page+1, s.rows[f.pub].documents())}
	rest := sc.score[page] + sc.titles[f.pub]
	for _, l := range p.leaves {
		title := weightAt(l.list.pubs, l.list.title, f.pub)
		body := weightAt(l.list.pages, l.list.tf, page)
		rest -= l.idf * saturate(title+body)
		lines = append(lines, fmt.Sprintf("%.4f = %s: idf %.4f (on %d pages) × saturation of %.4f in the title and %.4f on the page",
			l.idf*saturate(title+body), l.group.text, l.idf, l.list.df, title, body))
	}
	lines = append(lines, fmt.Sprintf("%.4f = what the page has in common with the query beyond its words, or loses as a list of contents or references", rest))
	for i, bonus := range weights.pageBonus {
		if i+1 < len(pages.best) {
			score := sc.score[s.first[f.pub]+int32(pages.best[i+1].page)]
			lines = append(lines, fmt.Sprintf("%.4f = %.2f × %.4f of another page, number %d", bonus*score, bonus, score, pages.best[i+1].page+1))
		}
	}
	return lines
}

// weightAt looks n up in a list.
func weightAt(numbers []int32, weights []float32, n int32) float32 {
	if i, ok := slices.BinarySearch(numbers, n); ok {
		return weights[i]
	}
	return 0
}

// cursor is the place after the last publication of a page of results.
type cursor struct {
	Sort  search.Sort `json:"s"`
	Tier  tier        `json:"t"`
	Key   uint64      `json:"k"` // bits, as JSON has no infinity
	Score uint32      `json:"r"`
	ID    string      `json:"i"`
}

func (s *snapshot) writeCursor(f found, by search.Sort) string {
	b, err := json.Marshal(cursor{by, f.tier, math.Float64bits(f.key), math.Float32bits(f.score), s.rows[f.pub].ID})
	if err != nil { // plain values
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

var errCursor = errors.Join(errors.New("cursor cannot be read"), search.ErrInvalid)

// readCursor finds the place of a cursor in this generation. Of a publication that is gone it is where that one stood.
func (s *snapshot) readCursor(text string, by search.Sort) (*found, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(b, &c) != nil || c.Sort != by {
		return nil, errCursor
	}
	n, exact := slices.BinarySearchFunc(s.rows, c.ID, func(r *row, id string) int { return cmp.Compare(r.ID, id) })
	if !exact {
		n--
	}
	return &found{pub: int32(n), tier: c.Tier, key: math.Float64frombits(c.Key), score: math.Float32frombits(c.Score)}, nil
}
