package bleve

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"academysearch/search/analysis"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum"
)

// The dictionaries of a generation are finite-state transducers over its terms, used as they lie on disk:
//
//	words.fst  term → number of pages
//	keys.fst   key, zero byte, term → number of pages; the terms of a key stand side by side
const (
	wordsFile = "words.fst"
	keysFile  = "keys.fst"
)

// dictionaries look up the terms of a generation.
type dictionaries struct{ words, keys *vellum.FST }

func openDictionaries(dir string) (*dictionaries, error) {
	words, err := vellum.Open(filepath.Join(dir, wordsFile))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", wordsFile, err)
	}
	keys, err := vellum.Open(filepath.Join(dir, keysFile))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", keysFile, err), words.Close())
	}
	return &dictionaries{words, keys}, nil
}

func (d *dictionaries) close() error { return errors.Join(d.words.Close(), d.keys.Close()) }

// count is the number of pages that hold a term.
func (d *dictionaries) count(term string) uint64 {
	n, _, err := d.words.Get([]byte(term))
	if err != nil {
		return 0
	}
	return n
}

// forms are the terms that share a key.
func (d *dictionaries) forms(key string) []string {
	from := append([]byte(key), 0)
	var terms []string
	for k := range entries(d.keys, from, append([]byte(key), 1)) {
		terms = append(terms, string(k[len(from):]))
	}
	return terms
}

// prefixed are the terms that begin with prefix, the most frequent first, at most limit; more reports whether there were others.
func (d *dictionaries) prefixed(prefix string, limit int) (terms []string, more bool) {
	type entry struct {
		term  string
		count uint64
	}
	var found []entry
	for k, n := range entries(d.words, []byte(prefix), after(prefix)) {
		found = append(found, entry{string(k), n})
	}
	slices.SortStableFunc(found, func(a, b entry) int { return int(int64(b.count) - int64(a.count)) })
	for _, e := range found[:min(limit, len(found))] {
		terms = append(terms, e.term)
	}
	return terms, len(found) > limit
}

// after is the first key behind all that begin with prefix, nil where there is none.
func after(prefix string) []byte {
	end := []byte(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

// entries walks a range of a transducer. The key is only valid until the next step.
func entries(fst *vellum.FST, from, to []byte) func(yield func([]byte, uint64) bool) {
	return func(yield func([]byte, uint64) bool) {
		it, err := fst.Iterator(from, to)
		for err == nil {
			k, v := it.Current()
			if !yield(k, v) {
				break
			}
			err = it.Next()
		}
		if it != nil {
			_ = it.Close() // frees nothing but memory
		}
	}
}

// writeDictionaries makes the dictionaries of an index.
func writeDictionaries(dir string, r index.IndexReader) error {
	counts := map[string]uint64{}
	for _, name := range zoneNames {
		if err := countTerms(r, name, counts); err != nil {
			return err
		}
	}
	words, keys := make([]string, 0, len(counts)), make([]string, 0, len(counts))
	for term := range counts {
		words = append(words, term)
		keys = append(keys, analysis.Key(term)+"\x00"+term)
	}
	return errors.Join(
		writeFST(filepath.Join(dir, wordsFile), words, func(w string) uint64 { return counts[w] }),
		writeFST(filepath.Join(dir, keysFile), keys, func(k string) uint64 { return counts[k[bytes.IndexByte([]byte(k), 0)+1:]] }),
	)
}

// countTerms adds the number of pages of each term of a field.
func countTerms(r index.IndexReader, field string, counts map[string]uint64) error {
	dict, err := r.FieldDict(field)
	if err != nil {
		return err
	}
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return errors.Join(err, dict.Close())
		}
		counts[entry.Term] += entry.Count
	}
}

func writeFST(name string, keys []string, value func(string) uint64) error {
	slices.Sort(keys)
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	b, err := vellum.New(f, nil)
	for _, k := range keys {
		if err == nil {
			err = b.Insert([]byte(k), value(k))
		}
	}
	if b != nil {
		err = errors.Join(err, b.Close())
	}
	return errors.Join(err, f.Sync(), f.Close())
}
