package pdfworker

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"academysearch/indexer/document"
)

// maxFrame bounds a frame in both directions; a page of text is far below, a file is at most as large as the caller lets it be.
const maxFrame = 1 << 30

// setup is the first frame to a worker.
type setup struct {
	Cache  string `json:"cache"` // folder of the compiled reader, or ""
	Limits Limits `json:"limits"`
}

// answer is a frame from a worker. For each file these come in this order: Page for each page, then Text or Failure; where there is
// text, Properties; at last Done. The first frame of all is Ready.
type answer struct {
	Ready      *ready            `json:"ready,omitempty"`
	Page       *Page             `json:"page,omitempty"`
	Text       *text             `json:"text,omitempty"`
	Failure    *document.Failure `json:"failure,omitempty"`
	Properties *Properties       `json:"properties,omitempty"`
	Restart    bool              `json:"restart,omitempty"` // forget the pages so far: another reader begins
	Overrun    bool              `json:"overrun,omitempty"` // the CPU time is used up; the worker ends
	Done       bool              `json:"done,omitempty"`
}

// ready says what shuts a worker in, and whether it is of use.
type ready struct {
	Sandbox string `json:"sandbox"`         // "" where the system has none
	Spent   bool   `json:"spent,omitempty"` // compiling took the memory that files need: a next worker takes the reader from the cache
}

// text ends the pages of a file.
type text struct {
	Reader   string   `json:"reader"`
	Warnings []string `json:"warnings,omitempty"`
}

var errFrame = errors.New("frame over its limit")

// writeFrame writes the length of payload in four bytes, big end first, then payload.
func writeFrame(w io.Writer, payload []byte) error {
	if len(payload) > maxFrame {
		return errFrame
	}
	var head [4]byte
	binary.BigEndian.PutUint32(head[:], uint32(len(payload)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(payload)
	return err
}

// readFrame reads a frame of at most limit bytes. io.EOF means that the other side is done.
func readFrame(r io.Reader, limit int) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if int64(n) > int64(limit) {
		return nil, fmt.Errorf("%d bytes: %w", n, errFrame)
	}
	payload := make([]byte, n)
	if _, err := io.ReadFull(r, payload); err != nil {
		return nil, fmt.Errorf("frame of %d bytes: %w", n, err)
	}
	return payload, nil
}

func writeJSON(w io.Writer, v any) error {
	payload, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeFrame(w, payload)
}

func readJSON(r io.Reader, limit int, v any) error {
	payload, err := readFrame(r, limit)
	if err != nil {
		return err
	}
	return json.Unmarshal(payload, v)
}
