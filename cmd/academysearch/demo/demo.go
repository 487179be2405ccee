// Package demo carries the embedded sample corpus: web pages and PDF reports in the
// manner of the Academy of Medical Sciences, so that `academysearch demo` has something to
// index on a machine that holds nothing else, and so that regression tests read
// whole documents rather than fragments.
//
// Every person, meeting and finding in it is invented, and every document says so.
// The package hands out bytes only; it knows nothing of how they are read, described
// or searched. What a careful reader takes from each document is written down in the
// folder expected, which is not embedded.
package demo

import (
	"embed"
	"io/fs"
)

//go:embed corpus
var embedded embed.FS

// Corpus returns the sample corpus as a folder source would see it after a site has been
// downloaded: pages and PDFs in their folders and, at the root, manifest.csv with the
// columns file, url, title, published and kind. Its addresses are on the invented host
// academy.example. The tree is read-only and safe for concurrent use.
func Corpus() fs.FS {
	corpus, err := fs.Sub(embedded, "corpus")
	if err != nil {
		// fs.Sub fails on a malformed name alone, and the name is the constant above.
		panic(err)
	}
	return corpus
}
