package web

import (
	"fmt"
	"strconv"

	"academysearch/search"
)

// shownSpeakers is how many speakers a result names.
const shownSpeakers = 4

// HitCard is one publication in a list of results.
type HitCard struct {
	ID, Title, URL string
	Kind           string
	Dates          []string // "Published June 2018", "Held 6 September 2017"
	Speakers       []PersonLink
	MoreSpeakers   int
	Topics         []Choice
	Passages       []PassageCard
	PagesMatched   int
	MorePages      bool
	AllPages       string // where all matching pages are listed
	PDF            string
}

// PersonLink names a person and what they do.
type PersonLink struct{ Function, Name, URL string }

// PassageCard is a passage of a result.
type PassageCard struct {
	Where string // "p. 12 of 64", or the heading of a section
	About string // what the link opens, for those who hear it alone
	URL   string
	Parts []Part
}

func newHitCard(h search.Hit, q search.Query, l Links) HitCard {
	p := h.Publication
	local := Links{}
	card := HitCard{
		ID: p.ID, Title: p.Title, URL: local.Publication(p.ID), Kind: sentence(p.Kind), Dates: dateLines(p),
		Topics:       each(p.Topics, func(t search.Topic) Choice { return Choice{Label: t.Label, URL: local.Topic(t.ID)} }),
		Passages:     each(h.Passages, func(g search.Passage) PassageCard { return newPassageCard(p, g, l) }),
		PagesMatched: h.PagesMatched, MorePages: h.PagesMatched > len(h.Passages) && len(h.Passages) > 0, PDF: l.PDF(p),
	}
	// The same search, so that the publication's page can list every page that matches.
	card.AllPages = local.at("/publications/"+p.ID, q) + "#matches"
	if q.Text != "" {
		card.URL = local.at("/publications/"+p.ID, q)
	}
	for i, s := range h.Speakers {
		if i < shownSpeakers {
			card.Speakers = append(card.Speakers, PersonLink{functionLabel(s.Function), s.Display, local.Person(s.ID)})
		}
	}
	card.MoreSpeakers = len(h.Speakers) - len(card.Speakers)
	return card
}

func functionLabel(f search.Function) string {
	switch f {
	case search.CoChair:
		return "Co-chair"
	case search.Quoted:
		return "Quoted"
	}
	return sentence(string(f))
}

// dateLines tell published and held apart, each as precise as it is known.
func dateLines(p *search.Publication) (lines []string) {
	if d := p.Published; d != nil {
		line := "Published " + dateText(d.Value, "")
		if d.Confidence == search.Low {
			line = "Perhaps published " + dateText(d.Value, "") + ", going by " + sourceName(d.Source)
		}
		lines = append(lines, line)
	}
	if len(p.Events) > 0 {
		lines = append(lines, "Held "+dateText(p.Events[0].Start, p.Events[0].End))
	}
	if len(lines) == 0 {
		return []string{"Undated"}
	}
	return lines
}

// sourceName says in words where a date stands.
func sourceName(source string) string {
	names := map[string]string{
		"catalogue": "the catalogue", "json-ld": "the page’s metadata", "meta": "the page’s metadata", "time": "the page’s date",
		"text": "the text", "embargo": "the embargo line", "cover": "the cover", "pdf-info": "the PDF’s properties",
		"last-modified": "the time of the file", "sitemap": "the sitemap",
	}
	if name, ok := names[source]; ok {
		return name
	}
	return source
}

func newPassageCard(p *search.Publication, g search.Passage, l Links) PassageCard {
	card := PassageCard{URL: l.Passage(p, g), Parts: dotted(marks(g.Snippet, g.Highlights)), Where: sectionText(p, g.Heading)}
	if g.Resource < 0 || g.Resource >= len(p.Resources) {
		return card
	}
	if r := p.Resources[g.Resource]; r.MediaType == pdfType {
		card.Where = pageText(g.Page, r.Pages, g.Label)
		card.About = " in the PDF of " + p.Title
	} else {
		card.About = " of " + p.Title
	}
	return card
}

// sectionText says which section of a page of the web; its first one stands under the title itself.
func sectionText(p *search.Publication, heading string) string {
	if heading == "" || heading == p.Title {
		return "Web page"
	}
	return "Web page: " + heading
}

// pageText says which page: by its place in the file and, where the printed number differs, by that too.
func pageText(page, pages int, label string) string {
	text := fmt.Sprintf("p. %d of %d", page, max(page, pages))
	if label != "" && label != strconv.Itoa(page) {
		text += " (printed " + label + ")"
	}
	return text
}
