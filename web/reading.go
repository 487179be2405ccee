package web

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"academysearch/search"
)

// reading is one parameter that an address takes, and what to do with a value of it.
type reading struct {
	name string
	many bool
	read func(value string) error
}

// readParameters reads a query string strictly: every parameter that is unknown, empty (except q), given more often than it may be,
// not text, or refused by its reading is a Problem. The rest is read.
func readParameters(raw string, readings []reading) (problems []Problem) {
	values, err := url.ParseQuery(raw) // keeps what it can read
	if err != nil {
		problems = append(problems, Problem{"", clip(raw), "the address holds a broken escape or a semicolon"})
	}
	for _, r := range readings {
		for _, err := range r.readAll(values[r.name]) {
			problems = append(problems, Problem{r.name, clip(strings.Join(values[r.name], ", ")), err.Error()})
		}
		delete(values, r.name)
	}
	for _, name := range sorted(values) {
		problems = append(problems, Problem{clip(name), clip(strings.Join(values[name], ", ")), "is not a parameter of this address"})
	}
	return problems
}

func (r reading) readAll(values []string) (wrong []error) {
	most := 1
	if r.many {
		most = search.MaxFilters
	}
	if len(values) > most {
		return []error{fmt.Errorf("is given %d times, at most %d can be", len(values), most)}
	}
	for _, v := range values {
		if err := r.accept(v); err != nil {
			wrong = append(wrong, err)
		}
	}
	return wrong
}

func (r reading) accept(value string) error {
	switch {
	case !utf8.ValidString(value):
		return errors.New("is not valid UTF-8")
	case value == "" && r.name != "q":
		return errors.New("is empty: leave it out")
	}
	return r.read(value)
}

func sorted(values url.Values) []string {
	var names []string
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
