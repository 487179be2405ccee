package indexer

import (
	"cmp"
	"slices"

	"academysearch/indexer/ledger"
	"academysearch/search"
)

// identified is a group with the id of its publication.
type identified struct {
	id     string
	former []string // ids of publications that are part of it now, sorted
	group  []int
}

// identify gives each group the id that its publication has had, or a new one. A publication's id goes with its main page, or with the
// first of its resources that is still there; where several publications became one, the id that the main page gave stays and the
// others are former ones.
func identify(groups [][]int, list []Candidate, before []ledger.Publication) []identified {
	claims := claimed(groups, list, before)
	used := map[string]bool{}
	all := make([]identified, len(groups))
	for g, group := range groups {
		all[g].group = group
		if len(claims[g]) == 0 {
			continue
		}
		own := search.PublicationID(list[group[0]].Address)
		slices.SortFunc(claims[g], func(a, b ledger.Publication) int {
			return cmp.Or(first(a.ID == own, b.ID == own), first(name(a.Members[0]) == list[group[0]].Name, name(b.Members[0]) == list[group[0]].Name), cmp.Compare(a.ID, b.ID))
		})
		all[g].id = claims[g][0].ID
		used[all[g].id] = true
	}
	for g := range all {
		if all[g].id == "" {
			all[g].id = newID(list[all[g].group[0]], used)
			used[all[g].id] = true
		}
	}
	for g := range all {
		all[g].former = formerIDs(claims[g], used)
	}
	return all
}

// claimed finds for each group the earlier publications that live on in it.
func claimed(groups [][]int, list []Candidate, before []ledger.Publication) [][]ledger.Publication {
	groupOf := map[string]int{}
	for g, group := range groups {
		for _, i := range group {
			groupOf[list[i].Name] = g
		}
	}
	claims := make([][]ledger.Publication, len(groups))
	for _, p := range before {
		for _, member := range p.Members {
			if g, ok := groupOf[name(member)]; ok {
				claims[g] = append(claims[g], p)
				break
			}
		}
	}
	return claims
}

// name is the Candidate's Name of a resource.
func name(m ledger.Member) string { return m.Source + "\x00" + m.Key }

// newID makes the id of a publication that is seen for the first time. Two folders can hold different files of one path: the second
// gets an id from its source's name, too.
func newID(main Candidate, used map[string]bool) string {
	id := cmp.Or(main.RecordID, search.PublicationID(main.Address))
	for seed := main.Name; used[id]; seed += "\x00" {
		id = search.PublicationID(seed)
	}
	return id
}

// formerIDs collects the ids that were given up by those who claim a group, except those that are in use.
func formerIDs(claims []ledger.Publication, used map[string]bool) []string {
	var former []string
	for _, p := range claims {
		former = append(former, p.ID)
		former = append(former, p.Former...)
	}
	former = slices.DeleteFunc(former, func(id string) bool { return used[id] })
	slices.Sort(former)
	return slices.Compact(former)
}
