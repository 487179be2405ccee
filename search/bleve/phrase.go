package bleve

import (
	"context"
	"encoding/binary"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// slot holds the terms that may stand at one place of a phrase.
type slot []string

// places are the positions of a slot's terms by Bleve document number.
type places map[uint64][]uint64

// readPhrase finds where the slots stand one after another in a zone.
func (s *snapshot) readPhrase(ctx context.Context, a *accumulator, slots []slot, z zone) error {
	rarest := s.rarest(slots)
	starts, err := s.readPlaces(ctx, slots[rarest], z, nil)
	if err != nil {
		return err
	}
	for doc, at := range starts {
		starts[doc] = shift(at, rarest)
	}
	for i, sl := range slots {
		if i == rarest || len(starts) == 0 {
			continue
		}
		next, err := s.readPlaces(ctx, sl, z, starts)
		if err != nil {
			return err
		}
		keepFollowed(starts, next, uint64(i))
	}
	for doc, at := range starts {
		a.found(z, s.docs[doc], float32(len(at)))
	}
	return nil
}

// rarest is the slot whose terms are on the fewest pages.
func (s *snapshot) rarest(slots []slot) int {
	best, fewest := 0, ^uint64(0)
	for i, sl := range slots {
		n := uint64(0)
		for _, term := range sl {
			n += s.dict.count(term)
		}
		if n < fewest {
			best, fewest = i, n
		}
	}
	return best
}

// shift turns positions of the slot number by into positions of the first slot.
func shift(at []uint64, by int) []uint64 {
	var out []uint64
	for _, p := range at {
		if p > uint64(by) {
			out = append(out, p-uint64(by))
		}
	}
	return out
}

// keepFollowed keeps the starts that have a place offset positions on.
func keepFollowed(starts, next places, offset uint64) {
	for doc, at := range starts {
		at = slices.DeleteFunc(at, func(p uint64) bool { return !slices.Contains(next[doc], p+offset) })
		if len(at) == 0 {
			delete(starts, doc)
			continue
		}
		starts[doc] = at
	}
}

// readPlaces reads the positions of terms, in the documents of among only where that is not nil.
func (s *snapshot) readPlaces(ctx context.Context, terms slot, z zone, among places) (places, error) {
	found := places{}
	var wanted []uint64
	for doc := range among {
		wanted = append(wanted, doc)
	}
	slices.Sort(wanted)
	for _, term := range terms {
		if err := s.readTermPlaces(ctx, term, z, wanted, among != nil, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (s *snapshot) readTermPlaces(ctx context.Context, term string, z zone, wanted []uint64, only bool, found places) error {
	r, err := s.index.TermFieldReader(ctx, []byte(term), zoneNames[z], true, false, true)
	if err != nil {
		return err
	}
	defer r.Close()
	if !only {
		return eachDocument(ctx, r, found)
	}
	id, at := index.NewIndexInternalID(nil, 0), int64(-1)
	for n, doc := range wanted {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if int64(doc) <= at {
			continue
		}
		id.SetValue(doc)
		d, err := r.Advance(id, nil)
		if err != nil || d == nil {
			return err
		}
		at = int64(binary.BigEndian.Uint64(d.ID))
		found.add(d)
	}
	return nil
}

func eachDocument(ctx context.Context, r index.TermFieldReader, found places) error {
	var reuse index.TermFieldDoc
	for n := 1; ; n++ {
		d, err := r.Next(&reuse)
		if err != nil || d == nil {
			return err
		}
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		found.add(d)
	}
}

func (p places) add(d *index.TermFieldDoc) {
	doc := binary.BigEndian.Uint64(d.ID)
	for _, v := range d.Vectors {
		p[doc] = append(p[doc], v.Pos)
	}
}
