package search

import "time"

// Result answers a Query.
type Result struct {
	Total          int // publications, not pages
	Hits           []Hit
	Facets         Facets
	Interpretation Interpretation
	Suggestion     string // a spelling with results, or ""
	Next           string // cursor of the next page, or ""
	Generation     string
	Took           time.Duration
}

// Hit is one publication of a Result with its best passages.
type Hit struct {
	Publication  *Publication // without the text of its pages; shared: not to be changed
	Speakers     []SpeakerRef // those of the facet, chairs first
	Passages     []Passage    // best first; empty when the query has no words
	PagesMatched int
	Score        float64
	Explanation  []string // the sum of Score in lines, where Query.Explain asks for it
}

// SpeakerRef names a person of the speaker facet.
type SpeakerRef struct {
	ID       string // PersonID
	Name     string // in the fullest form known
	Display  string // with title and post-nominals
	Function Function
}

// Passage is the part of a page that answers a Query best.
type Passage struct {
	Resource   int    // index into Publication.Resources
	Page       int    // number within the resource, from 1
	Label      string // printed label, or ""
	Heading    string
	Snippet    string   // plain text, cut at word borders
	Highlights [][2]int // [start, end) in code points of Snippet, ascending, disjoint
	Score      float64
}

// Facets are counts of publications for each value; a value's own facet does not narrow its siblings (drill-sideways).
type Facets struct {
	Topic   []FacetValue
	Speaker []FacetValue
	Date    []FacetValue // years, newest first
	Kind    []FacetValue
	Series  []FacetValue
	Undated int
}

// FacetValue is one line of a facet.
type FacetValue struct {
	Value    string // what a filter takes
	Label    string // what a reader sees
	Count    int    // publications that a click on it gives
	Selected bool
	Parent   string // the topic above it, or ""
}

// Interpretation says how the reader's words were read, so that nothing is dropped or added in silence.
type Interpretation struct {
	ReadAs      string       `json:"read_as"` // the query in full syntax, followed by what was loosened, if anything
	Expansions  []Expansion  `json:"expansions"`
	Corrections []Correction `json:"corrections"`
	Dropped     []string     `json:"dropped"`
}

// Expansion is what was searched besides a reader's term.
type Expansion struct {
	Term   string   `json:"term"`
	Added  []string `json:"added"`
	Source string   `json:"source"` // "mesh", "abbreviation", "synonym", "staff"
}

// Correction is a word that occurs nowhere, and the one that was searched instead.
type Correction struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Suggestion completes what a reader is typing.
type Suggestion struct {
	Kind       SuggestionKind
	Label      string
	Highlights [][2]int // [start, end) in code points of Label: what was typed
	Query      string   // words to search for, or ""
	Value      string   // publication id, PersonID or topic id; "" for words
}

// SuggestionKind says what a Suggestion leads to.
type SuggestionKind string

// The kinds of Suggestion.
const (
	SuggestPublication SuggestionKind = "publication"
	SuggestPerson      SuggestionKind = "person"
	SuggestTopic       SuggestionKind = "topic"
	SuggestWord        SuggestionKind = "word"
)

// Status is what a Searcher serves.
type Status struct {
	Generation   string    `json:"generation"`
	Created      time.Time `json:"created"`
	Publications int       `json:"publications"`
	Resources    int       `json:"resources"`
	Pages        int       `json:"pages"`           // all, counted
	PagesText    int       `json:"pages_with_text"` // those that can be found
	Undated      int       `json:"undated"`
}
