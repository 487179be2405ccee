// Command academysearch indexes the publications of a learned society and serves full-text search over them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	app := &App{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ()}
	code := app.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
