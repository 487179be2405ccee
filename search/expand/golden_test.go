package expand_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden_expansionsOfUsualQueries keeps what the built-in table makes of queries that readers of such publications type. The
// golden file is for reading: whatever in it would mislead belongs into the lists of the generator.
func TestGolden_expansionsOfUsualQueries(t *testing.T) {
	queries, err := os.ReadFile(filepath.Join("testdata", "queries.txt"))
	if err != nil {
		t.Fatal(err)
	}
	table := open(t)
	var b strings.Builder
	for query := range strings.Lines(string(queries)) {
		b.WriteString(query)
		for _, line := range shown(table, query) {
			b.WriteString("    " + line + "\n")
		}
	}
	golden := filepath.Join("testdata", "expansions.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the expansions differ from %s; run with -update and read the difference\n%s", golden, b.String())
	}
}
