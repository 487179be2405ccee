package describe

import (
	"cmp"
	"fmt"
	"strings"

	"academysearch/search"
)

// TopicInfo is a topic of the vocabulary.
type TopicInfo struct {
	ID     string
	Label  string
	Parent string   // id of the topic above it, or ""
	MeSH   []string // headings of the thesaurus of the US National Library of Medicine
	HRCS   []string // categories of the UK Health Research Classification System
}

// vocabulary is the topics with the phrases that speak for them.
type vocabulary struct {
	topics   []TopicInfo
	index    map[string]int // by id
	triggers *phraseSet     // ids are indexes into marks
	marks    []trigger
	broad    []bool // by topic: under one of the groups in which everyday words are many
}

// broadGroups are the groups about research, services and the Academy itself. A single everyday word never speaks for their topics.
var broadGroups = map[string]bool{"research-system": true, "ethics-society": true, "health-services": true, "academy": true, "data-digital": true}

// noTopic marks the phrases of data/masks.tsv, which say that a word inside them speaks for nothing.
const noTopic = -1

// trigger is a phrase that speaks for a topic.
type trigger struct {
	topic int
	text  string
	cue   bool // only beside other triggers
}

// maxTopics limits the vocabulary.
const maxTopics = 2000

// newVocabulary compiles the built-in topics and those of staff: a row of staff with the id of a built-in topic replaces it, and one
// without triggers removes it.
func newVocabulary(lex *lexicon, staff []byte) (*vocabulary, error) {
	all, err := table("topics.tsv", 6)
	if err != nil {
		return nil, err
	}
	own, err := rows("topics", staff, 6)
	if err != nil {
		return nil, err
	}
	if len(all)+len(own) > maxTopics {
		return nil, fmt.Errorf("topics: %d rows: %w", len(all)+len(own), search.ErrTooLarge)
	}
	v := &vocabulary{index: map[string]int{}, triggers: newPhraseSet(lex)}
	for _, row := range overlay(all, own) {
		if err := v.addRow(row); err != nil {
			return nil, err
		}
	}
	masks, err := table("masks.tsv", 1)
	for _, row := range masks {
		v.triggers.add(len(v.marks), row[0], false)
		v.marks = append(v.marks, trigger{topic: noTopic, text: row[0]})
	}
	if err != nil {
		return nil, err
	}
	return v, v.validate()
}

// overlay puts the rows of staff in the place of those with the same id, and new ones at the end.
func overlay(all, own [][]string) [][]string {
	at := map[string]int{}
	for i, row := range all {
		at[row[0]] = i
	}
	for _, row := range own {
		if i, ok := at[row[0]]; ok {
			all[i] = row
			continue
		}
		at[row[0]] = len(all)
		all = append(all, row)
	}
	return all
}

// addRow adds one topic: id, parent, label, MeSH, triggers, HRCS.
func (v *vocabulary) addRow(row []string) error {
	id, label := row[0], row[2]
	if strings.ContainsFunc(id, func(r rune) bool { return !(r == '-' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9') }) {
		return fmt.Errorf("topic %q: an id is made of a–z, 0–9 and hyphens: %w", id, search.ErrInvalid)
	}
	if label == "" {
		return fmt.Errorf("topic %q has no label: %w", id, search.ErrInvalid)
	}
	topic := len(v.topics)
	v.index[id] = topic
	v.broad = append(v.broad, broadGroups[id] || broadGroups[row[1]])
	v.topics = append(v.topics, TopicInfo{ID: id, Label: label, Parent: row[1], MeSH: list(row[3]), HRCS: list(row[5])})
	for _, text := range list(row[4]) {
		plain, cue := strings.CutPrefix(text, "~")
		plain, capitals := strings.CutPrefix(plain, "=")
		v.triggers.add(len(v.marks), plain, capitals)
		v.marks = append(v.marks, trigger{topic, plain, cue})
	}
	return nil
}

// validate checks that parents exist and have none themselves: the vocabulary has two levels.
func (v *vocabulary) validate() error {
	for _, t := range v.topics {
		if t.Parent == "" {
			continue
		}
		parent, ok := v.index[t.Parent]
		if !ok {
			return fmt.Errorf("topic %q: its parent %q is unknown: %w", t.ID, t.Parent, search.ErrInvalid)
		}
		if v.topics[parent].Parent != "" {
			return fmt.Errorf("topic %q: its parent %q has a parent itself: %w", t.ID, t.Parent, search.ErrInvalid)
		}
	}
	return nil
}

// overlays reports whether trigger a takes the place of trigger b inside it.
func (v *vocabulary) overlays(a, b int) bool {
	x, y := v.marks[a].topic, v.marks[b].topic
	return x == noTopic || x != y && v.group(x) == v.group(y)
}

// group is the id of the top-level topic above a topic.
func (v *vocabulary) group(topic int) string {
	if topic == noTopic {
		return ""
	}
	return cmp.Or(v.topics[topic].Parent, v.topics[topic].ID)
}
