package describe

import (
	"fmt"
	"slices"
	"strings"

	"academysearch/search"
)

// aliases are what staff know about names that texts cannot tell: that two names are one person's, or that one name is two persons'.
// A row of the table is
//
//	name to show <tab> name in the text <tab> words of the role
//
// "Christopher Hale <tab> Chris Hale" joins the two everywhere. With words in the third column the row applies only where the
// person's role contains them: "Ann Bell (Leeds) <tab> Ann Bell <tab> University of Leeds" keeps her apart from another Ann Bell.
type aliases map[string][]alias

type alias struct{ show, role string }

func newAliases(b []byte) (aliases, error) {
	all, err := rows("aliases", b, 3)
	if err != nil {
		return nil, err
	}
	a := aliases{}
	for _, row := range all {
		key := search.PersonID(row[1])
		if key == "" {
			return nil, fmt.Errorf("aliases: %q: the second column is no name: %w", strings.Join(row, " | "), search.ErrInvalid)
		}
		a[key] = append(a[key], alias{row[0], strings.ToLower(row[2])})
	}
	for key := range a { // rows that name a role are tried before the one that does not
		slices.SortStableFunc(a[key], func(x, y alias) int { return len(y.role) - len(x.role) })
	}
	return a, nil
}

// apply gives a person the name that staff want to show.
func (a aliases) apply(p search.Person) search.Person {
	for _, alias := range a[search.PersonID(p.Name)] {
		if strings.Contains(strings.ToLower(p.Role), alias.role) {
			p.Name = alias.show
			return p
		}
	}
	return p
}

// joinEqual joins persons whom aliases have given one name; the function that outranks is kept.
func joinEqual(all []search.Person) []search.Person {
	at := map[string]int{}
	var kept []search.Person
	for _, p := range all {
		i, ok := at[search.PersonID(p.Name)]
		if !ok {
			at[search.PersonID(p.Name)] = len(kept)
			kept = append(kept, p)
			continue
		}
		if outranks(p.Function, kept[i].Function) {
			kept[i].Function, kept[i].Speaker, kept[i].Evidence = p.Function, p.Speaker, p.Evidence
		}
		if kept[i].Role == "" {
			kept[i].Role = p.Role
		}
	}
	return kept
}
