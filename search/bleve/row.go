package bleve

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"academysearch/search"
)

// row is what a generation's table keeps of a publication: all that filters, facets, sorting and ranking need. The rest is in the
// store, where Record says.
type row struct {
	ID        string
	Title     string
	Kind      string
	Series    []string
	Topics    []topicRef
	People    []personRef
	Dated     bool
	From, To  int32 // days since 1970 of the facet date, where Dated
	Resources int
	AllPages  int // of the resources, with and without text
	TextPages int
	Former    []string
	Record    record
	PageBytes []uint32        // of the text of each page in the store
	Words     [][zones]uint32 // lengths of the zones of each document, see documents
	Lists     []uint32        // documents whose page is a list, see isList
	Sum       uint64          // of the publication as written, to tell what changed
}

type topicRef struct{ ID, Label string }

type personRef struct {
	ID, Name, Display string
	Function          search.Function
	Speaker           bool
}

// day counts days since 1970.
func day(t time.Time) int32 { return int32(t.Unix() / (24 * 60 * 60)) }

// newRow is the row of a publication and its record as stored: the publication without text, followed by the text of its pages.
func newRow(p search.Publication) (*row, []byte, error) {
	bare, text := p, strings.Builder{}
	bare.Pages = append([]search.Page(nil), p.Pages...)
	r := &row{ID: p.ID, Title: p.Title, Kind: p.Kind, Series: p.Series, Former: p.FormerIDs, Resources: len(p.Resources)}
	for i := range bare.Pages {
		if strings.TrimSpace(bare.Pages[i].Text) != "" {
			r.TextPages++
		}
		r.PageBytes = append(r.PageBytes, uint32(len(bare.Pages[i].Text)))
		if isList(bare.Pages[i].Text) {
			r.Lists = append(r.Lists, uint32(i))
		}
		text.WriteString(bare.Pages[i].Text)
		bare.Pages[i].Text = ""
	}
	meta, err := json.Marshal(bare)
	if err != nil {
		return nil, nil, fmt.Errorf("publication %s: %w", p.ID, err)
	}
	data := slices.Concat(meta, []byte(text.String()))
	r.Record = record{Meta: uint32(len(meta)), Bytes: uint32(len(data))}
	r.Sum = checksum(data)
	r.Words = make([][zones]uint32, r.documents())
	r.describe(p)
	return r, data, nil
}

func checksum(data []byte) uint64 {
	h := fnv.New64a()
	_ = binary.Write(h, binary.LittleEndian, uint64(len(data))) // a hash never fails
	_, _ = h.Write(data)
	return h.Sum64()
}

// describe fills the facet values.
func (r *row) describe(p search.Publication) {
	for _, t := range p.Topics {
		r.Topics = append(r.Topics, topicRef{t.ID, t.Label})
	}
	for _, person := range p.People {
		if id := search.PersonID(person.Name); id != "" {
			r.People = append(r.People, personRef{
				ID: id, Name: person.Name, Display: display(person), Function: person.Function,
				Speaker: person.Speaker || person.Function.Speaks(),
			})
		}
	}
	if first, last, ok := p.FacetDate(); ok {
		r.Dated, r.From, r.To = true, day(first), day(last)
	}
	for _, res := range p.Resources {
		r.AllPages += res.Pages
	}
	r.AllPages = max(r.AllPages, len(p.Pages))
}

// display is a person's name with title and post-nominals.
func display(p search.Person) string {
	return strings.Join(strings.Fields(p.Title+" "+p.Name+" "+strings.Join(p.Postnominals, " ")), " ")
}

// documents is the number of Bleve documents of the publication: one a page, and one for the title where there is no page.
func (r *row) documents() int { return max(1, len(r.PageBytes)) }
