// Package extract turns the bytes of a web page, a text file or a PDF into a document.Document: text in blocks, by page, with the
// links, the metadata and a list of what was cut. It knows formats and furniture; what a text means (who speaks, when, about what)
// is describe's business.
//
// HTML and text are read in this process. PDFs are read by worker processes (package extract/pdfworker), because a PDF can take
// its reader down with it; this package mends what they read.
package extract

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/extract/pdfworker"
)

// Version is part of the key of cached extractions: it changes whenever the same bytes give another Document.
const Version = 5

// Limits bound what one resource may cost. A zero field takes the default.
type Limits struct {
	PageBytes  int64         // of HTML and text; 16 MiB
	FileBytes  int64         // of a PDF; 128 MiB
	Pages      int           // of a PDF; 5,000
	Characters int           // code points of the text of a resource; 20 million
	Time       time.Duration // of wall clock for a PDF; 60 s
	Processor  time.Duration // of CPU for a PDF; 60 s
	Memory     int64         // of a worker process, in bytes; 640 MiB
}

// withDefaults fills the zero fields.
func (l Limits) withDefaults() Limits {
	return Limits{
		PageBytes: cmp.Or(l.PageBytes, 16<<20), FileBytes: cmp.Or(l.FileBytes, 128<<20), Pages: cmp.Or(l.Pages, 5_000),
		Characters: cmp.Or(l.Characters, 20_000_000), Time: cmp.Or(l.Time, time.Minute), Processor: cmp.Or(l.Processor, time.Minute),
		Memory: cmp.Or(l.Memory, 640<<20),
	}
}

// Config says how to extract. The zero value works.
type Config struct {
	Cache    string       // folder of the compiled PDF reader; "" is the user's cache folder
	Workers  int          // PDF worker processes at a time; 0 is one a CPU, at most 4
	Limits   Limits       // see there
	Command  []string     // starts a PDF worker; nil is this program with the argument WorkerArgument
	Log      *slog.Logger // nil drops
	Profiles []Profile    // of sites, before the built-in ones; see Profile
}

// Extractor reads resources. It is safe for concurrent use.
type Extractor struct {
	limits Limits
	log    *slog.Logger
	sites  []*site
	pool   *pdfworker.Pool
}

// WorkerArgument is the argument with which the program is started as a PDF worker; it then has to call Worker and to end.
const WorkerArgument = "pdf-worker"

// Worker is the life of a PDF worker: it reads PDFs from stdin and writes their text to stdout until stdin ends.
func Worker(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	return pdfworker.Serve(ctx, stdin, stdout)
}

// New makes an Extractor. It starts no worker yet. The profiles of c are checked.
func New(c Config) (*Extractor, error) {
	x := &Extractor{limits: c.Limits.withDefaults(), log: c.Log}
	if x.log == nil {
		x.log = slog.New(slog.DiscardHandler)
	}
	builtIn, err := builtInProfiles()
	if err != nil {
		return nil, err
	}
	if x.sites, err = compile(append(append([]Profile{}, c.Profiles...), builtIn...)); err != nil {
		return nil, err
	}
	if x.pool, err = newPool(c, x.limits, x.log); err != nil {
		return nil, err
	}
	return x, nil
}

// newPool fills in how workers are started.
func newPool(c Config, l Limits, log *slog.Logger) (*pdfworker.Pool, error) {
	p := pdfworker.Config{Command: c.Command, Cache: c.Cache, Workers: c.Workers, Log: log, Limits: pdfworker.Limits{
		Pages: l.Pages, Characters: l.Characters, Time: l.Time, Processor: l.Processor, Memory: l.Memory,
	}}
	if p.Command == nil {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("the program that reads PDFs: %w", err)
		}
		p.Command = []string{self, WorkerArgument}
	}
	if p.Workers == 0 {
		p.Workers = min(runtime.NumCPU(), 4)
	}
	if p.Cache == "" {
		if folder, err := os.UserCacheDir(); err == nil {
			p.Cache = filepath.Join(folder, "academysearch", "pdf-reader")
		}
	}
	return pdfworker.New(p), nil
}

// Input is one resource to read.
type Input struct {
	URL       string // canonical address, or the path below the source for a file without one
	MediaType string // as declared, with parameters; may be wrong or ""
	Body      []byte
}

// Extract reads one resource. A fault of the resource is a *document.Failure with class, reason and advice; any other error is a
// fault of the program or the end of ctx.
func (x *Extractor) Extract(ctx context.Context, in Input) (document.Document, error) {
	if err := ctx.Err(); err != nil {
		return document.Document{}, err
	}
	if len(in.Body) == 0 {
		return document.Document{}, &document.Failure{Class: document.Empty, Reason: "the file has no bytes", Advice: "fetch or export it again"}
	}
	kind := Kind(in.Body, in.MediaType)
	limit := x.limits.PageBytes
	if kind == PDF {
		limit = x.limits.FileBytes
	}
	if int64(len(in.Body)) > limit {
		return document.Document{}, tooLarge("the file has %d bytes, more than the limit of %d", len(in.Body), limit)
	}
	switch kind {
	case HTML:
		return x.html(in)
	case Text:
		return x.text(in)
	case PDF:
		return x.pdf(ctx, in)
	}
	return document.Document{}, &document.Failure{
		Class:  document.Unsupported,
		Reason: "neither HTML nor PDF nor text",
		Advice: "offer it as PDF or HTML, or leave it out",
	}
}

// Close ends the workers, once what they read is read.
func (x *Extractor) Close() error {
	x.pool.Close()
	return nil
}

// tooLarge is the Failure of a resource that exceeds a limit.
func tooLarge(format string, args ...any) *document.Failure {
	return &document.Failure{
		Class:  document.TooLarge,
		Reason: fmt.Sprintf(format, args...),
		Advice: "split it, or raise the limit in the configuration",
	}
}
