package extract_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"academysearch/indexer/extract"
)

// TestMain makes the test binary its own PDF worker: an Extractor starts the running program, as in production.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == extract.WorkerArgument {
		if err := extract.Worker(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
