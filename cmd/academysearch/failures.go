package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

func (a *App) failuresCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "failures",
		Short: "List what could not be fetched or read, why, and what to do",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.failures() },
	}
}

func (a *App) failures() error {
	state, err := a.state()
	if err != nil {
		return err
	}
	if a.json {
		for _, f := range state.Failures {
			if err := a.print(f); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	for _, f := range state.Failures {
		fmt.Fprintf(w, "%s\t%s\t%s\tsince %s, %d %s\t%s\n", f.URL, f.Class, f.Reason, f.FirstSeen.Format(time.DateOnly), f.Tries, tries(f.Tries), f.Advice)
	}
	return w.Flush()
}

func tries(n int) string {
	if n == 1 {
		return "try"
	}
	return "tries"
}
