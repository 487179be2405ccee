package bleve

import (
	"context"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/search"
	"academysearch/search/analysis"

	index "github.com/blevesearch/bleve_index_api"
)

// A quotation is what stands between quotation marks and is long enough to be speech; who said it is the person named nearest to it,
// on either side, beside a verb of saying or a colon.
const (
	minQuotation = 25   // bytes
	maxQuotation = 3000 // bytes; a mark that is not closed within is no quotation
	nameReach    = 160  // bytes in which a name counts as the speaker's
)

// sayings are the verbs and signs that make a name near a quotation its speaker's.
var sayings = []string{"said", "says", "comment", "added", "adds", "explain", "noted", "notes", "writes", "wrote", "told", "according", "concluded", "warned", "remark", ":"}

// saidBy separates the person from the key in a term of the field of quotations.
const saidBy = "|"

// quotedTerms are the terms of a page's quotations: the person alone, and with the key of each word said.
func quotedTerms(text string, people []personRef) []string {
	var out []string
	if len(people) == 0 {
		return nil
	}
	for from := 0; ; {
		start, end, ok := nextQuotation(text, from)
		if !ok {
			return out
		}
		from = end + 1
		who := speakerOf(text, start, end, people)
		if who == "" {
			continue
		}
		out = append(out, who+saidBy)
		for _, t := range analysis.Tokens(nil, text[start:end]) {
			out = append(out, who+saidBy+analysis.Key(t.Term))
		}
	}
}

// nextQuotation finds what stands between the next two marks that open and close.
func nextQuotation(text string, from int) (start, end int, ok bool) {
	for from < len(text) {
		i := strings.IndexAny(text[from:], "“\"‘")
		if i < 0 {
			return 0, 0, false
		}
		mark, size := utf8.DecodeRuneInString(text[from+i:])
		start = from + i + size
		closing := map[rune]string{'“': "”", '"': "\"", '‘': "’ "}[mark]
		length := strings.Index(text[start:min(len(text), start+maxQuotation)], closing)
		if length >= minQuotation {
			return start, start + length, true
		}
		from = start + max(0, length) // a short one is a term in quotation marks: its closing mark opens nothing
		if length >= 0 {
			from += len(closing)
		}
	}
	return 0, 0, false
}

// speakerOf is the person named nearest to a quotation, "" where nobody is.
func speakerOf(text string, start, end int, people []personRef) string {
	before := text[max(0, start-nameReach):start]
	after := text[end:min(len(text), end+nameReach)]
	who, nearest := "", nameReach+1
	for _, p := range people {
		surname := p.Name[strings.LastIndexByte(p.Name, ' ')+1:]
		if len(surname) < 2 {
			continue
		}
		if i := indexName(after, surname); i >= 0 && i < nearest && says(after[:min(len(after), i+len(surname)+30)]) {
			who, nearest = p.ID, i
		}
		if i := lastIndexName(before, surname); i >= 0 && len(before)-i < nearest && says(before[i:]) {
			who, nearest = p.ID, len(before)-i
		}
	}
	return who
}

func says(text string) bool {
	for _, verb := range sayings {
		if strings.Contains(text, verb) {
			return true
		}
	}
	return false
}

// indexName finds a name as a whole word.
func indexName(text, name string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return -1
		}
		if i += from; wholeWord(text, i, i+len(name)) {
			return i
		}
		from = i + len(name)
	}
}

func lastIndexName(text, name string) int {
	for to := len(text); ; {
		i := strings.LastIndex(text[:to], name)
		if i < 0 || wholeWord(text, i, i+len(name)) {
			return i
		}
		to = i
	}
}

func wholeWord(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !unicode.IsLetter(before) && !unicode.IsLetter(after)
}

// said looks up quotations of everybody whose name holds the words of c.Name.
func (p *planner) said(c search.Said) (*node, error) {
	var who []string
	words := terms(c.Name)
	for _, person := range p.s.people {
		if holdsAll(terms(person.name), words, false) {
			who = append(who, person.id)
		}
	}
	n := &node{op: opAll}
	for _, g := range p.saidGroups(c.Of) {
		leaf, err := p.saidLeaf(g, who)
		if err != nil {
			return nil, err
		}
		n.of = append(n.of, leaf)
	}
	return n, nil
}

// saidGroups are the words that somebody is to have said; an empty one stands for any.
func (p *planner) saidGroups(c search.Clause) []*group {
	var groups []*group
	text := search.Format(c)
	for _, t := range analysis.Tokens(nil, text) {
		if !t.Joined && !analysis.IsStop(t.Term) {
			groups = append(groups, &group{text: t.Term, members: []member{{1, []variant{{p.s.forms(t.Term)}}}}})
		}
	}
	if len(groups) == 0 {
		groups = []*group{{text: "quotation"}}
	}
	return groups
}

// saidLeaf is a word as said by any of the people.
func (p *planner) saidLeaf(g *group, who []string) (*node, error) {
	key := ""
	if len(g.members) > 0 {
		key = analysis.Key(g.text)
	}
	for _, id := range who {
		if err := p.s.readSaid(p.ctx, p.sc.accumulator, id+saidBy+key); err != nil {
			p.sc.spoilt = true
			return nil, err
		}
	}
	l := p.sc.accumulator.list()
	leaf := &leaf{group: g, list: l, idf: p.s.idf(l.df)}
	if !p.negated {
		p.p.leaves = append(p.p.leaves, leaf)
	}
	return &node{op: opWord, leaf: leaf}, nil
}

func (s *snapshot) readSaid(ctx context.Context, a *accumulator, term string) error {
	r, err := s.index.TermFieldReader(ctx, []byte(term), search.FieldSaid, true, false, false)
	if err != nil {
		return err
	}
	defer r.Close()
	var reuse index.TermFieldDoc
	for {
		doc, err := r.Next(&reuse)
		if err != nil || doc == nil {
			return err
		}
		a.found(zoneBody, s.docs[binary.BigEndian.Uint64(doc.ID)], float32(doc.Freq))
	}
}
