package indexer

import (
	"cmp"
	"path"
	"runtime/debug"
	"slices"
	"strings"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/search"
)

// buildVersion changes when the same documents and description make another publication.
const buildVersion = "1"

// maxTitle bounds a title made from the first words of a text, in code points.
const maxTitle = 120

// untitled is the title of what has neither words nor a name.
const untitled = "Untitled"

// part is one resource of a publication with what was read of it.
type part struct {
	resource ledger.Resource
	read     *ledger.Read
}

// describe has documents understood, with what a catalogue says of each, and lets records have the last word on what they say.
func (c Config) describe(reads []*ledger.Read, hints [][]document.Hint) Description {
	docs := make([]document.Document, len(reads))
	for i, read := range reads {
		docs[i] = read.Document
		docs[i].Hints = slices.Concat(hints[i], read.Document.Hints)
	}
	description := c.understand(docs)
	for _, read := range reads {
		override(&description, read)
	}
	return description
}

// understand has documents described. Should the describer stumble over a text, that text is indexed without people, dates and topics
// rather than not at all, and no other publication suffers.
func (c Config) understand(docs []document.Document) (d Description) {
	defer func() {
		if fault := recover(); fault != nil {
			c.Log.Error("describer stumbled", "title", docs[0].Title, "fault", fault, "stack", string(debug.Stack()))
			d = Description{Title: docs[0].Title, Language: docs[0].Language, Warnings: []string{"people, dates and topics could not be read: a fault of this program"}}
		}
	}()
	return c.Describe.Describe(docs)
}

// build makes a publication from its parts, the main one first.
func (c Config) build(id string, former []string, parts []part) search.Publication {
	reads, hints := make([]*ledger.Read, len(parts)), make([][]document.Hint, len(parts))
	for i, p := range parts {
		reads[i], hints[i] = p.read, p.resource.Hints
	}
	description := c.describe(reads, hints)
	p := search.Publication{
		ID: id, Kind: description.Kind, Language: description.Language, Series: description.Series, Published: description.Published,
		Events: description.Events, People: description.People, Topics: description.Topics, Warnings: description.Warnings, FormerIDs: former,
	}
	for _, part := range unlike(parts) {
		addPart(&p, part)
	}
	p.Title = cmp.Or(strings.TrimSpace(description.Title), firstWords(&p), fileName(p.Resources), untitled)
	p.Links = slices.CompactFunc(p.Links, func(a, b search.Link) bool { return a == b })
	return p
}

// unlike keeps one of the parts with the same bytes: the one with a public address, else the first.
func unlike(parts []part) []part {
	var kept []part
	for _, p := range parts {
		i := slices.IndexFunc(kept, func(k part) bool { return k.resource.SHA256 == p.resource.SHA256 })
		switch {
		case i < 0:
			kept = append(kept, p)
		case !isPublic(kept[i].resource.At()) && isPublic(p.resource.At()):
			kept[i] = p
		}
	}
	return kept
}

func isPublic(address string) bool { return strings.Contains(address, "://") }

// addPart adds the resources, pages and links of one part.
func addPart(p *search.Publication, part part) {
	doc, offset := part.read.Document, len(p.Resources)
	given := part.read.Given
	if given != nil && len(given.Resources) > 0 {
		p.Resources = append(p.Resources, given.Resources...)
	} else {
		p.Resources = append(p.Resources, resourceOf(part.resource, doc))
	}
	for i, page := range doc.Pages {
		within := 0
		if given != nil && i < len(given.Pages) && given.Pages[i].Resource < len(p.Resources)-offset {
			within = max(0, given.Pages[i].Resource)
		}
		p.Pages = append(p.Pages, search.Page{Resource: offset + within, Number: page.Number, Label: page.Label, Heading: page.Heading, Text: page.Text()})
	}
	p.Links = append(p.Links, doc.Links...)
	p.Warnings = append(p.Warnings, doc.Warnings...)
	p.Language = cmp.Or(p.Language, doc.Language)
}

func resourceOf(r ledger.Resource, doc document.Document) search.Resource {
	out := search.Resource{
		URL: r.At(), MediaType: r.MediaType, SHA256: r.SHA256, Bytes: r.Bytes, Pages: len(doc.Pages),
		PagesWithoutText: []int{}, Characters: r.Summary.Characters, Reader: doc.Reader,
	}
	if isRecord(&r) {
		out.MediaType = doc.MediaType
	}
	for _, page := range doc.Pages {
		if strings.TrimSpace(page.Text()) == "" {
			out.PagesWithoutText = append(out.PagesWithoutText, page.Number)
		}
	}
	return out
}

// firstWords makes a title from the text, cut at a word.
func firstWords(p *search.Publication) string {
	for _, page := range p.Pages {
		words := []rune(strings.Join(strings.Fields(page.Text), " "))
		if len(words) <= maxTitle {
			if len(words) > 0 {
				return string(words)
			}
			continue
		}
		cut := string(words[:maxTitle])
		if space := strings.LastIndexByte(cut, ' '); space > 0 {
			cut = cut[:space]
		}
		return cut + " …"
	}
	return ""
}

// fileName makes a title from an address, for what has no word of its own.
func fileName(resources []search.Resource) string {
	if len(resources) == 0 {
		return ""
	}
	name := path.Base(resources[0].URL)
	return strings.TrimSuffix(name, path.Ext(name))
}
