package web

import (
	"math"
	"time"

	"academysearch/search"
)

// SearchObject is the public form of a search.Result, the same from the API and the command line. Lists are never null.
type SearchObject struct {
	Total          int                  `json:"total" doc:"Publications found, not pages."`
	Hits           []HitObject          `json:"hits"`
	Facets         FacetsObject         `json:"facets"`
	Interpretation InterpretationObject `json:"interpretation" doc:"How the words were read: nothing is added or dropped in silence."`
	Suggestion     *string              `json:"suggestion" doc:"A spelling that has results."`
	Next           *string              `json:"next" doc:"Cursor of the next page of results."`
	Generation     string               `json:"generation" doc:"The state of the index that answered."`
	TookMS         float64              `json:"took_ms"`
}

// HitObject is one publication found, with its best passages.
type HitObject struct {
	ID           string          `json:"id"`
	Title        string          `json:"title"`
	URL          string          `json:"url" doc:"Page of the publication in this service."`
	SourceURL    *string         `json:"source_url" doc:"Its own public page, where it has one."`
	PDFURL       *string         `json:"pdf_url"`
	Kind         string          `json:"kind"`
	Published    *search.Date    `json:"published"`
	Events       []search.Event  `json:"events"`
	Speakers     []SpeakerObject `json:"speakers"`
	Topics       []TopicRef      `json:"topics"`
	Series       []string        `json:"series"`
	Passages     []PassageObject `json:"passages"`
	PagesMatched int             `json:"pages_matched"`
	Score        float64         `json:"score"`
	Explanation  []string        `json:"explanation,omitempty"`
}

// SpeakerObject is a person of the speaker facet.
type SpeakerObject struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Display  string          `json:"display" doc:"With title and post-nominals."`
	Function search.Function `json:"function"`
}

// TopicRef names a topic.
type TopicRef struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// PassageObject is a part of a page that answers the query.
type PassageObject struct {
	Resource   int      `json:"resource" doc:"Index into the publication's resources."`
	MediaType  string   `json:"media_type"`
	Page       int      `json:"page" doc:"From 1 within the resource."`
	Pages      int      `json:"pages" doc:"Pages of the resource."`
	Label      string   `json:"label" doc:"Printed page label."`
	Heading    string   `json:"heading"`
	Snippet    string   `json:"snippet"`
	Highlights [][2]int `json:"highlights" doc:"[start, end) in code points of snippet."`
	URL        string   `json:"url" doc:"Opens the resource at this page or sentence."`
}

// FacetsObject counts publications by value. A value's own facet does not narrow its siblings.
type FacetsObject struct {
	Topic   []FacetObject `json:"topic"`
	Speaker []FacetObject `json:"speaker"`
	Date    []FacetObject `json:"date" doc:"Years, newest first."`
	Kind    []FacetObject `json:"kind"`
	Series  []FacetObject `json:"series"`
	Undated []FacetObject `json:"undated" doc:"One value, true."`
}

// FacetObject is one value of a facet.
type FacetObject struct {
	Value    string `json:"value" doc:"What the parameter takes."`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
	Parent   string `json:"parent" doc:"The topic above it, or empty."`
}

// InterpretationObject says how the words were read.
type InterpretationObject struct {
	ReadAs      string              `json:"read_as"`
	Expansions  []ExpansionObject   `json:"expansions"`
	Corrections []search.Correction `json:"corrections"`
	Dropped     []string            `json:"dropped"`
}

// ExpansionObject is what was searched besides a term.
type ExpansionObject struct {
	Term   string   `json:"term"`
	Added  []string `json:"added"`
	Source string   `json:"source"`
}

// NewSearchObject renders the answer to q with the addresses of l.
func NewSearchObject(q search.Query, r search.Result, l Links) SearchObject {
	return SearchObject{
		Total:          r.Total,
		Hits:           each(r.Hits, func(h search.Hit) HitObject { return newHit(h, l) }),
		Facets:         newFacets(q, r.Facets),
		Interpretation: newInterpretation(r.Interpretation),
		Suggestion:     maybe(r.Suggestion),
		Next:           maybe(r.Next),
		Generation:     r.Generation,
		TookMS:         math.Round(float64(r.Took)/float64(time.Millisecond)*100) / 100,
	}
}

func newHit(h search.Hit, l Links) HitObject {
	p := h.Publication
	return HitObject{
		ID: p.ID, Title: p.Title, Kind: p.Kind,
		URL: l.Publication(p.ID), SourceURL: maybe(l.Source(p)), PDFURL: maybe(l.PDF(p)),
		Published: p.Published, Events: some(p.Events), Series: some(p.Series),
		Speakers:     each(h.Speakers, func(s search.SpeakerRef) SpeakerObject { return SpeakerObject(s) }),
		Topics:       each(p.Topics, func(t search.Topic) TopicRef { return TopicRef{t.ID, t.Label} }),
		Passages:     each(h.Passages, func(g search.Passage) PassageObject { return newPassage(p, g, l) }),
		PagesMatched: h.PagesMatched, Score: h.Score, Explanation: h.Explanation,
	}
}

func newPassage(p *search.Publication, g search.Passage, l Links) PassageObject {
	o := PassageObject{
		Resource: g.Resource, Page: g.Page, Label: g.Label, Heading: g.Heading,
		Snippet: g.Snippet, Highlights: some(g.Highlights), URL: l.Passage(p, g),
	}
	if g.Resource >= 0 && g.Resource < len(p.Resources) {
		o.MediaType, o.Pages = p.Resources[g.Resource].MediaType, p.Resources[g.Resource].Pages
	}
	return o
}

func newFacets(q search.Query, f search.Facets) FacetsObject {
	values := func(list []search.FacetValue) []FacetObject {
		return each(list, func(v search.FacetValue) FacetObject { return FacetObject(v) })
	}
	return FacetsObject{
		Topic: values(f.Topic), Speaker: values(f.Speaker), Date: values(f.Date), Kind: values(f.Kind), Series: values(f.Series),
		Undated: []FacetObject{{Value: "true", Label: "Undated", Count: f.Undated, Selected: q.Filters.Undated}},
	}
}

func newInterpretation(i search.Interpretation) InterpretationObject {
	return InterpretationObject{
		ReadAs: i.ReadAs, Corrections: some(i.Corrections), Dropped: some(i.Dropped),
		Expansions: each(i.Expansions, func(e search.Expansion) ExpansionObject {
			return ExpansionObject{e.Term, some(e.Added), e.Source}
		}),
	}
}

// SuggestObject is the public form of suggestions.
type SuggestObject struct {
	Q           string             `json:"q"`
	Suggestions []SuggestionObject `json:"suggestions"`
}

// SuggestionObject completes what a reader is typing.
type SuggestionObject struct {
	Kind       search.SuggestionKind `json:"kind"`
	Label      string                `json:"label"`
	Highlights [][2]int              `json:"highlights" doc:"[start, end) in code points of label: what was typed."`
	Query      string                `json:"query" doc:"Words to search for, or empty."`
	URL        string                `json:"url" doc:"Where the suggestion leads."`
}

// NewSuggestObject renders the suggestions for text.
func NewSuggestObject(text string, list []search.Suggestion, l Links) SuggestObject {
	return SuggestObject{Q: text, Suggestions: each(list, func(s search.Suggestion) SuggestionObject {
		return SuggestionObject{s.Kind, s.Label, some(s.Highlights), s.Query, l.suggestion(s)}
	})}
}

func (l Links) suggestion(s search.Suggestion) string {
	switch s.Kind {
	case search.SuggestPublication:
		return l.Publication(s.Value)
	case search.SuggestPerson:
		return l.Person(s.Value)
	case search.SuggestTopic:
		return l.Topic(s.Value)
	}
	return l.Search(search.Query{Text: s.Query, Sort: defaultSort(s.Query)})
}

// each maps a list to a list that is never nil.
func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

// some turns a nil list into an empty one.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// maybe is nil for the empty text.
func maybe(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
