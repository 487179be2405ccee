package bleve

import (
	"strconv"
	"strings"

	"academysearch/search"
	"academysearch/search/analysis"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// zone is a text field of a page.
type zone int

const (
	zoneTitle zone = iota
	zoneHeading
	zoneBody
	zones
)

var zoneNames = [zones]string{search.FieldTitle, search.FieldHeading, search.FieldBody}

// zoneWeights are the weight and b of each zone in the field table.
var zoneWeights = func() (w [zones]search.IndexField) {
	for _, f := range search.IndexFields {
		for z, name := range zoneNames {
			if f.Name == name {
				w[z] = f
			}
		}
	}
	return w
}()

// pageID is the id of a page's Bleve document.
func pageID(publication string, page int) string { return publication + "#" + strconv.Itoa(page) }

// cutPageID is the inverse of pageID.
func cutPageID(id string) (publication string, page int, ok bool) {
	i := strings.LastIndexByte(id, '#')
	if i < 0 {
		return "", 0, false
	}
	page, err := strconv.Atoi(id[i+1:])
	return id[:i], page, err == nil
}

// pageDocument is a page as Bleve indexes it: three analysed texts with positions, nothing stored but its id.
type pageDocument struct {
	id     string
	fields []index.Field
}

// newPageDocument makes the document of a page; its analysis puts the lengths of the zones into lengths.
func newPageDocument(id string, texts [zones]string, said []string, lengths *[zones]uint32) *pageDocument {
	d := &pageDocument{id: id}
	for z, text := range texts {
		if text != "" {
			d.fields = append(d.fields, &textField{name: zoneNames[z], text: text, words: &lengths[z]})
		}
	}
	if len(said) > 0 {
		d.fields = append(d.fields, &keywordField{name: search.FieldSaid, values: said})
	}
	return d
}

func (d *pageDocument) ID() string                                 { return d.id }
func (d *pageDocument) Size() int                                  { return len(d.id) }
func (d *pageDocument) HasComposite() bool                         { return false }
func (d *pageDocument) VisitComposite(index.CompositeFieldVisitor) {}
func (d *pageDocument) StoredFieldsBytes() uint64                  { return 0 }
func (d *pageDocument) NumPlainTextBytes() uint64                  { return 0 }
func (d *pageDocument) Indexed() bool                              { return len(d.fields) > 0 }

func (d *pageDocument) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

// AddIDField is called by the index before it analyses the document.
func (d *pageDocument) AddIDField() {
	d.fields = append(d.fields, document.NewTextFieldCustom("_id", nil, []byte(d.id), index.IndexField|index.StoreField, nil))
}

// textField is one text of a page. It fills Bleve's token frequencies itself, with few allocations; offsets are left out, as
// passages find theirs in the stored text.
type textField struct {
	name  string
	text  string
	words *uint32 // set by Analyze: words that are neither of the stop list nor compounds
	freqs index.TokenFrequencies
	count int
}

func (f *textField) Name() string                                     { return f.name }
func (f *textField) Value() []byte                                    { return nil }
func (f *textField) ArrayPositions() []uint64                         { return nil }
func (f *textField) EncodedFieldType() byte                           { return 't' }
func (f *textField) NumPlainTextBytes() uint64                        { return uint64(len(f.text)) }
func (f *textField) AnalyzedLength() int                              { return f.count }
func (f *textField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }

func (f *textField) Options() index.FieldIndexingOptions {
	return index.IndexField | index.IncludeTermVectors
}

// Analyze is called by the index, on several goroutines at once for different documents.
func (f *textField) Analyze() {
	tokens := analysis.Tokens(make([]analysis.Token, 0, len(f.text)/5), f.text)
	for _, t := range tokens { // the range is over what there was at first
		if !t.Joined && !analysis.IsStop(t.Term) {
			*f.words++
		}
		if word := f.text[t.Start:t.End]; analysis.IsAbbreviation(word) {
			t.Term = word
			tokens = append(tokens, t)
		}
	}
	f.count = len(tokens)
	f.freqs = frequencies(tokens)
}

// frequencies groups tokens by term, with a handful of allocations whatever their number.
func frequencies(tokens []analysis.Token) index.TokenFrequencies {
	freqs := make(index.TokenFrequencies, len(tokens)/2)
	places := make([]index.TokenLocation, len(tokens))
	entries := make([]index.TokenFreq, 0, len(tokens))
	for i, t := range tokens {
		places[i].Position = t.Pos
		f := freqs[t.Term]
		if f == nil {
			entries = append(entries, index.TokenFreq{Term: []byte(t.Term)})
			f = &entries[len(entries)-1]
			freqs[t.Term] = f
		}
		f.Locations = append(f.Locations, &places[i])
		f.SetFrequency(f.Frequency() + 1)
	}
	return freqs
}

// keywordField is a list of whole values.
type keywordField struct {
	name   string
	values []string
	freqs  index.TokenFrequencies
}

func (f *keywordField) Name() string                                     { return f.name }
func (f *keywordField) Value() []byte                                    { return nil }
func (f *keywordField) ArrayPositions() []uint64                         { return nil }
func (f *keywordField) EncodedFieldType() byte                           { return 't' }
func (f *keywordField) NumPlainTextBytes() uint64                        { return 0 }
func (f *keywordField) AnalyzedLength() int                              { return len(f.values) }
func (f *keywordField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }
func (f *keywordField) Options() index.FieldIndexingOptions              { return index.IndexField }

// Analyze is called by the index.
func (f *keywordField) Analyze() {
	f.freqs = make(index.TokenFrequencies, len(f.values))
	for _, v := range f.values {
		t := f.freqs[v]
		if t == nil {
			t = &index.TokenFreq{Term: []byte(v)}
			f.freqs[v] = t
		}
		t.SetFrequency(t.Frequency() + 1)
	}
}
