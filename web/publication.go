package web

import "academysearch/search"

// PublicationObject is the public form of a search.Publication. Lists are never null.
type PublicationObject struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	URL       string           `json:"url" doc:"Page of the publication in this service."`
	SourceURL *string          `json:"source_url" doc:"Its own public page, where it has one."`
	Kind      string           `json:"kind"`
	Language  string           `json:"language"`
	Series    []string         `json:"series"`
	Published *search.Date     `json:"published"`
	Events    []search.Event   `json:"events"`
	People    []PersonObject   `json:"people"`
	Topics    []search.Topic   `json:"topics"`
	Resources []ResourceObject `json:"resources"`
	Pages     []PageObject     `json:"pages"`
	Links     []search.Link    `json:"links"`
	Warnings  []string         `json:"warnings"`
	FormerIDs []string         `json:"former_ids"`
	Cite      CiteObject       `json:"cite"`
	Related   []RelatedObject  `json:"related" doc:"Publications that it links to."`
}

// PersonObject is somebody whom a publication names.
type PersonObject struct {
	ID string `json:"id" doc:"Key of the person across publications, as speaker takes it."`
	search.Person
}

// ResourceObject is a page or file that carries a publication.
type ResourceObject struct {
	URL              string  `json:"url" doc:"Public address, or that of the original kept here, or empty."`
	FileURL          *string `json:"file_url" doc:"The original kept here, where it is offered."`
	MediaType        string  `json:"media_type"`
	SHA256           string  `json:"sha256"`
	Bytes            int64   `json:"bytes"`
	Pages            int     `json:"pages"`
	PagesWithoutText []int   `json:"pages_without_text"`
	Characters       int     `json:"characters"`
	Reader           string  `json:"reader"`
}

// PageObject is a page of a PDF or a section of an HTML page.
type PageObject struct {
	Resource int     `json:"resource" doc:"Index into resources."`
	Number   int     `json:"number"`
	Label    string  `json:"label"`
	Heading  string  `json:"heading"`
	Text     *string `json:"text,omitempty" doc:"With text=1 only."`
}

// CiteObject cites a publication in four forms.
type CiteObject struct {
	RIS  string  `json:"ris"`
	Bib  string  `json:"bib" doc:"BibTeX."`
	CSL  CSLItem `json:"csl" doc:"An item of CSL-JSON."`
	Text string  `json:"text" doc:"One plain sentence."`
}

// RelatedObject names another publication of the index.
type RelatedObject struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

// NewPublicationObject renders p with the addresses of l, with the text of its pages if text is set. Related is left empty.
func NewPublicationObject(p search.Publication, l Links, text bool) PublicationObject {
	return PublicationObject{
		ID: p.ID, Title: p.Title, URL: l.Publication(p.ID), SourceURL: maybe(l.Source(&p)), Kind: p.Kind, Language: p.Language,
		Series: some(p.Series), Published: p.Published, Events: some(p.Events),
		People:    each(p.People, newPerson),
		Topics:    some(p.Topics),
		Resources: each(p.Resources, func(r search.Resource) ResourceObject { return newResource(r, l) }),
		Pages:     each(p.Pages, func(g search.Page) PageObject { return newPage(g, text) }),
		Links:     publicLinks(p.Links), Warnings: some(p.Warnings), FormerIDs: some(p.FormerIDs),
		Cite: CiteObject{RIS: RIS(p, l), Bib: BibTeX(p, l), CSL: CSL(p, l), Text: Citation(p, l)}, Related: []RelatedObject{},
	}
}

func newPerson(p search.Person) PersonObject {
	p.Postnominals = some(p.Postnominals)
	return PersonObject{search.PersonID(p.Name), p}
}

func newResource(r search.Resource, l Links) ResourceObject {
	return ResourceObject{
		URL: l.address(r), FileURL: maybe(l.File(r)), MediaType: r.MediaType, SHA256: r.SHA256, Bytes: r.Bytes, Pages: r.Pages,
		PagesWithoutText: some(r.PagesWithoutText), Characters: r.Characters, Reader: r.Reader,
	}
}

// address names r: by its public address where it has one, even where a copy is offered here.
func (l Links) address(r search.Resource) string {
	if address := publicAddress(r.URL); address != "" {
		return address
	}
	return l.File(r)
}

func newPage(g search.Page, text bool) PageObject {
	o := PageObject{Resource: g.Resource, Number: g.Number, Label: g.Label, Heading: g.Heading}
	if text {
		o.Text = &g.Text
	}
	return o
}

// publicLinks keeps the links to the web: others could name paths of the machine that indexed the page.
func publicLinks(links []search.Link) []search.Link {
	kept := []search.Link{}
	for _, k := range links {
		if publicAddress(k.URL) != "" {
			kept = append(kept, k)
		}
	}
	return kept
}
