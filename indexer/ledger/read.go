package ledger

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"

	"go.etcd.io/bbolt"

	"academysearch/indexer/document"
	"academysearch/search"
)

// Read is what was read of a resource's bytes.
type Read struct {
	Document document.Document `json:"document"`
	// Given is what a record says of its publication by itself; nil for everything else. Fields lists the fields that it says.
	Given  *search.Publication `json:"given,omitempty"`
	Fields []string            `json:"fields,omitempty"`
}

// maxUnpacked bounds a stored document, against a damaged one.
const maxUnpacked = 1 << 30

// Read gives what was read of a resource, by Resource.Document. An unknown key, and an entry that is damaged, are
// search.ErrNotFound: read the bytes again.
func (l *Ledger) Read(key string) (*Read, error) {
	l.mu.Lock()
	packed := l.pending.documents[key]
	l.mu.Unlock()
	if packed == nil {
		err := l.view(func(tx *bbolt.Tx) error {
			packed = bytes.Clone(tx.Bucket(documentsBucket).Get([]byte(key)))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	read, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w: %w", key, err, search.ErrNotFound)
	}
	return read, nil
}

// pack compresses for speed: documents are written once and read seldom.
func pack(read *Read) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(read); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(packed []byte) (*Read, error) {
	var read Read
	r := flate.NewReader(bytes.NewReader(packed))
	defer r.Close()
	if err := json.NewDecoder(io.LimitReader(r, maxUnpacked)).Decode(&read); err != nil {
		return nil, err
	}
	return &read, nil
}
