package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"academysearch/indexer"
	"academysearch/indexer/source"
	"academysearch/search"
)

// maxInput bounds what is read from standard input, in bytes.
const maxInput = source.DefaultMaxBytes

type extractFlags struct {
	fetching
	mediaType string
}

func (a *App) extractCommand() *cobra.Command {
	var f extractFlags
	cmd := &cobra.Command{
		Use:   "extract SOURCE...",
		Short: "Print what would be indexed and write nothing",
		Long:  "Print what would be indexed of the SOURCEs and write nothing. A SOURCE is what `index` takes; - reads standard input.",
		Args:  cobra.MinimumNArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return a.extract(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.mediaType, "media-type", "", "of standard input: text/plain, text/html or application/pdf (default: guessed)")
	f.fetching.register(flags)
	return cmd
}

func (a *App) extract(ctx context.Context, f extractFlags, specs []string) (err error) {
	open, err := f.sources()
	if err != nil {
		return err
	}
	sources, err := openAll(func(spec string) (source.Source, error) {
		if spec == "-" {
			return a.standardInput(f.mediaType)
		}
		return open(spec)
	}, specs)
	if err != nil {
		return err
	}
	r, err := a.openReaders()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	report, err := indexer.Preview(ctx, indexer.Config{Extract: r.extract, Describe: r.describe, Log: a.log()}, sources, a.showPublication)
	for _, line := range report.Lines {
		if line.Outcome == indexer.Failed {
			a.say("%s: %s%s", line.Outcome, line.URL, because(line))
		}
	}
	return runError(report, err)
}

// standardInput makes a source of what is piped in.
func (a *App) standardInput(mediaType string) (source.Source, error) {
	if !slices.Contains([]string{"", "text/plain", "text/html", "application/pdf"}, mediaType) {
		return nil, fmt.Errorf("--media-type %q is none of text/plain, text/html and application/pdf", mediaType)
	}
	body, err := io.ReadAll(io.LimitReader(a.Stdin, maxInput+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxInput {
		return nil, fmt.Errorf("standard input: more than %d MiB: %w", maxInput>>20, search.ErrTooLarge)
	}
	return source.Bytes("stdin", mediaType, body), nil
}

// showPublication prints one publication: whole for scripts, what a careful reader would note for people.
func (a *App) showPublication(p search.Publication) error {
	if a.json {
		return a.print(p)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  [%s]\n", p.Title, p.ID)
	field := func(name string, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", name, value)
		}
	}
	field("kind", p.Kind)
	field("series", strings.Join(p.Series, "; "))
	if d := p.Published; d != nil {
		field("published", fmt.Sprintf("%s (%s, %s confidence)", d.Value, d.Source, d.Confidence))
	}
	for _, e := range p.Events {
		field("event", strings.TrimSuffix(e.Start+" to "+e.End, " to "))
	}
	for _, person := range p.People {
		field(string(person.Function), strings.Join(strings.Fields(person.Title+" "+person.Name+" "+strings.Join(person.Postnominals, " ")), " ")+comma(person.Role))
	}
	for _, t := range p.Topics {
		field("topic", t.Label)
	}
	for _, r := range p.Resources {
		field("resource", fmt.Sprintf("%s (%s, %d %s, %d characters, read by %s)", r.URL, r.MediaType, r.Pages, plural(r.Pages, "page"), r.Characters, r.Reader))
	}
	for _, w := range p.Warnings {
		field("warning", w)
	}
	for _, page := range p.Pages {
		fmt.Fprintf(&b, "  --- resource %d, page %d %s\n%s\n", page.Resource, page.Number, page.Heading, page.Text)
	}
	_, err := fmt.Fprintln(a.Stdout, b.String())
	return err
}

func comma(s string) string {
	if s == "" {
		return ""
	}
	return ", " + s
}
