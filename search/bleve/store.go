package bleve

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// record is the place of a publication in the store.
type record struct {
	File   uint32 // number of the file
	Offset int64
	Meta   uint32 // bytes of JSON at its beginning
	Bytes  uint32 // of all of it: JSON and the text of the pages
}

// store reads the files of a generation that hold publications. A generation adds one file and shares the others with the one
// before, by hard links. Reads go past the page cache of the process: nothing of it counts as its memory.
type store struct {
	files map[uint32]*os.File
}

const storePattern = "texts-*.dat"

func storeName(n uint32) string { return fmt.Sprintf("texts-%06d.dat", n) }

// openStore opens the files of a generation.
func openStore(dir string) (*store, error) {
	names, err := filepath.Glob(filepath.Join(dir, storePattern))
	if err != nil {
		return nil, err
	}
	s := &store{files: map[uint32]*os.File{}}
	for _, name := range names {
		var n uint32
		if _, err := fmt.Sscanf(filepath.Base(name), "texts-%d.dat", &n); err != nil {
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.files[n] = f
	}
	return s, nil
}

// read gives length bytes of a record from an offset within it.
func (s *store) read(r record, from, length uint32) ([]byte, error) {
	f := s.files[r.File]
	if f == nil {
		return nil, fmt.Errorf("%s is missing", storeName(r.File))
	}
	b := make([]byte, length)
	if _, err := f.ReadAt(b, r.Offset+int64(from)); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", storeName(r.File), err)
	}
	return b, nil
}

func (s *store) close() error {
	var errs []error
	for _, f := range s.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// storeWriter appends to one new file of a store.
type storeWriter struct {
	number uint32
	file   *os.File
	offset int64
}

// newStoreWriter makes the next file in dir.
func newStoreWriter(dir string, number uint32) (*storeWriter, error) {
	f, err := os.OpenFile(filepath.Join(dir, storeName(number)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &storeWriter{number: number, file: f}, nil
}

// add appends a record and says where it stands.
func (w *storeWriter) add(r record, data []byte) (record, error) {
	if _, err := w.file.Write(data); err != nil {
		return r, err
	}
	r.File, r.Offset = w.number, w.offset
	w.offset += int64(len(data))
	return r, nil
}

// close makes what was added durable.
func (w *storeWriter) close() error {
	return errors.Join(w.file.Sync(), w.file.Close())
}

// isStoreFile reports whether a file name is one of a store.
func isStoreFile(name string) bool {
	return strings.HasPrefix(name, "texts-") && strings.HasSuffix(name, ".dat")
}
