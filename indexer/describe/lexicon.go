package describe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"academysearch/search"
)

// class is a set of word classes of data/words.tsv.
type class uint32

const (
	isRole         class = 1 << iota // heads of a role phrase: "director"
	isModifier                       // words before such a head: "deputy"
	isOrg                            // heads of an organisation's name: "university"
	isEponym                         // things that are named after people: "lecture"
	isEponymMod                      // words between the name and such a thing: "memorial"
	isSurnameLike                    // such things that are surnames too: "hall"
	isParticle                       // small words inside names: "van"
	isConnector                      // small words inside role phrases: "of"
	isVerb                           // words at which a role phrase ends: "said", "who"
	isAbbreviation                   // words whose full stop ends no sentence
	isNotName                        // capitalised words that are no part of a name unless a title stands before it
	isSaid                           // verbs of speech that stand before a name: "said Professor …"
	isEventNoun                      // what can be held on a day: "workshop"
	isTitle                          // begins a title: "professor"
	isMonth
	isWeekday
	isPlace // "via Zoom"
	isTalk  // what a speaker gives: "keynote"
)

// classNames are the names of the classes in data/words.tsv.
var classNames = map[string]class{
	"role": isRole, "modifier": isModifier, "org": isOrg, "eponym": isEponym, "eponym-modifier": isEponymMod,
	"surname-like": isSurnameLike, "particle": isParticle, "connector": isConnector, "verb": isVerb,
	"abbreviation": isAbbreviation, "not-name": isNotName, "said": isSaid, "event": isEventNoun, "talk": isTalk,
}

// lexicon is the grammar as data. It is read-only once built.
type lexicon struct {
	words     map[string]class
	titles    map[string]title     // by form; forms of several words are joined by a space
	posts     map[string]string    // usual case of post-nominals by lower case
	forenames map[string][]int     // groups of variants that a forename belongs to
	verbs     map[string][]verb    // by form, in the order of the table
	cues      map[string][]cue     // by last word
	headings  []heading            // in the order of the table
	dateCues  map[string][]dateCue // by last word ("before", "touch") or first word ("after")
}

// title is a form of address.
type title struct {
	canonical      string
	rank, strength int
	plural, peer   bool
}

// verb is what a verb after a name says about the person.
type verb struct {
	function search.Function
	objects  []string // one of them must follow; none: any
}

// cue is a phrase before a name that says what the person does.
type cue struct {
	words    []string
	function search.Function
	reach    reach
}

// reach is how far a cue carries.
type reach uint8

const (
	near   reach = iota // a few words that are no verb may stand between
	far                 // every name of the sentence
	label               // directly before the name
	office              // directly before the name and a colon: "Treasurer: Professor …"
)

var reaches = map[string]reach{"near": near, "list": far, "label": label, "office": office}

// newLexicon reads the built-in grammar.
func newLexicon() (*lexicon, error) {
	lex := &lexicon{words: map[string]class{}, posts: map[string]string{}, forenames: map[string][]int{}}
	for _, load := range []func() error{
		lex.loadWords, lex.loadTitles, lex.loadPostnominals, lex.loadForenames, lex.loadVerbs, lex.loadCues, lex.loadHeadings, lex.loadDateCues,
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return lex, nil
}

func (lex *lexicon) loadWords() error {
	all, err := table("words.tsv", 2)
	if err != nil {
		return err
	}
	for _, row := range all {
		c, ok := classNames[row[0]]
		if !ok {
			return fmt.Errorf("words.tsv: class %q: %w", row[0], search.ErrInvalid)
		}
		lex.enter(c, list(row[1]))
	}
	for name := range months {
		lex.words[name] |= isMonth
	}
	for name := range weekdays {
		lex.words[name] |= isWeekday
	}
	places, err := table("places.tsv", 1)
	for _, row := range places {
		lex.enter(isPlace, list(row[0]))
	}
	return err
}

func (lex *lexicon) enter(c class, words []string) {
	for _, w := range words {
		lex.words[w] |= c
	}
}

// classOf gives the classes of a folded word. A compound that the table does not know has those of its last part that a role phrase
// is made of: "co-lead", "surgeon-scientist".
func (lex *lexicon) classOf(low string) class {
	if c, ok := lex.words[low]; ok {
		return c
	}
	if i := strings.LastIndexByte(low, '-'); i > 0 {
		return lex.words[low[i+1:]] & (isRole | isModifier | isOrg)
	}
	return 0
}

func (lex *lexicon) loadTitles() error {
	all, err := table("titles.tsv", 5)
	lex.titles = make(map[string]title, len(all))
	for _, row := range all {
		rank, rankErr := strconv.Atoi(row[2])
		strength, strengthErr := strconv.Atoi(row[3])
		if rankErr != nil || strengthErr != nil {
			return fmt.Errorf("titles.tsv: %q: rank and strength are no numbers: %w", row[0], search.ErrInvalid)
		}
		lex.titles[row[0]] = title{row[1], rank, strength, row[4] == "plural", row[4] == "peer"}
		first, _, _ := strings.Cut(row[0], " ")
		lex.words[first] |= isTitle
	}
	return err
}

func (lex *lexicon) loadPostnominals() error {
	all, err := table("postnominals.tsv", 2)
	for _, row := range all {
		for _, p := range strings.Fields(row[1]) {
			lex.posts[strings.ToLower(p)] = p
		}
	}
	return err
}

func (lex *lexicon) loadForenames() error {
	all, err := table("forenames.tsv", 1)
	for i, row := range all {
		for _, name := range list(row[0]) {
			lex.forenames[name] = append(lex.forenames[name], i)
		}
	}
	return err
}

func (lex *lexicon) loadVerbs() error {
	all, err := table("verbs.tsv", 3)
	lex.verbs = map[string][]verb{}
	for _, row := range all {
		for _, form := range list(row[0]) {
			lex.verbs[form] = append(lex.verbs[form], verb{search.Function(row[1]), list(row[2])})
		}
	}
	return err
}

func (lex *lexicon) loadCues() error {
	all, err := table("cues.tsv", 3)
	lex.cues = map[string][]cue{}
	for _, row := range all {
		reach, ok := reaches[row[2]]
		if !ok {
			return fmt.Errorf("cues.tsv: %q: reach %q: %w", row[0], row[2], search.ErrInvalid)
		}
		words := strings.Fields(row[0])
		last := words[len(words)-1]
		lex.cues[last] = append(lex.cues[last], cue{words, search.Function(row[1]), reach})
	}
	for _, cues := range lex.cues {
		slices.SortStableFunc(cues, func(a, b cue) int { return len(b.words) - len(a.words) })
	}
	return err
}

// sameForename reports whether two forenames may belong to one person: equal, an initial of the other, or variants of one name.
func (lex *lexicon) sameForename(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) == 1 || len(b) == 1 {
		return a[:1] == b[:1]
	}
	for _, group := range lex.forenames[a] {
		if slices.Contains(lex.forenames[b], group) {
			return true
		}
	}
	return false
}
