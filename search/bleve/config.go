// Package bleve is the embedded engine: it keeps one index in a folder and answers queries over it. It is the only room that knows
// Bleve. Of Bleve it uses the index (postings with positions, segments, merging); ranking, filters, facets, grouping and passages
// are its own, over dense arrays:
//
//	generations   DIR/CURRENT names the folder that is served; a writer makes the next one and publishes it by one rename
//	store         the publications and the text of their pages, in files that only grow
//	document      a page becomes a Bleve document
//	table         what is held in memory of a generation: columns by publication and by page
//	terms         from the words of a query to indexed terms
//	postings      from terms to lists (page, weight), kept in a bounded cache
//	plan          from clauses to a tree of lists
//	evaluate      from the tree to the set of publications and the score of each page
//	scan          filters, facets, grouping and the best publications, in one pass
//	passages      what is quoted of the publications shown
//
// It knows nothing of HTTP and of where publications come from.
package bleve

import (
	"cmp"
	"fmt"
	"log/slog"
	"time"

	"academysearch/search"
	"academysearch/search/expand"
)

// Config says where an engine keeps its index and what it knows of topics.
type Config struct {
	Dir    string        // folder of the generations; made by the first writer
	Topics []TopicInfo   // the vocabulary, for labels and parents in the topic facet
	Names  *expand.Table // other names of what is asked for; nil: those that the program carries
	Log    *slog.Logger  // nil: slog.Default
	Poll   time.Duration // how often to look for a generation published by another process; 0: 2 seconds
	// CacheBytes bounds the memory for decoded postings; 0: 256 MB.
	CacheBytes int64
	// Keep is the number of generations that stay on disk for Rollback, the served one included; 0: 3.
	Keep int
}

// TopicInfo is a topic of the vocabulary.
type TopicInfo struct{ ID, Label, Parent string }

const (
	defaultPoll  = 2 * time.Second
	defaultCache = 256 << 20
	defaultKeep  = 3
)

// withDefaults fills what was left zero.
func (c Config) withDefaults() (Config, error) {
	if c.Dir == "" {
		return c, fmt.Errorf("no folder for the index: %w", search.ErrInvalid)
	}
	if c.Names == nil {
		var err error
		if c.Names, err = expand.Open(); err != nil {
			return c, err
		}
	}
	c.Log = cmp.Or(c.Log, slog.Default())
	c.Poll = cmp.Or(c.Poll, defaultPoll)
	c.CacheBytes = cmp.Or(c.CacheBytes, defaultCache)
	c.Keep = max(cmp.Or(c.Keep, defaultKeep), 2)
	return c, nil
}
