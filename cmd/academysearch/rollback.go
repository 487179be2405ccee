package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *App) rollbackCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rollback",
		Short: "Serve the generation before the current one again",
		Long:  "Serve the generation before the current one again. Servers follow within seconds. The next index run makes a new generation of everything that is known.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.rollback(cmd.Context()) },
	}
}

func (a *App) rollback(ctx context.Context) (err error) {
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	generation, err := engine.Rollback(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.print(map[string]string{"generation": generation})
	}
	_, err = fmt.Fprintf(a.Stdout, "serving %s again\n", generation)
	return err
}
