package web

import (
	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// personPage answers /people/ID: the publications in which a person speaks, as a search.
func (s *Server) personPage(c *gin.Context) {
	id := c.Param("id")
	s.namedPage(c, s.links.Person(id), func(all *contents) string { return all.people[id] },
		func(f *search.Filters) { f.Speakers = []string{id} })
}

// topicPage answers /topics/ID: the publications about a topic, as a search.
func (s *Server) topicPage(c *gin.Context) {
	id := c.Param("id")
	s.namedPage(c, s.links.Topic(id), func(all *contents) string { return all.topics[id] },
		func(f *search.Filters) { f.Topics = []string{id} })
}

// namedPage shows the search with one filter under the name that it stands for. What no publication of the index names has no page.
func (s *Server) namedPage(c *gin.Context, canonical string, name func(*contents) string, narrow func(*search.Filters)) {
	all, err := s.catalog.contents(c.Request.Context())
	if err != nil {
		s.fail(c, err)
		return
	}
	heading := name(all)
	if heading == "" {
		s.fail(c, search.ErrNotFound)
		return
	}
	q := search.Query{Page: 1, Size: search.DefaultSize, Sort: search.ByNewest}
	narrow(&q.Filters)
	s.showSearch(c, searchView{q: q, heading: heading, canonical: canonical})
}
