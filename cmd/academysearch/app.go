package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"

	"github.com/spf13/cobra"
)

// App is one run of the program: its streams, its environment and, once Run has read them, its settings.
type App struct {
	Stdin   io.Reader
	Stdout  io.Writer // what a script reads: results, and nothing else
	Stderr  io.Writer // progress, log lines, summaries and errors
	Environ []string  // "KEY=value", as os.Environ gives it
	Worker  []string  // starts a process that reads PDFs; nil: this program, as pdf-worker

	data  string // folder of everything that the program keeps
	json  bool
	quiet bool

	chatty bool // the command at work runs for long: its life cycle is logged

	speaking sync.Mutex // guards Stderr, which loggers and commands share
}

// aside writes to an App's standard error, a whole line at a time.
type aside struct{ app *App }

func (w aside) Write(line []byte) (int, error) {
	w.app.speaking.Lock()
	defer w.app.speaking.Unlock()
	return w.app.Stderr.Write(line)
}

// Run reads the arguments, does what they ask for and returns the exit code (see ExitCode).
func (a *App) Run(ctx context.Context, args []string) int {
	root := a.command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err != nil {
		fmt.Fprintf(aside{a}, "academysearch: %v\n", err)
	}
	return ExitCode(err)
}

// command builds the command line.
func (a *App) command() *cobra.Command {
	root := &cobra.Command{
		Use:               "academysearch",
		Short:             "Full-text search for the publications of a learned society",
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRunE: a.applySettings,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:              knownCommand,

		SuggestionsMinimumDistance: 2,
	}
	root.SetIn(a.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(aside{a})
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", "", "folder of everything the program keeps (default: the platform's data folder)")
	flags.String("config", "", "YAML file of settings: the names of the flags, without the dashes")
	flags.BoolVar(&a.json, "json", false, "print JSON Lines")
	flags.BoolVar(&a.quiet, "quiet", false, "print results and errors only")
	root.AddCommand(a.demoCommand(), a.indexCommand(), a.serveCommand(), a.searchCommand(), a.extractCommand(), a.statusCommand(),
		a.failuresCommand(), a.inspectCommand(), a.rollbackCommand(), a.evalCommand(), a.versionCommand(), a.pdfWorkerCommand())
	for _, c := range root.Commands() {
		c.Args = usageArgs(c.Args)
	}
	return root
}

// knownCommand refuses words that are no command, and names those that are near.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command %q", args[0])
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		text += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return usage(errors.New(text))
}

// usageArgs makes a wrong number of arguments a fault of usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(cmd, args); err != nil {
			return usage(fmt.Errorf("%w; see academysearch %s --help", err, cmd.Name()))
		}
		return nil
	}
}

// print writes one value as a line of JSON.
func (a *App) print(value any) error {
	enc := json.NewEncoder(a.Stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}

// say writes a line for people, unless they asked for quiet.
func (a *App) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(aside{a}, format+"\n", args...)
	}
}

// log is where the rooms below report what people may need to know: the life cycle where a command works for long, trouble elsewhere.
func (a *App) log() *slog.Logger {
	level := slog.LevelWarn
	switch {
	case a.quiet:
		level = slog.LevelError
	case a.chatty:
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(aside{a}, &slog.HandlerOptions{Level: level}))
}
