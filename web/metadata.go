package web

import (
	"encoding/json"
	"html/template"
	"strings"

	"academysearch/search"
)

// highwire are the tags by which Google Scholar and Zotero know a report (https://scholar.google.com/intl/en/scholar/inclusion.html).
func highwire(p search.Publication, l Links) (tags []Field) {
	add := func(name, value string) {
		if value = oneLine(value); value != "" {
			tags = append(tags, Field{"citation_" + name, value})
		}
	}
	add("title", p.Title)
	for _, a := range authors(p) {
		add("author", invertedName(a))
	}
	if len(authors(p)) == 0 {
		add("author", publisher)
	}
	add("publication_date", strings.ReplaceAll(citedDate(&p), "-", "/"))
	add("technical_report_institution", publisher)
	add("technical_report_number", p.ID)
	add("language", p.Language)
	add("pdf_url", absolute(l.PDF(&p)))
	add("abstract_html_url", absolute(l.Publication(p.ID)))
	for _, t := range p.Topics {
		add("keywords", t.Label)
	}
	return tags
}

// ldThing is a thing of schema.org; fields without a value are left out.
type ldThing struct {
	Context       string    `json:"@context,omitempty"`
	Type          string    `json:"@type"`
	ID            string    `json:"@id,omitempty"`
	Name          string    `json:"name,omitempty"`
	Headline      string    `json:"headline,omitempty"`
	URL           string    `json:"url,omitempty"`
	ReportNumber  string    `json:"reportNumber,omitempty"`
	Genre         string    `json:"genre,omitempty"`
	InLanguage    string    `json:"inLanguage,omitempty"`
	DatePublished string    `json:"datePublished,omitempty"`
	Prefix        string    `json:"honorificPrefix,omitempty"`
	Suffix        string    `json:"honorificSuffix,omitempty"`
	ContentURL    string    `json:"contentUrl,omitempty"`
	Format        string    `json:"encodingFormat,omitempty"`
	Publisher     *ldThing  `json:"publisher,omitempty"`
	Author        []ldThing `json:"author,omitempty"`
	Contributor   []ldThing `json:"contributor,omitempty"`
	About         []ldThing `json:"about,omitempty"`
	Encoding      []ldThing `json:"encoding,omitempty"`
	IsBasedOn     []string  `json:"isBasedOn,omitempty"`
}

// jsonLD describes p as a Report of schema.org.
func jsonLD(p search.Publication, l Links) template.JS {
	body := ldThing{Type: "Organization", Name: publisher}
	thing := ldThing{
		Context: "https://schema.org", Type: "Report", ID: absolute(l.Publication(p.ID)), Name: p.Title, Headline: p.Title,
		URL: absolute(l.Publication(p.ID)), ReportNumber: p.ID, Genre: p.Kind, InLanguage: p.Language, DatePublished: citedDate(&p),
		Publisher: &body,
		About:     each(p.Topics, func(t search.Topic) ldThing { return ldThing{Type: "Thing", Name: t.Label} }),
	}
	for _, person := range p.People {
		switch {
		case person.Function == search.Author:
			thing.Author = append(thing.Author, ldPerson(person))
		case person.Speaker:
			thing.Contributor = append(thing.Contributor, ldPerson(person))
		}
	}
	if len(thing.Author) == 0 {
		thing.Author = []ldThing{body}
	}
	for _, r := range p.Resources {
		address := absolute(l.Resource(r))
		switch {
		case address == "":
		case r.MediaType == pdfType:
			thing.Encoding = append(thing.Encoding, ldThing{Type: "MediaObject", ContentURL: address, Format: r.MediaType})
		default:
			thing.IsBasedOn = append(thing.IsBasedOn, address)
		}
	}
	// json.Marshal escapes "<", ">" and "&", so nothing in a title can end the script element.
	out, err := json.Marshal(thing)
	if err != nil {
		return "{}"
	}
	return template.JS(out) //nolint:gosec // see above
}

func ldPerson(p search.Person) ldThing {
	return ldThing{Type: "Person", Name: p.Name, Prefix: p.Title, Suffix: strings.Join(p.Postnominals, " ")}
}

// signposts are the typed links of a record for machines that follow them (https://signposting.org/FAIR/).
func signposts(p search.Publication, l Links) []string {
	page := l.Publication(p.ID)
	link := func(to, rel, mediaType string) string {
		if mediaType == "" {
			return "<" + to + `>; rel="` + rel + `"`
		}
		return "<" + to + `>; rel="` + rel + `"; type="` + mediaType + `"`
	}
	list := []string{
		link(page, "cite-as", ""), link("https://schema.org/Report", "type", ""),
		link(page+".ris", "describedby", "application/x-research-info-systems"),
		link(page+".bib", "describedby", "application/x-bibtex"),
		link(page+".csl.json", "describedby", "application/vnd.citationstyles.csl+json"),
	}
	for _, r := range p.Resources {
		if address := l.Resource(r); address != "" && len(list) < mostSignposts {
			list = append(list, link(address, "item", r.MediaType))
		}
	}
	return list
}

// mostSignposts bounds a header that names every resource.
const mostSignposts = 20

// siteLD describes the service with its search, for those who show a search box for it.
func siteLD(l Links) template.JS {
	if l.Base == "" {
		return ""
	}
	out, err := json.Marshal(map[string]any{
		"@context": "https://schema.org", "@type": "WebSite", "name": "Academy publications", "url": l.Base + "/",
		"potentialAction": map[string]string{"@type": "SearchAction", "target": l.Base + "/search?q={search_term_string}", "query-input": "required name=search_term_string"},
	})
	if err != nil {
		return ""
	}
	return template.JS(out) //nolint:gosec // json.Marshal escapes "<", ">" and "&"
}
