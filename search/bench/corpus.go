package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strings"

	"academysearch/search"
)

// What is made up about the publications. Only their words, and which follows which, come from real texts.
const (
	minPages, maxPages         = 20, 60   // of a publication
	minPageWords, maxPageWords = 250, 550 // of a page
	pagesPerHeading            = 4
	topicWords                 = 60   // words that a topic prefers
	topical                    = 0.06 // of the words of a page are ones of its topics
	invented                   = 0.01 // of the words are names and codes that no vocabulary holds
	inventedWords              = 200_000
	undated                    = 0.05 // of the publications
	firstYear, years           = 1998, 28
	longestSentence            = 40
)

var (
	kinds = []string{"meeting report", "policy report", "statement", "news", "blog", "consultation response", "lecture", "annual review"}
	// syllables of the names of people and of invented words.
	syllables = []string{"ba", "cor", "da", "el", "fen", "gri", "ho", "il", "jo", "ka", "lun", "mar", "nel", "or", "pin", "qua", "ros", "sa", "til", "um", "ver", "wen", "yo", "zel"}
)

// Topics is the number of topics of a corpus.
const Topics = 40

// TopicID names a topic of a corpus by its number.
func TopicID(n int) string { return fmt.Sprintf("topic-%02d", n) }

// TopicLabel is the name of a topic as a reader sees it.
func TopicLabel(n int) string { return fmt.Sprintf("Topic %d", n) }

// Corpus makes publications up from a model of words. The same model and seed give the same ones; a corpus of more pages begins with
// those of one of fewer, but for the publication with which the latter ends.
type Corpus struct {
	Words *Words
	Seed  uint64
	Pages int // in all
}

// maker holds what a corpus is drawn from.
type maker struct {
	*Words
	r                                   *rand.Rand
	topics                              [][]int32 // words of each
	topic, kind, series, speaker, coins *rand.Zipf
}

// newMaker seeds the draws. Topics, speakers, kinds and series are Zipfian: a few are everywhere, most are rare.
func (c Corpus) newMaker() *maker {
	r := rand.New(rand.NewPCG(c.Seed, 20))
	m := &maker{Words: c.Words, r: r}
	for range Topics {
		words := make([]int32, topicWords)
		for i := range words {
			words[i] = int32(r.IntN(len(c.Words.names)-1) + 1)
		}
		m.topics = append(m.topics, words)
	}
	zipf := func(n int) *rand.Zipf { return rand.NewZipf(r, 1.2, 2, uint64(n-1)) }
	m.topic, m.kind, m.series = zipf(Topics), zipf(len(kinds)), zipf(12)
	m.speaker, m.coins = zipf(speakers), zipf(inventedWords)
	return m
}

// speakers is the number of people of a corpus of any size.
const speakers = 3000

// Publications makes the publications one after another.
func (c Corpus) Publications() iter.Seq[search.Publication] {
	return func(yield func(search.Publication) bool) {
		m := c.newMaker()
		for left, n := c.Pages, 1; left > 0; n++ {
			p := m.publication(n)
			p.Pages = p.Pages[:min(left, len(p.Pages))]
			left -= len(p.Pages)
			if !yield(p) {
				return
			}
		}
	}
}

// Write writes the publications into a file, a JSON object a line.
func (c Corpus) Write(name string) (publications int, err error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(w)
	for pub := range c.Publications() {
		publications++
		err = errors.Join(err, enc.Encode(pub))
	}
	return publications, errors.Join(err, w.Flush(), f.Close())
}

func (m *maker) publication(n int) search.Publication {
	url := fmt.Sprintf("https://example.org/publications/%d", n)
	p := search.Publication{ID: search.PublicationID(url), Kind: kinds[m.kind.Uint64()], Language: "en-GB"}
	topics := m.addTopics(&p)
	p.Series = []string{fmt.Sprintf("Series %d", m.series.Uint64()+1)}
	m.addPeople(&p)
	m.addDate(&p)
	p.Title = m.heading()
	pages := minPages + m.r.IntN(maxPages-minPages+1)
	p.Resources = []search.Resource{{URL: url + ".pdf", MediaType: "application/pdf", Pages: pages}}
	heading := ""
	for i := range pages {
		if i%pagesPerHeading == 0 {
			heading = m.heading()
		}
		p.Pages = append(p.Pages, search.Page{Number: i + 1, Heading: heading, Text: m.text(topics)})
	}
	return p
}

func (m *maker) addTopics(p *search.Publication) (numbers []int) {
	seen := map[int]bool{}
	for range 1 + m.r.IntN(3) {
		if n := int(m.topic.Uint64()); !seen[n] {
			seen[n] = true
			numbers = append(numbers, n)
			p.Topics = append(p.Topics, search.Topic{ID: TopicID(n), Label: TopicLabel(n), Confidence: search.High})
		}
	}
	return numbers
}

func (m *maker) addPeople(p *search.Publication) {
	seen := map[uint64]bool{}
	for i := range 2 + m.r.IntN(7) {
		n := m.speaker.Uint64()
		if seen[n] {
			continue
		}
		seen[n] = true
		function := search.Speaker
		if i == 0 {
			function = search.Chair
		}
		p.People = append(p.People, search.Person{Name: personName(n), Title: "Professor", Function: function, Speaker: true})
	}
}

// personName gives each number a name of its own.
func personName(n uint64) string { return capital(coin(n%61+5)) + " " + capital(coin(n+600)) }

// coin writes a number in syllables.
func coin(n uint64) string {
	var b strings.Builder
	for base := uint64(len(syllables)); ; n /= base {
		b.WriteString(syllables[n%base])
		if n < base {
			return b.String()
		}
	}
}

// capital writes the first letter large, where it is an ASCII one.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// addDate draws a year, later ones more often.
func (m *maker) addDate(p *search.Publication) {
	year := firstYear + max(m.r.IntN(years), m.r.IntN(years))
	month, day := 1+m.r.IntN(12), 1+m.r.IntN(28)
	if m.r.Float64() < undated {
		return
	}
	p.Published = &search.Date{
		Value: fmt.Sprintf("%d-%02d-%02d", year, month, day), Precision: search.Day, Source: "catalogue", Confidence: search.High,
	}
}

// heading is a few words.
func (m *maker) heading() string {
	var words []string
	last := m.numbers[full]
	for n := 2 + m.r.IntN(5); len(words) < n; {
		if last = m.next(m.r, last); m.names[last] != full {
			words = append(words, m.names[last])
		}
	}
	return capital(strings.Join(words, " "))
}

// text is the sentences of a page.
func (m *maker) text(topics []int) string {
	var b strings.Builder
	last, sentence := m.numbers[full], 0
	for range minPageWords + m.r.IntN(maxPageWords-minPageWords+1) {
		word := m.word(last, topics)
		last = m.numbers[word] // an invented word is not in it and counts as the end of a sentence, the number 0
		if word == full || sentence == longestSentence {
			if sentence > 0 {
				b.WriteByte('.')
			}
			sentence = 0
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if sentence++; sentence == 1 {
			word = capital(word)
		}
		b.WriteString(word)
	}
	return b.String() + "."
}

// word draws the word after another: mostly by the model, now and then one of a topic, or one that occurs nowhere else.
func (m *maker) word(last int32, topics []int) string {
	switch x := m.r.Float64(); {
	case x < invented:
		return coin(m.coins.Uint64() + 15_000)
	case x < invented+topical:
		words := m.topics[topics[m.r.IntN(len(topics))]]
		return m.names[words[m.r.IntN(len(words))]]
	}
	return m.names[m.next(m.r, last)]
}
