package indexer

import (
	"time"

	"academysearch/indexer/document"
)

// Outcome is what became of one resource in a run.
type Outcome string

// The outcomes of a resource.
const (
	Added     Outcome = "added"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Failed    Outcome = "failed"     // now, or in an earlier run and nothing changed since
	ImageOnly Outcome = "image-only" // new or changed, and without a word to find it by
	Skipped   Outcome = "skipped"    // left out on purpose
	Removed   Outcome = "removed"    // gone from its source
)

// Line says what became of one resource.
type Line struct {
	Source  string         `json:"source"`
	URL     string         `json:"url"` // address, or the path below the source
	Outcome Outcome        `json:"outcome"`
	Class   document.Class `json:"class,omitempty"`
	Reason  string         `json:"reason,omitempty"`
	Advice  string         `json:"advice,omitempty"`
}

// SourceReport says how far one source was walked.
type SourceReport struct {
	Name      string `json:"name"`
	Resources int    `json:"resources"`
	Error     string `json:"error,omitempty"` // why it could not be walked, or not to its end
}

// Report says what a run did. Resources that were added, changed or found unchanged are counted alone; all others have a line.
type Report struct {
	Started      time.Time         `json:"started"`
	Ended        time.Time         `json:"ended"`
	DryRun       bool              `json:"dry_run,omitempty"`
	Interrupted  bool              `json:"interrupted,omitempty"`
	Sources      []SourceReport    `json:"sources"`
	Resources    map[Outcome]int   `json:"resources"`
	Fetched      int               `json:"fetched"`   // bodies read from disk or received
	Extracted    int               `json:"extracted"` // bodies that text was taken from
	Bytes        int64             `json:"bytes"`     // of the fetched bodies
	Publications PublicationCounts `json:"publications"`
	Generation   string            `json:"generation"` // that serves after the run
	Lines        []Line            `json:"lines"`
}

// PublicationCounts says what a run did to the index.
type PublicationCounts struct {
	Total   int `json:"total"`   // after the run
	Indexed int `json:"indexed"` // written: new and changed ones
	Removed int `json:"removed"` // among them those that became part of another one
}

// Took is how long the run lasted.
func (r *Report) Took() time.Duration { return r.Ended.Sub(r.Started) }

// count adds one outcome.
func (r *Report) count(line Line) {
	r.Resources[line.Outcome]++
	switch line.Outcome {
	case Failed, ImageOnly, Skipped, Removed:
		r.Lines = append(r.Lines, line)
	}
}

// Failure is a row of the list of failures: one resource that could not be fetched or read.
type Failure struct {
	URL       string         `json:"url"`
	Class     document.Class `json:"class"`
	Reason    string         `json:"reason"`
	FirstSeen time.Time      `json:"first_seen"`
	Tries     int            `json:"tries"`
	Advice    string         `json:"advice"`
}
