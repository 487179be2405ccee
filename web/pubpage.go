package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// PublicationPage shows everything known about one publication.
type PublicationPage struct {
	Frame
	ID        string
	Kind      string
	Dates     []string
	Back      string // the search that led here, or ""
	Matches   []PassageCard
	Unlisted  int // matching pages beyond Matches
	Resources []ResourceCard
	Speakers  []PersonCard
	Others    []PersonCard
	Topics    []TopicLine
	Series    []Choice
	DateLines []DateLine
	Warnings  []string
	Outline   []OutlinePart
	Related   []RelatedObject
	Cite      CiteObject
	CSL       string // CSL-JSON
	Downloads []Choice
	Meta      []Field     // Highwire tags, in their order
	JSONLD    template.JS // schema.org Report
}

// ResourceCard is a page or file that carries the publication.
type ResourceCard struct {
	Title, URL, Type string
	Address          string // public, or ""
	Size             string
	Pages            string // "62 of 64 pages searchable"
	Missing          string // the pages without text
	File             string // the copy kept here, beside the public address
}

// PersonCard is somebody whom the publication names.
type PersonCard struct {
	Function, Display, Role, Evidence, URL string
}

// TopicLine is a topic with the words that support it.
type TopicLine struct{ Label, URL, Evidence string }

// DateLine is a date and where it comes from.
type DateLine struct{ What, Date, Source, Confidence, Evidence string }

// OutlinePart lists the pages of one resource.
type OutlinePart struct {
	Title string
	Unit  string // what Pages are: "page" or "section"
	Pages []OutlinePage
}

// OutlinePage is one page or section.
type OutlinePage struct{ Anchor, Name, Heading, URL string }

// publicationPage answers /publications/ID and, by their endings, the citations of it.
func (s *Server) publicationPage(c *gin.Context) {
	id, ending, _ := strings.Cut(c.Param("id"), ".")
	p, err := s.Search.Publication(c.Request.Context(), id)
	var moved *search.MovedError
	switch {
	case errors.As(err, &moved):
		c.Redirect(http.StatusMovedPermanently, withQuery(movedPath(moved.To, ending), c.Request.URL.RawQuery))
	case err != nil:
		s.fail(c, err)
	case ending != "":
		s.citeOne(c, p, ending)
	default:
		s.showPublication(c, p)
	}
}

func movedPath(id, ending string) string {
	path := Links{}.Publication(id)
	if ending != "" {
		path += "." + ending
	}
	return path
}

func (s *Server) showPublication(c *gin.Context, p search.Publication) {
	page := s.newPublicationPage(p)
	page.Related = s.related(c.Request.Context(), p)
	c.Header("Link", strings.Join(signposts(p, s.links), ", "))
	s.addMatches(c.Request.Context(), &page, p, c.Request.URL.RawQuery)
	s.show(c, "publication", page)
}

func (s *Server) newPublicationPage(p search.Publication) PublicationPage {
	page := PublicationPage{
		Frame: s.frame(p.Title), ID: p.ID, Kind: sentence(p.Kind), Dates: dateLines(&p),
		Resources: each(p.Resources, s.newResourceCard), Warnings: p.Warnings,
		Topics:    each(p.Topics, func(t search.Topic) TopicLine { return TopicLine{t.Label, Links{}.Topic(t.ID), t.Evidence} }),
		Series:    each(p.Series, newSeriesLink),
		DateLines: dateProvenance(p), Outline: s.outline(p),
		Downloads: citeLinks(p.ID),
	}
	for _, person := range p.People {
		card := newPersonCard(person)
		if person.Speaker {
			page.Speakers = append(page.Speakers, card)
		} else {
			page.Others = append(page.Others, card)
		}
	}
	o := NewPublicationObject(p, s.links, false)
	csl, _ := json.MarshalIndent([]CSLItem{o.Cite.CSL}, "", "  ") // text and numbers only: it cannot fail
	page.Cite, page.CSL = o.Cite, string(csl)
	page.Canonical, page.Description = s.links.Publication(p.ID), describePublication(p)
	page.Meta, page.JSONLD = highwire(p, s.links), jsonLD(p, s.links)
	return page
}

func newSeriesLink(name string) Choice {
	q := search.Query{Filters: search.Filters{Series: []string{name}}, Sort: search.ByNewest}
	return Choice{Label: name, URL: Links{}.Search(q)}
}

func citeLinks(id string) []Choice {
	base := Links{}.Publication(id)
	return []Choice{{Label: "RIS", URL: base + ".ris"}, {Label: "BibTeX", URL: base + ".bib"}, {Label: "CSL-JSON", URL: base + ".csl.json"}}
}

func describePublication(p search.Publication) string {
	parts := []string{sentence(cmp.Or(p.Kind, "publication")) + " of the " + publisher}
	parts = append(parts, dateLines(&p)...)
	for _, t := range p.Topics {
		parts = append(parts, t.Label)
	}
	return strings.Join(parts, ". ") + "."
}

func (s *Server) newResourceCard(r search.Resource) ResourceCard {
	card := ResourceCard{URL: s.links.address(r), Type: typeName(r.MediaType), Size: bytesText(r.Bytes), Address: publicAddress(r.URL)}
	switch {
	case card.Address != "":
		card.Title = card.Type + " on " + hostOf(card.Address)
	case card.URL != "":
		card.Title = card.Type + ": " + fileName(r.URL)
	default:
		card.Title = card.Type + " without a public address"
	}
	if file := s.links.File(r); file != card.URL {
		card.File = file
	}
	if r.Pages > 0 {
		card.Pages = number(r.Pages-len(r.PagesWithoutText)) + " of " + plural(r.Pages, newOutlinePart(r).Unit) + " searchable"
	}
	card.Missing = pageRanges(r.PagesWithoutText)
	return card
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}

func typeName(mediaType string) string {
	switch mediaType {
	case pdfType:
		return "PDF"
	case "text/html":
		return "Web page"
	case "text/plain":
		return "Text"
	}
	return mediaType
}

// bytesText writes a size in the decimal units of the SI.
func bytesText(n int64) string {
	switch {
	case n >= 1_000_000:
		return strconv.FormatFloat(float64(n)/1_000_000, 'f', 1, 64) + " MB"
	case n >= 1_000:
		return strconv.FormatInt((n+500)/1_000, 10) + " kB"
	case n > 0:
		return strconv.FormatInt(n, 10) + " bytes"
	}
	return ""
}

// pageRanges writes page numbers briefly: "3, 7–9".
func pageRanges(pages []int) string {
	var parts []string
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		part := strconv.Itoa(pages[i])
		if j > i {
			part += "–" + strconv.Itoa(pages[j])
		}
		parts, i = append(parts, part), j+1
	}
	return strings.Join(parts, ", ")
}

func newPersonCard(p search.Person) PersonCard {
	display := strings.TrimSpace(strings.Join(append([]string{p.Title, p.Name}, p.Postnominals...), " "))
	card := PersonCard{Function: functionLabel(p.Function), Display: display, Role: p.Role, Evidence: p.Evidence}
	if p.Speaker {
		card.URL = Links{}.Person(search.PersonID(p.Name))
	}
	return card
}

func dateProvenance(p search.Publication) (lines []DateLine) {
	if d := p.Published; d != nil {
		lines = append(lines, DateLine{"Published", dateText(d.Value, ""), sourceName(d.Source), string(d.Confidence), d.Evidence})
	}
	for _, e := range p.Events {
		lines = append(lines, DateLine{"Held", dateText(e.Start, e.End), sourceName(e.Source), string(e.Confidence), e.Evidence})
	}
	return lines
}

// outline lists the pages with their headings, by resource.
func (s *Server) outline(p search.Publication) (parts []OutlinePart) {
	at := -1
	for _, g := range p.Pages {
		if g.Resource < 0 || g.Resource >= len(p.Resources) {
			continue
		}
		r := p.Resources[g.Resource]
		if g.Resource != at {
			at = g.Resource
			parts = append(parts, newOutlinePart(r))
		}
		part := &parts[len(parts)-1]
		part.Pages = append(part.Pages, s.outlinePage(r, g))
	}
	return parts
}

func newOutlinePart(r search.Resource) OutlinePart {
	if r.MediaType == pdfType {
		return OutlinePart{Title: "Pages of the PDF", Unit: "page"}
	}
	return OutlinePart{Title: "Sections of the " + strings.ToLower(typeName(r.MediaType)), Unit: "section"}
}

func (s *Server) outlinePage(r search.Resource, g search.Page) OutlinePage {
	o := OutlinePage{Anchor: pageAnchor(g.Resource, g.Number), Name: "Section " + strconv.Itoa(g.Number), Heading: g.Heading}
	address := s.links.Resource(r)
	if r.MediaType == pdfType {
		o.Name = pageText(g.Number, r.Pages, g.Label)
		if address != "" {
			o.URL = address + "#page=" + strconv.Itoa(g.Number)
		}
		return o
	}
	if address != "" {
		o.URL = address + textFragment(search.Passage{Snippet: g.Heading})
	}
	return o
}

// mostMatches is how many matching pages of one publication are listed.
const mostMatches = 50

// addMatches runs the search that led here once more and lists every passage of this publication. Where it is not among those
// results (the index has changed, or the address was made up) nothing is added.
func (s *Server) addMatches(ctx context.Context, page *PublicationPage, p search.Publication, raw string) {
	q, _ := ParseQuery(raw)
	if q.Text == "" {
		return
	}
	page.Q, page.Back, page.NoIndex = q.Text, Links{}.Search(q), true
	q.Passages = mostMatches
	r, err := s.Search.Search(ctx, q)
	i := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return h.Publication.ID == p.ID })
	if err != nil || i < 0 {
		return
	}
	h := r.Hits[i]
	page.Matches = each(h.Passages, func(g search.Passage) PassageCard { return newPassageCard(h.Publication, g, s.links) })
	page.Unlisted = max(0, h.PagesMatched-len(h.Passages))
}
