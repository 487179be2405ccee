package web

import (
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// openSearch is a description document of OpenSearch 1.1 draft 6, by which browsers add the search to theirs.
type openSearch struct {
	XMLName     xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string          `xml:"ShortName"` // 16 characters at most
	Description string          `xml:"Description"`
	Encoding    string          `xml:"InputEncoding"`
	Image       string          `xml:"Image"`
	URLs        []openSearchURL `xml:"Url"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}

func (s *Server) openSearch(c *gin.Context) {
	base := s.links.Base
	sendXML(c, "application/opensearchdescription+xml; charset=utf-8", openSearch{
		ShortName: "Academy", Description: "Publications of the Academy of Medical Sciences", Encoding: "UTF-8", Image: base + s.assets.at("icon.svg"),
		URLs: []openSearchURL{
			{"text/html", "results", base + "/search?q={searchTerms}"},
			{"application/atom+xml", "results", base + "/search.atom?q={searchTerms}"},
			{"application/x-suggestions+json", "suggestions", base + "/suggest.json?q={searchTerms}"},
			{"application/opensearchdescription+xml", "self", base + "/opensearch.xml"},
		},
	})
}

// browserSuggestions answers in the form that browsers read (OpenSearch Suggestions): [text, [completions]].
func (s *Server) browserSuggestions(c *gin.Context) {
	q, problems := parseSuggest(c.Request.URL.RawQuery)
	if len(problems) > 0 {
		s.fail(c, invalid(problems))
		return
	}
	list, err := s.Search.Suggest(c.Request.Context(), q)
	if err != nil {
		s.fail(c, err)
		return
	}
	labels := []string{}
	for _, v := range list {
		labels = append(labels, v.Label)
	}
	body, err := marshal([]any{q.Text, labels})
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Cache-Control", "public, max-age=60")
	c.Data(http.StatusOK, "application/x-suggestions+json", body)
}

// robots keeps crawlers (RFC 9309) off the permutations of filters, which are without end and say nothing new. Pages of
// publications, people and topics are theirs.
func (s *Server) robots(c *gin.Context) {
	lines := []string{"User-agent: *", "Disallow: /search", "Disallow: /api/", "Disallow: /suggest.json", "Disallow: /publications/*?", "Disallow: /files/", "Allow: /"}
	if s.links.Base != "" {
		lines = append(lines, "", "Sitemap: "+s.links.Base+"/sitemap.xml")
	}
	c.Header("Cache-Control", "public, max-age=3600")
	c.String(http.StatusOK, "%s\n", strings.Join(lines, "\n"))
}

// maxSitemap is the most that one file may list (https://www.sitemaps.org/protocol.html).
const maxSitemap = 50_000

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap lists the pages of publications. Without a public address there is nothing to list: its addresses must be absolute.
func (s *Server) sitemap(c *gin.Context) {
	m := sitemap{URLs: []sitemapURL{}}
	if s.links.Base != "" {
		all, err := s.catalog.contents(c.Request.Context())
		if err != nil {
			s.fail(c, err)
			return
		}
		m.URLs = append(m.URLs, sitemapURL{Loc: s.links.Base + "/"})
		for _, p := range all.publications[:min(len(all.publications), maxSitemap-1)] {
			m.URLs = append(m.URLs, sitemapURL{Loc: s.links.Publication(p.id), LastMod: p.published})
		}
	}
	sendXML(c, "application/xml; charset=utf-8", m)
}

// securityValid is how long security.txt may be believed (RFC 9116 asks for less than a year).
const securityValid = 180 * 24 * time.Hour

// securityText says where to report a weakness, where the config names a contact.
func (s *Server) securityText(c *gin.Context) {
	if s.Contact == "" {
		s.failStatus(c, http.StatusNotFound, nil)
		return
	}
	lines := []string{"Contact: " + s.Contact, "Expires: " + time.Now().UTC().Add(securityValid).Truncate(24*time.Hour).Format(time.RFC3339), "Preferred-Languages: en"}
	if s.links.Base != "" {
		lines = append(lines, "Canonical: "+s.links.Base+"/.well-known/security.txt")
	}
	c.String(http.StatusOK, "%s\n", strings.Join(lines, "\n"))
}
