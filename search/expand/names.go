package expand

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"academysearch/search"
)

// Limits of a file of names.
const (
	maxFileBytes = 4 << 20
	maxNameBytes = 120
	maxNames     = 24 // on a line
)

// longestCased is the number of letters up to which an abbreviation is found only when typed in capitals: AMR, but not amr.
const longestCased = 3

// ReadNames reads a file of names, one concept a line:
//
//	# a comment; empty lines are allowed, too
//	cot death = sudden infant death syndrome = SIDS
//	AMS > Academy of Medical Sciences
//	"NICE" > National Institute for Health and Care Excellence
//	- cold
//
// Names joined by = mean the same: whoever types one also finds the others. Names after > are found by those before it, and find
// nothing themselves. A line that begins with - says that a name means nothing else. Spelling (oedema, edema) and the plural need
// no line of their own. A name of up to three letters, all of them capitals, is found only when typed in capitals; a name in "quotes" only
// when typed exactly so. The same name may stand on several lines.
//
// A line that cannot be read is an error with its number; all such lines are reported, and the errors are search.ErrInvalid.
func ReadNames(file string, r io.Reader, source Source) ([]Concept, error) {
	var concepts []Concept
	var problems []error
	lines := bufio.NewScanner(io.LimitReader(r, maxFileBytes+1))
	bytes, number := 0, 0
	for lines.Scan() {
		number++
		if bytes += len(lines.Bytes()) + 1; bytes > maxFileBytes {
			return nil, fmt.Errorf("%s: larger than %d bytes: %w", file, maxFileBytes, search.ErrTooLarge)
		}
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		c, err := readLine(line)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s:%d: %w: %w", file, number, err, search.ErrInvalid))
			continue
		}
		c.Source = source
		concepts = append(concepts, c)
	}
	if err := lines.Err(); err != nil {
		problems = append(problems, fmt.Errorf("%s:%d: %w: %w", file, number+1, err, search.ErrInvalid))
	}
	return concepts, errors.Join(problems...)
}

var (
	errNoOther    = errors.New("a name without another one: write both sides of = or >")
	errTwoArrows  = errors.New("more than one >")
	errManyNames  = fmt.Errorf("more than %d names", maxNames)
	errNotText    = errors.New("not UTF-8 text")
	errAloneAfter = errors.New("- takes one name")
)

// readLine reads the names of one line.
func readLine(line string) (Concept, error) {
	if !utf8.ValidString(line) {
		return Concept{}, errNotText
	}
	if silenced, ok := strings.CutPrefix(line, "- "); ok {
		if strings.ContainsAny(silenced, "=>") {
			return Concept{}, errAloneAfter
		}
		n, err := readName(silenced, Entry)
		return Concept{Names: []Name{n}}, err
	}
	same, others, arrow := strings.Cut(line, ">")
	if strings.Contains(others, ">") {
		return Concept{}, errTwoArrows
	}
	var c Concept
	if err := c.readNames(same, Both); err != nil {
		return c, err
	}
	if arrow {
		if err := c.readNames(others, Added); err != nil {
			return c, err
		}
	}
	switch {
	case len(c.Names) < 2:
		return c, errNoOther
	case len(c.Names) > maxNames:
		return c, errManyNames
	}
	return c, nil
}

// readNames adds the names of one side of a line.
func (c *Concept) readNames(side string, role Role) error {
	for _, text := range strings.Split(side, "=") {
		n, err := readName(text, role)
		if err != nil {
			return err
		}
		c.Names = append(c.Names, n)
	}
	return nil
}

// readName reads one name.
func readName(text string, role Role) (Name, error) {
	text = strings.Join(strings.Fields(text), " ")
	exact := len(text) > 2 && text[0] == '"' && text[len(text)-1] == '"'
	if exact {
		text = text[1 : len(text)-1]
	}
	n := Name{Text: text, Role: role, Cased: exact || shortCapitals(text)}
	switch parts := pieces(text); {
	case len(parts) == 0:
		return n, fmt.Errorf("%q holds no word", text)
	case len(parts) > maxPieces || len(text) > maxNameBytes:
		return n, fmt.Errorf("%.30q… is longer than %d words or %d bytes", text, maxPieces, maxNameBytes)
	case strings.Contains(text, `"`):
		return n, fmt.Errorf("%q holds a quotation mark inside", text)
	}
	return n, nil
}

// shortCapitals reports whether a name is a short abbreviation: TB, AMR, A&E, not COPD or Wnt.
func shortCapitals(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) || unicode.IsSpace(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 0 && letters <= longestCased
}
