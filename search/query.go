package search

import "time"

// Limits of a Query; Searchers refuse what exceeds them with ErrInvalid.
const (
	DefaultSize   = 10     // publications on a page of results where Size is 0
	MaxSize       = 100    // publications on a page of results
	MaxOffset     = 10_000 // publications that page numbers reach; cursors go on from there
	MaxTextLength = 1_000  // code points of a reader's words
	MaxClauses    = 200    // clauses of a parsed query
	MaxFilters    = 50     // values of one filter
)

// Query is one question to the index.
type Query struct {
	Text     string   // the reader's words as typed; kept for the interpretation
	Clause   Clause   // what they mean, as Parse read them; nil matches everything
	Notes    []string // what Parse could not read as syntax and took as words
	Filters  Filters
	Sort     Sort
	Page     int    // from 1; 0 is 1. Ignored when Cursor is set
	Cursor   string // Result.Next of the previous page
	Size     int    // publications on a page; 0 is DefaultSize
	Exact    bool   // no expansion, no correction
	Explain  bool   // give each hit's Explanation
	Passages int    // best passages a hit; 0 is 3
}

// Filters narrow a Query: values of one filter are alternatives (OR), different filters must all hold (AND).
type Filters struct {
	Topics    []string   // topic ids; a parent covers its children
	Speakers  []string   // PersonIDs
	Functions []Function // alone: somebody has it; with Speakers: one of these persons has it there
	From, To  time.Time  // days, both included, zero is open; a publication matches when its own span overlaps
	Undated   bool       // only publications without a date (together with From or To: also these)
	Kinds     []string
	Series    []string
}

// Sort is an order of results.
type Sort string

// The orders of results. Undated publications come last by date either way.
const (
	ByRelevance Sort = "relevance"
	ByNewest    Sort = "newest"
	ByOldest    Sort = "oldest"
)

// Clause is a node of a parsed query: Word, Phrase, Said, And, Or, Not.
type Clause interface{ clause() }

// Field names what a Word or Phrase is looked for in; Anywhere is title, heading and text.
type Field string

// The fields that a reader can name.
const (
	Anywhere  Field = ""
	InTitle   Field = "title"
	InSpeaker Field = "speaker"
	InTopic   Field = "topic"
)

// Word is one word as typed; Prefix finds every word that begins with it.
type Word struct {
	Field  Field
	Text   string
	Prefix bool
}

// Phrase is words in this order, unstemmed ("…").
type Phrase struct {
	Field Field
	Text  string
}

// Said finds quotations of a person: their name as typed, and the words (nil: any) looked for in what they said.
type Said struct {
	Name string
	Of   Clause
}

// Years matches publications whose date overlaps the years From to To, both included.
type Years struct{ From, To int }

// And matches what all of its clauses match. Loose marks words that were typed side by side, without an operator: these rank as
// alternatives and the rule for short and long queries decides how many of them a result must have.
type And struct {
	Of    []Clause
	Loose bool
}

// Or matches what any of its clauses matches.
type Or struct{ Of []Clause }

// Not matches what its clause does not match.
type Not struct{ Of Clause }

func (Word) clause()   {}
func (Phrase) clause() {}
func (Said) clause()   {}
func (Years) clause()  {}
func (And) clause()    {}
func (Or) clause()     {}
func (Not) clause()    {}

// SuggestQuery asks for completions of what a reader is typing.
type SuggestQuery struct {
	Text  string
	Limit int // 0 is 8
}
