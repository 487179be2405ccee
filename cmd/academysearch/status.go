package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"academysearch/indexer"
	"academysearch/indexer/document"
	"academysearch/search"
)

// status is what `status` prints.
type status struct {
	Generation   string                 `json:"generation"`
	Created      *time.Time             `json:"created"`
	Publications int                    `json:"publications"`
	Resources    int                    `json:"resources"`
	Pages        int                    `json:"pages"` // all, with and without text
	PagesText    int                    `json:"pages_with_text"`
	Undated      int                    `json:"undated"`
	ImageOnly    int                    `json:"image_only"`
	Sources      int                    `json:"sources"`
	Failed       int                    `json:"failed"`
	Failures     map[document.Class]int `json:"failures"` // by class
	Running      *indexer.Progress      `json:"running"`
	LastRun      *indexer.Report        `json:"last_run"`
}

func (a *App) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Say what is indexed and how the last run went",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.status(cmd.Context()) },
	}
}

func (a *App) status(ctx context.Context) (err error) {
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	served, err := engine.Status(ctx)
	if err != nil && !errors.Is(err, search.ErrNotReady) {
		return err
	}
	state, err := a.state()
	if err != nil {
		return err
	}
	s := newStatus(served, state)
	if a.json {
		return a.print(s)
	}
	return a.showStatus(s)
}

// state reads how the runs go; before the first one nothing is known.
func (a *App) state() (indexer.State, error) {
	state, err := indexer.ReadState(a.data)
	if errors.Is(err, search.ErrNotReady) {
		return indexer.State{}, nil
	}
	return state, err
}

func newStatus(served search.Status, state indexer.State) status {
	s := status{
		Generation: served.Generation, Publications: served.Publications, Resources: served.Resources, Pages: served.Pages,
		PagesText: served.PagesText, Undated: served.Undated, ImageOnly: state.Counts.ImageOnly, Sources: state.Counts.Sources,
		Failed: len(state.Failures), Failures: state.Classes, Running: state.Running, LastRun: state.LastRun,
	}
	if !served.Created.IsZero() {
		s.Created = &served.Created
	}
	if s.Failures == nil {
		s.Failures = map[document.Class]int{}
	}
	if s.LastRun != nil {
		s.LastRun.Lines = []indexer.Line{} // `failures` lists them
	}
	return s
}

func (a *App) showStatus(s status) error {
	if s.Generation == "" {
		a.say("nothing is indexed in %s", a.data)
	}
	_, err := fmt.Fprintf(a.Stdout, `generation    %s
publications  %d (%d undated)
resources     %d from %d %s
pages         %d, %d with text; %d %s without a word to find it by
failures      %d%s
`, s.Generation, s.Publications, s.Undated, s.Resources, s.Sources, plural(s.Sources, "source"), s.Pages, s.PagesText,
		s.ImageOnly, plural(s.ImageOnly, "resource"), s.Failed, byClass(s.Failures))
	if err == nil && s.Running != nil {
		_, err = fmt.Fprintf(a.Stdout, "running       process %d since %s, %d resources so far\n", s.Running.Process, s.Running.Started.Format(time.DateTime), s.Running.Done)
	}
	if err == nil && s.LastRun != nil {
		_, err = fmt.Fprintf(a.Stdout, "last run      %s\n%s\n", s.LastRun.Ended.Format(time.DateTime), summary(*s.LastRun))
	}
	return err
}

func byClass(classes map[document.Class]int) string {
	text, comma := "", ": "
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		text += fmt.Sprintf("%s%d %s", comma, classes[class], class)
		comma = ", "
	}
	return text
}
