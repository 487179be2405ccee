package web

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// routes lists every address of the service.
func (s *Server) routes(e *gin.Engine) error {
	e.Use(note)
	e.NoRoute(func(c *gin.Context) { s.fail(c, search.ErrNotFound) })
	e.NoMethod(func(c *gin.Context) { s.failStatus(c, http.StatusMethodNotAllowed, nil) })

	e.GET("/livez", s.livez)
	e.GET("/readyz", s.readyz)
	e.GET("/static/:hash/:name", s.static)
	e.GET("/accessibility", s.accessibilityPage)
	e.GET("/embed", s.embedPage)
	e.GET("/embed.js", s.embedScript("public, max-age=3600"))
	e.GET("/embed."+s.assets.embedHash+".js", s.embedScript(foreverPublic))
	e.GET("/openapi.json", s.openAPIFile)
	e.GET("/opensearch.xml", s.openSearch)
	e.GET("/robots.txt", s.robots)
	e.GET("/.well-known/security.txt", s.securityText)

	indexed := e.Group("", s.revalidate) // what a generation of the index answers, always the same
	indexed.GET("/", s.searchPage)
	indexed.GET("/search", s.searchPage)
	indexed.GET("/publications/:id", s.publicationPage)
	indexed.GET("/people/:id", s.personPage)
	indexed.GET("/topics/:id", s.topicPage)
	indexed.GET("/help", s.helpPage)
	indexed.GET("/suggest.json", s.browserSuggestions)
	indexed.GET("/sitemap.xml", s.sitemap)
	indexed.GET("/search.atom", s.atom)
	indexed.GET("/search.ris", s.export("ris"))
	indexed.GET("/search.bib", s.export("bib"))
	indexed.GET("/search.csl.json", s.export("csl.json"))
	indexed.GET("/search.csv", s.export("csv"))
	e.GET("/files/:sha256/:name", s.file)
	e.HEAD("/files/:sha256/:name", s.file)

	api := humagin.NewWithGroup(e, indexed, apiConfig(s.Version, s.links.Base))
	huma.Register(api, searchOperation(), s.apiSearch)
	huma.Register(api, suggestOperation(), s.apiSuggest)
	huma.Register(api, publicationOperation(), s.apiPublication)
	return s.describe(api)
}
