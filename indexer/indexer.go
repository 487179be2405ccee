// Package indexer brings an index up to date with its sources: it walks them, fetches what changed, has it read and described, groups
// resources into publications and writes those that changed into the next generation of the index. What it learns is kept in the
// ledger, so that the next run does nothing twice and a killed run goes on where it stopped. It knows no engine, no file format and
// no rule by which text is understood.
package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// Input is a resource's bytes on their way to the reader.
type Input struct {
	URL       string // against which relative links are read
	MediaType string // declared, or ""
	Body      []byte
}

// Extractor reads text and structure from bytes. It is safe for concurrent use. Faults of the bytes are a *document.Failure.
type Extractor interface {
	Extract(ctx context.Context, in Input) (document.Document, error)
	Version() string // changes when the same bytes may be read differently
}

// Description is what a Describer understood of a publication's documents.
type Description struct {
	Title     string
	Kind      string
	Language  string
	Series    []string
	Published *search.Date
	Events    []search.Event
	People    []search.Person
	Topics    []search.Topic
	Warnings  []string
}

// Describer understands the documents of one publication, the main one first. It is safe for concurrent use.
type Describer interface {
	Describe(docs []document.Document) Description
	Version() string // changes when the same documents may be described differently
}

// Engine is the index that is kept up to date.
type Engine interface {
	// Begin starts the next generation from the one that serves, BeginEmpty from nothing.
	Begin(ctx context.Context) (search.Writer, error)
	BeginEmpty(ctx context.Context) (search.Writer, error)
	// Status names the generation that serves; search.ErrNotReady where there is none that can be read.
	Status(ctx context.Context) (search.Status, error)
}

// Config is what an Indexer is made of. Ledger, Engine, Extract and Describe must be given.
type Config struct {
	Ledger   *ledger.Ledger
	Engine   Engine
	Extract  Extractor
	Describe Describer
	Open     func(name string) (source.Source, error) // finds known sources again; nil: a run must be given its sources
	Workers  int                                      // resources at work at once; 0 is one for each processor
	Log      *slog.Logger                             // nil is silent
	Progress func(Event)                              // called for each resource, by one goroutine at a time; nil is none
}

// Event tells of progress.
type Event struct {
	Stage Stage
	Line  Line // of the resource or publication just done
	Done  int  // of this stage
	Of    int  // 0 while nobody knows how many there will be
}

// Stage is a part of a run.
type Stage string

// The stages of a run.
const (
	Reading Stage = "reading" // resources are fetched and read
	Writing Stage = "writing" // publications are written
)

// Options say what a run is to do. The zero value brings everything known up to date.
type Options struct {
	Sources       []source.Source // empty: every known one
	Forget        []string        // names of known sources that are to leave with all that came from them; others are not visited unless given
	Full          bool            // look into every resource, whatever its fingerprint says
	Force         bool            // fetch, read and write everything again
	Only          string          // the address or path of the one resource to look at
	RetryFailed   bool            // look at the resources that failed, and at no others
	DryRun        bool            // say what would be done and write nothing
	AllowRemovals int             // publications that may leave the index where the safety gate would refuse
}

// ErrNoSource says that a run was given no source and that none is known from earlier runs.
var ErrNoSource = errors.New("no source is known yet: name a folder, a file or an address")

// Indexer runs index runs, one at a time.
type Indexer struct {
	config Config
}

// New checks the configuration.
func New(config Config) (*Indexer, error) {
	if config.Ledger == nil || config.Engine == nil || config.Extract == nil || config.Describe == nil {
		return nil, fmt.Errorf("an indexer needs a ledger, an engine, an extractor and a describer: %w", search.ErrInvalid)
	}
	return &Indexer{config: config.withDefaults()}, nil
}

func (c Config) withDefaults() Config {
	c.Workers = cmp.Or(c.Workers, runtime.GOMAXPROCS(0))
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Progress == nil {
		c.Progress = func(Event) {}
	}
	return c
}

// Run brings the index up to date. The report is complete as far as the run came, whatever the error. Faults of resources and of
// single sources are in the report and no error. A *RemovalError says that the safety gate refused the run, ctx's error that it was
// interrupted: in both cases the last generation goes on serving, what was read is kept and the next run goes on from there.
func (ix *Indexer) Run(ctx context.Context, options Options) (Report, error) {
	sources, err := ix.sources(options)
	if err != nil {
		return Report{}, err
	}
	r := newRun(ix.config, options)
	r.touched = !countsHold(ix.config.Ledger.Dir())
	err = r.do(ctx, sources)
	r.report.Interrupted = ctx.Err() != nil
	report := r.finish()
	if fault := r.saveState(false); err == nil { // after another error it is most likely the same one
		err = fault
	}
	return report, err
}

// sources opens every known source where none is given.
func (ix *Indexer) sources(options Options) ([]source.Source, error) {
	if len(options.Sources) > 0 || len(options.Forget) > 0 {
		return options.Sources, nil
	}
	names, err := ix.config.Ledger.Sources()
	if err != nil {
		return nil, err
	}
	if len(names) == 0 || ix.config.Open == nil {
		return nil, ErrNoSource
	}
	var sources []source.Source
	for _, name := range names {
		s, err := ix.config.Open(name)
		if err != nil {
			s = unopened{name, err}
		}
		sources = append(sources, s)
	}
	return sources, nil
}

// unopened is a known source that cannot be found now; it fails its walk, so that nothing of it is taken for gone.
type unopened struct {
	name string
	err  error
}

func (u unopened) Name() string                                             { return u.name }
func (u unopened) Reopens() bool                                            { return true }
func (u unopened) Walk(context.Context, func(source.Resource) error) error  { return u.err }
func (u unopened) Offered(source.Resource, []search.Link) []source.Resource { return nil }
func (u unopened) Revisit(string) (source.Resource, bool)                   { return source.Resource{}, false }
