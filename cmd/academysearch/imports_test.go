package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// module is the path before every package of this project.
const module = "academysearch/"

// arrows lists, for each room, the rooms it may import; the longest matching room counts. docs/architecture.md draws the same.
var arrows = map[string][]string{
	"cmd":              {"cmd", "indexer", "search", "web"},
	"web":              {"search", "web"},
	"indexer":          {"search", "indexer"},
	"indexer/address":  {},
	"indexer/document": {"search"},
	"indexer/source":   {"search", "indexer/address", "indexer/document", "indexer/source"},
	// What a crawl goes by: parsers and rules that know no crawler.
	"indexer/source/robots":  {},
	"indexer/source/sitemap": {"indexer/document"},
	"indexer/source/scope":   {"indexer/address"},
	"indexer/extract":        {"search", "indexer/address", "indexer/document", "indexer/extract"},
	"indexer/describe":       {"search", "indexer/document"},
	"indexer/ledger":         {"search", "indexer/document"},
	"search":                 {},
	"search/spelling":        {},
	"search/analysis":        {"search", "search/spelling"},
	"search/expand":          {"search", "search/analysis", "search/expand", "search/spelling"},
	"search/bleve":           {"search", "search/analysis", "search/expand", "search/spelling"},
	"search/relevance":       {"search"},
	"search/enginetest":      {"search"},
	"search/bench":           {"search", "search/analysis"},
}

// homes gives each outside package that shapes the design the one room that may import it.
var homes = map[string]string{
	"github.com/gin-gonic/gin":               "web",
	"github.com/danielgtaylor/huma":          "web",
	"github.com/blevesearch/bleve/":          "search/bleve",
	"github.com/blevesearch/bleve_index_api": "search/bleve",
	"github.com/klippa-app/go-pdfium":        "indexer/extract",
	"github.com/ledongthuc/pdf":              "indexer/extract",
	"go.etcd.io/bbolt":                       "indexer/ledger",
	"github.com/spf13/cobra":                 "cmd",
}

// standardAndText is all that the vocabulary may be built on besides the project's own types.
var standardAndText = []string{"golang.org/x/text/"}

func TestImports_keepToTheArrows(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name == "testdata" || file != root && strings.HasPrefix(name, ".") && name != ".." {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			checkFile(t, root, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, root, file string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	name, err := filepath.Rel(root, file)
	if err != nil {
		t.Fatal(err)
	}
	room := path.Dir(filepath.ToSlash(name))
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if problem := forbidden(room, imported); problem != "" {
			t.Errorf("%s imports %s: %s", name, imported, problem)
		}
	}
}

// forbidden says why a room may not import a package, or "".
func forbidden(room, imported string) string {
	if inner, ok := strings.CutPrefix(imported, module); ok {
		allowed, known := longest(room)
		if !known {
			return "the room " + room + " has no line in the table of arrows"
		}
		for _, a := range allowed {
			if within(inner, a) && (a != "search" || inner == "search" || room == "cmd" || strings.HasPrefix(room, "cmd/")) {
				return ""
			}
		}
		return "there is no arrow from " + room
	}
	for prefix, home := range homes {
		if strings.HasPrefix(imported, prefix) && !within(room, home) {
			return "its one home is " + home
		}
	}
	if room == "search" && strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") && !strings.HasPrefix(imported, standardAndText[0]) {
		return "the vocabulary is built on the standard library and golang.org/x/text alone"
	}
	return ""
}

// longest finds the arrows of the most specific room that holds the given one.
func longest(room string) (allowed []string, known bool) {
	for r := room; r != "."; r = path.Dir(r) {
		if list, ok := arrows[r]; ok {
			return list, true
		}
	}
	return nil, false
}

func within(name, room string) bool {
	return name == room || strings.HasPrefix(name, room+"/")
}

func TestForbidden_namesTheRuleThatIsBroken(t *testing.T) {
	for _, test := range []struct{ name, room, imported, want string }{
		{"web to the engine", "web", module + "search/bleve", "there is no arrow from web"},
		{"web to the vocabulary", "web", module + "search", ""},
		{"stage to stage", "indexer/describe", module + "indexer/extract", "there is no arrow from indexer/describe"},
		{"bleve outside its home", "web", "github.com/blevesearch/bleve/v2", "its one home is search/bleve"},
		{"vocabulary to a library", "search", "github.com/spf13/cobra", "its one home is cmd"},
		{"command to anything", "cmd/academysearch", module + "search/bleve", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := forbidden(test.room, test.imported); got != test.want {
				t.Errorf("forbidden(%q, %q) = %q, want %q", test.room, test.imported, got, test.want)
			}
		})
	}
}
