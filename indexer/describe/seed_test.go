package describe

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/search"
)

// TestDescribe_wholePage reads a whole page of the Academy's site where one lies beside the repository. What it says of real people
// is not repeated here.
func TestDescribe_wholePage(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "seed", "personalised-psychiatry-report-published.txt"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the whole page is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	got := newDescriber(t).Describe([]document.Document{documentOf(testCase{In: string(b)})})
	if got.Title != "Personalised psychiatry report published" || got.Kind != "meeting report" || strings.Join(got.Series, "|") != "FORUM" {
		t.Errorf("title %q, kind %q, series %q", got.Title, got.Kind, got.Series)
	}
	if got.Published != nil || len(got.Events) != 1 || got.Events[0].Start != "2017-09-06" {
		t.Errorf("published %v, events %v; want none, and one on 2017-09-06", got.Published, got.Events)
	}
	if len(got.Topics) == 0 || got.Topics[0].ID != "mental-health" {
		t.Errorf("topics %v, want mental-health first", got.Topics)
	}
	if len(got.People) != 1 || got.People[0].Function != search.Chair || strings.Count(got.People[0].Role, "; ") != 1 {
		t.Errorf("people %v, want the meeting's chair with both roles", got.People)
	}
	t.Logf("%+v", got)
}
