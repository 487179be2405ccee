package bleve

import (
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"academysearch/search"
)

// Names inside the folder of an index and of a generation.
const (
	currentFile   = "CURRENT"
	partialSuffix = ".partial"
	manifestFile  = "manifest.json"
	tableFile     = "table.gob"
	indexFolder   = "index"
)

// manifest says what a generation holds and how to tell whether it is whole.
type manifest struct {
	Schema       string              `json:"schema"`
	Bleve        string              `json:"bleve"`
	Created      time.Time           `json:"created"`
	Publications int                 `json:"publications"`
	Files        map[string]fileInfo `json:"files"` // by path within the generation
}

type fileInfo struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func generationName(n int) string { return fmt.Sprintf("gen-%06d", n) }

// generationNumber reads a name of generationName; 0 is no generation.
func generationNumber(name string) int {
	var n int
	if _, err := fmt.Sscanf(name, "gen-%06d", &n); err != nil || generationName(n) != name {
		return 0
	}
	return n
}

// generations lists the whole generations of an index folder, oldest first.
func generations(dir string) ([]int, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		if n := generationNumber(e.Name()); n > 0 {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// readCurrent is the number of the published generation, 0 where there is none yet.
func readCurrent(dir string) (int, error) {
	b, err := os.ReadFile(filepath.Join(dir, currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n := generationNumber(strings.TrimSpace(string(b)))
	if n == 0 {
		return 0, fmt.Errorf("%s holds no generation: %w", currentFile, search.ErrNotReady)
	}
	return n, nil
}

// publish makes generation n the served one, by one atomic rename.
func publish(dir string, n int) error {
	next := filepath.Join(dir, currentFile+".next")
	if err := writeFile(next, []byte(generationName(n)+"\n")); err != nil {
		return err
	}
	if err := os.Rename(next, filepath.Join(dir, currentFile)); err != nil {
		return err
	}
	return syncFolder(dir)
}

// writeFile writes a file and makes it durable.
func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// removePartial removes what writers that died have left behind.
func removePartial(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "*"+partialSuffix))
	var errs []error
	for _, name := range names {
		errs = append(errs, os.RemoveAll(name))
	}
	return errors.Join(append(errs, err)...)
}

// removeOld removes all but the newest keep generations; the served one stays in any case. A process that still has one open goes
// on reading it: its files live until it closes them.
func removeOld(dir string, keep int) error {
	numbers, err := generations(dir)
	if err != nil {
		return err
	}
	current, err := readCurrent(dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, n := range numbers[:max(0, len(numbers)-keep)] {
		if n != current {
			errs = append(errs, os.RemoveAll(filepath.Join(dir, generationName(n))))
		}
	}
	return errors.Join(errs...)
}

// link gives a new generation the files of an old one that never change: segments and texts by hard link, the list of segments as
// a copy, since the index writes to it.
func link(from, to string) error {
	if err := os.MkdirAll(filepath.Join(to, indexFolder), 0o700); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case filepath.Ext(rel) == ".zap" || isStoreFile(rel):
			return os.Link(path, filepath.Join(to, rel))
		case filepath.Base(rel) == "root.bolt":
			return copyFile(path, filepath.Join(to, rel))
		}
		return nil
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// writeManifest lists the files of a generation; those that the last manifest already lists with the same size and that never
// change keep their checksum.
func writeManifest(dir string, m, last manifest) error {
	m.Files = map[string]fileInfo{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		old, known := last.Files[rel]
		if known && old.Bytes == info.Size() && (filepath.Ext(rel) == ".zap" || isStoreFile(rel)) {
			m.Files[rel] = old
			return nil
		}
		m.Files[rel], err = describeFile(path)
		return err
	})
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, manifestFile), b)
}

func describeFile(path string) (fileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return fileInfo{}, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return fileInfo{Bytes: n, SHA256: hex.EncodeToString(h.Sum(nil))}, err
}

// readManifest reads the manifest of a generation and checks that its files are there in full length.
func readManifest(dir string) (manifest, error) {
	var m manifest
	b, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestFile, err)
	}
	if m.Schema != search.SchemaHash() {
		return m, fmt.Errorf("index was written with schema %s, this program reads %s; rebuild it with a full reindex: %w",
			m.Schema, search.SchemaHash(), search.ErrNotReady)
	}
	for name, want := range m.Files {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return m, err
		}
		if info.Size() != want.Bytes {
			return m, fmt.Errorf("%s has %d bytes instead of %d", name, info.Size(), want.Bytes)
		}
	}
	return m, nil
}

// verify compares every file of a generation with its checksum.
func verify(dir string, m manifest) error {
	for name, want := range m.Files {
		got, err := describeFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%s is damaged", name)
		}
	}
	return nil
}

// savedTable is the table of a generation as written.
type savedTable struct {
	Rows []*row  // by id
	Docs []int32 // page by Bleve document number, -1 for deleted ones
}

func writeTable(dir string, t savedTable) error {
	f, err := os.OpenFile(filepath.Join(dir, tableFile), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(gob.NewEncoder(f).Encode(t), f.Sync(), f.Close())
}

func readTable(dir string) (savedTable, error) {
	var t savedTable
	f, err := os.Open(filepath.Join(dir, tableFile))
	if err != nil {
		return t, err
	}
	defer f.Close()
	if err := gob.NewDecoder(f).Decode(&t); err != nil {
		return t, fmt.Errorf("%s: %w", tableFile, err)
	}
	return t, nil
}
