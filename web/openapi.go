package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// apiConfig describes the API. Huma's create hooks are left out: they write the Host header of a request into its answer.
func apiConfig(version, base string) huma.Config {
	c := huma.DefaultConfig("Academy publications search", version)
	c.CreateHooks = nil
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Info.Description = "Full-text search over the publications of the Academy of Medical Sciences, page by page. Read-only. " +
		"Every answer carries a weak ETag; errors are application/problem+json (RFC 9457)."
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	if base != "" {
		c.Servers = []*huma.Server{{URL: base}}
	}
	return c
}

func searchOperation() huma.Operation {
	return operation("search", "/api/v1/search", "Search publications",
		"Finds publications by words, topic, speaker, date, kind and series, with the pages that answer best and counts for each facet.",
		each(parameters, describeParameter)...)
}

func suggestOperation() huma.Operation {
	return operation("suggest", "/api/v1/suggest", "Complete what a reader is typing",
		"Publications, people, topics and words that begin with or hold what was typed, best first.",
		describeParameter(parameter{name: "q", doc: "What was typed so far.", form: form{maxLength: maxSuggestText}}),
		describeParameter(parameter{name: "limit", doc: "Suggestions at most.", form: form{max: maxSuggestions}}))
}

func publicationOperation() huma.Operation {
	o := operation("publication", "/api/v1/publications/{id}", "One publication",
		"Everything known about one publication. The id of one that was merged into another answers 301.",
		describeParameter(parameter{name: "text", doc: "Include the text of the pages.", form: form{oneOf: []string{"true", "false", "1", "0"}}}))
	o.Errors = append(o.Errors, http.StatusMovedPermanently, http.StatusNotFound)
	return o
}

func operation(id, path, summary, description string, parameters ...*huma.Param) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Description: description, Parameters: parameters,
		Errors: []int{
			http.StatusRequestURITooLong, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
			http.StatusRequestHeaderFieldsTooLarge, http.StatusInternalServerError, http.StatusServiceUnavailable,
		},
	}
}

func describeParameter(p parameter) *huma.Param {
	explode := true
	schema := p.form.schema()
	if p.many {
		most := search.MaxFilters
		schema = &huma.Schema{Type: huma.TypeArray, Items: schema, MaxItems: &most}
	}
	return &huma.Param{Name: p.name, In: "query", Description: p.doc, Schema: schema, Explode: &explode}
}

// datePattern takes exactly what span does: years, months, and days that exist, those of leap years included.
const datePattern = `^([0-9]{4}(-(0[1-9]|1[0-2]))?` +
	`|[0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])` +
	`|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)` +
	`|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])` +
	`|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$`

func (f form) schema() *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	switch {
	case f.max > 0:
		one, most := 1.0, float64(f.max)
		return &huma.Schema{Type: huma.TypeInteger, Minimum: &one, Maximum: &most}
	case f.oneOf != nil:
		s.Enum = each(f.oneOf, func(v string) any { return v })
	case f.date:
		s.Pattern = datePattern
		s.Description, s.Examples = "A year, month or day: 2017, 2017-09, 2017-09-06.", []any{"2017", "2017-09", "2017-09-06"}
	}
	if f.minLength > 0 {
		s.MinLength = &f.minLength
	}
	if f.maxLength > 0 {
		s.MaxLength = &f.maxLength
	}
	return s
}

// nullable are the properties that can be null though their Go type is a struct, which huma cannot say itself.
var nullable = map[string][]string{
	"HitObject":         {"published"},
	"PublicationObject": {"published"},
}

// describe mends and keeps the description of the API, in the form of the committed openapi.json.
func (s *Server) describe(api huma.API) error {
	schemas := api.OpenAPI().Components.Schemas.Map()
	for name, schema := range schemas {
		for _, property := range schema.Properties {
			if property.Type == huma.TypeArray {
				property.Nullable = false
			}
		}
		for _, p := range nullable[name] {
			schema.Properties[p] = &huma.Schema{OneOf: []*huma.Schema{{Ref: schema.Properties[p].Ref}, {Type: "null"}}}
		}
	}
	for _, path := range api.OpenAPI().Paths {
		describeResponses(path.Get)
	}
	var err error
	s.openAPI, err = json.MarshalIndent(api.OpenAPI(), "", "  ")
	s.openAPI = append(s.openAPI, '\n')
	return err
}

func describeResponses(o *huma.Operation) {
	o.Responses["304"] = &huma.Response{Description: "Not modified: the answer to If-None-Match is still current."}
	statuses := []int{http.StatusMovedPermanently, http.StatusTooManyRequests}
	for status, r := range o.Responses {
		if code, err := strconv.Atoi(status); err == nil && slices.Contains(statuses, code) {
			name := map[int]string{http.StatusMovedPermanently: "Location", http.StatusTooManyRequests: "Retry-After"}[code]
			r.Headers = map[string]*huma.Param{name: {Schema: &huma.Schema{Type: huma.TypeString}}}
		}
	}
}

// openAPIFile sends the description of the API.
func (s *Server) openAPIFile(c *gin.Context) { sendAsset(c, "openapi.json", s.openAPI, "no-cache") }
