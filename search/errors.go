package search

import (
	"errors"
	"fmt"
)

// The errors that callers decide by, with errors.Is.
var (
	ErrInvalid  = errors.New("invalid")
	ErrNotFound = errors.New("not found")
	ErrNotReady = errors.New("not ready")
	ErrTooLarge = errors.New("too large")
	ErrConflict = errors.New("conflict")
)

// MovedError says that a publication is now part of another one. It is an ErrNotFound for callers that do not follow it.
type MovedError struct{ From, To string }

func (e *MovedError) Error() string {
	return fmt.Sprintf("publication %s is now part of %s", e.From, e.To)
}

// Unwrap makes a MovedError an ErrNotFound.
func (e *MovedError) Unwrap() error { return ErrNotFound }
