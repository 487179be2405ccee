// Package sitemap reads the lists in which a site names its pages: sitemaps and their indexes as sitemaps.org describes them, RSS and
// Atom feeds, and text with an address a line, each of them bare or in gzip. It reads a stream, keeps none of it, fetches nothing
// and holds no address for better than another.
package sitemap

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"academysearch/indexer/document"
)

// The limits of https://www.sitemaps.org/protocol.html, which hold for each file on its own. A file over one of them is an error: it
// is never cut in silence.
const (
	MaxEntries = 50_000
	MaxBytes   = 50 << 20 // unpacked
	// MaxAddress is the longest address in bytes. The protocol wants less than 2,048 characters, the Academy's clients take more.
	MaxAddress = 4_096
)

// Form says what kind of list a file is.
type Form string

// The forms of a list.
const (
	URLSet Form = "urlset"
	Index  Form = "sitemapindex" // its entries are sitemaps, not pages
	RSS    Form = "rss"          // versions 0.9 to 2.0
	Atom   Form = "atom"
	Text   Form = "text"
)

// Entry is a page, or a sitemap of an Index.
type Entry struct {
	Address      string // as written, without white space around it; meant to be absolute, but foreign
	LastModified Date   // zero where the list does not say, or not legibly
}

// EntryError tells of one entry that could not be read, or not wholly. Reading goes on behind it.
type EntryError struct {
	Number int    // of the entry, from 1
	Reason string // for people
}

func (e *EntryError) Error() string { return fmt.Sprintf("entry %d: %s", e.Number, e.Reason) }

// Reader reads one list. It is used by one goroutine, and once.
type Reader struct {
	source  watched
	form    Form
	entries int
	whole   bool // the end was reached, and no entry before it lacked an address
	broken  bool // an entry lacked an address
}

// NewReader gives a reader of the list in r.
func NewReader(r io.Reader) *Reader { return &Reader{source: watched{r: r}} }

// Form says what kind of list it is. It is known with the first entry, and "" for what is no list.
func (r *Reader) Form() Form { return r.form }

// Complete reports, after Entries has ended, whether the list names all that its site wants to be known, so that what it does not
// name is absent: a URLSet, Index or Text that was read to its end without a fault, each of whose entries has an address, and
// that has at least one. Feeds never are: they name the newest.
func (r *Reader) Complete() bool {
	return r.whole && !r.broken && r.entries > 0 && r.form != RSS && r.form != Atom
}

// Entries gives the entries in their order. An *EntryError may come with an Entry, which is good but for its date, or with a zero
// one; any other error ends the sequence. It is a *document.Failure where the list is at fault (damaged, too large, no list at
// all), and what the underlying reader returned otherwise.
func (r *Reader) Entries() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		err := r.read(func(e Entry, err error) error {
			if !yield(e, err) {
				return errStopped
			}
			return nil
		})
		switch {
		case err == nil:
			r.whole = true
		case !errors.Is(err, errStopped):
			yield(Entry{}, err)
		}
	}
}

// errStopped says that the reader of the sequence wants no more.
var errStopped = errors.New("stopped")

// visitor takes an entry, or what is wrong with it; its error ends the reading.
type visitor func(Entry, error) error

// read finds out how the list is packed and written, and reads it.
func (r *Reader) read(visit visitor) error {
	plain, err := unpack(&r.source)
	if err != nil {
		return r.fault(err)
	}
	text := bufio.NewReader(decode(&limited{r: plain, left: MaxBytes}))
	start, err := peek(text)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return r.fault(err)
	case len(start) == 0:
		return &document.Failure{Class: document.Empty, Reason: "the sitemap is empty", Advice: "check the address of the sitemap"}
	case start[0] == '<':
		return r.readXML(text, visit)
	}
	return r.readText(text, visit)
}

// unpack takes off gzip where the bytes begin like it, whatever the name and the headers say.
func unpack(r io.Reader) (io.Reader, error) {
	packed := bufio.NewReader(r)
	if magic, err := packed.Peek(2); err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
		return packed, nil //nolint:nilerr // an error of the reader comes again with the first read
	}
	return gzip.NewReader(packed)
}

// decode reads UTF-16 where a byte order mark says so, and takes a mark away.
func decode(r io.Reader) io.Reader {
	return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
}

// peek gives the first bytes behind white space, which it skips.
func peek(r *bufio.Reader) ([]byte, error) {
	for {
		start, err := r.Peek(1)
		if err != nil || len(bytes.TrimSpace(start)) > 0 {
			return start, err
		}
		if _, err := r.Discard(1); err != nil {
			return nil, err
		}
	}
}

// limited is a reader that fails, and does not just end, at its limit.
type limited struct {
	r    io.Reader
	left int // bytes
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p[:min(len(p), l.left+1)])
	if n > l.left {
		return l.left, tooLarge(fmt.Sprintf("the sitemap is larger than %d MB unpacked", MaxBytes>>20))
	}
	l.left -= n
	return n, err
}

func tooLarge(reason string) *document.Failure {
	return &document.Failure{Class: document.TooLarge, Reason: reason, Advice: "split the sitemap into several, with an index"}
}

// watched is a reader that remembers how it failed.
type watched struct {
	r   io.Reader
	err error // but for io.EOF
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// fault makes a failure of the list of what reading it returned, unless it is who delivers the list that failed.
func (r *Reader) fault(err error) error {
	var failure *document.Failure
	switch {
	case r.source.err != nil:
		return r.source.err
	case errors.As(err, &failure):
		return err
	}
	return &document.Failure{Class: document.Damaged, Reason: "the sitemap cannot be read to its end", Advice: "ask the site's keeper to correct it", Cause: err}
}

// drain reads what stands behind the list, because the checksum of gzip does, and so does the end of an answer that was cut short.
func (r *Reader) drain(rest io.Reader) error {
	if _, err := io.Copy(io.Discard, rest); err != nil {
		return r.fault(err)
	}
	return nil
}

// found counts an entry, finds out whether it is one, and passes it on.
func (r *Reader) found(e Entry, date string, parse func(string) (Date, error), visit visitor) error {
	if r.entries++; r.entries > MaxEntries {
		return tooLarge(fmt.Sprintf("the sitemap has more than %d entries", MaxEntries))
	}
	if reason := unfit(e.Address); reason != "" {
		r.broken = true
		return visit(Entry{}, &EntryError{Number: r.entries, Reason: reason})
	}
	if date == "" {
		return visit(e, nil)
	}
	var err error
	if e.LastModified, err = parse(date); err != nil {
		return visit(e, &EntryError{Number: r.entries, Reason: err.Error()})
	}
	return visit(e, nil)
}

// unfit says why a text is no address, or "". Whether it is a good one is for the reader of the list to judge.
func unfit(address string) string {
	switch {
	case address == "":
		return "it has no address"
	case len(address) > MaxAddress:
		return fmt.Sprintf("its address has %d bytes, more than %d", len(address), MaxAddress)
	}
	return ""
}
