// Command worker is the PDF worker alone, for tests.
package main

import (
	"context"
	"fmt"
	"os"

	"academysearch/indexer/extract"
)

func main() {
	if err := extract.Worker(context.Background(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
