// Command bleve is Bleve as its documentation shows it, as a peer of the benchmark: a document for each page, analyzer "en", facets and
// highlights by SearchRequest. It is a module of its own, so that the service's list of modules holds nothing for its sake.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"academysearch/search"
	"academysearch/search/bench"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"github.com/blevesearch/bleve/v2/mapping"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if slices.Equal(os.Args[1:], []string{"version"}) {
		fmt.Println(version())
		return
	}
	if err := bench.Run(ctx, &peer{}, os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bleve:", err)
		os.Exit(1)
	}
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	i := slices.IndexFunc(info.Deps, func(m *debug.Module) bool { return m.Path == "github.com/blevesearch/bleve/v2" })
	return info.Deps[i].Version
}

// peer implements bench.Peer.
type peer struct{ index bleve.Index }

// page is a page as Bleve's mapping sees it.
type page struct {
	Text    string   `json:"text"`
	Topic   []string `json:"topic"`
	Speaker []string `json:"speaker"`
	Kind    string   `json:"kind"`
	Series  []string `json:"series"`
	Year    string   `json:"year"`
}

const batchPages = 500

func newMapping() mapping.IndexMapping {
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.IncludeInAll = "en", false
	keyword := bleve.NewTextFieldMapping()
	keyword.Analyzer, keyword.IncludeInAll, keyword.IncludeTermVectors, keyword.Store = "keyword", false, false, false
	page := bleve.NewDocumentStaticMapping()
	page.AddFieldMappingsAt("text", text)
	for _, name := range facets {
		page.AddFieldMappingsAt(name, keyword)
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = page
	return m
}

var facets = []string{"topic", "speaker", "kind", "series", "year"}

func (s *peer) Index(ctx context.Context, dir string, read func() (search.Publication, error)) error {
	index, err := bleve.New(filepath.Join(dir, "bleve"), newMapping())
	if err != nil {
		return err
	}
	batch := index.NewBatch()
	for {
		p, err := read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		for i := range p.Pages {
			if err := batch.Index(fmt.Sprintf("%s#%d", p.ID, i), newPage(p, i)); err != nil {
				return err
			}
		}
		if batch.Size() >= batchPages {
			if err := index.Batch(batch); err != nil {
				return err
			}
			batch.Reset()
		}
	}
	if err := index.Batch(batch); err != nil {
		return err
	}
	return errors.Join(merge(ctx, index), index.Close())
}

// merge makes one segment of many, in which Bleve answers fastest.
func merge(ctx context.Context, index bleve.Index) error {
	advanced, err := index.Advanced()
	if err != nil {
		return err
	}
	segments, ok := advanced.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("index is a %T", advanced)
	}
	return segments.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions)
}

// newPage puts all that is searched into one text.
func newPage(p search.Publication, i int) page {
	page := page{Text: p.Pages[i].Heading + "\n" + p.Pages[i].Text, Kind: p.Kind, Series: p.Series}
	if i == 0 {
		page.Text = p.Title + "\n" + page.Text
	}
	for _, t := range p.Topics {
		page.Topic = append(page.Topic, t.ID)
	}
	for _, person := range p.People {
		page.Speaker = append(page.Speaker, person.Name)
	}
	if p.Published != nil {
		page.Year = p.Published.Value[:4]
	}
	return page
}

func (s *peer) Open(_ context.Context, dir string) (err error) {
	s.index, err = bleve.OpenUsing(filepath.Join(dir, "bleve"), map[string]any{"read_only": true, "bolt_timeout": (10 * time.Second).String()})
	return err
}

func (s *peer) Close() error { return s.index.Close() }

func (s *peer) Page(ctx context.Context, _ bench.Mode, words string) (int, error) {
	match := bleve.NewMatchQuery(words)
	match.SetField("text")
	request := bleve.NewSearchRequestOptions(match, 10, 0, false)
	for _, name := range facets {
		request.AddFacet(name, bleve.NewFacetRequest(name, 20))
	}
	request.Highlight = bleve.NewHighlightWithStyle("html")
	request.Highlight.AddField("text")
	result, err := s.index.SearchInContext(ctx, request)
	if err != nil {
		return 0, err
	}
	if len(result.Hits) > 0 && strings.Join(result.Hits[0].Fragments["text"], "") == "" {
		return 0, fmt.Errorf("nothing is quoted: %w", search.ErrNotFound)
	}
	return int(result.Total), nil
}
