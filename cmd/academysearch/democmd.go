package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/spf13/cobra"

	"academysearch/cmd/academysearch/demo"
	"academysearch/indexer"
	"academysearch/indexer/source"
)

// sampleSource is the ledger's name for the embedded sample.
const sampleSource = "sample:"

func (a *App) demoCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Index the embedded sample and serve it",
		Long:  "Index the embedded sample (its people and events are invented) into the folder given with --data, or into a temporary one, and serve it.",
		Args:  cobra.NoArgs,
	}
	f.register(cmd, "")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("listen") && busy(cmd.Context(), f.listen) {
			f.listen = "127.0.0.1:0"
		}
		return a.demo(cmd.Context(), f, cmd.Flags().Changed("data"))
	}
	return cmd
}

// busy reports whether another program answers on an address.
func busy(ctx context.Context, address string) bool {
	l, err := listen(ctx, address, "listen")
	if err != nil {
		return errors.Is(err, syscall.EADDRINUSE)
	}
	return l.Close() != nil
}

func (a *App) demo(ctx context.Context, f serveFlags, keep bool) (err error) {
	if !keep {
		if a.data, err = os.MkdirTemp("", "academysearch-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(a.data)) }()
	}
	if state, err := a.state(); err != nil || state.Counts.Sources > 0 {
		return cmp.Or(err, usage(fmt.Errorf("%s holds an index of your own; give demo another folder with --data", a.data)))
	}
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	a.say("indexing the sample; its people and events are invented")
	sample := indexFlags{options: indexer.Options{Sources: []source.Source{source.Files(sampleSource, demo.Corpus())}}}
	report, err := a.runIndex(ctx, engine, nil, sample)
	if ctx.Err() != nil {
		return nil // stopped by the user before it served: for a demo that is a clean end
	}
	if err != nil && ExitCode(err) != exitPartly {
		return fmt.Errorf("the sample: %w", err)
	}
	a.say("%s", summary(report))
	a.chatty = true
	return a.answer(ctx, engine, f)
}
