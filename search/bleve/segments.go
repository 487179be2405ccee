package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// boltTimeout bounds the wait for the list of segments; without it a second opener would wait for ever.
const boltTimeout = "5s"

// maxSegments is the number of segments from which a new generation is merged into one: each costs every query a look-up.
const maxSegments = 6

// segments is the Bleve index of a generation.
type segments struct {
	scorch *scorch.Scorch
	queue  *index.AnalysisQueue
}

// openSegments opens the index in dir; without readOnly it is made where there is none.
func openSegments(dir string, readOnly bool) (*segments, error) {
	workers := runtime.GOMAXPROCS(0)
	if readOnly {
		workers = 0
	}
	queue := index.NewAnalysisQueue(workers)
	config := map[string]any{"path": dir, "read_only": readOnly, "bolt_timeout": boltTimeout, "numSnapshotsToKeep": 1}
	idx, err := scorch.NewScorch(scorch.Name, config, queue)
	if err == nil {
		err = idx.Open()
	}
	if err != nil {
		queue.Close()
		return nil, fmt.Errorf("index: %w", err)
	}
	return &segments{scorch: idx.(*scorch.Scorch), queue: queue}, nil
}

func (s *segments) close() error {
	s.queue.Close()
	return s.scorch.Close()
}

// snapshot gives the index as it is; the caller closes it.
func (s *segments) snapshot() (*scorch.IndexSnapshot, error) {
	r, err := s.scorch.Reader()
	if err != nil {
		return nil, err
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("reader is a %T", r), r.Close())
	}
	return snap, nil
}

// merge makes one segment of many.
func (s *segments) merge(ctx context.Context) error {
	snap, err := s.snapshot()
	if err != nil {
		return err
	}
	n := len(snap.Segments())
	if err := snap.Close(); err != nil || n < maxSegments {
		return err
	}
	return s.scorch.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions)
}

// finish looks through a closed index: it gives, for each document number, what page says of its id, writes the dictionaries and the
// space into dir, and removes segment files that are no longer used.
func finish(dir string, pages int, page func(id string) (int32, error)) ([]int32, error) {
	folder := filepath.Join(dir, indexFolder)
	s, err := openSegments(folder, true)
	if err != nil {
		return nil, err
	}
	snap, err := s.snapshot()
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	docs, err := documentPages(snap, page)
	used := usedFiles(snap)
	if err == nil {
		err = writeDictionaries(dir, snap)
	}
	if err == nil {
		err = writeSpace(dir, snap, docs, pages)
	}
	err = errors.Join(err, snap.Close(), s.close())
	if err != nil {
		return nil, err
	}
	return docs, removeUnused(folder, used)
}

func removeUnused(dir string, used map[string]bool) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	for _, name := range names {
		if !used[filepath.Base(name)] {
			err = errors.Join(err, os.Remove(name))
		}
	}
	return err
}

func usedFiles(snap *scorch.IndexSnapshot) map[string]bool {
	used := map[string]bool{}
	for _, seg := range snap.Segments() {
		if p, ok := seg.Segment().(segment.PersistedSegment); ok {
			used[filepath.Base(p.Path())] = true
		}
	}
	return used
}

// documentPages lists the page of each document number, -1 for deleted documents.
func documentPages(snap *scorch.IndexSnapshot, page func(id string) (int32, error)) ([]int32, error) {
	var docs []int32
	for _, seg := range snap.Segments() {
		size := seg.Segment().Count()
		live := seg.DocNumbersLive()
		for n := range size {
			if !live.Contains(uint32(n)) {
				docs = append(docs, -1)
				continue
			}
			id, err := seg.DocID(n)
			if err != nil {
				return nil, err
			}
			p, err := page(string(id))
			if err != nil {
				return nil, err
			}
			docs = append(docs, p)
		}
	}
	return docs, nil
}
