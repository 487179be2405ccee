package source

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/indexer/source/robots"
	"academysearch/indexer/source/sitemap"
)

const (
	maxSitemaps  = 1_000 // of one site
	maxNesting   = 3     // of indexes; the protocol has one level
	sitemapPath  = "/sitemap.xml"
	dayOnly      = time.DateOnly
	shownFaults  = 20 // faults of sitemaps that are named
	lastModified = "modified"
)

// readSitemaps visits what the sitemaps name: those given, else those that robots.txt names, else the one in the usual place, which a
// site need not have.
func (w *website) readSitemaps(ctx context.Context, rules *robots.Rules, visit func(Resource) error) error {
	named := w.sitemaps
	if len(named) == 0 {
		named = rules.Sitemaps()
	}
	reading := siteReading{website: w, visit: visit, seen: map[string]bool{}, complete: true}
	if len(named) == 0 && rules.Allowed(w.client.config.UserAgent, sitemapPath) {
		reading.optional = true
		named = []string{sitemapPath}
	}
	for _, raw := range named {
		if err := reading.list(ctx, raw, 0); err != nil {
			return err
		}
	}
	w.mu.Lock()
	w.complete = reading.complete && reading.lists > 0
	w.mu.Unlock()
	return partial(reading.faults)
}

// siteReading is one pass over a site's sitemaps.
type siteReading struct {
	website  *website
	visit    func(Resource) error
	seen     map[string]bool
	lists    int // that were read
	optional bool
	complete bool
	faults   []error
}

// fault notes what is wrong with a list: the site is no longer known whole.
func (s *siteReading) fault(raw string, err error) {
	s.complete = false
	if len(s.faults) < shownFaults {
		s.faults = append(s.faults, fmt.Errorf("sitemap %s: %w", shown(raw), err))
	}
}

// list reads one list and what it leads to. The error is one that stops the walk.
func (s *siteReading) list(ctx context.Context, raw string, nesting int) error {
	canonical, err := address.Canonical(raw, s.website.origin)
	target, err2 := s.website.origin.Parse(raw)
	if err := errors.Join(err, err2); err != nil {
		s.fault(raw, err)
		return nil
	}
	if s.seen[canonical] {
		return nil
	}
	s.seen[canonical] = true
	if nesting > maxNesting || len(s.seen) > maxSitemaps {
		s.fault(canonical, fmt.Errorf("more than %d sitemaps, or nested more than %d deep", maxSitemaps, maxNesting))
		return nil
	}
	entries, form, err := s.fetch(ctx, target.String())
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && s.optional && nesting == 0 && isAbsent(err):
		s.complete = false
		return nil
	case err != nil:
		s.fault(canonical, err)
	default:
		s.lists++
	}
	return s.entries(ctx, entries, form, nesting)
}

// isAbsent reports whether the site says that it has no sitemap in the usual place, or shows some page there.
func isAbsent(err error) bool {
	var failure *document.Failure
	return errors.As(err, &failure) && (failure.Class == document.NotFound || failure.Class == document.Forbidden || failure.Class == document.Unsupported)
}

// fetch reads a list whole before anything of it is visited: visits take as long as they take, and the server waits for nobody. What
// was read before a fault is given with it.
func (s *siteReading) fetch(ctx context.Context, target string) (entries []sitemap.Entry, form sitemap.Form, err error) {
	err = s.website.fetcher.stream(ctx, target, func(r *http.Response) error {
		entries = nil
		reader := sitemap.NewReader(r.Body)
		var broken error
		for entry, err := range reader.Entries() {
			var fault *sitemap.EntryError
			if err != nil && !errors.As(err, &fault) {
				return err
			}
			if entry.Address == "" {
				broken = err
				continue
			}
			entries = append(entries, entry)
		}
		form = reader.Form()
		return s.verdict(reader, broken)
	})
	return entries, form, err
}

// verdict says why a list that was read to its end does not name all that there is. A feed never does, and nobody expects it to.
func (s *siteReading) verdict(reader *sitemap.Reader, broken error) error {
	switch {
	case reader.Complete():
		return nil
	case reader.Form() == sitemap.RSS || reader.Form() == sitemap.Atom:
		s.complete = false
		return nil
	case broken != nil:
		return &document.Failure{Class: document.Damaged, Reason: "the sitemap has entries without a usable address", Advice: "ask who runs the site to correct it", Cause: broken}
	}
	return &document.Failure{Class: document.Empty, Reason: "the sitemap names nothing", Advice: "check the sitemap of the site: what it named before stays in the index"}
}

// entries visits pages, or reads the sitemaps of an index.
func (s *siteReading) entries(ctx context.Context, entries []sitemap.Entry, form sitemap.Form, nesting int) error {
	for _, entry := range entries {
		var err error
		if form == sitemap.Index {
			err = s.list(ctx, entry.Address, nesting+1)
		} else {
			err = s.page(entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// page visits an entry that is in scope. It is asked for as it is written where that is an address of its own.
func (s *siteReading) page(entry sitemap.Entry) error {
	w := s.website
	canonical, err := address.Canonical(entry.Address, w.origin)
	if err != nil {
		return nil //nolint:nilerr // what is no address of the web is out of scope
	}
	key, err := w.scope.Clean(canonical)
	if err != nil {
		return nil //nolint:nilerr // as above
	}
	reason, ok := w.meet(key, 0)
	if !ok {
		s.complete = s.complete && (reason == "" || silent[reason])
		if r, ok := w.leftOut(key, reason); ok {
			return s.visit(r)
		}
		return nil
	}
	fetched := w.reachable(key)
	if key == canonical && isWeb(entry.Address) {
		fetched = w.slashed(fetched, entry.Address)
	}
	return s.visit(w.resource(key, fetched, sitemapHints(entry.LastModified)))
}

// sitemapHints passes on when a page changed last, as precisely as it is known.
func sitemapHints(d sitemap.Date) []document.Hint {
	layout := map[sitemap.Precision]string{sitemap.Year: "2006", sitemap.Month: "2006-01", sitemap.Day: dayOnly, sitemap.Moment: dayOnly}[d.Precision]
	if layout == "" {
		return nil
	}
	return []document.Hint{{Name: lastModified, Value: d.Time.Format(layout), Source: "sitemap"}}
}
