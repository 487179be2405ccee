package web

import (
	"context"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// HelpPage tells how to search, with examples from the index.
type HelpPage struct {
	Frame
	Topics []Choice
	People []Choice
	Status search.Status
	Words  int // code points that a search reads
	Export int // publications that an export holds
}

func (s *Server) helpPage(c *gin.Context) {
	status, err := s.Search.Status(c.Request.Context())
	if err != nil {
		s.fail(c, err)
		return
	}
	page := HelpPage{Frame: s.frame("How searching works"), Status: status, Words: search.MaxTextLength, Export: maxExport}
	page.Canonical = s.links.Base + "/help"
	page.Topics, page.People = s.examples(c.Request.Context())
	s.show(c, "help", page)
}

// examples are the topics and speakers with the most publications. They are an extra: without an answer there are none.
func (s *Server) examples(ctx context.Context) (topics, people []Choice) {
	const most = 5
	r, err := s.Search.Search(ctx, search.Query{Size: 1})
	if err != nil {
		return nil, nil
	}
	for _, v := range r.Facets.Topic[:min(len(r.Facets.Topic), most)] {
		topics = append(topics, Choice{Label: v.Label, URL: Links{}.Topic(v.Value)})
	}
	for _, v := range r.Facets.Speaker[:min(len(r.Facets.Speaker), most)] {
		people = append(people, Choice{Label: v.Label, URL: Links{}.Person(v.Value)})
	}
	return topics, people
}

// AccessibilityPage is the statement that British public bodies publish
// (https://www.legislation.gov.uk/uksi/2018/952), in the voice of whoever runs the service.
type AccessibilityPage struct {
	Frame
	Contact string
}

func (s *Server) accessibilityPage(c *gin.Context) {
	page := AccessibilityPage{Frame: s.frame("Accessibility"), Contact: s.Contact}
	page.Canonical = s.links.Base + "/accessibility"
	s.show(c, "accessibility", page)
}

// EmbedPage shows the element for other sites, with the lines to copy.
type EmbedPage struct {
	Frame
	Base      string // of the service
	Script    string // address of the script that never changes
	Integrity string
	Code      string
}

func (s *Server) embedPage(c *gin.Context) {
	base := s.links.Base
	if base == "" {
		base = "https://search.example"
	}
	page := EmbedPage{
		Frame: s.frame("Put this search on your site"), Base: base,
		Script: "/embed." + s.assets.embedHash + ".js", Integrity: s.assets.integrity,
	}
	page.Canonical = s.links.Base + "/embed"
	page.Code = embedCode(base, page.Script, page.Integrity)
	s.show(c, "embed", page)
}

// embedCode is what another site copies: the element with the form that works without script, and the script.
func embedCode(base, script, integrity string) string {
	return `<script type="module" src="` + base + script + `"
  integrity="` + integrity + `"
  crossorigin="anonymous"></script>

<academy-search src="` + base + `" placeholder="Search reports">
  <form action="` + base + `/search">
    <label>Search the Academy’s publications <input name="q"></label>
    <button>Search</button>
  </form>
</academy-search>`
}
