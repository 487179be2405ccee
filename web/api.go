package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"academysearch/search"
)

// Limits of suggestions.
const (
	maxSuggestText = 200 // code points of what is being typed
	maxSuggestions = 20
)

// address hands the query string to a handler as it came: huma's own reading would pass what ours refuses (empty values, unknown
// names, invalid UTF-8).
type address struct{ raw string }

// Resolve takes the query string; it finds no fault with it.
func (a *address) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	a.raw = u.RawQuery
	return nil
}

type searchInput struct{ address }

type searchOutput struct{ Body SearchObject }

func (s *Server) apiSearch(ctx context.Context, in *searchInput) (*searchOutput, error) {
	q, problems := ParseQuery(in.raw)
	if len(problems) > 0 {
		return nil, problem(ctx, invalid(problems))
	}
	result, err := s.ask(ctx, q)
	if err != nil {
		return nil, problem(ctx, blame(q, err))
	}
	return &searchOutput{NewSearchObject(q, result, s.links)}, nil
}

// blame names the parameter that an engine could not use: a cursor where there is one, else the words.
func blame(q search.Query, err error) error {
	switch {
	case !errors.Is(err, search.ErrInvalid):
		return err
	case q.Cursor != "":
		return invalid{{"cursor", clip(q.Cursor), "is not one that this search has given"}}
	}
	return invalid{{"q", clip(q.Text), "asks for more than can be searched at once"}}
}

// ask searches for a reader and notes it for the log.
func (s *Server) ask(ctx context.Context, q search.Query) (search.Result, error) {
	result, err := s.Search.Search(ctx, q)
	if err != nil {
		return result, err
	}
	v := visitOf(ctx)
	v.query, v.total = q.Text, result.Total
	if s.Searched != nil {
		s.Searched(q, result.Total)
	}
	return result, nil
}

type suggestInput struct{ address }

type suggestOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         SuggestObject
}

func (s *Server) apiSuggest(ctx context.Context, in *suggestInput) (*suggestOutput, error) {
	q, problems := parseSuggest(in.raw)
	if len(problems) > 0 {
		return nil, problem(ctx, invalid(problems))
	}
	list, err := s.Search.Suggest(ctx, q)
	if err != nil {
		return nil, problem(ctx, err)
	}
	return &suggestOutput{"public, max-age=60", NewSuggestObject(q.Text, list, s.links)}, nil
}

func parseSuggest(raw string) (q search.SuggestQuery, problems []Problem) {
	problems = readParameters(raw, []reading{
		{name: "q", read: func(v string) error {
			if utf8.RuneCountInString(v) > maxSuggestText {
				return fmt.Errorf("is longer than %d characters", maxSuggestText)
			}
			q.Text = v
			return nil
		}},
		{name: "limit", read: func(v string) error { return readNumber(&q.Limit, v, maxSuggestions) }},
	})
	return q, problems
}

type publicationInput struct {
	address
	ID string `path:"id" maxLength:"64" doc:"Id of the publication."`
}

type publicationOutput struct{ Body PublicationObject }

func (s *Server) apiPublication(ctx context.Context, in *publicationInput) (*publicationOutput, error) {
	text, problems := parseText(in.raw)
	if len(problems) > 0 {
		return nil, problem(ctx, invalid(problems))
	}
	p, err := s.Search.Publication(ctx, in.ID)
	var moved *search.MovedError
	if errors.As(err, &moved) {
		return nil, s.movedTo(ctx, moved, in.raw)
	}
	if err != nil {
		return nil, problem(ctx, err)
	}
	o := NewPublicationObject(p, s.links, text)
	o.Related = s.related(ctx, p)
	return &publicationOutput{o}, nil
}

// movedTo answers 301 to the publication that an old id is now part of.
func (s *Server) movedTo(ctx context.Context, moved *search.MovedError, raw string) error {
	to := "/api/v1/publications/" + url.PathEscape(moved.To)
	if raw != "" {
		to += "?" + raw
	}
	m := problemStatus(ctx, http.StatusMovedPermanently, nil)
	m.Title, m.Detail = "Moved", moved.Error()
	return huma.ErrorWithHeaders(m, http.Header{"Location": {s.links.Base + to}})
}

func parseText(raw string) (text bool, problems []Problem) {
	problems = readParameters(raw, []reading{{name: "text", read: func(v string) (err error) {
		text, err = readFlag(v)
		return err
	}}})
	return text, problems
}
