// Package source says where resources come from: folders, single files, records and page addresses over HTTP. It finds out which
// resources there are and whether one changed, and it reads their bytes; what the bytes mean it must not know, nor what was done
// with them before.
package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"academysearch/indexer/document"
	"academysearch/search"
)

// DefaultMaxBytes is the size over which a resource is a failure of the class too-large; nothing is ever cut in silence.
const DefaultMaxBytes = 100 << 20

// Source is a place that publications come from.
type Source interface {
	// Name identifies the source for good; Open takes it where Reopens is true. It may hold a local path: never show it to readers.
	Name() string
	// Reopens reports whether Open finds the source again by its Name.
	Reopens() bool
	// Walk calls visit for each resource in a stable order and stops at visit's first error, which it returns as it is. Any other
	// error means that the list is incomplete, and ErrPartial that parts of it could not be listed.
	Walk(ctx context.Context, visit func(Resource) error) error
	// Offered gives the resources that one of this source leads to, by the links that were read from it.
	Offered(from Resource, links []search.Link) []Resource
	// Revisit names a resource that earlier runs knew and this walk did not meet. ok is false where absence from a complete walk
	// means that the resource is gone.
	Revisit(key string) (r Resource, ok bool)
}

// ErrPartial says that Walk could not list all of a source; what it did not list must not be taken for gone.
var ErrPartial = errors.New("not all of the source could be listed")

// Resource is one thing that a source offers: a web page, a file or a record.
type Resource struct {
	Key         string          // names the resource within its source, for good
	Address     string          // canonical URL, or the path below the source for a file without a public address
	Base        string          // URL against which its relative links are read; FolderBase + path where Address is no URL
	MediaType   string          // declared, or "" where only the bytes can tell
	Hints       []document.Hint // what a catalogue says of it
	Fingerprint string          // the same fingerprint means the same bytes; "" means that only reading can tell
	Problem     error           // why there is nothing to fetch: a *Skip or a *document.Failure; nil for all others

	fetch func(ctx context.Context, known Known) (Content, error)
}

// Fetch reads the resource. Faults of the resource are a *document.Failure, or a *Skip where the bytes show that it is none of
// the index's business. Known lets a server answer that nothing changed.
func (r Resource) Fetch(ctx context.Context, known Known) (Content, error) {
	if r.Problem != nil {
		return Content{}, r.Problem
	}
	return r.fetch(ctx, known)
}

// Known is what an earlier fetch learnt for conditional requests; zero asks for the bytes whatever they are.
type Known struct{ ETag, LastModified string }

// Content is what a fetch gave.
type Content struct {
	Body         []byte
	MediaType    string   // declared, or ""
	Address      string   // canonical address that answered in the end; "" where it is the resource's own
	Base         string   // URL against which relative links are read, where a redirect changed it
	Aliases      []string // canonical addresses that redirected to it
	ETag         string
	LastModified string
	Fingerprint  string // of the bytes read; "" where there is none
	NotModified  bool   // the bytes that are known are still the right ones; Body is nil
}

// Skip says why something of a source is left out on purpose.
type Skip struct {
	Reason string
	// Known is the class of the fault that the same is for a resource which is in the index, and stays there; "" takes it out.
	Known document.Class
}

func (s *Skip) Error() string { return "skipped: " + s.Reason }

// Config is what opening a source needs. The zero value reads files alone.
type Config struct {
	Client   *Client    // fetches addresses; nil refuses them
	MaxBytes int64      // of a file; 0 is DefaultMaxBytes
	MaxLine  int        // bytes of a record's line; 0 is DefaultMaxLine
	Site     SiteConfig // how websites are crawled
}

// Name is the name under which the source that spec names is known, whether or not it is still there.
func Name(spec string) (string, error) {
	if isAddress(spec) {
		return spec, nil
	}
	name, err := filepath.Abs(spec)
	if err != nil {
		return "", fmt.Errorf("%s: %w", spec, err)
	}
	return name, nil
}

func isAddress(spec string) bool {
	lower := strings.ToLower(spec)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// Open finds the source that spec names: a website (an http or https address without a path), a sitemap (one that ends in ".xml"), a
// page (any other), a folder, a .jsonl file of records or a single file. A spec that names nothing is search.ErrNotFound.
func Open(spec string, config Config) (Source, error) {
	if isAddress(spec) {
		if isSite(spec) || isSitemap(spec) {
			return openWebsite(spec, config)
		}
		return openPage(spec, config)
	}
	name, err := Name(spec)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s: no such folder, file or address: %w", spec, search.ErrNotFound)
	case err != nil:
		return nil, err
	case info.IsDir():
		return openFolder(name, config)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: neither a folder nor a regular file: %w", spec, search.ErrInvalid)
	case isRecords(name):
		return openRecords(name, config), nil
	}
	return openFile(name, config)
}
