package indexer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"academysearch/indexer/ledger"
)

// Limits of what may leave the index in one run without being asked for.
const (
	removalsHandful = 5 // so many may always leave
	removalsPercent = 5
)

// RemovalError says that a run was refused because too many publications would leave the index.
type RemovalError struct {
	Publications []string // ids that would leave
	Of           int      // publications before the run
	Allowed      int
}

func (e *RemovalError) Error() string {
	return fmt.Sprintf("the run would remove %d of %d publications, more than the %d that are safe: nothing was published", len(e.Publications), e.Of, e.Allowed)
}

// plan is the difference between what the index serves and what it should.
type plan struct {
	ledger.Plan
	write  []ledger.Publication // to be put into the index
	delete []string             // ids to be taken out of it
	stay   map[string]bool      // ids of all publications after it
	before int                  // publications before it
	lost   []string             // ids that leave without becoming part of another
}

// plan groups all resources and finds the publications that the index does not serve as they should be. rebuild takes nothing of what
// the index serves for granted.
func (r *run) plan(rebuild bool) (*plan, error) {
	list, inputs, err := r.candidates()
	if err != nil {
		return nil, err
	}
	var before []ledger.Publication
	if err := r.Ledger.Publications(func(p ledger.Publication) error { before = append(before, p); return nil }); err != nil {
		return nil, err
	}
	p := &plan{before: len(before), stay: map[string]bool{}}
	p.Gone, p.Sources = r.gone, r.options.Forget
	served := map[string]ledger.Publication{}
	for _, publication := range before {
		served[publication.ID] = publication
	}
	for _, g := range identify(Group(list), list, before) {
		p.add(r.publication(g, list, inputs), served, rebuild)
	}
	return p, r.leave(p, before)
}

// candidates lists what can be grouped, with a digest of what each resource contributes to its publication.
func (r *run) candidates() ([]Candidate, []string, error) {
	gone := map[string]bool{}
	for _, m := range r.gone {
		gone[name(m)] = true
	}
	addresses := map[string]bool{}
	err := r.Ledger.Resources(func(res ledger.Resource) error {
		for _, a := range addressesOf(&res) {
			addresses[within(res.Source, a)] = true
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	var list []Candidate
	var inputs []string
	err = r.Ledger.Resources(func(res ledger.Resource) error {
		c := candidate(&res)
		if res.Document == "" || gone[c.Name] {
			return nil
		}
		c.Related = slices.DeleteFunc(c.Related, func(a string) bool { return !addresses[a] })
		list, inputs = append(list, c), append(inputs, ledger.Sum([]byte(publicationInputs(&res))))
		return nil
	})
	return list, inputs, err
}

// addressesOf gives all canonical addresses of a resource, the one that answers first.
func addressesOf(res *ledger.Resource) []string {
	addresses := []string{res.At()}
	for _, a := range append([]string{res.Address}, res.Aliases...) {
		if !slices.Contains(addresses, a) {
			addresses = append(addresses, a)
		}
	}
	return addresses
}

// candidate tells Group of a resource. Paths mean something within their source alone.
func candidate(res *ledger.Resource) Candidate {
	s := res.Summary
	c := Candidate{
		Name: name(ledger.Member{Source: res.Source, Key: res.Key}), Address: res.At(), SHA256: res.SHA256, File: res.MediaType == pdfType,
		Canonical: s.Canonical, Title: s.Title, Published: s.Published, Events: s.Events, Pages: s.Pages, RecordID: s.RecordID,
	}
	for _, a := range addressesOf(res) {
		c.Addresses = append(c.Addresses, within(res.Source, a))
	}
	for _, d := range s.Downloads {
		c.Downloads = append(c.Downloads, ledger.Download{Address: within(res.Source, d.Address), Text: d.Text})
	}
	for _, a := range s.Related {
		c.Related = append(c.Related, within(res.Source, a))
	}
	return c
}

func within(sourceName, address string) string {
	if isPublic(address) {
		return address
	}
	return sourceName + "\x00" + address
}

// publication makes the ledger's row of a group.
func (r *run) publication(g identified, list []Candidate, inputs []string) ledger.Publication {
	p := ledger.Publication{ID: g.id, Former: g.former}
	digest := []string{buildVersion, r.Describe.Version(), g.id}
	digest = append(digest, g.former...)
	for _, i := range g.group {
		p.Members = append(p.Members, memberOf(list[i].Name))
		digest = append(digest, inputs[i])
	}
	encoded, err := json.Marshal(digest)
	if err != nil {
		return p // never: strings are always JSON
	}
	p.Inputs = ledger.Sum(encoded)
	return p
}

// add notes a publication as it should be; it is written where the index serves something else.
func (p *plan) add(publication ledger.Publication, served map[string]ledger.Publication, rebuild bool) {
	p.stay[publication.ID] = true
	before, known := served[publication.ID]
	if !rebuild {
		publication.Served = before.Served
	}
	if publication.Served == publication.Inputs {
		return
	}
	publication.Served = ""
	if !known || rebuild || before.Inputs != publication.Inputs || before.Served != "" {
		p.Publications = append(p.Publications, publication)
	}
	p.write = append(p.write, publication)
	for _, id := range publication.Former {
		if p.Former == nil {
			p.Former = map[string]string{}
		}
		p.Former[id] = publication.ID
	}
}

// leave finds the ids that the index must not serve: those that leave now and all that ever left, because a run may have died between
// writing that down and doing it, and an older generation may be serving again.
func (r *run) leave(p *plan, before []ledger.Publication) error {
	for _, publication := range before {
		if p.stay[publication.ID] {
			continue
		}
		p.Retired = append(p.Retired, publication.ID)
		if _, merged := p.Former[publication.ID]; !merged {
			p.lost = append(p.lost, publication.ID)
		}
	}
	earlier, err := r.Ledger.Retired()
	if err != nil {
		return err
	}
	p.delete = slices.DeleteFunc(slices.Concat(p.Retired, earlier), func(id string) bool { return p.stay[id] })
	return nil
}

// gate refuses a plan by which too much would leave the index.
func (r *run) gate(p *plan) error {
	allowed := max(removalsHandful, p.before*removalsPercent/100, r.options.AllowRemovals)
	if len(p.lost) <= allowed {
		return nil
	}
	return &RemovalError{Publications: p.lost, Of: p.before, Allowed: allowed}
}

// memberOf undoes name.
func memberOf(candidate string) ledger.Member {
	sourceName, key, _ := strings.Cut(candidate, "\x00")
	return ledger.Member{Source: sourceName, Key: key}
}
