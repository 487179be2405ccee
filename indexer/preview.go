package indexer

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
)

// Preview makes the publications that a first run over the given sources would index, and gives them to show in the order of their main
// pages' addresses. It needs Extract and Describe of the Config alone, keeps everything in memory and writes nothing.
func Preview(ctx context.Context, config Config, sources []source.Source, show func(search.Publication) error) (Report, error) {
	config = config.withDefaults()
	p := preview{run: newRun(config, Options{DryRun: true}), parts: map[string]part{}}
	for _, s := range sources {
		p.seen, p.next = map[string]bool{}, nil
		fault, err := p.rounds(ctx, s, p.look, func(visit func(source.Resource) error) error { return s.Walk(ctx, visit) })
		if err != nil {
			return p.finish(), err
		}
		line := SourceReport{Name: s.Name(), Resources: len(p.seen)}
		if fault != nil {
			line.Error = fault.Error()
		}
		p.report.Sources = append(p.report.Sources, line)
	}
	return p.finish(), p.show(show)
}

// preview is a run without a ledger.
type preview struct {
	*run
	parts map[string]part // by Candidate.Name; guarded by run.mu
}

// look fetches and reads one resource.
func (p *preview) look(ctx context.Context, s source.Source, resource source.Resource) error {
	v := &visit{run: p.run, source: s, resource: resource}
	content, err := resource.Fetch(ctx, source.Known{})
	var read *ledger.Read
	if err == nil {
		read, err = v.read(ctx, content)
	}
	line := Line{Source: s.Name(), URL: resource.Address, Outcome: Added}
	var skip *source.Skip
	var failure *document.Failure
	switch {
	case errors.As(err, &skip):
		line.Outcome, line.Reason = Skipped, skip.Reason
	case errors.As(err, &failure):
		line.Outcome, line.Class, line.Reason, line.Advice = Failed, failure.Class, failure.Reason, failure.Advice
	case err != nil:
		return err
	default:
		known := v.known(content, ledger.Sum(content.Body), "", read)
		p.mu.Lock()
		p.parts[name(ledger.Member{Source: s.Name(), Key: resource.Key})] = part{known, read}
		p.mu.Unlock()
		v.offer(&known, read.Document.Links)
	}
	return p.tell(line)
}

// show groups what was read.
func (p *preview) show(show func(search.Publication) error) error {
	var list []Candidate
	for _, part := range p.parts {
		list = append(list, candidate(&part.resource))
	}
	slices.SortFunc(list, func(a, b Candidate) int { return cmp.Compare(a.Name, b.Name) })
	for _, g := range identify(Group(list), list, nil) {
		var parts []part
		for _, i := range g.group {
			parts = append(parts, p.parts[list[i].Name])
		}
		if err := show(p.build(g.id, nil, parts)); err != nil {
			return err
		}
	}
	return nil
}
