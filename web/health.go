package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// livez says that the process answers at all.
func (s *Server) livez(c *gin.Context) { healthy(c) }

// readyz runs a real small search, so that a server without an index, or with a broken one, gets no readers.
func (s *Server) readyz(c *gin.Context) {
	if _, err := s.Search.Search(c.Request.Context(), search.Query{Size: 1}); err != nil {
		visitOf(c.Request.Context()).err = err
		c.Header("Cache-Control", "no-store")
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return
	}
	healthy(c)
}

func healthy(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	c.String(http.StatusOK, "ok\n")
}
