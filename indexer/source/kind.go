package source

import (
	"bytes"
	"net/http"
	"path"
	"strings"
)

// sniffed is how much of a file its kind is seen from.
const sniffed = 1024

// assets are the names of files that belong to a saved site but carry no publication. Plain text has no signature, so that for text,
// and for text only, the name decides.
var assets = map[string]bool{
	".css": true, ".js": true, ".mjs": true, ".map": true, ".json": true, ".jsonl": true, ".ndjson": true, ".csv": true, ".tsv": true,
	".xml": true, ".rss": true, ".atom": true, ".svg": true, ".yml": true, ".yaml": true, ".toml": true, ".ini": true, ".conf": true,
	".log": true, ".sh": true, ".py": true, ".go": true, ".sql": true, ".ics": true, ".vcf": true, ".bib": true, ".ris": true,
}

// documents are the names that promise a publication: when such a file cannot be read, staff want to know.
var documents = map[string]bool{".pdf": true, ".html": true, ".htm": true, ".xhtml": true, ".txt": true}

// notPublication decides by a file's content whether it is left out: pictures, fonts, archives and the like. Files that promise a
// publication by their name are never left out in silence, whatever they hold.
func notPublication(name string, body []byte) error {
	extension := strings.ToLower(path.Ext(name))
	if documents[extension] {
		return nil
	}
	head := body[:min(len(body), sniffed)]
	if len(bytes.TrimSpace(head)) == 0 {
		return &Skip{Reason: "empty"}
	}
	if bytes.Contains(head, []byte("%PDF-")) {
		return nil
	}
	kind, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch {
	case kind == "text/html":
		return nil
	case kind == "text/plain" && !assets[extension]:
		return nil
	}
	return &Skip{Reason: "neither a page nor a PDF (" + kind + ")"}
}
