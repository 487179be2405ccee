package main

import (
	"github.com/spf13/cobra"

	"academysearch/indexer/extract"
)

// pdfWorkerCommand reads PDFs for another process of this program. It has no settings, no data folder and no environment.
func (a *App) pdfWorkerCommand() *cobra.Command {
	return &cobra.Command{
		Use:               extract.WorkerArgument,
		Hidden:            true,
		Args:              cobra.NoArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(cmd *cobra.Command, _ []string) error {
			return extract.Worker(cmd.Context(), a.Stdin, a.Stdout)
		},
	}
}
