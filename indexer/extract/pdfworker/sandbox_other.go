//go:build !linux

package pdfworker

import (
	"os"
	"time"
)

// limitProcess does nothing here: memory is bounded by the reader's own limit and Go's, CPU time by the pool's clock.
func limitProcess(Limits, int64) (<-chan os.Signal, error) { return make(chan os.Signal), nil }

func allowProcessor(time.Duration) error { return nil }

// shutIn reports that this system has no sandbox for a worker.
func shutIn() string { return "" }
