package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"strings"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// runsUntilGone is how many runs in a row a server must say that a resource is no more before it leaves the index.
const runsUntilGone = 3

const pdfType = "application/pdf"

// visit is the work on one resource.
type visit struct {
	*run
	source   source.Source
	resource source.Resource
	prior    ledger.Resource // zero where the resource is new
	met      bool            // in an earlier run
}

// visit looks at one resource: it fetches and reads what changed and notes what was learnt. The error is one that stops the run.
func (r *run) visit(ctx context.Context, s source.Source, resource source.Resource) error {
	prior, met, err := r.Ledger.Resource(s.Name(), resource.Key)
	if err != nil {
		return err
	}
	if _, crawled := s.(source.Crawler); crawled && resource.Hints == nil {
		resource.Hints = prior.Hints // a link says nothing of the page; what the sitemap said goes on to count
	}
	v := &visit{run: r, source: s, resource: resource, prior: prior, met: met}
	switch {
	case resource.Problem != nil:
		return v.refused(resource.Problem, source.Content{})
	case r.options.RetryFailed && prior.Failure == nil, v.settled():
		return v.same()
	}
	return v.look(ctx)
}

// settled reports whether everything about the resource is as it was, so that nothing needs to be looked at.
func (v *visit) settled() bool {
	if !v.fresh() || v.options.RetryFailed {
		return false
	}
	if f := v.prior.Failure; f != nil {
		return f.Reading == v.Extract.Version()
	}
	return v.prior.Skipped != "" || v.current()
}

// fresh reports whether the bytes are surely those of the last visit.
func (v *visit) fresh() bool {
	return v.met && !v.options.Full && !v.options.Force && v.resource.Fingerprint != "" && v.resource.Fingerprint == v.prior.Fingerprint
}

// current reports whether what the ledger holds was made by today's reader and describer of today's catalogue.
func (v *visit) current() bool {
	p := v.prior
	known := p.Document == v.documentKey(p.SHA256, pdfType) || p.Document == v.documentKey(p.SHA256, p.MediaType)
	return p.Document != "" && known && p.Summary.Version == v.Describe.Version() &&
		p.Address == v.resource.Address && sameHints(p.Hints, v.resource.Hints)
}

func sameHints(a, b []document.Hint) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// documentKey names what a reader makes of bytes. A PDF reads the same wherever it is; the links of a page depend on its address.
func (v *visit) documentKey(sum, mediaType string) string {
	switch mediaType {
	case pdfType:
		return sum + "/" + v.Extract.Version()
	case source.RecordType:
		return sum + "/record-" + recordVersion
	}
	return sum + "/" + v.Extract.Version() + "/" + ledger.Sum([]byte(v.resource.Base))[:16]
}

// look fetches the resource, unless its bytes are surely known, and reads them, unless that was done before.
func (v *visit) look(ctx context.Context) error {
	content, sum, err := v.fetch(ctx)
	if err != nil {
		return v.refused(err, content)
	}
	if f := v.prior.Failure; f != nil && f.Reading == v.Extract.Version() && f.SHA256 == sum && !v.options.RetryFailed && !v.options.Force {
		v.prior.Fingerprint = content.Fingerprint
		return errors.Join(v.save(v.prior, nil, false), v.same())
	}
	key := v.documentKey(sum, v.mediaType(content))
	if !v.options.Force {
		if read, err := v.Ledger.Read(key); err == nil {
			return v.learn(content, sum, key, read, false)
		}
	}
	read, err := v.read(ctx, content)
	if err != nil {
		return v.refused(readingError{err, sum}, content)
	}
	return v.learn(content, sum, key, read, true)
}

// mediaType sees from the bytes whether the address matters for reading them; the reader has the last word on what they are.
func (v *visit) mediaType(content source.Content) string {
	switch {
	case v.resource.MediaType == source.RecordType:
		return source.RecordType
	case strings.HasPrefix(string(content.Body[:min(len(content.Body), 5)]), "%PDF-"):
		return pdfType
	}
	return ""
}

// fetch gives the bytes: from the store of originals where they are surely the same, else from the source.
func (v *visit) fetch(ctx context.Context) (source.Content, string, error) {
	if faulty := v.prior.Failure != nil && v.prior.Failure.Reading == ""; v.fresh() && !faulty {
		if content, sum, ok := v.stored(); ok {
			return content, sum, nil
		}
	}
	var known source.Known
	if v.met && !v.options.Force && v.prior.Document != "" && v.prior.Failure == nil {
		known = source.Known{ETag: v.prior.ETag, LastModified: v.prior.LastModified}
	}
	content, err := v.resource.Fetch(ctx, known)
	if err != nil {
		return content, "", err
	}
	if content.NotModified {
		stored, sum, ok := v.stored()
		if !ok {
			content, err = v.resource.Fetch(ctx, source.Known{})
			if err != nil {
				return content, "", err
			}
			return v.keep(content)
		}
		return stored, sum, nil
	}
	return v.keep(content)
}

// stored gives the bytes of the last visit.
func (v *visit) stored() (source.Content, string, bool) {
	sum := v.prior.SHA256
	if v.prior.Failure != nil && v.prior.Failure.SHA256 != "" {
		sum = v.prior.Failure.SHA256
	}
	body, err := v.Ledger.Blobs.Read(sum)
	if err != nil {
		return source.Content{}, "", false
	}
	p := v.prior
	return source.Content{
		Body: body, Address: p.Moved, Base: p.Base, Aliases: p.Aliases, ETag: p.ETag, LastModified: p.LastModified,
		Fingerprint: p.Fingerprint,
	}, sum, true
}

// keep stores fetched bytes.
func (v *visit) keep(content source.Content) (source.Content, string, error) {
	v.mu.Lock()
	v.report.Fetched++
	v.report.Bytes += int64(len(content.Body))
	v.mu.Unlock()
	if v.options.DryRun {
		return content, ledger.Sum(content.Body), nil
	}
	sum, err := v.Ledger.Blobs.Put(content.Body)
	return content, sum, err
}

// read has the bytes read.
func (v *visit) read(ctx context.Context, content source.Content) (*ledger.Read, error) {
	v.mu.Lock()
	v.report.Extracted++
	v.mu.Unlock()
	if v.resource.MediaType == source.RecordType {
		return readRecord(content.Body)
	}
	base := cmp.Or(content.Base, v.resource.Base)
	doc, err := v.extract(ctx, Input{URL: base, MediaType: cmp.Or(content.MediaType, v.resource.MediaType), Body: content.Body})
	if err != nil {
		return nil, err
	}
	belowSource(&doc)
	return &ledger.Read{Document: doc}, nil
}

// extract is the one place where a panic over foreign bytes becomes a fault of the resource.
func (v *visit) extract(ctx context.Context, in Input) (doc document.Document, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			v.Log.Error("extractor stumbled", "at", v.resource.Address, "fault", fault, "stack", string(debug.Stack()))
			err = &document.Failure{Class: document.Crashed, Reason: "the reader stumbled over it", Advice: "report the file to the makers of this program"}
		}
	}()
	return v.Extract.Extract(ctx, in)
}

// readingError is a fault that was found in reading bytes, as opposed to fetching them.
type readingError struct {
	error
	sum string
}

func (e readingError) Unwrap() error { return e.error }

// learn notes what was read of a resource.
func (v *visit) learn(content source.Content, sum, key string, read *ledger.Read, fresh bool) error {
	next := v.known(content, sum, key, read)
	changed := !v.met || publicationInputs(&v.prior) != publicationInputs(&next) || v.options.Force
	if changed || next.Fetched.IsZero() {
		next.Fetched = time.Now().UTC()
	}
	links := read.Document.Links
	if !fresh {
		read = nil
	}
	if err := v.save(next, read, changed); err != nil {
		return err
	}
	v.offer(&next, links)
	return v.tell(Line{Source: next.Source, URL: next.At(), Outcome: v.outcome(next, changed)})
}

// known is what the ledger is to know of the resource.
func (v *visit) known(content source.Content, sum, key string, read *ledger.Read) ledger.Resource {
	mediaType := read.Document.MediaType
	if v.resource.MediaType == source.RecordType {
		mediaType = source.RecordType
	}
	return ledger.Resource{
		Source: v.source.Name(), Key: v.resource.Key, Address: v.resource.Address, Moved: content.Address, Aliases: content.Aliases,
		Base: cmp.Or(content.Base, v.resource.Base), Hints: v.resource.Hints, Fingerprint: content.Fingerprint, ETag: content.ETag,
		LastModified: content.LastModified, MediaType: mediaType, SHA256: sum, Bytes: int64(len(content.Body)), Fetched: v.prior.Fetched,
		Document: key, Summary: v.summarise(read),
	}
}

func (v *visit) outcome(next ledger.Resource, changed bool) Outcome {
	switch {
	case changed && next.Summary.ImageOnly:
		return ImageOnly
	case !v.met || v.prior.Document == "":
		return Added
	case changed:
		return Changed
	}
	return Unchanged
}

// same notes that nothing changed.
func (v *visit) same() error {
	v.offer(&v.prior, nil)
	if !v.met {
		return nil
	}
	line := Line{Source: v.source.Name(), URL: v.prior.At(), Outcome: Unchanged}
	switch f := v.prior.Failure; {
	case f != nil:
		line.Outcome, line.Class, line.Reason, line.Advice = Failed, f.Class, f.Reason, f.Advice
	case v.prior.Skipped != "":
		line.Outcome, line.Reason = Skipped, v.prior.Skipped
	}
	return v.tell(line)
}

// refused notes why there is nothing to read. Only faults of the resource are noted; all others stop the run.
func (v *visit) refused(err error, content source.Content) error {
	next := v.prior
	next.Source, next.Key, next.Address = v.source.Name(), v.resource.Key, v.resource.Address
	next.Fingerprint = cmp.Or(content.Fingerprint, v.resource.Fingerprint)
	var skip *source.Skip
	var failure *document.Failure
	switch {
	case errors.As(err, &skip) && (skip.Known == "" || v.prior.Document == ""):
		return v.skipped(next, skip)
	case skip != nil:
		failure = &document.Failure{Class: skip.Known, Reason: skip.Reason, Advice: "nothing if it is meant to be: the page stays in the index as it was"}
	case !errors.As(err, &failure):
		return fmt.Errorf("%s: %w", v.resource.Address, err)
	}
	next.Failure = v.failure(failure, err)
	if next.Gone = v.timesGone(failure); next.Gone >= runsUntilGone {
		return v.remove(next.Source, next.Key)
	}
	if err := v.save(next, nil, false); err != nil {
		return err
	}
	v.offer(&next, nil)
	return v.tell(Line{Source: next.Source, URL: next.At(), Outcome: Failed, Class: failure.Class, Reason: failure.Reason, Advice: failure.Advice})
}

// failure adds today's fault to the history of the resource.
func (v *visit) failure(f *document.Failure, err error) *ledger.Failure {
	now := &ledger.Failure{Class: f.Class, Reason: f.Reason, Advice: f.Advice, FirstSeen: time.Now().UTC(), Tries: 1}
	if before := v.prior.Failure; before != nil {
		now.FirstSeen, now.Tries = before.FirstSeen, before.Tries+1
	}
	var reading readingError
	if errors.As(err, &reading) {
		now.Reading, now.SHA256 = v.Extract.Version(), reading.sum
	}
	return now
}

// timesGone counts the runs in which the server said that there is no such resource.
func (v *visit) timesGone(f *document.Failure) int {
	if f.Class != document.NotFound {
		return 0
	}
	return v.prior.Gone + 1
}

// skipped notes a resource that is none of the index's business. One without bytes needs no memory.
func (v *visit) skipped(next ledger.Resource, skip *source.Skip) error {
	if v.resource.Problem == nil {
		changed := next.Document != ""
		next.Document, next.Summary, next.Failure, next.Skipped = "", ledger.Summary{}, nil, skip.Reason
		if err := v.save(next, nil, changed); err != nil {
			return err
		}
	}
	return v.tell(Line{Source: next.Source, URL: v.resource.Address, Outcome: Skipped, Reason: skip.Reason})
}

func (v *visit) save(next ledger.Resource, read *ledger.Read, changed bool) error {
	if v.options.DryRun {
		return nil
	}
	v.mu.Lock()
	v.touched = true
	v.mu.Unlock()
	return v.Ledger.Save(next, read, changed)
}

// offer queues what the resource leads to: by all its links where the source is crawled, else by those to files. links are those just
// read; nil asks the ledger.
func (v *visit) offer(of *ledger.Resource, links []search.Link) {
	if _, crawled := v.source.(source.Crawler); !crawled {
		links = downloadsOf(of)
	} else if links == nil && of.Document != "" {
		links = v.storedLinks(of)
	}
	offered := v.source.Offered(v.resource, links)
	v.mu.Lock()
	v.next = append(v.next, offered...)
	v.mu.Unlock()
}

func downloadsOf(of *ledger.Resource) []search.Link {
	links := make([]search.Link, len(of.Summary.Downloads))
	for i, d := range of.Summary.Downloads {
		links[i] = search.Link{URL: d.Address, Text: d.Text, Relation: search.Download}
	}
	return links
}

// storedLinks gives the links that were read from the resource before; what is damaged in the ledger is read anew in time.
func (v *visit) storedLinks(of *ledger.Resource) []search.Link {
	read, err := v.Ledger.Read(of.Document)
	if err != nil {
		return downloadsOf(of)
	}
	return read.Document.Links
}
