package ledger

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.etcd.io/bbolt"
)

// Prune removes what was read of bytes and by readers that no resource refers to any more, and files that a killed run left half
// written. Originals stay: an older generation may still show them.
func (l *Ledger) Prune() error {
	wanted := map[string]bool{}
	if err := l.Resources(func(r Resource) error { wanted[r.Document] = true; return nil }); err != nil {
		return err
	}
	err := l.update(func(tx *bbolt.Tx) error {
		documents := tx.Bucket(documentsBucket)
		var stale [][]byte
		err := documents.ForEach(func(key, _ []byte) error {
			if !wanted[string(key)] {
				stale = append(stale, key)
			}
			return nil
		})
		for _, key := range stale {
			err = errors.Join(err, documents.Delete(key))
		}
		return err
	})
	return errors.Join(err, l.Blobs.sweep())
}

// sweep removes half-written files. Whoever holds the ledger is the only one who writes them.
func (b *Blobs) sweep() error {
	return filepath.WalkDir(b.dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case !entry.IsDir() && strings.HasPrefix(entry.Name(), strings.TrimSuffix(temporary, "*")):
			return os.Remove(name)
		}
		return nil
	})
}
