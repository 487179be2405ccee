package web

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"academysearch/search"
)

// atomFeed is a feed of RFC 4287 with the paging of RFC 5005.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// feedTime stands for what has no date: updated may not be missing, and a made-up day would put old things first.
var feedTime = time.Date(1998, time.January, 1, 0, 0, 0, 0, time.UTC) // the year the Academy was founded

// atom answers /search.atom: a page of any search, the newest first where the address names no order.
func (s *Server) atom(c *gin.Context) {
	q, problems := ParseQuery(c.Request.URL.RawQuery)
	if len(problems) > 0 {
		s.fail(c, invalid(problems))
		return
	}
	if q.Sort == defaultSort(q.Text) {
		q.Sort = search.ByNewest
	}
	r, err := s.Search.Search(c.Request.Context(), q)
	if err != nil {
		s.fail(c, err)
		return
	}
	status, err := s.Search.Status(c.Request.Context())
	if err != nil {
		s.fail(c, err)
		return
	}
	sendXML(c, "application/atom+xml; charset=utf-8", newFeed(q, r, status.Created, s.links))
}

func sendXML(c *gin.Context, mediaType string, v any) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		panic(err) // a type of ours that XML cannot say
	}
	c.Data(http.StatusOK, mediaType, b.Bytes())
}

func newFeed(q search.Query, r search.Result, created time.Time, l Links) atomFeed {
	self := l.at("/search.atom", q)
	f := atomFeed{
		ID: permanent("search", EncodeQuery(first(q))), Title: feedTitle(q), Updated: atomTime(created), Author: atomAuthor{publisher},
		Links: []atomLink{{"self", "application/atom+xml", self}, {"alternate", "text/html", l.Search(first(q))}},
	}
	if q.Page > 1 || q.Cursor != "" {
		f.Links = append(f.Links, atomLink{"first", "application/atom+xml", l.at("/search.atom", first(q))})
	}
	if r.Next != "" {
		next := q
		next.Cursor, next.Page = r.Next, 1
		f.Links = append(f.Links, atomLink{"next", "application/atom+xml", l.at("/search.atom", next)})
	}
	for _, h := range r.Hits {
		f.Entries = append(f.Entries, newEntry(h, l))
	}
	return f
}

func feedTitle(q search.Query) string {
	if q.Text == "" {
		return "Academy publications"
	}
	return "Academy publications: " + q.Text
}

// permanent names a feed or an entry for ever, wherever the service runs: a UUID made of its name (RFC 4122, version 5).
func permanent(kind, name string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("academysearch "+kind+" "+name)).URN()
}

func newEntry(h search.Hit, l Links) atomEntry {
	p := h.Publication
	e := atomEntry{
		ID: permanent("publication", p.ID), Title: p.Title, Updated: atomTime(feedTime),
		Links: []atomLink{{"alternate", "text/html", l.Publication(p.ID)}},
	}
	if first, _, ok := p.FacetDate(); ok {
		e.Updated = atomTime(first)
		if citedDate(p) != "" {
			e.Published = atomTime(first)
		}
	}
	if pdf := l.PDF(p); pdf != "" {
		e.Links = append(e.Links, atomLink{"enclosure", pdfType, pdf})
	}
	for _, t := range p.Topics {
		e.Categories = append(e.Categories, atomCategory{t.ID, t.Label})
	}
	if len(h.Passages) > 0 {
		e.Summary = h.Passages[0].Snippet
	}
	return e
}

func atomTime(t time.Time) string {
	if t.IsZero() {
		t = feedTime
	}
	return t.UTC().Format(time.RFC3339)
}
