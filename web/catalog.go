package web

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"academysearch/search"
)

// catalogTime is the most time that walking all publications may take.
const catalogTime = time.Minute

// catalog knows what a generation of the index holds as a whole: which files it offers, which addresses it covers. It is made once a
// generation by walking all publications, when it is first needed.
type catalog struct {
	search search.Searcher
	walks  singleflight.Group // one a generation
	last   atomic.Pointer[contents]
}

// contents is the whole of one generation, briefly.
type contents struct {
	generation   string
	publications []listed                   // in the order of the index's oldest first
	byAddress    map[string]int             // index into publications, by the public address of each resource
	pdfs         map[string]search.Resource // by SHA-256
	people       map[string]string          // display name of each speaker by PersonID
	topics       map[string]string          // label of each topic by id
}

// listed is one publication in brief.
type listed struct{ id, title, published string }

func newCatalog(s search.Searcher) *catalog { return &catalog{search: s} }

// contents gives those of the generation that is served now. Who comes while they are made waits for them as long as ctx allows.
func (c *catalog) contents(ctx context.Context) (*contents, error) {
	status, err := c.search.Status(ctx)
	if err != nil {
		return nil, err
	}
	if last := c.last.Load(); last != nil && last.generation == status.Generation {
		return last, nil
	}
	made := c.walks.DoChan(status.Generation, func() (any, error) {
		// A reader who leaves must not undo the work that the next one needs.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), catalogTime)
		defer cancel()
		next, err := c.walk(ctx, status.Generation)
		if err == nil {
			c.last.Store(next)
		}
		return next, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-made:
		next, _ := r.Val.(*contents)
		return next, r.Err
	}
}

func (c *catalog) walk(ctx context.Context, generation string) (*contents, error) {
	all := &contents{
		generation: generation, byAddress: map[string]int{}, pdfs: map[string]search.Resource{},
		people: map[string]string{}, topics: map[string]string{},
	}
	whole, err := c.search.Search(ctx, search.Query{Size: 1})
	if err != nil {
		return nil, err
	}
	for _, v := range whole.Facets.Topic {
		all.topics[v.Value] = v.Label // a parent may have publications by its children only
	}
	for hit, err := range everyHit(ctx, c.search, search.Query{Sort: search.ByOldest}) {
		if err != nil {
			return nil, err
		}
		all.add(hit)
	}
	return all, nil
}

func (c *contents) add(h search.Hit) {
	p := h.Publication
	c.publications = append(c.publications, listed{p.ID, p.Title, citedDate(p)})
	for _, r := range p.Resources {
		if address := publicAddress(r.URL); address != "" {
			c.byAddress[address] = len(c.publications) - 1
		}
		if r.MediaType == pdfType {
			c.pdfs[r.SHA256] = r
		}
	}
	for _, s := range h.Speakers {
		c.people[s.ID] = longer(c.people[s.ID], s.Display)
	}
	for _, t := range p.Topics {
		c.topics[t.ID] = t.Label
	}
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// related are the publications of the index that p links to, each once. Without a catalogue there are none: they are an extra.
func (s *Server) related(ctx context.Context, p search.Publication) []RelatedObject {
	found := []RelatedObject{}
	all, err := s.catalog.contents(ctx)
	if err != nil {
		return found
	}
	seen := map[string]bool{p.ID: true}
	for _, k := range p.Links {
		i, ok := all.byAddress[publicAddress(k.URL)]
		if !ok || k.Relation == search.Chrome || seen[all.publications[i].id] {
			continue
		}
		to := all.publications[i]
		seen[to.id] = true
		found = append(found, RelatedObject{to.id, to.title, s.links.Publication(to.id)})
	}
	return found
}
