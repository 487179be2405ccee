package search

import "context"

// Searcher answers questions about one index. All methods are safe for concurrent use, stop when ctx ends, and return
// ErrNotReady before there is a generation to serve.
type Searcher interface {
	// Search answers q. Limits exceeded and cursors that cannot be read are ErrInvalid. The same query over the same generation
	// gives the same order, whatever the layout of the index; pages and cursors neither repeat nor lose a publication.
	Search(ctx context.Context, q Query) (Result, error)
	// Publication gives one publication whole, with the text of its pages. An unknown id is ErrNotFound; the id of one that was
	// merged into another is a *MovedError.
	Publication(ctx context.Context, id string) (Publication, error)
	// Suggest completes what a reader is typing, best first.
	Suggest(ctx context.Context, q SuggestQuery) ([]Suggestion, error)
	// Status counts what is served.
	Status(ctx context.Context) (Status, error)
}

// Writer builds the next generation from the last one. It is used by one goroutine at a time.
type Writer interface {
	// Put adds a publication, or replaces the one with the same id, pages and all.
	Put(ctx context.Context, p Publication) error
	// Delete removes a publication; an unknown id is no error.
	Delete(ctx context.Context, id string) error
	// Commit publishes the generation atomically and returns its name once it is searchable by Searchers of this process. Readers
	// see the old generation or the new one, never a mixture. A writer without changes publishes nothing and returns the name of
	// the generation that goes on serving.
	Commit(ctx context.Context) (generation string, err error)
	// Close drops what was not committed. It is called after Commit, too.
	Close() error
}

// Engine keeps one index.
type Engine interface {
	Searcher
	// Begin starts the next generation. ErrConflict: another writer is at work.
	Begin(ctx context.Context) (Writer, error)
	Close() error
}
