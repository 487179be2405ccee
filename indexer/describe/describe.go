// Package describe turns the text of a publication into what readers filter and find it by: its title, kind, series, dates, topics,
// and the people it names with what they do. It is a small parser over words: a line is split into tokens once, names and dates are
// read from these with their spans, and the words around a span decide what the name or date is. The grammar and the vocabulary are
// data (data/*.tsv). Nothing here is invented: every value carries the words that say so, and what no words support is left out.
//
// The package is pure: it reads no file and no clock, and knows no file format, no index and no web.
package describe

import (
	"fmt"

	"academysearch/indexer/document"
	"academysearch/search"
)

// Version is raised whenever the same documents may be described in another way; descriptions kept under an older one are redone.
const Version = 2

// Config sets up a Describer. Its zero value uses the built-in vocabulary and no aliases.
type Config struct {
	Topics  []byte // rows of staff to add to or replace topics of the built-in vocabulary (data/topics.tsv shows the form); nil: none
	Aliases []byte // names that are one person's, or several persons' (see Aliases in aliases.go); nil: none
}

// Describer describes publications. It is safe for concurrent use.
type Describer struct {
	lex         *lexicon
	vocabulary  *vocabulary
	kinds       *kinds
	series      *seriesFinder
	boilerplate *phraseSet
	aliases     aliases
}

// Description is what is known of a publication beside its text. Lists are nil where nothing is known.
type Description struct {
	Title     string // "" only where there is no text
	Kind      string // of data/kinds.tsv, or ""
	Language  string // BCP 47, or ""
	Series    []string
	Published *search.Date
	Events    []search.Event // earliest first
	People    []search.Person
	Topics    []search.Topic // most important first, at most five
	Quotes    []Quote        // in the order of the text
	Warnings  []string
}

// New compiles the grammar and the vocabulary. A table of staff that cannot be read is search.ErrInvalid or search.ErrTooLarge.
func New(c Config) (*Describer, error) {
	lex, err := newLexicon()
	if err != nil {
		return nil, fmt.Errorf("grammar: %w", err)
	}
	d := &Describer{lex: lex, boilerplate: newPhraseSet(lex)}
	if d.vocabulary, err = newVocabulary(lex, c.Topics); err != nil {
		return nil, err
	}
	if d.kinds, err = newKinds(lex); err != nil {
		return nil, err
	}
	if d.series, err = newSeriesFinder(lex); err != nil {
		return nil, err
	}
	if d.aliases, err = newAliases(c.Aliases); err != nil {
		return nil, err
	}
	standing, err := table("boilerplate.tsv", 1)
	for i, row := range standing {
		d.boilerplate.add(i, row[0], false)
	}
	return d, err
}

// Topics is the vocabulary in its order, parents before their children.
func (d *Describer) Topics() []TopicInfo {
	return append([]TopicInfo(nil), d.vocabulary.topics...)
}

// Describe describes one publication: docs[0] is its main page, then come its PDFs and other pages. A publication that staff have
// catalogued carries their claims as hints of source "catalogue".
func (d *Describer) Describe(docs []document.Document) Description {
	lines := d.lines(docs)
	kind := d.kinds.of(lines)
	d.findPeople(lines, kind)
	found := d.findDates(lines, kind)
	if kind == "" && announced(found.events) {
		kind = "event"
	}
	if hinted := catalogued(docs, "kind"); hinted != "" {
		kind = hinted
	}
	people := d.people(lines, kind)
	return Description{
		Title: titleOf(docs, lines), Kind: kind, Language: languageOf(docs, lines), Series: d.findSeries(lines),
		Published: bestPublished(docs, found.published), Events: found.events, People: people, Quotes: d.quotes(lines, kind),
		Topics: d.findTopics(lines), Warnings: found.warnings,
	}
}

// announced reports whether a time of day stands beside the date of an event, as announcements have it.
func announced(events []search.Event) bool {
	for _, e := range events {
		if len(e.Start) > len("2006-01-02") {
			return true
		}
	}
	return false
}

// catalogued is what staff have catalogued under a name, or "".
func catalogued(docs []document.Document, name string) string {
	for i := range docs {
		for _, h := range docs[i].Hints {
			if h.Name == name && h.Source == "catalogue" {
				return h.Value
			}
		}
	}
	return ""
}

// people gives everybody whom the lines name, those of the speaker facet and others alike, in the order of the text.
func (d *Describer) people(lines []line, kind string) []search.Person {
	var all []search.Person
	for _, p := range d.lex.collect(lines) {
		all = append(all, d.aliases.apply(p.public(kind)))
	}
	return joinEqual(all)
}

// standingParagraph reports whether a line is one of the paragraphs that stand in every publication.
func (d *Describer) standingParagraph(l *line) bool {
	standing := false
	d.boilerplate.each(units(l.tokens), func(int, int, int) { standing = true })
	return standing
}
