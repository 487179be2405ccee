package indexer

import (
	"encoding/json"
	"net/url"
	"strings"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// maxRelated bounds the links of an article that grouping looks at.
const maxRelated = 100

// summarise takes from a document what grouping needs to know of it.
func (v *visit) summarise(read *ledger.Read) ledger.Summary {
	doc := read.Document
	s := ledger.Summary{Version: v.Describe.Version(), Canonical: doc.Canonical, Pages: len(doc.Pages), ImageOnly: doc.ImageOnly}
	for _, page := range doc.Pages {
		characters := len([]rune(page.Text()))
		s.Characters += characters
		if characters == 0 {
			s.Textless++
		}
	}
	s.Downloads, s.Related = linksOf(doc.Links)
	d := v.describe([]*ledger.Read{read}, [][]document.Hint{v.resource.Hints})
	s.Title, s.Published, s.Events = d.Title, d.Published, d.Events
	if read.Given != nil {
		s.RecordID = read.Given.ID
	}
	return s
}

// linksOf keeps the links that say what belongs together.
func linksOf(links []search.Link) (downloads []ledger.Download, related []string) {
	seen := map[string]bool{}
	for _, link := range links {
		if seen[link.URL] {
			continue
		}
		switch link.Relation {
		case search.Download:
			seen[link.URL] = true
			downloads = append(downloads, ledger.Download{Address: link.URL, Text: link.Text})
		case search.Related:
			if len(related) < maxRelated {
				seen[link.URL] = true
				related = append(related, link.URL)
			}
		}
	}
	return downloads, related
}

// belowSource turns links into the folder that a page lies in back into paths below the source.
func belowSource(doc *document.Document) {
	for i := range doc.Links {
		doc.Links[i].URL = pathBelow(doc.Links[i].URL)
	}
	if doc.Canonical = pathBelow(doc.Canonical); !strings.Contains(doc.Canonical, "://") {
		doc.Canonical = "" // a relative canonical link of a saved page names no public address
	}
}

func pathBelow(address string) string {
	rest, below := strings.CutPrefix(address, source.FolderBase)
	if !below {
		return address
	}
	if name, err := url.PathUnescape(rest); err == nil {
		return name
	}
	return rest
}

// publicationInputs is all of a resource that its publication is made of. Two that are equal make the same publication.
func publicationInputs(r *ledger.Resource) string {
	inputs, err := json.Marshal([]any{r.Source, r.Key, r.At(), r.Aliases, r.Hints, r.MediaType, r.SHA256, r.Document, r.Summary})
	if err != nil {
		return "" // never: all of it was read from JSON or goes there
	}
	return string(inputs)
}
