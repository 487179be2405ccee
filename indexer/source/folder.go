package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"academysearch/indexer/document"
	"academysearch/search"
)

// FolderBase stands before the path of a file that has no public address when its relative links are read. The name is reserved by
// RFC 2606 and never asked for.
const FolderBase = "https://folder.invalid/"

// noFile begins the keys of faulty lines, so that no file's path and no record's id is one of them.
const noFile = "\x00"

// folder is a tree of files, on disk or embedded.
type folder struct {
	name     string
	files    fs.FS
	only     string // the one file of interest, or ""
	reopens  bool
	maxBytes int64
}

// openFolder roots the tree, so that no symbolic link leads out of it.
func openFolder(name string, config Config) (Source, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &folder{name: name, files: root.FS(), reopens: true, maxBytes: cmp.Or(config.MaxBytes, DefaultMaxBytes)}, nil
}

// openFile gives a source of one file. Its address is its name, as if its folder had been given.
func openFile(name string, config Config) (Source, error) {
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	return &folder{name: name, files: root.FS(), only: filepath.Base(name), reopens: true, maxBytes: cmp.Or(config.MaxBytes, DefaultMaxBytes)}, nil
}

// Files gives a source for a tree of files that is not a folder on disk, such as an embedded sample. Open cannot find it by name.
func Files(name string, files fs.FS) Source {
	return &folder{name: name, files: files, maxBytes: DefaultMaxBytes}
}

func (f *folder) Name() string  { return f.name }
func (f *folder) Reopens() bool { return f.reopens }

// Offered gives nothing: what a page of a folder links to is in the folder, or out of reach.
func (f *folder) Offered(Resource, []search.Link) []Resource { return nil }

// Revisit gives nothing: a file that a complete walk does not meet is gone.
func (f *folder) Revisit(string) (Resource, bool) { return Resource{}, false }

// Walk visits the files by name, then what was wrong with the manifest. A folder without any file is ErrPartial: a disk that is not
// mounted looks like that.
func (f *folder) Walk(ctx context.Context, visit func(Resource) error) error {
	catalogue, err := readManifest(f.files)
	if err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	w := walk{folder: f, catalogue: catalogue, visit: visit}
	if f.only != "" {
		info, err := fs.Stat(f.files, f.only)
		if err != nil {
			return err
		}
		return visit(w.file(f.only, info))
	}
	err = fs.WalkDir(f.files, ".", func(name string, entry fs.DirEntry, err error) error {
		return cmp.Or(ctx.Err(), w.entry(name, entry, err))
	})
	if err != nil {
		return err
	}
	return w.end()
}

// walk is one pass over a folder.
type walk struct {
	folder    *folder
	catalogue *manifest
	visit     func(Resource) error
	partial   bool // a folder below could not be listed
	files     int
}

func (w *walk) entry(name string, entry fs.DirEntry, err error) error {
	switch {
	case err != nil && name == ".":
		return fmt.Errorf("%s: %w", w.folder.name, err)
	case err != nil:
		w.partial = true
		return cmp.Or(w.problem(name, unreadable("the folder cannot be listed", err)), fs.SkipDir)
	case name == "." || name == manifestName:
		return nil
	case hidden(entry.Name()):
		if err := w.skip(name, "hidden"); err != nil || !entry.IsDir() {
			return err
		}
		return fs.SkipDir
	case entry.IsDir():
		return nil
	case !utf8.ValidString(name):
		return w.problem(strings.ToValidUTF8(name, "\uFFFD"), &document.Failure{
			Class: document.Unreadable, Reason: "the name of the file is not UTF-8", Advice: "rename the file",
		})
	}
	return w.leaf(name, entry)
}

// leaf visits what is not a folder.
func (w *walk) leaf(name string, entry fs.DirEntry) error {
	link := entry.Type()&fs.ModeSymlink != 0
	info, err := fs.Stat(w.folder.files, name)
	switch {
	case err != nil && link:
		return w.skip(name, "a symbolic link that leads out of the folder or nowhere")
	case errors.Is(err, fs.ErrNotExist): // deleted since its folder was listed
		return nil
	case err != nil:
		return w.problem(name, unreadable("the file cannot be looked at", err))
	case info.IsDir():
		return w.skip(name, "a symbolic link to a folder; its files are read where they are")
	case !info.Mode().IsRegular():
		return w.skip(name, "not a regular file")
	}
	w.files++
	return w.visit(w.file(name, info))
}

func (w *walk) file(name string, info fs.FileInfo) Resource {
	f := w.folder
	r := Resource{Key: name, Address: name, Base: FolderBase + (&url.URL{Path: name}).EscapedPath(), Fingerprint: fingerprint(info)}
	if row, ok := w.catalogue.row(name); ok {
		r.Hints = row.hints
		if row.url != "" {
			r.Address, r.Base = row.url, row.base
		}
	}
	r.fetch = func(context.Context, Known) (Content, error) { return readFile(f.files, name, f.maxBytes) }
	return r
}

// end reports the faults of the manifest and whether the walk was complete.
func (w *walk) end() error {
	for _, fault := range w.catalogue.unused() {
		at := fault.at()
		if err := w.visit(Resource{Key: noFile + at, Address: at, Problem: fault.failure()}); err != nil {
			return err
		}
	}
	if w.partial {
		return fmt.Errorf("%s: %w", w.folder.name, ErrPartial)
	}
	if w.files == 0 {
		return fmt.Errorf("%s: there is no file in it: %w", w.folder.name, ErrPartial)
	}
	return nil
}

func (w *walk) skip(name, reason string) error { return w.problem(name, &Skip{Reason: reason}) }

func (w *walk) problem(name string, problem error) error {
	return w.visit(Resource{Key: name, Address: name, Problem: problem})
}

// hidden reports names that people and systems do not mean to publish.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "Thumbs.db" || name == "desktop.ini"
}

// fingerprint changes when a file is written. A tree without times of change has none.
func fingerprint(info fs.FileInfo) string {
	if info.ModTime().IsZero() {
		return ""
	}
	return fmt.Sprintf("%d@%d", info.Size(), info.ModTime().UnixNano())
}

// readFile reads a whole file, unless it is too large, is written at the same moment or is no publication.
func readFile(files fs.FS, name string, limit int64) (Content, error) {
	file, err := files.Open(name)
	if err != nil {
		return Content{}, unreadable("the file cannot be opened", err)
	}
	defer file.Close()
	before, err := file.Stat()
	if err != nil {
		return Content{}, unreadable("the file cannot be looked at", err)
	}
	if before.Size() > limit {
		return Content{}, tooLarge(limit)
	}
	body, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return Content{}, unreadable("the file cannot be read", err)
	}
	after, err := file.Stat()
	if err != nil || fingerprint(after) != fingerprint(before) || int64(len(body)) != before.Size() {
		return Content{}, &document.Failure{
			Class: document.Unreadable, Reason: "the file changed while it was read",
			Advice: "nothing: the next run reads it again", Cause: err,
		}
	}
	if skip := notPublication(path.Base(name), body); skip != nil {
		return Content{}, skip
	}
	return Content{Body: body, Fingerprint: fingerprint(before)}, nil
}

func unreadable(reason string, cause error) error {
	return &document.Failure{
		Class: document.Unreadable, Reason: reason, Cause: cause,
		Advice: "check that the account that runs the index may read it",
	}
}

func tooLarge(limit int64) error {
	return &document.Failure{
		Class: document.TooLarge, Reason: fmt.Sprintf("more than %d MiB", limit>>20),
		Advice: "publish a smaller file, or raise the limit of bytes",
	}
}
