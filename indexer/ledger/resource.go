package ledger

import (
	"bytes"
	"cmp"
	"time"

	"go.etcd.io/bbolt"

	"academysearch/indexer/document"
	"academysearch/search"
)

// Resource is what is known of one resource of a source. A resource that cannot be fetched or read any more keeps what it was when
// it could: faults never take anything out of the index.
type Resource struct {
	Source       string          `json:"source"`
	Key          string          `json:"key"`               // within the source
	Address      string          `json:"address"`           // canonical, or the path below the source; as the source gives it
	Moved        string          `json:"moved,omitempty"`   // canonical address to which Address redirects
	Aliases      []string        `json:"aliases,omitempty"` // canonical addresses on the way there
	Base         string          `json:"base,omitempty"`    // URL against which its relative links are read
	Hints        []document.Hint `json:"hints,omitempty"`   // what a catalogue says of it
	Fingerprint  string          `json:"fingerprint,omitempty"`
	ETag         string          `json:"etag,omitempty"`
	LastModified string          `json:"last_modified,omitempty"`
	MediaType    string          `json:"media_type,omitempty"` // by content
	SHA256       string          `json:"sha256,omitempty"`     // of the bytes that Document was read from
	Bytes        int64           `json:"bytes,omitempty"`
	Fetched      time.Time       `json:"fetched,omitzero"`
	Document     string          `json:"document,omitempty"` // key of what was read of it; "" when it never could be
	Summary      Summary         `json:"summary,omitzero"`
	Failure      *Failure        `json:"failure,omitempty"` // of the last attempt
	Skipped      string          `json:"skipped,omitempty"` // why its bytes are none of the index's business
	Gone         int             `json:"gone,omitempty"`    // consecutive runs in which its server said that it is no more
}

// Summary is what grouping needs to know of a resource without its text.
type Summary struct {
	Version    string         `json:"version"` // of the describer that made it
	Title      string         `json:"title,omitempty"`
	Published  *search.Date   `json:"published,omitempty"`
	Events     []search.Event `json:"events,omitempty"`
	Canonical  string         `json:"canonical,omitempty"` // address that the resource gives for itself
	Downloads  []Download     `json:"downloads,omitempty"` // files that it offers
	Related    []string       `json:"related,omitempty"`   // addresses that its article links to
	Pages      int            `json:"pages,omitempty"`
	Textless   int            `json:"textless,omitempty"` // pages without text
	ImageOnly  bool           `json:"image_only,omitempty"`
	RecordID   string         `json:"record_id,omitempty"` // the publication's id that a record brings along
	Characters int            `json:"characters,omitempty"`
}

// Download is a file that a page offers, with the words of the link.
type Download struct {
	Address string `json:"address"`
	Text    string `json:"text,omitempty"`
}

// Failure is why a resource could not be fetched or read.
type Failure struct {
	Class     document.Class `json:"class"`
	Reason    string         `json:"reason"`
	Advice    string         `json:"advice"`
	FirstSeen time.Time      `json:"first_seen"`
	Tries     int            `json:"tries"`
	// Reading holds the version of the reader that refused the bytes: the same bytes are not given to it again. It is "" for a fault
	// of fetching, which every run tries anew.
	Reading string `json:"reading,omitempty"`
	SHA256  string `json:"sha256,omitempty"` // of the bytes that were refused
}

// pending is what waits to be written together: one write to disk costs as much as a thousand.
type pending struct {
	changed   bool // something that publications are made of
	resources map[string]Resource
	documents map[string][]byte
	bytes     int
	since     time.Time
}

func newPending() pending {
	return pending{resources: map[string]Resource{}, documents: map[string][]byte{}}
}

// At is the address under which the resource is found in the end.
func (r *Resource) At() string { return cmp.Or(r.Moved, r.Address) }

// resourceKey separates the parts with a byte that neither holds.
func resourceKey(source, key string) string { return source + "\x00" + key }

// Resource gives what is known of one resource.
func (l *Ledger) Resource(source, key string) (r Resource, known bool, err error) {
	l.mu.Lock()
	r, known = l.pending.resources[resourceKey(source, key)]
	l.mu.Unlock()
	if known {
		return r, true, nil
	}
	err = l.view(func(tx *bbolt.Tx) error {
		value := tx.Bucket(resourcesBucket).Get([]byte(resourceKey(source, key)))
		if value == nil {
			return nil
		}
		known = true
		return decode(value, &r)
	})
	return r, known, err
}

// Keys visits the keys of all resources of one source, in order.
func (l *Ledger) Keys(source string, visit func(key string) error) error {
	if err := l.Flush(); err != nil {
		return err
	}
	prefix := []byte(resourceKey(source, ""))
	return l.view(func(tx *bbolt.Tx) error {
		c := tx.Bucket(resourcesBucket).Cursor()
		for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
			if err := visit(string(key[len(prefix):])); err != nil {
				return err
			}
		}
		return nil
	})
}

// Resources visits all resources by source and key. What Save holds back is written first. Nothing may be written while visiting.
func (l *Ledger) Resources(visit func(Resource) error) error {
	if err := l.Flush(); err != nil {
		return err
	}
	return each(l, resourcesBucket, visit)
}

// Save notes what was learnt of a resource and, where read is not nil, what was read of it under r.Document. changed says that
// publications made of it are no longer up to date: Unserved holds from then on. Save may hold all this back for a second or so;
// Flush and Close write it.
func (l *Ledger) Save(r Resource, read *Read, changed bool) error {
	var packed []byte
	if read != nil {
		var err error
		if packed, err = pack(read); err != nil {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.pending
	if len(p.resources) == 0 {
		p.since = time.Now()
	}
	p.resources[resourceKey(r.Source, r.Key)] = r
	p.changed = p.changed || changed
	if packed != nil {
		p.documents[r.Document] = packed
		p.bytes += len(packed)
	}
	if len(p.resources) < maxPending && p.bytes < maxBytes && time.Since(p.since) < maxAge {
		return nil
	}
	return l.flush()
}

// Flush writes what Save held back.
func (l *Ledger) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flush()
}

func (l *Ledger) flush() error {
	if len(l.pending.resources) == 0 {
		return nil
	}
	err := l.update(func(tx *bbolt.Tx) error {
		for key, r := range l.pending.resources {
			if err := put(tx.Bucket(resourcesBucket), []byte(key), r); err != nil {
				return err
			}
		}
		for key, packed := range l.pending.documents {
			if err := tx.Bucket(documentsBucket).Put([]byte(key), packed); err != nil {
				return err
			}
		}
		if l.pending.changed {
			return tx.Bucket(metaBucket).Put(unservedKey, []byte("yes"))
		}
		return nil
	})
	if err == nil {
		l.pending = newPending()
	}
	return err
}
