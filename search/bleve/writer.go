package bleve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"academysearch/search"

	index "github.com/blevesearch/bleve_index_api"
)

// A batch is written when it holds that many pages or bytes of text.
const (
	batchPages = 500
	batchBytes = 4 << 20
)

// maxStoreFiles is the number of files from which a store is rewritten into one.
const maxStoreFiles = 12

// writer builds the next generation. Nothing is made on disk before the first change.
type writer struct {
	engine *Engine
	base   *snapshot // nil: starts empty
	unlock func() error

	number  int
	dir     string // "" until the first change
	index   *segments
	texts   *storeWriter
	rows    map[string]*row
	batch   *index.Batch
	pending int // bytes of text in batch
	changed bool
	done    bool
}

// newWriter starts from base, or empty. It takes over a reference to base and the lock.
func newWriter(e *Engine, base *snapshot, unlock func() error) *writer {
	w := &writer{engine: e, base: base, unlock: unlock, rows: map[string]*row{}}
	if base != nil {
		for _, r := range base.rows {
			w.rows[r.ID] = r
		}
	}
	return w
}

// prepare finds the number of the new generation and clears away what writers that died have left.
func (w *writer) prepare() error {
	numbers, err := generations(w.engine.cfg.Dir)
	if err != nil {
		return err
	}
	w.number = 1
	if len(numbers) > 0 {
		w.number = numbers[len(numbers)-1] + 1
	}
	return removePartial(w.engine.cfg.Dir)
}

// open makes the folder of the new generation at the first change.
func (w *writer) open() error {
	if w.dir != "" {
		return nil
	}
	dir := filepath.Join(w.engine.cfg.Dir, generationName(w.number)+partialSuffix)
	if err := os.MkdirAll(filepath.Join(dir, indexFolder), 0o700); err != nil {
		return err
	}
	w.dir = dir
	if w.base != nil {
		if err := link(w.base.dir, dir); err != nil {
			return err
		}
	}
	var err error
	if w.index, err = openSegments(filepath.Join(dir, indexFolder), false); err != nil {
		return err
	}
	if w.texts, err = newStoreWriter(dir, uint32(w.number)); err != nil {
		return err
	}
	w.batch = index.NewBatch()
	return nil
}

// Put implements search.Writer. A publication that is already there as it is changes nothing.
func (w *writer) Put(ctx context.Context, p search.Publication) error {
	if err := w.usable(ctx); err != nil {
		return err
	}
	if p.ID == "" {
		return fmt.Errorf("publication %q has no id: %w", p.Title, search.ErrInvalid)
	}
	r, data, err := newRow(p)
	if err != nil {
		return err
	}
	old := w.rows[p.ID]
	if old != nil && old.Sum == r.Sum {
		return nil
	}
	if err := w.open(); err != nil {
		return err
	}
	if r.Record, err = w.texts.add(r.Record, data); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	w.changed = true
	w.add(p, r)
	if old != nil {
		w.drop(old, r.documents())
	}
	w.rows[p.ID] = r
	w.pending += len(data)
	if len(w.batch.IndexOps) >= batchPages || w.pending >= batchBytes {
		return w.flush()
	}
	return nil
}

// add puts the documents of a publication into the batch; their analysis fills in the row's lengths.
func (w *writer) add(p search.Publication, r *row) {
	for i := range r.documents() {
		var texts [zones]string
		if i < len(p.Pages) {
			texts[zoneHeading], texts[zoneBody] = p.Pages[i].Heading, p.Pages[i].Text
		}
		if i == 0 {
			texts[zoneTitle] = p.Title // counts for all pages, see list
		}
		said := quotedTerms(texts[zoneBody], r.People)
		w.batch.Update(newPageDocument(pageID(p.ID, i), texts, said, &r.Words[i]))
	}
}

// drop puts the removal of a publication's documents from number from on into the batch.
func (w *writer) drop(r *row, from int) {
	for i := from; i < r.documents(); i++ {
		w.batch.Delete(pageID(r.ID, i))
	}
}

func (w *writer) flush() error {
	if len(w.batch.IndexOps) == 0 {
		return nil
	}
	if err := w.index.scorch.Batch(w.batch); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	w.batch, w.pending = index.NewBatch(), 0
	return nil
}

// Delete implements search.Writer.
func (w *writer) Delete(ctx context.Context, id string) error {
	if err := w.usable(ctx); err != nil {
		return err
	}
	r := w.rows[id]
	if r == nil {
		return nil
	}
	if err := w.open(); err != nil {
		return err
	}
	w.changed = true
	w.drop(r, 0)
	delete(w.rows, id)
	return nil
}

func (w *writer) usable(ctx context.Context) error {
	if w.done {
		return fmt.Errorf("writer is closed: %w", search.ErrInvalid)
	}
	return ctx.Err()
}

// Commit implements search.Writer.
func (w *writer) Commit(ctx context.Context) (string, error) {
	if err := w.usable(ctx); err != nil {
		return "", err
	}
	if !w.changed && w.base != nil {
		return w.base.name, nil
	}
	if err := w.open(); err != nil {
		return "", err
	}
	if err := w.seal(ctx); err != nil {
		return "", err
	}
	name := generationName(w.number)
	dir := w.engine.cfg.Dir
	if err := os.Rename(w.dir, filepath.Join(dir, name)); err != nil {
		return "", err
	}
	w.dir, w.changed, w.done = "", false, true
	if err := errors.Join(syncFolder(dir), publish(dir, w.number)); err != nil {
		return "", err
	}
	if err := w.engine.Refresh(); err != nil {
		return "", err
	}
	return name, removeOld(dir, w.engine.cfg.Keep)
}

// seal completes the folder of the new generation and makes it durable.
func (w *writer) seal(ctx context.Context) error {
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.index.merge(ctx); err != nil {
		return err
	}
	if err := w.closeFiles(); err != nil {
		return err
	}
	rows := slices.SortedFunc(maps.Values(w.rows), func(a, b *row) int { return cmp.Compare(a.ID, b.ID) })
	if err := w.compact(rows); err != nil {
		return err
	}
	pages := 0
	for _, r := range rows {
		pages += r.documents()
	}
	docs, err := finish(w.dir, pages, pageNumbers(rows))
	if err != nil {
		return err
	}
	if err := writeTable(w.dir, savedTable{Rows: rows, Docs: docs}); err != nil {
		return err
	}
	m := manifest{Schema: search.SchemaHash(), Bleve: bleveVersion, Created: time.Now().UTC().Truncate(time.Second), Publications: len(rows)}
	var last manifest
	if w.base != nil {
		last = w.base.manifest
	}
	return errors.Join(writeManifest(w.dir, m, last), syncFolder(filepath.Join(w.dir, indexFolder)), syncFolder(w.dir))
}

// pageNumbers gives the number of a page by its document's id: pages are numbered through, by publication.
func pageNumbers(rows []*row) func(id string) (int32, error) {
	first, next := make(map[string]int32, len(rows)), int32(0)
	for _, r := range rows {
		first[r.ID] = next
		next += int32(r.documents())
	}
	return func(id string) (int32, error) {
		publication, page, ok := cutPageID(id)
		from, known := first[publication]
		if !ok || !known {
			return 0, fmt.Errorf("index holds a page %q of no publication", id)
		}
		return from + int32(page), nil
	}
}

// compact rewrites the store into one file when it has many, or when more than half of it belongs to publications of the past.
func (w *writer) compact(rows []*row) error {
	used, held, files, err := w.storeUse(rows)
	if err != nil || files < maxStoreFiles && held <= 2*used+batchBytes {
		return err
	}
	old, err := openStore(w.dir)
	if err != nil {
		return err
	}
	next, err := newStoreWriter(w.dir, uint32(w.number)+1<<31) // a number that no generation's own file has
	if err != nil {
		return errors.Join(err, old.close())
	}
	for i, r := range rows {
		data, err := old.read(r.Record, 0, r.Record.Bytes)
		if err != nil {
			return errors.Join(err, old.close(), next.close())
		}
		moved := *r // the row may belong to the generation that is served
		if moved.Record, err = next.add(r.Record, data); err != nil {
			return errors.Join(err, old.close(), next.close())
		}
		rows[i] = &moved
	}
	err = errors.Join(next.close(), old.close())
	for n := range old.files {
		err = errors.Join(err, os.Remove(filepath.Join(w.dir, storeName(n))))
	}
	return err
}

// storeUse says how many bytes of the store are used and held, and in how many files.
func (w *writer) storeUse(rows []*row) (used, held int64, files int, err error) {
	for _, r := range rows {
		used += int64(r.Record.Bytes)
	}
	names, err := filepath.Glob(filepath.Join(w.dir, storePattern))
	for _, name := range names {
		info, statErr := os.Stat(name)
		if statErr != nil {
			return 0, 0, 0, statErr
		}
		held += info.Size()
	}
	return used, held, len(names), err
}

func (w *writer) closeFiles() error {
	var errs []error
	if w.index != nil {
		errs = append(errs, w.index.close())
	}
	if w.texts != nil {
		errs = append(errs, w.texts.close())
	}
	w.index, w.texts = nil, nil
	return errors.Join(errs...)
}

// Close implements search.Writer.
func (w *writer) Close() error {
	if w.unlock == nil {
		return nil
	}
	w.done = true
	err := w.closeFiles()
	if w.dir != "" {
		err = errors.Join(err, os.RemoveAll(w.dir))
	}
	if w.base != nil {
		w.base.release()
	}
	err = errors.Join(err, w.unlock())
	w.unlock = nil
	return err
}
