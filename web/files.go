package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// filePolicy lets a PDF do nothing but be shown.
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'; sandbox"

// fileTime is the most time that one stretch of a file may take to reach a reader.
const fileTime = 2 * time.Minute

// file sends an original that an indexed publication offers, with ranges. Its address holds the hash of its bytes, so it never
// changes; the name in the address is for readers only.
func (s *Server) file(c *gin.Context) {
	name, ok := s.offered(c.Request.Context(), c.Param("sha256"))
	if !ok {
		s.fail(c, search.ErrNotFound)
		return
	}
	f, _, err := s.Originals.Open(c.Request.Context(), c.Param("sha256"))
	if err != nil {
		s.fail(c, err)
		return
	}
	defer f.Close()
	if err := startsAsPDF(f); err != nil {
		s.fail(c, err)
		return
	}
	fileHeaders(c, name)
	http.ServeContent(patient{c.Writer}, c.Request, "", time.Time{}, f)
}

// offered says under which name the file with this hash is offered. What is in the store but in no publication (a page, a file that
// was withdrawn) is not.
func (s *Server) offered(ctx context.Context, sha256 string) (name string, ok bool) {
	if s.Originals == nil || !isSHA256(sha256) {
		return "", false
	}
	contents, err := s.catalog.contents(ctx)
	if err != nil {
		return "", false
	}
	r, ok := contents.pdfs[sha256]
	return fileName(r.URL), ok && s.links.File(r) != ""
}

func startsAsPDF(f io.ReadSeeker) error {
	head := make([]byte, len("%PDF-"))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != "%PDF-" {
		return search.ErrNotFound
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}

func fileHeaders(c *gin.Context, name string) {
	c.Header("Content-Type", pdfType)
	c.Header("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
	c.Header("Content-Security-Policy", filePolicy)
	c.Header("Cross-Origin-Resource-Policy", "same-origin")
	c.Header("ETag", `"`+c.Param("sha256")+`"`)
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
}

// patient extends the time to write with each stretch, so that a slow reader gets a large file but a dead one is cut off.
type patient struct{ http.ResponseWriter }

// Write gives the reader fileTime for this stretch.
func (p patient) Write(b []byte) (int, error) {
	// Where the writer knows no deadlines (in tests) there is none to extend.
	_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(time.Now().Add(fileTime))
	return p.ResponseWriter.Write(b)
}
