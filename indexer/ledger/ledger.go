// Package ledger remembers what an index run learnt, so that the next one need not do it again: which sources are known, what was
// fetched, read and refused, which resources make which publication and what the index serves. It is a database and a store of
// originals in one folder. It knows neither how resources are fetched and read nor what an index is, and it can always be rebuilt from
// the sources.
package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"academysearch/search"
)

// SchemaVersion is the version of what the database holds. A ledger of an older version is read and rewritten, a newer one refused.
const SchemaVersion = 1

// Names of what the ledger keeps in its folder.
const (
	databaseName = "ledger.db"
	holderName   = "ledger.holder"
	blobsName    = "blobs"
)

// DefaultTimeout is how long Open waits for another run to end.
const DefaultTimeout = 2 * time.Second

// Limits of what waits in memory to be written.
const (
	maxPending = 512 // resources
	maxAge     = time.Second
	maxBytes   = 16 << 20 // of compressed documents
)

var (
	metaBucket         = []byte("meta")
	sourcesBucket      = []byte("sources")
	resourcesBucket    = []byte("resources")
	documentsBucket    = []byte("documents")
	publicationsBucket = []byte("publications")
	formerBucket       = []byte("former")  // id → the id that it became
	retiredBucket      = []byte("retired") // ids that must not be served any more

	schemaKey     = []byte("schema")
	generationKey = []byte("generation")
	unservedKey   = []byte("unserved")
)

// Config says where the ledger is kept.
type Config struct {
	Dir     string
	Timeout time.Duration // 0 is DefaultTimeout
}

// Ledger is an open ledger. It is held by one process at a time and safe for concurrent use inside it.
type Ledger struct {
	Blobs *Blobs

	dir string
	db  *bbolt.DB

	mu      sync.Mutex // guards the fields below
	pending pending
}

// Open opens the ledger in a folder and makes both where there is none. While another process holds it, the error is a
// search.ErrConflict that names the holder; a ledger of a newer program is search.ErrInvalid.
func Open(config Config) (*Ledger, error) {
	if err := os.MkdirAll(config.Dir, 0o750); err != nil {
		return nil, err
	}
	if config.Timeout == 0 {
		config.Timeout = DefaultTimeout
	}
	name := filepath.Join(config.Dir, databaseName)
	var db *bbolt.DB
	err := guard(func() (err error) {
		db, err = bbolt.Open(name, 0o640, &bbolt.Options{Timeout: config.Timeout, FreelistType: bbolt.FreelistMapType})
		return err
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%s is in use by %s: %w", config.Dir, holder(config.Dir), search.ErrConflict)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return nil, fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l := &Ledger{dir: config.Dir, db: db, Blobs: NewBlobs(config.Dir), pending: newPending()}
	if err := errors.Join(l.prepare(), l.hold()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return l, nil
}

// prepare makes the buckets and checks the version.
func (l *Ledger) prepare() error {
	return l.update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{metaBucket, sourcesBucket, resourcesBucket, documentsBucket, publicationsBucket, formerBucket, retiredBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(metaBucket)
		stored := meta.Get(schemaKey)
		if stored == nil {
			return meta.Put(schemaKey, []byte(strconv.Itoa(SchemaVersion)))
		}
		if version, err := strconv.Atoi(string(stored)); err != nil || version > SchemaVersion {
			return fmt.Errorf("%s was written by a newer version of this program (schema %s, this one reads up to %d): %w",
				l.db.Path(), stored, SchemaVersion, search.ErrInvalid)
		}
		return nil
	})
}

// hold notes who has the ledger, for the message to whoever comes second.
func (l *Ledger) hold() error {
	note := fmt.Sprintf("process %d since %s", os.Getpid(), time.Now().Format(time.DateTime))
	return os.WriteFile(filepath.Join(l.dir, holderName), []byte(note), 0o640) //nolint:gosec // the group may see who holds it
}

func holder(dir string) string {
	note, err := os.ReadFile(filepath.Join(dir, holderName))
	if err != nil || len(note) == 0 {
		return "another process"
	}
	return strings.TrimSpace(string(note))
}

// Close writes what is pending and lets the ledger go.
func (l *Ledger) Close() error {
	err := l.Flush()
	_ = os.Remove(filepath.Join(l.dir, holderName)) // a note that stays behind is overwritten
	return errors.Join(err, l.db.Close())
}

// Sources gives the names of the sources that were indexed, in order.
func (l *Ledger) Sources() ([]string, error) {
	var names []string
	err := l.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(sourcesBucket).ForEach(func(name, _ []byte) error {
			names = append(names, string(name))
			return nil
		})
	})
	return names, err
}

// AddSource makes a source known to later runs.
func (l *Ledger) AddSource(name string) error {
	return l.update(func(tx *bbolt.Tx) error {
		return tx.Bucket(sourcesBucket).Put([]byte(name), []byte(time.Now().UTC().Format(time.RFC3339)))
	})
}

// Generation is the name of the index's generation that holds what the ledger calls served, or "" before the first.
func (l *Ledger) Generation() (name string, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		name = string(tx.Bucket(metaBucket).Get(generationKey))
		return nil
	})
	return name, err
}

// Unserved reports whether the ledger knows more than what the index serves.
func (l *Ledger) Unserved() (unserved bool, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		unserved = tx.Bucket(metaBucket).Get(unservedKey) != nil
		return nil
	})
	return unserved, err
}

// each decodes all values of a bucket in the order of their keys.
func each[T any](l *Ledger, bucket []byte, visit func(T) error) error {
	return l.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucket).ForEach(func(key, value []byte) error {
			var v T
			if err := json.Unmarshal(value, &v); err != nil {
				return fmt.Errorf("%s %q: %w: %w", bucket, key, ErrDamaged, err)
			}
			return visit(v)
		})
	})
}

func put(b *bbolt.Bucket, key []byte, value any) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return b.Put(key, encoded)
}

// Dir is the folder that the ledger is kept in.
func (l *Ledger) Dir() string { return l.dir }
