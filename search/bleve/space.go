package bleve

import (
	"context"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"academysearch/search/analysis"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// spaceFile holds the places of words and pages in the latent space.
const spaceFile = "space.gob"

// space places the words and pages of a generation. Coordinates are stored in one byte each: what is left of precision is more than
// the blend needs.
type space struct {
	Dims  int
	Words map[string]int32 // row of Basis by key
	Basis []int8           // by word
	Scale []float32        // of each word's row, times its idf
	Pages []int8           // by page, of length 127
}

// writeSpace makes the space of an index; small ones have none.
func writeSpace(dir string, snap *scorch.IndexSnapshot, docs []int32, pages int) error {
	s := &space{Words: map[string]int32{}}
	if pages >= latentMinPages {
		m, idf, err := s.readMatrix(dir, snap, docs, pages)
		if err != nil {
			return err
		}
		s.place(m, idf)
	}
	f, err := os.OpenFile(filepath.Join(dir, spaceFile), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(gob.NewEncoder(f).Encode(s), f.Sync(), f.Close())
}

func readSpace(dir string) (*space, error) {
	f, err := os.Open(filepath.Join(dir, spaceFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := new(space)
	if err := gob.NewDecoder(f).Decode(s); err != nil {
		return nil, fmt.Errorf("%s: %w", spaceFile, err)
	}
	return s, nil
}

// place learns the space and keeps it in bytes.
func (s *space) place(m matrix, idf []float32) {
	if m.words < 2 {
		return
	}
	basis := learn(m)
	s.Dims = basis.dims
	places := m.times(basis)
	s.Pages = make([]int8, len(places.data))
	for p := range m.pages {
		normalise(places.row(p))
		toBytes(s.Pages[p*s.Dims:(p+1)*s.Dims], places.row(p), 127)
	}
	s.Basis, s.Scale = make([]int8, len(basis.data)), make([]float32, m.words)
	for w := range m.words {
		row, longest := basis.row(w), float32(1e-9)
		for _, x := range row {
			longest = max(longest, max(x, -x))
		}
		toBytes(s.Basis[w*s.Dims:(w+1)*s.Dims], row, 127/longest)
		s.Scale[w] = longest / 127 * idf[w]
	}
}

func toBytes(to []int8, from []float32, scale float32) {
	for i, x := range from {
		to[i] = int8(math.Round(float64(x * scale)))
	}
}

// readMatrix reads all words that are on enough pages, weighted by the logarithm of their frequency and by idf; rows have length 1.
func (s *space) readMatrix(dir string, snap *scorch.IndexSnapshot, docs []int32, pages int) (matrix, []float32, error) {
	dict, err := openDictionaries(dir)
	if err != nil {
		return matrix{}, nil, err
	}
	defer dict.close()
	m, idf := matrix{pages: make([][]cell, pages)}, []float32(nil)
	for _, key := range dict.latentKeys() {
		tf, err := frequenciesOf(snap, dict.forms(key), docs)
		if err != nil {
			return m, nil, err
		}
		if len(tf) < latentMinPagesOf || len(tf) > pages/2 {
			continue
		}
		weight := float32(math.Log(float64(pages) / float64(len(tf))))
		s.Words[key] = int32(m.words)
		for page, n := range tf {
			m.pages[page] = append(m.pages[page], cell{int32(m.words), weight * float32(math.Log(1+n))})
		}
		idf = append(idf, weight)
		m.words++
	}
	for _, cells := range m.pages {
		normaliseCells(cells)
	}
	return m, idf, nil
}

func normaliseCells(cells []cell) {
	sum := float32(0)
	for _, c := range cells {
		sum += c.weight * c.weight
	}
	scale := float32(1 / math.Sqrt(float64(max(sum, 1e-9))))
	for i := range cells {
		cells[i].weight *= scale
	}
}

// latentKeys lists the keys that may have a place: words of letters, not of the stop list.
func (d *dictionaries) latentKeys() []string {
	var keys []string
	var count uint64
	for k, n := range entries(d.keys, nil, nil) {
		i := slices.Index(k, 0)
		key, term := string(k[:i]), string(k[i+1:])
		if !isLetters(term) || analysis.IsAbbreviation(term) || analysis.IsStop(term) {
			continue
		}
		if len(keys) == 0 || keys[len(keys)-1] != key {
			if len(keys) > 0 && count < latentMinPagesOf {
				keys = keys[:len(keys)-1]
			}
			keys, count = append(keys, key), 0
		}
		count += n
	}
	return keys
}

// frequenciesOf adds up the occurrences of terms by page, weighted by zone.
func frequenciesOf(snap *scorch.IndexSnapshot, terms []string, docs []int32) (map[int32]float64, error) {
	tf := map[int32]float64{}
	for _, term := range terms {
		for z, name := range zoneNames {
			r, err := snap.TermFieldReader(context.Background(), []byte(term), name, true, false, false)
			if err != nil {
				return nil, err
			}
			err = eachFrequency(r, func(doc uint64, freq float64) { tf[docs[doc]] += freq * zoneWeights[z].Weight })
			if err := errors.Join(err, r.Close()); err != nil {
				return nil, err
			}
		}
	}
	return tf, nil
}

func eachFrequency(r index.TermFieldReader, use func(doc uint64, freq float64)) error {
	var reuse index.TermFieldDoc
	for {
		d, err := r.Next(&reuse)
		if err != nil || d == nil {
			return err
		}
		use(binary.BigEndian.Uint64(d.ID), float64(d.Freq))
	}
}

// direction is where a query's words point, of length 1; nil where none of them has a place.
func (s *space) direction(keys []string, weight []float32) []float32 {
	if s.Dims == 0 {
		return nil
	}
	q, placed := make([]float32, s.Dims), false
	for i, key := range keys {
		w, ok := s.Words[key]
		if !ok {
			continue
		}
		placed = true
		scale := s.Scale[w] * weight[i]
		for k, x := range s.Basis[int(w)*s.Dims : int(w+1)*s.Dims] {
			q[k] += scale * float32(x)
		}
	}
	if !placed {
		return nil
	}
	normalise(q)
	return q
}

// nearness is the cosine between a query's direction and a page, not below 0.
func (s *space) nearness(q []float32, page int) float32 {
	sum := float32(0)
	row := s.Pages[page*s.Dims : (page+1)*s.Dims]
	for i, x := range q {
		sum += x * float32(row[i])
	}
	return max(sum/127, 0)
}
