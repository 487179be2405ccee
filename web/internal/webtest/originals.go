package webtest

import (
	"bytes"
	"context"
	"io"

	"academysearch/search"
)

// Originals keeps one file, PDF.
type Originals struct{}

type openFile struct{ *bytes.Reader }

func (openFile) Close() error { return nil }

// Open gives PDF and nothing else.
func (Originals) Open(_ context.Context, sha256 string) (io.ReadSeekCloser, int64, error) {
	if sha256 != PDFHash() {
		return nil, 0, search.ErrNotFound
	}
	return openFile{bytes.NewReader([]byte(PDF))}, int64(len(PDF)), nil
}
