package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"academysearch/search"
)

// temporary names files that are not whole yet.
const temporary = ".new-*"

// Blobs keeps originals under the SHA-256 of their bytes: blobs/ab/abcdef…. It needs no lock: a blob is whole or not there.
type Blobs struct{ dir string }

// NewBlobs gives the originals of the ledger in a folder, without opening the ledger.
func NewBlobs(ledgerDir string) *Blobs { return &Blobs{dir: filepath.Join(ledgerDir, blobsName)} }

// Put stores bytes and gives their name. What is stored already is not written again.
func (b *Blobs) Put(body []byte) (sum string, err error) {
	sum = Sum(body)
	name := b.path(sum)
	if info, err := os.Stat(name); err == nil && info.Size() == int64(len(body)) {
		return sum, nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return "", err
	}
	return sum, WriteFile(name, body)
}

// Sum is the name of bytes: their SHA-256, hexadecimal.
func Sum(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Open gives an original for reading. An unknown name, and one that is no SHA-256, is search.ErrNotFound.
func (b *Blobs) Open(sum string) (*os.File, error) {
	if raw, err := hex.DecodeString(sum); err != nil || len(raw) != sha256.Size {
		return nil, fmt.Errorf("%q is no SHA-256: %w", sum, search.ErrNotFound)
	}
	file, err := os.Open(b.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("original %s: %w", sum, search.ErrNotFound)
	}
	return file, err
}

// Read gives the bytes of an original. One that was damaged on disk is search.ErrNotFound.
func (b *Blobs) Read(sum string) ([]byte, error) {
	file, err := b.Open(sum)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(file); err != nil {
		return nil, err
	}
	if Sum(body.Bytes()) != sum {
		return nil, fmt.Errorf("original %s is damaged: %w", sum, search.ErrNotFound)
	}
	return body.Bytes(), nil
}

func (b *Blobs) path(sum string) string { return filepath.Join(b.dir, sum[:2], sum) }

// WriteFile writes a file so that whoever reads it, even after a power cut, finds the old bytes or the new ones.
func WriteFile(name string, body []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), temporary)
	if err != nil {
		return err
	}
	_, err = file.Write(body)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // the first error is the one to know
	}
	return err
}
