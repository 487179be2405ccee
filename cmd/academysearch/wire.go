package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"github.com/spf13/pflag"

	"academysearch/indexer"
	"academysearch/indexer/describe"
	"academysearch/indexer/document"
	"academysearch/indexer/extract"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search/bleve"
)

// indexFolder is where the generations of the index lie in the data folder; the ledger lies beside it.
const indexFolder = "index"

// extractor is what the indexer knows of extract.
type extractor struct {
	*extract.Extractor
	version string
}

func (x extractor) Version() string { return x.version }

func (x extractor) Extract(ctx context.Context, in indexer.Input) (document.Document, error) {
	return x.Extractor.Extract(ctx, extract.Input(in))
}

// describer is what the indexer knows of describe.
type describer struct {
	*describe.Describer
	version string
}

func (d describer) Version() string { return d.version }

func (d describer) Describe(docs []document.Document) indexer.Description {
	known := d.Describer.Describe(docs)
	return indexer.Description{
		Title: known.Title, Kind: known.Kind, Language: known.Language, Series: known.Series, Published: known.Published,
		Events: known.Events, People: known.People, Topics: known.Topics, Warnings: known.Warnings,
	}
}

// readers are the parts that turn bytes into publications.
type readers struct {
	extract  extractor
	describe describer
}

func (a *App) openReaders() (readers, error) {
	d, err := a.openDescriber()
	if err != nil {
		return readers{}, err
	}
	sites, err := a.staffFile(sitesFile)
	if err != nil {
		return readers{}, err
	}
	rules, err := profiles(sites)
	if err != nil {
		return readers{}, err
	}
	x, err := extract.New(extract.Config{Command: a.Worker, Log: a.log(), Profiles: rules})
	if err != nil {
		return readers{}, err
	}
	return readers{extractor{x, versioned(strconv.Itoa(extract.Version), sites)}, d}, nil
}

func (a *App) openDescriber() (describer, error) {
	topics, err := a.staffFile(topicsFile)
	if err != nil {
		return describer{}, err
	}
	aliases, err := a.staffFile(aliasesFile)
	if err != nil {
		return describer{}, err
	}
	d, err := describe.New(describe.Config{Topics: topics, Aliases: aliases})
	return describer{d, versioned(strconv.Itoa(describe.Version), topics, aliases)}, err
}

func (r readers) Close() error { return r.extract.Close() }

// openIndex opens the index of the data folder, with the topics of the vocabulary.
func (a *App) openIndex() (*bleve.Engine, error) {
	d, err := a.openDescriber()
	if err != nil {
		return nil, err
	}
	var topics []bleve.TopicInfo
	for _, t := range d.Topics() {
		topics = append(topics, bleve.TopicInfo{ID: t.ID, Label: t.Label, Parent: t.Parent})
	}
	return bleve.Open(bleve.Config{Dir: filepath.Join(a.data, indexFolder), Topics: topics, Log: a.log()})
}

// originals gives the web server the files that the ledger keeps.
type originals struct{ blobs *ledger.Blobs }

func (o originals) Open(_ context.Context, sha256 string) (io.ReadSeekCloser, int64, error) {
	file, err := o.blobs.Open(sha256)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// fetching is how addresses are fetched and websites crawled.
type fetching struct {
	contact      string
	allowPrivate bool
	site         source.SiteConfig
}

// register adds the flags of fetching.
func (f *fetching) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.contact, "contact", "", "address of a page or mailbox that the sites we fetch from are told")
	flags.BoolVar(&f.allowPrivate, "allow-private", false, "fetch from this machine and from private networks, too")
	flags.StringSliceVar(&f.site.Hosts, "host", nil, "host that belongs to a website (repeatable; default: that of its address)")
	flags.StringArrayVar(&f.site.Include, "include", nil, "pattern of addresses of a website to visit (repeatable; default: all)")
	flags.StringArrayVar(&f.site.Exclude, "exclude", nil, "pattern of addresses of a website not to visit (repeatable)")
	flags.StringSliceVar(&f.site.Parameters, "parameter", nil, "query parameter that chooses what a page of a website shows (repeatable; default: all but sessions)")
	flags.IntVar(&f.site.Depth, "depth", 0, "links to follow from the start of a website or its sitemap (default: 10)")
	flags.IntVar(&f.site.PerHost, "max-pages", 0, "addresses of one host to visit (default: 100000)")
	flags.DurationVar(&f.site.Every, "every", 0, "time between two requests to a host (default: 250ms, or what its robots.txt asks for)")
}

// sources gives a function that opens a source by its name or address.
func (f fetching) sources() (func(spec string) (source.Source, error), error) {
	client, err := source.NewClient(source.ClientConfig{UserAgent: f.userAgent(), AllowPrivate: f.allowPrivate})
	if err != nil {
		return nil, err
	}
	return func(spec string) (source.Source, error) {
		return source.Open(spec, source.Config{Client: client, Site: f.site})
	}, nil
}

// userAgent names the program and, where the operator says it, how to reach them.
func (f fetching) userAgent() string {
	return fmt.Sprintf("academysearch/%s (+%s)", buildVersion().Version, cmp.Or(f.contact, "operator has given no contact"))
}

// openAll opens the sources that a command names. One that cannot be found is a fault of usage.
func openAll(open func(string) (source.Source, error), specs []string) ([]source.Source, error) {
	var all []source.Source
	for _, spec := range specs {
		s, err := open(spec)
		if err != nil {
			return nil, usage(err)
		}
		all = append(all, s)
	}
	return all, nil
}
