package source

import (
	"context"

	"academysearch/search"
)

// literal is a source of one resource whose bytes are at hand.
type literal struct{ resource Resource }

// Bytes gives a source of one resource under a name of one's own, such as what is piped into the program. mediaType is as declared, or
// "" where only the bytes can tell.
func Bytes(name, mediaType string, body []byte) Source {
	r := Resource{Key: name, Address: name, Base: FolderBase + name, MediaType: mediaType}
	r.fetch = func(context.Context, Known) (Content, error) { return Content{Body: body, MediaType: mediaType}, nil }
	return literal{r}
}

func (l literal) Name() string  { return l.resource.Key }
func (l literal) Reopens() bool { return false }

func (l literal) Walk(_ context.Context, visit func(Resource) error) error { return visit(l.resource) }

// Offered gives nothing: what a page that was handed over links to was not asked for.
func (l literal) Offered(Resource, []search.Link) []Resource { return nil }

// Revisit gives nothing: there is nothing to find again.
func (l literal) Revisit(string) (Resource, bool) { return Resource{}, false }
