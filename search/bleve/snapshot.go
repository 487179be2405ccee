package bleve

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"academysearch/search"
	"academysearch/search/expand"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// bleveVersion is the version of Bleve that this program was built with.
var bleveVersion = func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/blevesearch/bleve/v2" {
				return m.Version
			}
		}
	}
	return "unknown"
}()

// snapshot is one generation, opened to read. It never changes; it closes itself when the engine has let go of it and the last
// reader has finished.
type snapshot struct {
	*table
	names    *expand.Table
	name     string
	dir      string
	manifest manifest
	segments *segments
	index    *scorch.IndexSnapshot
	dict     *dictionaries
	space    *space
	labels   *labels
	store    *store
	cache    *cache
	scratch  sync.Pool // *scratch
	records  *records
	status   search.Status

	refs atomic.Int64
}

// openSnapshot opens generation number of an index folder, with one reference held by the caller.
func openSnapshot(cfg Config, number int) (*snapshot, error) {
	s := &snapshot{name: generationName(number), names: cfg.Names, cache: newCache(cfg.CacheBytes), records: newRecords()}
	s.dir = filepath.Join(cfg.Dir, s.name)
	s.refs.Store(1)
	if err := s.open(cfg); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", s.name, err), s.closeFiles())
	}
	return s, nil
}

func (s *snapshot) open(cfg Config) error {
	var err error
	if s.manifest, err = readManifest(s.dir); err != nil {
		return err
	}
	saved, err := readTable(s.dir)
	if err != nil {
		return err
	}
	s.table = newTable(saved, cfg.Topics)
	s.labels = newLabels(s.table)
	if s.store, err = openStore(s.dir); err != nil {
		return err
	}
	if s.space, err = readSpace(s.dir); err != nil {
		return err
	}
	if s.dict, err = openDictionaries(s.dir); err != nil {
		return err
	}
	if s.segments, err = openSegments(filepath.Join(s.dir, indexFolder), true); err != nil {
		return err
	}
	if s.index, err = s.segments.snapshot(); err != nil {
		return err
	}
	s.scratch.New = func() any { return newScratch(s.table) }
	s.status = s.count()
	return nil
}

func (s *snapshot) count() search.Status {
	st := search.Status{Generation: s.name, Created: s.manifest.Created, Publications: len(s.rows)}
	for _, r := range s.rows {
		st.Resources += r.Resources
		st.Pages += r.AllPages
		st.PagesText += r.TextPages
		if !r.Dated {
			st.Undated++
		}
	}
	return st
}

// acquire takes a reference; it fails once the snapshot is closing.
func (s *snapshot) acquire() bool {
	for {
		n := s.refs.Load()
		if n == 0 {
			return false
		}
		if s.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// release gives a reference back. The files of a generation are only read: what closing them says is of no consequence.
func (s *snapshot) release() {
	if s.refs.Add(-1) == 0 {
		_ = s.closeFiles()
	}
}

func (s *snapshot) closeFiles() error {
	var errs []error
	if s.index != nil {
		errs = append(errs, s.index.Close())
	}
	if s.segments != nil {
		errs = append(errs, s.segments.close())
	}
	if s.dict != nil {
		errs = append(errs, s.dict.close())
	}
	if s.store != nil {
		errs = append(errs, s.store.close())
	}
	return errors.Join(errs...)
}

// maxRecords bounds the publications kept decoded.
const maxRecords = 2048

// records keeps publications, without the text of their pages, that were shown lately.
type records struct {
	mu   sync.Mutex // guards held
	held map[int32]*search.Publication
}

func newRecords() *records { return &records{held: map[int32]*search.Publication{}} }

// publication gives a publication without the text of its pages. It is shared.
func (s *snapshot) publication(pub int32) (*search.Publication, error) {
	s.records.mu.Lock()
	p := s.records.held[pub]
	s.records.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p = new(search.Publication)
	b, err := s.store.read(s.rows[pub].Record, 0, s.rows[pub].Record.Meta)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, p); err != nil {
		return nil, fmt.Errorf("publication %s: %w", s.rows[pub].ID, err)
	}
	s.records.mu.Lock()
	defer s.records.mu.Unlock()
	if len(s.records.held) >= maxRecords {
		clear(s.records.held)
	}
	s.records.held[pub] = p
	return p, nil
}

// wholePublication gives a publication with the text of its pages, for the caller alone.
func (s *snapshot) wholePublication(pub int32) (search.Publication, error) {
	var p search.Publication
	r := s.rows[pub]
	b, err := s.store.read(r.Record, 0, r.Record.Bytes)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(b[:r.Record.Meta], &p); err != nil {
		return p, fmt.Errorf("publication %s: %w", r.ID, err)
	}
	text := b[r.Record.Meta:]
	for i := range p.Pages {
		p.Pages[i].Text, text = string(text[:r.PageBytes[i]]), text[r.PageBytes[i]:]
	}
	return p, nil
}

// pageText reads the text of one page of a publication.
func (s *snapshot) pageText(pub int32, page int) (string, error) {
	r := s.rows[pub]
	if page >= len(r.PageBytes) {
		return "", nil
	}
	from := r.Record.Meta
	for _, n := range r.PageBytes[:page] {
		from += n
	}
	b, err := s.store.read(r.Record, from, r.PageBytes[page])
	return string(b), err
}
