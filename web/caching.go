package web

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// revalidate answers 304 where the reader holds what this generation of the index (and this build) would say again. The tag is
// taken before the search, so an answer can be newer than its tag but never older.
func (s *Server) revalidate(c *gin.Context) {
	status, err := s.Search.Status(c.Request.Context())
	if err != nil {
		c.Next() // the handler meets the same error and tells it better
		return
	}
	tag := s.tag(status.Generation, c.Request)
	c.Header("ETag", tag)
	c.Header("Cache-Control", "no-cache")
	if holds(c.Request.Header.Values("If-None-Match"), tag) {
		c.AbortWithStatus(http.StatusNotModified)
	}
}

func (s *Server) tag(generation string, r *http.Request) string {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s\x00%s\x00%s", s.build, r.URL.Path, r.URL.RawQuery) // a hash never fails to write
	return `W/"` + strings.Map(tagRune, generation) + "-" + strconv.FormatUint(h.Sum64(), 36) + `"`
}

// tagRune keeps what may stand in an entity tag (RFC 9110, 8.8.3).
func tagRune(r rune) rune {
	if r <= 0x20 || r >= 0x7f || r == '"' || r == ',' {
		return '_'
	}
	return r
}

// holds compares weakly (RFC 9110, 13.1.2).
func holds(lines []string, tag string) bool {
	for _, line := range lines {
		for _, held := range strings.Split(line, ",") {
			held = strings.TrimSpace(held)
			if held == "*" || strings.TrimPrefix(held, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
