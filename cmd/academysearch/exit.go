package main

import (
	"context"
	"errors"
)

// The exit codes of the program.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitPartly      = 3   // done, but some resources failed
	exitRefused     = 4   // refused by a safety gate
	exitInterrupted = 130 // interrupted, state kept
)

// codedError is an error that wants an exit code of its own.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// usage marks an error as a fault of how the program was called.
func usage(err error) error { return &codedError{exitUsage, err} }

// ExitCode is the exit code that an error of a command asks for.
func ExitCode(err error) int {
	var coded *codedError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &coded):
		return coded.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitFailed
}
