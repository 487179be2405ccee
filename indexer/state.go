package indexer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/search"
)

// stateName is the file that tells other processes how the runs go: the ledger itself is held by the run alone.
const stateName = "state.json"

// stateInterval is how often a run lets others know how far it is.
const stateInterval = 2 * time.Second

// State is what other processes can know of the runs over a data folder at any time.
type State struct {
	Updated  time.Time              `json:"updated"`
	Running  *Progress              `json:"running"` // nil between runs
	LastRun  *Report                `json:"last_run"`
	Counts   Counts                 `json:"counts"`
	Failures []Failure              `json:"failures"`
	Classes  map[document.Class]int `json:"classes"` // failures by class
}

// Progress is how far a run is that goes on now, or that was killed.
type Progress struct {
	Process int       `json:"process"`
	Started time.Time `json:"started"`
	Done    int       `json:"done"` // resources looked at
	Failed  int       `json:"failed"`
}

// Counts are totals over the ledger.
type Counts struct {
	Sources   int   `json:"sources"`
	Resources int   `json:"resources"` // that were read
	Pages     int   `json:"pages"`
	PagesText int   `json:"pages_with_text"`
	ImageOnly int   `json:"image_only"`
	Bytes     int64 `json:"bytes"`
}

// ReadState gives the state of the runs over a ledger's folder. Before the first run it is search.ErrNotReady.
func ReadState(dir string) (State, error) {
	var s State
	body, err := os.ReadFile(filepath.Join(dir, stateName))
	if errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("%s: nothing was indexed yet: %w", dir, search.ErrNotReady)
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(body, &s); err != nil {
		return s, fmt.Errorf("%s: %w", filepath.Join(dir, stateName), err)
	}
	return s, nil
}

// countsHold reports whether the counts of the state are those of the ledger: no run died since they were taken.
func countsHold(dir string) bool {
	state, err := ReadState(dir)
	return err == nil && state.Running == nil && state.LastRun != nil
}

// saveState lets other processes know how the run goes. While it is running the rest of the state stays that of the last one.
func (r *run) saveState(running bool) error {
	if r.options.DryRun {
		return nil
	}
	dir := r.Ledger.Dir()
	state, err := ReadState(dir)
	if err != nil { // there is none yet, or it is damaged
		state = State{Failures: []Failure{}, Classes: map[document.Class]int{}}
	}
	state.Updated = time.Now().UTC()
	if running {
		state.Running = &Progress{Process: os.Getpid(), Started: r.report.Started, Done: r.done, Failed: r.report.Resources[Failed]}
	} else {
		state.Running, state.LastRun = nil, &r.report
		if r.touched {
			if err := state.count(r.Ledger); err != nil {
				return err
			}
		}
	}
	body, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return ledger.WriteFile(filepath.Join(dir, stateName), body)
}

// count takes the totals from the ledger.
func (s *State) count(l *ledger.Ledger) error {
	s.Counts, s.Failures, s.Classes = Counts{}, []Failure{}, map[document.Class]int{}
	sources, err := l.Sources()
	if err != nil {
		return err
	}
	s.Counts.Sources = len(sources)
	return l.Resources(func(r ledger.Resource) error {
		if f := r.Failure; f != nil {
			s.Classes[f.Class]++
			s.Failures = append(s.Failures, Failure{URL: r.At(), Class: f.Class, Reason: f.Reason, FirstSeen: f.FirstSeen, Tries: f.Tries, Advice: f.Advice})
		}
		if r.Document == "" {
			return nil
		}
		s.Counts.Resources++
		s.Counts.Bytes += r.Bytes
		s.Counts.Pages += r.Summary.Pages
		s.Counts.PagesText += r.Summary.Pages - r.Summary.Textless
		if r.Summary.ImageOnly {
			s.Counts.ImageOnly++
		}
		return nil
	})
}
