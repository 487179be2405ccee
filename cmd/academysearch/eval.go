package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/spf13/cobra"

	"academysearch/search/relevance"
)

// evaluation is what `eval` prints.
type evaluation struct {
	Queries   int     `json:"queries"`
	Documents int     `json:"documents"`
	NDCG      float64 `json:"ndcg@10"`
	MAP       float64 `json:"map"`
	Recall    float64 `json:"recall@100"`
	Precision float64 `json:"p@10"`
	TookMS    float64 `json:"took_ms"` // for the queries
}

type evalFlags struct {
	queries, run string
	noExpansion  bool
}

func (a *App) evalCommand() *cobra.Command {
	var f evalFlags
	cmd := &cobra.Command{
		Use:   "eval DIR",
		Short: "Measure the ranking with judged queries over a collection",
		Long: `Measure the ranking with judged queries over a collection: docs.jsonl {id, title, text}, queries.jsonl {id, text} and qrels.tsv (query id,
document id, grade). The documents are indexed in a temporary folder and searched as readers search.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.eval(cmd.Context(), f, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.queries, "queries", "", "another file of queries")
	flags.StringVar(&f.run, "run", "", "write the results to this file, in the form of TREC")
	flags.BoolVar(&f.noExpansion, "no-expansion", false, "search the words as typed: no synonyms, no corrections")
	return cmd
}

func (a *App) eval(ctx context.Context, f evalFlags, dir string) (err error) {
	if a.data, err = os.MkdirTemp("", "academysearch-eval-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(a.data)) }()
	options := relevance.Options{Queries: f.queries, Exact: f.noExpansion}
	if f.run != "" {
		var file *os.File
		if file, err = os.Create(f.run); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		options.Run = file
	}
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	report, err := relevance.Evaluate(ctx, dir, engine, options)
	if err != nil {
		return err
	}
	return a.showEvaluation(evaluation{
		Queries: report.Queries, Documents: report.Documents, NDCG: rounded(report.NDCG), MAP: rounded(report.MAP),
		Recall: rounded(report.Recall), Precision: rounded(report.Precision), TookMS: float64(report.Took.Milliseconds()),
	})
}

// rounded keeps four decimals, as trec_eval prints them.
func rounded(measure float64) float64 { return math.Round(measure*1e4) / 1e4 }

func (a *App) showEvaluation(e evaluation) error {
	if a.json {
		return a.print(e)
	}
	_, err := fmt.Fprintf(a.Stdout, "%d queries over %d documents: nDCG@10 %.4f, MAP %.4f, recall@100 %.4f, P@10 %.4f, in %.0f ms\n",
		e.Queries, e.Documents, e.NDCG, e.MAP, e.Recall, e.Precision, e.TookMS)
	return err
}
