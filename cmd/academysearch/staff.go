package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"academysearch/indexer/extract"
	"academysearch/indexer/ledger"
)

// The files in the data folder by which staff teach the program what texts cannot tell. None of them need be there.
const (
	topicsFile  = "topics.tsv"  // topics beside those of the vocabulary, or in their place
	aliasesFile = "aliases.tsv" // names that are one person's, or several persons'
	sitesFile   = "sites.yaml"  // where the article and the furniture stand in the pages of a site
)

// maxStaffFile bounds such a file, in bytes.
const maxStaffFile = 4 << 20

// staffFile gives one of them, nil where there is none.
func (a *App) staffFile(name string) ([]byte, error) {
	name = filepath.Join(a.data, name)
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if info.Size() > maxStaffFile {
		return nil, fmt.Errorf("%s: more than %d MiB", name, maxStaffFile>>20)
	}
	return os.ReadFile(name)
}

// versioned adds staff's files to a version, so that what was made with other ones is made again.
func versioned(version string, files ...[]byte) string {
	all := bytes.Join(files, []byte{0})
	if len(bytes.Trim(all, "\x00")) == 0 {
		return version
	}
	return version + "+" + ledger.Sum(all)[:12]
}

// profiles reads staff's rules for sites.
func profiles(file []byte) ([]extract.Profile, error) {
	list, err := extract.Profiles(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", sitesFile, err)
	}
	return list, nil
}
