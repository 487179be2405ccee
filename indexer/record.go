package indexer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// recordVersion changes when the same record may be read differently.
const recordVersion = "1"

// publicationIDForm is what an id of our own looks like; foreign ids become one.
var publicationIDForm = regexp.MustCompile(`^[a-z2-7]{12}$`)

// readRecord reads a publication object or its least form {id, title, url, text}. What a record says it says for good; what it does
// not say is described from its text.
func readRecord(body []byte) (*ledger.Read, error) {
	var fields map[string]json.RawMessage
	var given search.Publication
	var least struct{ ID, Title, URL, Text string }
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, damagedRecord(err)
	}
	if err := json.Unmarshal(body, &least); err != nil {
		return nil, damagedRecord(err)
	}
	if err := json.Unmarshal(body, &given); err != nil {
		return nil, damagedRecord(err)
	}
	if !publicationIDForm.MatchString(given.ID) {
		given.ID = ""
	}
	read := &ledger.Read{Given: &given, Document: document.Document{
		MediaType: "text/plain", Reader: "record",
		Title: least.Title, TitleSource: "record", Language: given.Language, Links: given.Links, Pages: recordPages(&given, least.Text),
	}}
	if strings.TrimSpace(least.Title) == "" && len(read.Document.Blocks()) == 0 {
		return nil, &document.Failure{Class: document.Empty, Reason: "the record has neither title nor text", Advice: "complete the record"}
	}
	for name, value := range fields {
		if !bytes.Equal(value, []byte("null")) {
			read.Fields = append(read.Fields, strings.ToLower(name)) // as encoding/json finds them
		}
	}
	slices.Sort(read.Fields)
	for i := range given.Pages {
		given.Pages[i].Text = "" // the document has it
	}
	return read, nil
}

func damagedRecord(err error) error {
	return &document.Failure{Class: document.Damaged, Reason: fmt.Sprintf("not a publication object: %v", err), Advice: "correct the record"}
}

// recordPages gives the text of a record by page: as its pages say, else as one.
func recordPages(given *search.Publication, text string) []document.Page {
	var pages []document.Page
	for _, p := range given.Pages {
		pages = append(pages, document.Page{Number: p.Number, Label: p.Label, Heading: p.Heading, Blocks: paragraphs(p.Text)})
	}
	if blocks := paragraphs(text); len(pages) == 0 && len(blocks) > 0 {
		pages = []document.Page{{Number: 1, Blocks: blocks}}
	}
	return pages
}

func paragraphs(text string) []document.Block {
	var blocks []document.Block
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			blocks = append(blocks, document.Block{Kind: document.Paragraph, Text: line})
		}
	}
	return blocks
}

// says reports whether a record says the named field by itself.
func says(read *ledger.Read, field string) bool { return slices.Contains(read.Fields, field) }

// override puts what a record says in the place of what was understood from its text.
func override(d *Description, read *ledger.Read) {
	given := read.Given
	if given == nil {
		return
	}
	for field, set := range map[string]func(){
		"title":     func() { d.Title = given.Title },
		"kind":      func() { d.Kind = given.Kind },
		"language":  func() { d.Language = given.Language },
		"series":    func() { d.Series = given.Series },
		"published": func() { d.Published = given.Published },
		"events":    func() { d.Events = given.Events },
		"people":    func() { d.People = given.People },
		"topics":    func() { d.Topics = given.Topics },
	} {
		if says(read, field) {
			set()
		}
	}
}

// isRecord reports whether a resource is a record.
func isRecord(r *ledger.Resource) bool { return r.MediaType == source.RecordType }
