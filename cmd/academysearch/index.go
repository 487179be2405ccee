package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"academysearch/indexer"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search/bleve"
)

// shownLines bounds what a summary for people lists; `failures` lists all.
const shownLines = 20

type indexFlags struct {
	fetching
	changed bool
	forget  []string
	options indexer.Options
	workers int
}

func (a *App) indexCommand() *cobra.Command {
	var f indexFlags
	cmd := &cobra.Command{
		Use:   "index [SOURCE...]",
		Short: "Bring the index up to date from folders, files, websites, pages or .jsonl records",
		Long: `Bring the index up to date. With SOURCEs it adds or refreshes these and leaves others alone; without, it refreshes every known one.

A SOURCE is a folder (with or without a manifest.csv), a file, the address of a website, of a sitemap or of a page, or a .jsonl file of
records. A second run over the same sources does nothing. A run that is killed leaves the last index serving, and the next one goes on where it stopped.`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.index(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.changed, "changed", true, "look at what changed since the last run (the default)")
	flags.BoolVar(&f.options.Full, "full", false, "look into every resource, even where nothing seems to have changed")
	flags.StringVar(&f.options.Only, "only", "", "look at the resource with this address or path, and at no other")
	flags.BoolVar(&f.options.Force, "force", false, "fetch, read and write everything again")
	flags.BoolVar(&f.options.DryRun, "dry-run", false, "say what would be done and write nothing")
	flags.BoolVar(&f.options.RetryFailed, "retry-failed", false, "look at the resources that failed, and at no others")
	flags.StringArrayVar(&f.forget, "forget", nil, "let a known source go, with all that came from it (repeatable)")
	flags.IntVar(&f.options.AllowRemovals, "allow-removals", 0, "publications that may leave the index in this run (default: 5, or 5 %)")
	flags.IntVar(&f.workers, "workers", 0, "resources at work at once (default: one for each processor)")
	f.fetching.register(flags)
	return cmd
}

func (a *App) index(ctx context.Context, f indexFlags, specs []string) error {
	a.chatty = true
	open, err := f.sources()
	if err != nil {
		return err
	}
	if f.options.Sources, err = openAll(open, specs); err != nil {
		return err
	}
	for _, spec := range f.forget {
		name, err := source.Name(spec)
		if err != nil {
			return usage(err)
		}
		f.options.Forget = append(f.options.Forget, name)
	}
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	report, err := a.runIndex(ctx, engine, open, f)
	return errors.Join(err, engine.Close(), a.showReport(report, err))
}

// runIndex opens what an index run needs beside the engine, and runs it.
func (a *App) runIndex(ctx context.Context, engine *bleve.Engine, open func(string) (source.Source, error), f indexFlags) (report indexer.Report, err error) {
	l, err := ledger.Open(ledger.Config{Dir: a.data})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	r, err := a.openReaders()
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	show, end := a.progress()
	defer end()
	ix, err := indexer.New(indexer.Config{
		Ledger: l, Engine: engine, Extract: r.extract, Describe: r.describe, Open: open,
		Workers: f.workers, Log: a.log(), Progress: show,
	})
	if err != nil {
		return report, err
	}
	report, err = ix.Run(ctx, f.options)
	return report, runError(report, err)
}

// runError chooses the exit code of a run.
func runError(report indexer.Report, err error) error {
	var refused *indexer.RemovalError
	switch {
	case errors.As(err, &refused):
		return &codedError{exitRefused, err}
	case errors.Is(err, indexer.ErrNoSource):
		return usage(err)
	case err != nil:
		return err
	}
	return partly(report)
}

// partly says that a run is done, but for some resources or sources.
func partly(report indexer.Report) error {
	var incomplete []string
	for _, s := range report.Sources {
		if s.Error != "" {
			incomplete = append(incomplete, s.Error)
		}
	}
	failed := report.Resources[indexer.Failed]
	switch {
	case len(incomplete) == 0 && failed == 0:
		return nil
	case len(incomplete) == 0:
		return &codedError{exitPartly, fmt.Errorf("%d %s failed", failed, plural(failed, "resource"))}
	case len(incomplete) == len(report.Sources) && report.Resources[indexer.Added]+report.Resources[indexer.Changed]+report.Resources[indexer.Unchanged] == 0:
		return errors.New(strings.Join(incomplete, "; "))
	}
	return &codedError{exitPartly, fmt.Errorf("%d %s failed; %s", failed, plural(failed, "resource"), strings.Join(incomplete, "; "))}
}

// showReport prints a report for scripts, or a summary for people.
func (a *App) showReport(r indexer.Report, err error) error {
	if r.Started.IsZero() {
		return nil
	}
	var refused *indexer.RemovalError
	if errors.As(err, &refused) {
		a.say("would leave the index: %s", strings.Join(refused.Publications, " "))
		a.say("if that is right, run it again with --allow-removals %d", len(refused.Publications))
	}
	if a.json {
		return a.print(r)
	}
	if err != nil && len(r.Sources) == 0 && len(r.Lines) == 0 {
		return nil // it came to nothing, and the error says why
	}
	lines := slices.Clone(r.Lines)
	slices.SortStableFunc(lines, func(a, b indexer.Line) int { return urgency(a.Outcome) - urgency(b.Outcome) })
	for i, line := range lines {
		if i == shownLines {
			a.say("… and %d more: --json lists all of them, academysearch failures what failed", len(lines)-i)
			break
		}
		a.say("%s: %s%s", line.Outcome, line.URL, because(line))
	}
	a.say("%s", summary(r))
	return nil
}

// urgency orders what people are shown first.
func urgency(o indexer.Outcome) int {
	return slices.Index([]indexer.Outcome{indexer.Failed, indexer.Removed, indexer.ImageOnly, indexer.Skipped}, o)
}

func because(line indexer.Line) string {
	text := ""
	for _, part := range []string{string(line.Class), line.Reason, line.Advice} {
		if part != "" {
			text += ": " + part
		}
	}
	return text
}

// summary says in two lines what a run did.
func summary(r indexer.Report) string {
	var counts []string
	for _, o := range []indexer.Outcome{indexer.Added, indexer.Changed, indexer.Unchanged, indexer.ImageOnly, indexer.Failed, indexer.Skipped, indexer.Removed} {
		if n := r.Resources[o]; n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, o))
		}
	}
	text := "resources: " + strings.Join(counts, ", ")
	if len(counts) == 0 {
		text = "no resources"
	}
	took := r.Took().Round(10 * time.Millisecond)
	switch {
	case r.DryRun:
		return fmt.Sprintf("%s\ndry run: nothing was written, in %v", text, took)
	case r.Fetched == 0 && r.Extracted == 0 && r.Publications.Indexed == 0 && r.Publications.Removed == 0:
		return fmt.Sprintf("%s\nnothing changed: nothing was fetched, read or indexed, in %v; %d %s served by %s",
			text, took, r.Publications.Total, plural(r.Publications.Total, "publication"), r.Generation)
	}
	return fmt.Sprintf("%s\nfetched %d (%.1f MB), read %d, indexed %d %s and removed %d, in %v; %d served by %s",
		text, r.Fetched, float64(r.Bytes)/1e6, r.Extracted, r.Publications.Indexed, plural(r.Publications.Indexed, "publication"),
		r.Publications.Removed, took, r.Publications.Total, r.Generation)
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
