package search

import (
	"fmt"
	"strconv"
	"strings"
)

// maxNesting is how deep brackets may stand inside brackets; deeper ones are left out.
const maxNesting = 20

// Years that an open end of year:… stands for.
const (
	FirstYear = 0
	LastYear  = 9999
)

// Parse reads what a reader typed. It never fails: what only looks like syntax is taken as words, and a note says so. The clause is
// nil when the text holds no word. Parsing what Format prints of a clause gives the same clause. docs/query-language.md has the rules.
func Parse(text string) (Clause, []string) {
	l := lexer{}
	l.run(text)
	tokens := l.repair(l.tokens)
	if len(tokens) == 0 {
		return nil, l.notes
	}
	p := parser{tokens: tokens}
	return p.alternatives(Anywhere), l.notes
}

// parser turns repaired tokens into clauses. Repair has seen to it that brackets pair, that every operator has its operands and
// that every field has a value, so no method can fail.
type parser struct {
	tokens []token
	at     int
}

func (p *parser) peek() kind {
	if p.at >= len(p.tokens) {
		return kindEnd
	}
	return p.tokens[p.at].kind
}

func (p *parser) next() token {
	p.at++
	return p.tokens[p.at-1]
}

// alternatives reads "a OR b": OR binds loosest, so that "heart attack OR stroke" means what it says.
func (p *parser) alternatives(in Field) Clause {
	of := []Clause{p.conjunction(in)}
	for p.peek() == kindOr {
		p.next()
		of = append(of, p.conjunction(in))
	}
	return anyOf(of)
}

// conjunction reads "a AND b".
func (p *parser) conjunction(in Field) Clause {
	of := []Clause{p.sequence(in)}
	for p.peek() == kindAnd {
		p.next()
		of = append(of, p.sequence(in))
	}
	return allOf(of, false)
}

// sequence reads clauses that stand side by side.
func (p *parser) sequence(in Field) Clause {
	var of []Clause
	for {
		switch p.peek() {
		case kindEnd, kindClose, kindOr, kindAnd:
			return allOf(of, true)
		}
		of = append(of, p.single(in))
	}
}

func (p *parser) single(in Field) Clause {
	t := p.next()
	switch t.kind {
	case kindNot:
		return not(p.single(in))
	case kindOpen:
		c := p.alternatives(in)
		p.next()
		return c
	case kindField:
		return p.field(t)
	case kindPhrase:
		return Phrase{Field: in, Text: t.text}
	default:
		return Word{Field: in, Text: t.text, Prefix: t.prefix}
	}
}

// field reads the value of "title:" and the like.
func (p *parser) field(t token) Clause {
	switch t.text {
	case "said":
		return Said{Name: p.next().text, Of: p.words()}
	case "year":
		years, _ := parseYears(p.next().text)
		return years
	}
	return p.single(Field(t.text))
}

// words reads the plain words and phrases that follow a said:"name".
func (p *parser) words() Clause {
	var of []Clause
	for p.peek() == kindWord || p.peek() == kindPhrase {
		of = append(of, p.single(Anywhere))
	}
	if len(of) == 0 {
		return nil
	}
	return allOf(of, true)
}

// anyOf is the Or of clauses, without Ors inside Ors.
func anyOf(of []Clause) Clause {
	var flat []Clause
	for _, c := range of {
		if or, ok := c.(Or); ok {
			flat = append(flat, or.Of...)
		} else {
			flat = append(flat, c)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return Or{Of: flat}
}

// allOf is the And of clauses, without Ands of the same kind inside it.
func allOf(of []Clause, loose bool) Clause {
	var flat []Clause
	for _, c := range of {
		if and, ok := c.(And); ok && and.Loose == loose {
			flat = append(flat, and.Of...)
		} else {
			flat = append(flat, c)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return And{Of: flat, Loose: loose}
}

func not(c Clause) Clause {
	if n, ok := c.(Not); ok {
		return n.Of
	}
	return Not{Of: c}
}

// parseYears reads "2016", "2016..2018", "2016-2018", "2016.." and "..2018".
func parseYears(s string) (Years, bool) {
	from, to, ranged := cutAny(s, "..", "-", "–")
	if !ranged {
		to = from
	}
	first, ok1 := parseYear(from, FirstYear)
	last, ok2 := parseYear(to, LastYear)
	if !ok1 || !ok2 || from == "" && to == "" {
		return Years{}, false
	}
	return Years{From: min(first, last), To: max(first, last)}, true
}

func parseYear(s string, open int) (int, bool) {
	if s == "" {
		return open, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) == 4 && n > 0
}

// cutAny cuts s at the first separator of the list that it holds.
func cutAny(s string, separators ...string) (before, after string, found bool) {
	for _, sep := range separators {
		if before, after, found = strings.Cut(s, sep); found {
			return before, after, true
		}
	}
	return s, "", false
}

// Format prints a clause in full syntax; Parse reads it back. A nil clause is "".
func Format(c Clause) string {
	switch c := c.(type) {
	case nil:
		return ""
	case Word:
		return prefixed(c.Field, c.Text) + star(c.Prefix)
	case Phrase:
		return prefixed(c.Field, strconv.Quote(c.Text))
	case Years:
		return "year:" + formatYears(c)
	case Said:
		return strings.TrimSuffix(`said:"`+c.Name+`" `+Format(c.Of), " ")
	case Not:
		return "-" + inBrackets(c.Of, compound(c.Of))
	case Or:
		return formatList(c.Of, " OR ", func(Clause) bool { return false })
	case And:
		if c.Loose {
			return formatSequence(c.Of)
		}
		return formatList(c.Of, " AND ", func(c Clause) bool { _, or := c.(Or); return or })
	}
	return fmt.Sprint(c)
}

// formatSequence prints clauses side by side. A said:… that words follow stands in brackets, or it would take these for its own.
func formatSequence(of []Clause) string {
	parts := make([]string, len(of))
	for i, c := range of {
		parts[i] = inBrackets(c, compound(c) || i < len(of)-1 && takesWords(c))
	}
	return strings.Join(parts, " ")
}

func formatList(of []Clause, operator string, bracket func(Clause) bool) string {
	parts := make([]string, len(of))
	for i, c := range of {
		parts[i] = inBrackets(c, bracket(c))
	}
	return strings.Join(parts, operator)
}

func inBrackets(c Clause, yes bool) string {
	if yes {
		return "(" + Format(c) + ")"
	}
	return Format(c)
}

// compound reports whether a clause has to stand in brackets inside a sequence or after a minus.
func compound(c Clause) bool {
	switch c.(type) {
	case And, Or:
		return true
	}
	return false
}

func takesWords(c Clause) bool {
	if n, ok := c.(Not); ok {
		c = n.Of
	}
	_, said := c.(Said)
	return said
}

func prefixed(f Field, text string) string {
	if f == Anywhere {
		return text
	}
	return string(f) + ":" + text
}

func star(prefix bool) string {
	if prefix {
		return "*"
	}
	return ""
}

func formatYears(y Years) string {
	year := func(n, open int) string {
		if n == open {
			return ""
		}
		return fmt.Sprintf("%04d", n)
	}
	if y.From == y.To {
		return fmt.Sprintf("%04d", y.From)
	}
	return year(y.From, FirstYear) + ".." + year(y.To, LastYear)
}
