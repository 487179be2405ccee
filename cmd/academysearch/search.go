package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"academysearch/search"
	"academysearch/web"
)

// searchFlags are the parameters of a search, under their names in addresses.
type searchFlags struct {
	topic, speaker, function, kind, series []string
	from, to, sort, cursor                 string
	page, size                             int
	undated, noExpansion, explain          bool
}

func (a *App) searchCommand() *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search [QUERY]",
		Short: "Search as the page and the API do",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.search(cmd.Context(), f, strings.Join(args, " "))
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.topic, "topic", nil, "topic id (repeatable: any of them)")
	flags.StringArrayVar(&f.speaker, "speaker", nil, "person id, as forename-surname (repeatable: any of them)")
	flags.StringArrayVar(&f.function, "function", nil, "what a person does there: chair, speaker, author, … (repeatable)")
	flags.StringVar(&f.from, "from", "", "first day, month or year")
	flags.StringVar(&f.to, "to", "", "last day, month or year")
	flags.BoolVar(&f.undated, "undated", false, "publications without a date")
	flags.StringArrayVar(&f.kind, "kind", nil, "kind of publication (repeatable)")
	flags.StringArrayVar(&f.series, "series", nil, "series of publications (repeatable)")
	flags.StringVar(&f.sort, "sort", "", "relevance, newest or oldest")
	flags.IntVar(&f.page, "page", 0, "page of results, from 1")
	flags.IntVar(&f.size, "size", 0, "publications on a page")
	flags.StringVar(&f.cursor, "cursor", "", "go on where the cursor of the last page says")
	flags.BoolVar(&f.noExpansion, "no-expansion", false, "search the words as typed: no synonyms, no corrections")
	flags.BoolVar(&f.explain, "explain", false, "say how each score came about")
	return cmd
}

// query reads the flags as the API reads an address, so that both always mean the same.
func (f searchFlags) query(text string) (search.Query, error) {
	values := url.Values{"topic": f.topic, "speaker": f.speaker, "function": f.function, "kind": f.kind, "series": f.series}
	for name, value := range map[string]string{
		"q": text, "from": f.from, "to": f.to, "sort": f.sort, "cursor": f.cursor,
		"page": number(f.page), "size": number(f.size), "undated": claim(f.undated), "exact": claim(f.noExpansion),
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	q, problems := web.ParseQuery(values.Encode())
	var errs []error
	for _, p := range problems {
		errs = append(errs, fmt.Errorf("--%s %q %s", p.Parameter, p.Value, p.Message))
	}
	q.Explain = f.explain
	if len(errs) > 0 {
		return q, usage(errors.Join(errs...))
	}
	return q, nil
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func claim(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func (a *App) search(ctx context.Context, f searchFlags, text string) (err error) {
	q, err := f.query(text)
	if err != nil {
		return err
	}
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	result, err := engine.Search(ctx, q)
	if err != nil {
		return noIndexYet(err)
	}
	object := web.NewSearchObject(q, result, web.Links{Originals: true})
	if a.json {
		return a.print(object)
	}
	return printHits(a.Stdout, object)
}

// noIndexYet says what to do where nothing was indexed.
func noIndexYet(err error) error {
	if errors.Is(err, search.ErrNotReady) {
		return fmt.Errorf("%w: index something first, see academysearch index --help", err)
	}
	return err
}

// printHits writes an answer for people.
func printHits(w io.Writer, o web.SearchObject) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s for %s\n", o.Total, plural(o.Total, "publication"), o.Interpretation.ReadAs)
	for _, e := range o.Interpretation.Expansions {
		fmt.Fprintf(&b, "  also searched for %s: %s (%s)\n", e.Term, strings.Join(e.Added, ", "), e.Source)
	}
	for _, c := range o.Interpretation.Corrections {
		fmt.Fprintf(&b, "  %q is nowhere: searched for %q\n", c.From, c.To)
	}
	for _, d := range o.Interpretation.Dropped {
		fmt.Fprintf(&b, "  left out: %s\n", d)
	}
	if o.Suggestion != nil {
		fmt.Fprintf(&b, "  did you mean %s?\n", *o.Suggestion)
	}
	for i, h := range o.Hits {
		fmt.Fprintf(&b, "\n%d. %s  [%s]\n", i+1, h.Title, h.ID)
		fmt.Fprintf(&b, "   %s\n", about(h))
		for _, p := range h.Passages {
			fmt.Fprintf(&b, "   p. %d of %d: %s\n", p.Page, p.Pages, marked(p.Snippet, p.Highlights))
		}
		for _, line := range h.Explanation {
			fmt.Fprintf(&b, "   = %s\n", line)
		}
	}
	if o.Next != nil {
		fmt.Fprintf(&b, "\nmore: --cursor %s\n", *o.Next)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// about says in one line what a hit is.
func about(h web.HitObject) string {
	parts := []string{"undated"}
	if h.Published != nil {
		parts[0] = h.Published.Value
	} else if len(h.Events) > 0 {
		parts[0] = "event of " + h.Events[0].Start
	}
	if h.Kind != "" {
		parts = append(parts, h.Kind)
	}
	for _, s := range h.Speakers {
		parts = append(parts, fmt.Sprintf("%s: %s", s.Function, s.Display))
	}
	switch {
	case h.PDFURL != nil:
		parts = append(parts, *h.PDFURL)
	case h.SourceURL != nil:
		parts = append(parts, *h.SourceURL)
	}
	return strings.Join(parts, " · ")
}

// marked puts *asterisks* around what was found.
func marked(snippet string, highlights [][2]int) string {
	runes := []rune(snippet)
	var b strings.Builder
	at := 0
	for _, h := range highlights {
		if h[0] < at || h[1] > len(runes) {
			continue
		}
		b.WriteString(string(runes[at:h[0]]) + "*" + string(runes[h[0]:h[1]]) + "*")
		at = h[1]
	}
	return b.String() + string(runes[at:])
}
