package relevance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"academysearch/search"
)

// Options say how to evaluate.
type Options struct {
	Queries string    // file of other queries; "": queries.jsonl of the collection
	Exact   bool      // no expansion, no correction
	Run     io.Writer // takes the results in the form of TREC: query Q0 document rank score name; nil: none
}

// Report is the outcome of an evaluation.
type Report struct {
	Queries   int // those that have a relevant document; the means are over them
	Documents int
	Measures
	Took time.Duration // of the queries
}

// Evaluate fills an empty engine with the documents of a collection and asks it the judged queries: the same analysis, parser,
// expansion, ranking and result rule as any search. A query without results counts 0.
func Evaluate(ctx context.Context, dir string, engine search.Engine, o Options) (Report, error) {
	c, err := Open(dir, o.Queries)
	if err != nil {
		return Report{}, err
	}
	n, err := c.Write(ctx, engine)
	if err != nil {
		return Report{}, err
	}
	report, err := c.Ask(ctx, engine, o)
	report.Documents = n
	return report, err
}

// Write puts the documents into an engine and commits. It gives their number.
func (c *Collection) Write(ctx context.Context, engine search.Engine) (n int, err error) {
	w, err := engine.Begin(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	err = c.Documents(func(d Document) error {
		n++
		return w.Put(ctx, d.Publication())
	})
	if err != nil {
		return n, err
	}
	_, err = w.Commit(ctx)
	return n, err
}

// Ask asks the queries that have a relevant document and gives the means.
func (c *Collection) Ask(ctx context.Context, engine search.Searcher, o Options) (Report, error) {
	started := time.Now()
	var all []Measures
	for _, q := range c.Queries {
		if c.Judged[q.ID].Relevant() == 0 {
			continue
		}
		run, err := ask(ctx, engine, q.Text, o.Exact)
		if err != nil {
			return Report{}, fmt.Errorf("query %s: %w", q.ID, err)
		}
		all = append(all, Measure(run, c.Judged[q.ID]))
		if err := writeRun(o.Run, q.ID, run); err != nil {
			return Report{}, err
		}
	}
	return Report{Queries: len(all), Measures: Mean(all), Took: time.Since(started)}, nil
}

// ask collects the first Depth results of a query.
func ask(ctx context.Context, engine search.Searcher, text string, exact bool) ([]Ranked, error) {
	clause, notes := search.Parse(text)
	q := search.Query{Text: firstRunes(text, search.MaxTextLength), Clause: clause, Notes: notes, Exact: exact, Size: search.MaxSize}
	var run []Ranked
	for len(run) < Depth {
		r, err := engine.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, h := range r.Hits {
			run = append(run, Ranked{h.Publication.ID, h.Score})
		}
		if q.Cursor = r.Next; r.Next == "" {
			break
		}
	}
	return run, nil
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// writeRun writes results as TREC's tools read them. These order by score, so it falls with the rank, whatever the engine's was.
func writeRun(w io.Writer, query string, run []Ranked) error {
	if w == nil {
		return nil
	}
	for i, doc := range run {
		if _, err := fmt.Fprintf(w, "%s Q0 %s %d %d academysearch\n", query, doc.ID, i+1, len(run)-i); err != nil {
			return err
		}
	}
	return nil
}
