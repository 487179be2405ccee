package bleve

import (
	"slices"
	"strings"

	"academysearch/search"
)

// table is what is held in memory of a generation: columns over its publications (numbered by id) and their pages (numbered through,
// by publication), independent of how the index is laid out in segments.
type table struct {
	rows   []*row
	byID   map[string]int32
	titles map[string][]int32 // publications by titleKey
	former map[string]string  // ids of merged publications → what they are part of

	first []int32 // first page of each publication, and one entry past the end
	pubOf []int32 // publication of each page
	docs  []int32 // page of each Bleve document number, -1 for deleted ones
	lists []int32 // pages that are lists, see isList
	norms [zones][]float32

	topics  column
	kinds   column
	series  column
	people  []person // facet values of the speaker facet and everybody else
	roles   [][]role // by publication
	personN map[string]int32
}

// column is a facet: the values of each publication as numbers of a dictionary.
type column struct {
	values  []facetEntry
	numbers map[string]int32
	starts  []int32 // of each publication in items, and one entry past the end
	items   []int32
}

type facetEntry struct{ value, label, parent string }

// person is somebody, in the fullest form known.
type person struct{ id, name string }

// role is what a person does in a publication.
type role struct {
	person   int32
	function search.Function
	speaker  bool
}

// newTable makes the columns of a saved table.
func newTable(saved savedTable, topics []TopicInfo) *table {
	t := &table{
		rows: saved.Rows, docs: saved.Docs, byID: make(map[string]int32, len(saved.Rows)), former: map[string]string{},
		titles: make(map[string][]int32, len(saved.Rows)),
		first:  make([]int32, 1, len(saved.Rows)+1), personN: map[string]int32{},
	}
	for i, r := range t.rows {
		t.byID[r.ID] = int32(i)
		if key := titleKey(r.Title); key != "" {
			t.titles[key] = append(t.titles[key], int32(i))
		}
		for _, page := range r.Lists {
			t.lists = append(t.lists, int32(len(t.pubOf))+int32(page))
		}
		for range r.documents() {
			t.pubOf = append(t.pubOf, int32(i))
		}
		t.first = append(t.first, int32(len(t.pubOf)))
		for _, id := range r.Former {
			t.former[id] = r.ID
		}
	}
	t.weigh()
	t.fillColumns(topics)
	t.fillPeople()
	return t
}

// titleKey is what titles and queries are compared by: their terms.
func titleKey(title string) string { return strings.Join(terms(title), " ") }

// weigh sets, for each zone of each page, what one occurrence of a word there counts: the weight of the zone, less in long ones
// (BM25F). Means are over the pages that have the zone.
func (t *table) weigh() {
	for z := range t.norms {
		total, n := 0.0, 0
		for _, r := range t.rows {
			for _, words := range r.Words {
				if words[z] > 0 {
					total, n = total+float64(words[z]), n+1
				}
			}
		}
		mean := max(total/max(float64(n), 1), 1)
		field := zoneWeights[z]
		t.norms[z] = make([]float32, 0, len(t.pubOf))
		for _, r := range t.rows {
			for _, words := range r.Words {
				t.norms[z] = append(t.norms[z], float32(field.Weight/(1-field.B+field.B*float64(words[z])/mean)))
			}
		}
	}
}

func (t *table) fillColumns(topics []TopicInfo) {
	parents, labels := map[string]string{}, map[string]string{}
	for _, info := range topics {
		parents[info.ID], labels[info.ID] = info.Parent, info.Label
	}
	t.topics = newColumn(t.rows, func(r *row) (values []facetEntry) {
		for _, ref := range r.Topics {
			if labels[ref.ID] == "" {
				labels[ref.ID] = ref.Label
			}
			for id, depth := ref.ID, 0; id != "" && depth < maxTopicDepth; id, depth = parents[id], depth+1 {
				values = append(values, facetEntry{id, labels[id], parents[id]})
			}
		}
		return values
	})
	t.kinds = newColumn(t.rows, func(r *row) []facetEntry { return whole(r.Kind) })
	t.series = newColumn(t.rows, func(r *row) []facetEntry { return whole(r.Series...) })
}

// maxTopicDepth ends the walk to a topic's ancestors in a vocabulary that goes in circles.
const maxTopicDepth = 8

func whole(values ...string) (entries []facetEntry) {
	for _, v := range values {
		if v != "" {
			entries = append(entries, facetEntry{value: v, label: v})
		}
	}
	return entries
}

// newColumn numbers the values of each publication; a value counts once.
func newColumn(rows []*row, values func(*row) []facetEntry) column {
	c := column{numbers: map[string]int32{}, starts: make([]int32, 1, len(rows)+1)}
	for _, r := range rows {
		start := len(c.items)
		for _, e := range values(r) {
			n, ok := c.numbers[e.value]
			if !ok {
				n = int32(len(c.values))
				c.numbers[e.value] = n
				c.values = append(c.values, e)
			}
			if !slices.Contains(c.items[start:], n) {
				c.items = append(c.items, n)
			}
		}
		c.starts = append(c.starts, int32(len(c.items)))
	}
	return c
}

// of gives the values of a publication.
func (c *column) of(pub int32) []int32 { return c.items[c.starts[pub]:c.starts[pub+1]] }

// fillPeople numbers people and keeps the longest form of each name.
func (t *table) fillPeople() {
	t.roles = make([][]role, len(t.rows))
	for i, r := range t.rows {
		for _, ref := range r.People {
			n, ok := t.personN[ref.ID]
			if !ok {
				n = int32(len(t.people))
				t.personN[ref.ID] = n
				t.people = append(t.people, person{id: ref.ID})
			}
			if longer(ref.Name, t.people[n].name) {
				t.people[n].name = ref.Name
			}
			t.roles[i] = append(t.roles[i], role{n, ref.Function, ref.Speaker})
		}
	}
}

// longer prefers the longer name, and of two of one length the first by alphabet, so that the order of publications has no say.
func longer(a, b string) bool {
	return len(a) > len(b) || len(a) == len(b) && a < b
}
