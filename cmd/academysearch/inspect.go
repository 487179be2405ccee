package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"academysearch/indexer"
	"academysearch/indexer/address"
	"academysearch/indexer/ledger"
	"academysearch/search"
	"academysearch/web"
)

// inspection is everything known about one publication.
type inspection struct {
	Publication search.Publication `json:"publication"` // with the evidence of every facet value
	Provenance  []provenance       `json:"provenance"`  // empty while an index run holds the ledger
	Match       *match             `json:"match"`       // null without --query, or where the query does not find it
}

// provenance is how one of its resources came into the index.
type provenance struct {
	Source      string          `json:"source"`
	URL         string          `json:"url"`
	Aliases     []string        `json:"aliases"`
	SHA256      string          `json:"sha256"`
	Fetched     time.Time       `json:"fetched"`
	Fingerprint string          `json:"fingerprint"`
	Failure     *ledger.Failure `json:"failure"`
}

// match is why a query finds the publication.
type match struct {
	Query       string              `json:"query"`
	Position    int                 `json:"position"` // in the order of the results, from 1
	Score       float64             `json:"score"`
	Explanation []string            `json:"explanation"`
	Passages    []web.PassageObject `json:"passages"`
}

func (a *App) inspectCommand() *cobra.Command {
	var query string
	cmd := &cobra.Command{
		Use:   "inspect URL|ID",
		Short: "Say everything that is known about one publication",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return a.inspect(cmd.Context(), args[0], query) },
	}
	cmd.Flags().StringVar(&query, "query", "", "say why this query finds it")
	return cmd
}

func (a *App) inspect(ctx context.Context, name, query string) (err error) {
	if _, err := indexer.ReadState(a.data); err != nil { // opening the ledger would make one
		return noIndexYet(err)
	}
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	l, err := ledger.Open(ledger.Config{Dir: a.data})
	switch {
	case errors.Is(err, search.ErrConflict):
		a.say("without its provenance: %v", err)
		l = nil
	case err != nil:
		return err
	default:
		defer func() { err = errors.Join(err, l.Close()) }()
	}
	id, err := publicationNamed(l, name)
	if err != nil {
		return err
	}
	p, err := publicationOf(ctx, engine, id)
	if err != nil {
		return noIndexYet(err)
	}
	result := inspection{Publication: p, Provenance: []provenance{}}
	if l != nil {
		if result.Provenance, err = provenanceOf(l, p.ID); err != nil {
			return err
		}
	}
	if query != "" {
		if result.Match, err = matchOf(ctx, engine, p.ID, query); err != nil {
			return err
		}
	}
	if a.json {
		return a.print(result)
	}
	return a.showInspection(result, query)
}

// publicationNamed finds the id of the publication that has a resource of this address or path; an id is taken as it is.
func publicationNamed(l *ledger.Ledger, name string) (string, error) {
	wanted := name
	if canonical, err := address.Canonical(name, nil); err == nil {
		wanted = canonical
	}
	if l == nil {
		if wanted != name {
			return search.PublicationID(wanted), nil
		}
		return name, nil
	}
	id := ""
	err := l.Publications(func(p ledger.Publication) error {
		for _, m := range p.Members {
			r, _, err := l.Resource(m.Source, m.Key)
			if err != nil {
				return err
			}
			if r.At() == wanted || r.Address == wanted || r.Key == name {
				id = p.ID
			}
		}
		return nil
	})
	if id == "" {
		id = name
	}
	return id, err
}

// publicationOf gives a publication, under its present id where it was merged into another.
func publicationOf(ctx context.Context, s search.Searcher, id string) (search.Publication, error) {
	p, err := s.Publication(ctx, id)
	var moved *search.MovedError
	if errors.As(err, &moved) {
		return s.Publication(ctx, moved.To)
	}
	return p, err
}

func provenanceOf(l *ledger.Ledger, id string) ([]provenance, error) {
	all := []provenance{}
	p, _, err := l.Publication(id)
	if err != nil {
		return nil, err
	}
	for _, m := range p.Members {
		r, _, err := l.Resource(m.Source, m.Key)
		if err != nil {
			return nil, err
		}
		all = append(all, provenance{
			Source: r.Source, URL: r.At(), Aliases: append([]string{}, r.Aliases...), SHA256: r.SHA256,
			Fetched: r.Fetched, Fingerprint: r.Fingerprint, Failure: r.Failure,
		})
	}
	return all, nil
}

// matchOf looks for the publication in the results of a query, as far as page numbers reach.
func matchOf(ctx context.Context, s search.Searcher, id, query string) (*match, error) {
	for page := 1; page*search.MaxSize <= search.MaxOffset; page++ {
		q, err := searchFlags{page: page, size: search.MaxSize, explain: true}.query(query)
		if err != nil {
			return nil, err
		}
		result, err := s.Search(ctx, q)
		if err != nil || len(result.Hits) == 0 {
			return nil, err
		}
		for i, h := range web.NewSearchObject(q, result, web.Links{Originals: true}).Hits {
			if h.ID == id {
				return &match{
					Query: query, Position: (page-1)*search.MaxSize + i + 1, Score: h.Score,
					Explanation: append([]string{}, h.Explanation...), Passages: h.Passages,
				}, nil
			}
		}
	}
	return nil, nil
}

func (a *App) showInspection(i inspection, query string) error {
	if err := a.showPublication(i.Publication); err != nil {
		return err
	}
	for _, p := range i.Publication.People {
		fmt.Fprintf(a.Stdout, "  %s, %s: %q\n", p.Name, p.Function, p.Evidence)
	}
	for _, t := range i.Publication.Topics {
		fmt.Fprintf(a.Stdout, "  topic %s (%s): %q\n", t.ID, t.Confidence, t.Evidence)
	}
	for _, p := range i.Provenance {
		fmt.Fprintf(a.Stdout, "  %s, read on %s, SHA-256 %s\n", p.URL, p.Fetched.Format(time.DateTime), p.SHA256)
	}
	switch {
	case i.Match != nil:
		fmt.Fprintf(a.Stdout, "  result %d of %q, score %.3f\n", i.Match.Position, query, i.Match.Score)
		for _, line := range i.Match.Explanation {
			fmt.Fprintf(a.Stdout, "    = %s\n", line)
		}
	case query != "":
		fmt.Fprintf(a.Stdout, "  %q does not find it\n", query)
	}
	return nil
}
