package search

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// SchemaVersion counts the incompatible changes of what an index holds. An engine does not serve an index of another version:
// it is rebuilt from the ledger.
const SchemaVersion = 5

// FieldKind says how a field is indexed.
type FieldKind string

// The kinds of indexed fields.
const (
	Text    FieldKind = "text"    // analysed words with positions, searched and ranked
	Keyword FieldKind = "keyword" // whole values, filtered and counted
	Days    FieldKind = "days"    // a span of days, filtered, counted by year and sorted
)

// IndexField is a row of the field table.
type IndexField struct {
	Name   string
	Kind   FieldKind
	Weight float64 // of a word in this field against one in the body (BM25F), for Text
	B      float64 // how much a long field is held against a match, 0 to 1 (BM25F), for Text
	Facet  bool    // counted by value
}

// Names of the Text fields. A page holds the title of its publication, the heading it stands under and its own text.
const (
	FieldTitle   = "title"
	FieldHeading = "heading"
	FieldBody    = "body"
	FieldSaid    = "said" // words of quotations, each with the PersonID of who said it
)

// IndexFields is the field table, from which every engine makes its mapping. Texts are fields of pages, the others of publications.
// The weights were set on the judged collections, see docs/relevance.md.
var IndexFields = []IndexField{
	{Name: FieldTitle, Kind: Text, Weight: 3, B: 0.5},
	{Name: FieldHeading, Kind: Text, Weight: 2, B: 0.5},
	{Name: FieldBody, Kind: Text, Weight: 1, B: 0.65},
	{Name: FieldSaid, Kind: Keyword},
	{Name: "topic", Kind: Keyword, Facet: true},
	{Name: "speaker", Kind: Keyword, Facet: true},
	{Name: "function", Kind: Keyword},
	{Name: "date", Kind: Days, Facet: true},
	{Name: "kind", Kind: Keyword, Facet: true},
	{Name: "series", Kind: Keyword, Facet: true},
}

// SchemaHash names what an index of this version holds: SchemaVersion and the names and kinds of the fields, but not their weights,
// which apply when a query is answered.
func SchemaHash() string {
	h := sha256.New()
	fmt.Fprintln(h, SchemaVersion)
	for _, f := range IndexFields {
		fmt.Fprintln(h, f.Name, f.Kind)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
