package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Frame is what every page needs around its content.
type Frame struct {
	Title       string // of the page, without the name of the service
	Description string
	Canonical   string // absolute where the service has a public address
	Feed        string // Atom of the search that is shown, or ""
	NoIndex     bool   // keep search engines from facet permutations
	Q           string // what stands in the search box
	Style       string // addresses of the assets
	Script      string
	Icon        string
}

// templates are the pages by name, each parsed together with the frame and the pieces.
type templates struct{ pages map[string]*template.Template }

func parseTemplates() (*templates, error) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	t := &templates{pages: map[string]*template.Template{}}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		page, err := template.New("").Funcs(template.FuncMap{"plural": plural, "number": number, "datefield": namedField}).
			ParseFS(templateFiles, "templates/_*.html", name)
		if err != nil {
			return nil, err
		}
		t.pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return t, nil
}

// render makes the page before anything is sent, so that a fault is an error page and not half a page.
func (t *templates) render(name string, data any) ([]byte, error) {
	page, ok := t.pages[name]
	if !ok {
		return nil, fmt.Errorf("no template %q", name)
	}
	var b bytes.Buffer
	err := page.ExecuteTemplate(&b, "page", data)
	return b.Bytes(), err
}

// show sends a page.
func (s *Server) show(c *gin.Context, name string, data any) {
	body, err := s.pages.render(name, data)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", body)
}

func (s *Server) frame(title string) Frame {
	return Frame{Title: title, Style: s.assets.at("app.css"), Script: s.assets.at("page.js"), Icon: s.assets.at("icon.svg")}
}

// ErrorPage tells a person what went wrong.
type ErrorPage struct {
	Frame
	Status    int
	Detail    string
	RequestID string
}

func (s *Server) errorPage(c *gin.Context, status int) { s.writeErrorPage(c.Writer, c.Request, status) }

// writeErrorPage must not fail: it is what is shown when everything else did.
func (s *Server) writeErrorPage(w http.ResponseWriter, r *http.Request, status int) {
	told := failures[status]
	page := ErrorPage{Frame: s.frame(told.title), Status: status, Detail: told.detail, RequestID: visitOf(r.Context()).id}
	page.NoIndex = true
	body, err := s.pages.render("error", page)
	if err != nil {
		body = []byte(template.HTMLEscapeString(told.title + ". " + told.detail))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// NamedField is a DateField with its name and label.
type NamedField struct {
	Name, Label string
	DateField
}

func namedField(name, label string, f DateField) NamedField { return NamedField{name, label, f} }

// plural writes a number with its noun: "1 publication", "1,204 publications".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// number groups thousands as British readers expect.
func number(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
