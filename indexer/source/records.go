package source

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/search"
)

// RecordType is the media type of a record: one publication object, or its least form {id, title, url, text}.
const RecordType = "application/vnd.academysearch.record+json"

// DefaultMaxLine bounds a record's line in bytes: a report of some 5,000 pages.
const DefaultMaxLine = 16 << 20

// records is a .jsonl file, one record a line.
type records struct {
	name    string
	maxLine int
}

func isRecords(name string) bool {
	extension := strings.ToLower(filepath.Ext(name))
	return extension == ".jsonl" || extension == ".ndjson"
}

func openRecords(name string, config Config) Source {
	return &records{name: name, maxLine: cmp.Or(config.MaxLine, DefaultMaxLine)}
}

func (r *records) Name() string  { return r.name }
func (r *records) Reopens() bool { return true }

// Offered gives nothing: a record carries its own text.
func (r *records) Offered(Resource, []search.Link) []Resource { return nil }

// Revisit gives nothing: a record that is no longer in the file is gone.
func (r *records) Revisit(string) (Resource, bool) { return Resource{}, false }

// Walk visits the records in the order of their lines. A line that cannot be read is a problem with its number; empty lines are none.
func (r *records) Walk(ctx context.Context, visit func(Resource) error) error {
	file, err := os.Open(r.name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewReaderSize(file, 64<<10)
	seen := map[string]int{}
	for number := 1; ; number++ {
		line, tooLong, err := readLine(lines, r.maxLine)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: line %d: %w", r.name, number, err)
		}
		if tooLong || len(line) > 0 {
			if err := cmp.Or(ctx.Err(), visit(r.record(number, line, tooLong, seen))); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

// readLine reads one line without its end and the white space around it; one over the limit is read to its end and thrown away. The
// last line comes with io.EOF.
func readLine(r *bufio.Reader, limit int) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > limit; tooLong {
			line = nil
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\uFEFF"))), tooLong, err
		}
	}
}

// record reads just enough of a line to know which publication it is.
func (r *records) record(number int, line []byte, tooLong bool, seen map[string]int) Resource {
	at := fmt.Sprintf("%s:%d", filepath.Base(r.name), number)
	if tooLong {
		return bad(at, document.TooLarge, fmt.Sprintf("line %d is longer than %d bytes", number, r.maxLine), "split the record")
	}
	var head struct{ ID, Title, URL string }
	if err := json.Unmarshal(line, &head); err != nil {
		return bad(at, document.Damaged, fmt.Sprintf("line %d is not a record: %v", number, err), "correct the line")
	}
	key := cmp.Or(head.ID, head.URL)
	switch {
	case key == "":
		return bad(at, document.Damaged, fmt.Sprintf("line %d has neither id nor url", number), "give the record an id")
	case seen[key] > 0:
		return bad(at, document.Damaged, fmt.Sprintf("line %d has the id of line %d", number, seen[key]), "give each record an id of its own")
	}
	seen[key] = number
	return recordResource(key, head.URL, line)
}

func recordResource(key, rawURL string, line []byte) Resource {
	sum := sha256.Sum256(line)
	res := Resource{Key: key, Address: key, MediaType: RecordType, Fingerprint: hex.EncodeToString(sum[:])}
	if canonical, err := address.Canonical(rawURL, nil); err == nil && rawURL != "" {
		res.Address, res.Base = canonical, canonical
	}
	res.fetch = func(context.Context, Known) (Content, error) {
		return Content{Body: line, MediaType: RecordType, Fingerprint: res.Fingerprint}, nil
	}
	return res
}

func bad(at string, class document.Class, reason, advice string) Resource {
	return Resource{Key: noFile + at, Address: at, Problem: &document.Failure{Class: class, Reason: reason, Advice: advice}}
}
