package web

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// maxExport bounds the publications of one export; more are reached by narrower searches.
const maxExport = 10_000

// exporter writes publications in one form.
type exporter struct {
	mediaType string
	write     func(w io.Writer, l Links, hits hits) error
}

// hits is a walk over results; its first error ends it.
type hits func(yield func(search.Hit, error) bool)

// exporters are the forms, by the ending of the address.
func exporters() map[string]exporter {
	return map[string]exporter{
		"ris":      {"application/x-research-info-systems; charset=utf-8", writeRIS},
		"bib":      {"application/x-bibtex; charset=utf-8", writeBibTeX},
		"csl.json": {"application/vnd.citationstyles.csl+json", writeCSL},
		"csv":      {"text/csv; charset=utf-8", writeCSV},
	}
}

func writeRIS(w io.Writer, l Links, all hits) error {
	return eachHit(all, func(h search.Hit) error {
		_, err := io.WriteString(w, RIS(*h.Publication, l)+"\r\n")
		return err
	})
}

func writeBibTeX(w io.Writer, l Links, all hits) error {
	return eachHit(all, func(h search.Hit) error {
		_, err := io.WriteString(w, BibTeX(*h.Publication, l)+"\n")
		return err
	})
}

func writeCSL(w io.Writer, l Links, all hits) error {
	before := "["
	err := eachHit(all, func(h search.Hit) error {
		body, err := json.Marshal(CSL(*h.Publication, l))
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, before+"\n"+string(body))
		before = ","
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, strings.TrimSuffix(before, ",")+"\n]\n")
	return err
}

func writeCSV(w io.Writer, l Links, all hits) error {
	c := csv.NewWriter(w)
	head := []string{"id", "title", "kind", "published", "event_start", "event_end", "series", "speakers", "topics", "url", "source_url", "pdf_url", "pages_matched"}
	if err := c.Write(head); err != nil {
		return err
	}
	err := eachHit(all, func(h search.Hit) error { return c.Write(each(csvRow(h, l), inert)) })
	c.Flush()
	if err != nil {
		return err
	}
	return c.Error()
}

func csvRow(h search.Hit, l Links) []string {
	p := h.Publication
	var start, end string
	if len(p.Events) > 0 {
		start, end = p.Events[0].Start, p.Events[0].End
	}
	speakers := each(h.Speakers, func(s search.SpeakerRef) string { return s.Display })
	topics := each(p.Topics, func(t search.Topic) string { return t.Label })
	return []string{
		p.ID, p.Title, p.Kind, citedDate(p), start, end, strings.Join(p.Series, "; "), strings.Join(speakers, "; "), strings.Join(topics, "; "),
		l.Publication(p.ID), l.Source(p), l.PDF(p), strconv.Itoa(h.PagesMatched),
	}
}

// inert keeps a spreadsheet from running a value as a formula.
func inert(v string) string {
	if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
		return "'" + v
	}
	return v
}

func eachHit(all hits, do func(search.Hit) error) error {
	n := 0
	for h, err := range all {
		if err != nil {
			return err
		}
		if err := do(h); err != nil {
			return err
		}
		if n++; n >= maxExport {
			return nil
		}
	}
	return nil
}

// export answers /search.ENDING: every publication that a search finds, streamed.
func (s *Server) export(ending string) gin.HandlerFunc {
	form := exporters()[ending]
	return func(c *gin.Context) {
		q, problems := ParseQuery(c.Request.URL.RawQuery)
		if len(problems) > 0 {
			s.fail(c, invalid(problems))
			return
		}
		ctx := c.Request.Context()
		// The first page is fetched before anything is sent, so that a search that fails says so.
		if _, err := s.Search.Search(ctx, search.Query{Clause: q.Clause, Text: q.Text, Filters: q.Filters, Exact: q.Exact, Size: 1}); err != nil {
			s.fail(c, err)
			return
		}
		attach(c, form, "publications."+ending)
		s.stream(ctx, c.Writer, form, q)
	}
}

// stream writes all results. An error after the first byte cuts the answer off, which the reader's program can see.
func (s *Server) stream(ctx context.Context, w http.ResponseWriter, form exporter, q search.Query) {
	out := bufio.NewWriterSize(patient{w}, 32<<10)
	err := form.write(out, s.links, hits(everyHit(ctx, s.Search, q)))
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		visitOf(ctx).err = err
		panic(http.ErrAbortHandler)
	}
}

func attach(c *gin.Context, form exporter, name string) {
	c.Header("Content-Type", form.mediaType)
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Header("X-Robots-Tag", "noindex")
}

// citeOne answers /publications/ID.ENDING.
func (s *Server) citeOne(c *gin.Context, p search.Publication, ending string) {
	form, ok := exporters()[ending]
	if !ok || ending == "csv" {
		s.fail(c, search.ErrNotFound)
		return
	}
	var b strings.Builder
	one := func(yield func(search.Hit, error) bool) { yield(search.Hit{Publication: &p}, nil) }
	if err := form.write(&b, s.links, one); err != nil {
		s.fail(c, err)
		return
	}
	attach(c, form, p.ID+"."+ending)
	c.String(http.StatusOK, "%s", b.String())
}
