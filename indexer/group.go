package indexer

import (
	"cmp"
	"slices"
	"strings"

	"academysearch/indexer/ledger"
	"academysearch/search"
)

// strayPages is how many pages with titles of their own may offer one file and still be taken for pages about it. A file that more of
// them offer stands in the frame of the site.
const strayPages = 2

// commonTitle is how many resources may share the words of a title before these say nothing any more.
const commonTitle = 50

// Candidate is what Group knows of one resource.
type Candidate struct {
	Name      string   // unique; decides where nothing else does
	Address   string   // as readers know it
	Addresses []string // under which links find it: canonical ones, or paths with their source; Address's own first
	Canonical string   // address that the resource gives for itself, or ""
	SHA256    string
	File      bool // a PDF, as opposed to a page
	Title     string
	Published *search.Date
	Events    []search.Event
	Downloads []ledger.Download
	Related   []string
	Pages     int
	RecordID  string // id that a record brings along, or ""
}

// Group says which resources carry the same publication: indices into the list, the main page first, groups by the Name of their
// main page. It does not depend on the order of the list. Resources are put together when they are surely one:
//   - the same bytes, or the same address, also by a redirect or by a canonical link between pages of one title;
//   - a page and the file it offers. Of several files those whose title or link text is that of the page, unless these tell themselves
//     apart: such a page lists reports. A file that pages with other titles offer as well belongs to the pages of its own title;
//   - pages with titles of the same words about an event of the same day, or with the same title published in the same month, or one
//     of which links to the other.
//
// What would bring two files together that are surely two reports is left apart.
func Group(list []Candidate) [][]int {
	g := newGrouping(list)
	g.joinSame()
	g.joinDownloads()
	g.joinTitles()
	return g.groups()
}

// grouping is the state of one Group: sets of resources that are taken for one.
type grouping struct {
	list      []Candidate
	order     []int // of the list, by name
	titles    []words
	set       []int // representative of each resource's set
	members   map[int][]int
	byAddress map[string]int
}

func newGrouping(list []Candidate) *grouping {
	g := &grouping{list: list, titles: make([]words, len(list)), set: make([]int, len(list)), members: map[int][]int{}, byAddress: map[string]int{}}
	for i := range list {
		g.order = append(g.order, i)
		g.titles[i], g.set[i], g.members[i] = wordsOf(list[i].Title), i, []int{i}
	}
	slices.SortFunc(g.order, func(a, b int) int { return cmp.Compare(list[a].Name, list[b].Name) })
	return g
}

// join puts two resources, and what was put to them before, together.
func (g *grouping) join(a, b int) {
	a, b = g.set[a], g.set[b]
	if a == b {
		return
	}
	if len(g.members[a]) < len(g.members[b]) {
		a, b = b, a
	}
	for _, i := range g.members[b] {
		g.set[i] = a
	}
	g.members[a] = append(g.members[a], g.members[b]...)
	delete(g.members, b)
}

// joinUnlessApart puts two together, unless two reports would meet.
func (g *grouping) joinUnlessApart(a, b int) {
	if g.set[a] == g.set[b] {
		return
	}
	for _, i := range g.members[g.set[a]] {
		for _, j := range g.members[g.set[b]] {
			if g.apart(i, j) {
				return
			}
		}
	}
	g.join(a, b)
}

func (g *grouping) apart(i, j int) bool {
	if g.list[i].File && g.list[j].File && g.list[i].SHA256 != g.list[j].SHA256 {
		return g.titles[i].apart(g.titles[j])
	}
	return g.titles[i].clash(g.titles[j])
}

// joinSame joins equal bytes and equal addresses.
func (g *grouping) joinSame() {
	bySum := map[string]int{}
	for _, i := range g.order {
		if first, ok := bySum[g.list[i].SHA256]; ok && g.list[i].SHA256 != "" {
			g.join(first, i)
		} else {
			bySum[g.list[i].SHA256] = i
		}
		for _, address := range g.list[i].Addresses {
			if first, ok := g.byAddress[address]; ok {
				g.join(first, i)
			} else {
				g.byAddress[address] = i
			}
		}
	}
	canonical := map[string]int{}
	for _, i := range g.order {
		if c := g.list[i].Canonical; c != "" {
			if first, ok := g.byAddress[c]; ok && g.titles[first].full == g.titles[i].full {
				g.join(first, i)
			}
			if first, ok := canonical[c]; ok && g.titles[first].full == g.titles[i].full {
				g.join(first, i)
			} else {
				canonical[c] = i
			}
		}
	}
}

// offer is a file that a page offers, where the index has it.
type offer struct {
	page, file int
	own        bool // the page's title is that of the file, or of the link
	only       bool // the page offers no other file
}

// joinDownloads joins pages and the files they offer.
func (g *grouping) joinDownloads() {
	var own, stray []offer
	for _, page := range g.order {
		for _, o := range g.offers(page) {
			if o.own {
				own = append(own, o)
			} else if o.only {
				stray = append(stray, o)
			}
		}
	}
	claimed, strays := map[int]bool{}, map[int]int{}
	for _, o := range own {
		claimed[g.set[o.file]] = true
	}
	for _, o := range stray {
		strays[g.set[o.file]]++
	}
	stray = slices.DeleteFunc(stray, func(o offer) bool { return claimed[g.set[o.file]] || strays[g.set[o.file]] > strayPages })
	for _, o := range slices.Concat(own, stray) {
		g.joinUnlessApart(o.page, o.file)
	}
}

// offers lists the files of a page that may belong to it.
func (g *grouping) offers(page int) []offer {
	p := g.list[page]
	if p.File {
		return nil
	}
	var all []offer
	seen := map[int]bool{}
	for _, d := range p.Downloads {
		file, ok := g.byAddress[d.Address]
		if !ok || !g.list[file].File || seen[g.set[file]] {
			continue
		}
		seen[g.set[file]] = true
		near := g.titles[page].near(g.titles[file]) || g.titles[page].near(wordsOf(d.Text)) && !g.titles[page].clash(g.titles[file])
		all = append(all, offer{page: page, file: file, own: near, only: len(p.Downloads) == 1})
	}
	return g.notListed(page, all)
}

// notListed leaves out the files that the page lists rather than carries.
func (g *grouping) notListed(page int, all []offer) []offer {
	var own []offer
	for _, o := range all {
		if o.own {
			own = append(own, o)
		}
	}
	if !g.tellApart(own) {
		return all
	}
	own = slices.DeleteFunc(own, func(o offer) bool { return !g.titles[page].alike(g.titles[o.file]) })
	if g.tellApart(own) {
		return nil
	}
	return own
}

// tellApart reports whether two of the files are surely two reports.
func (g *grouping) tellApart(offers []offer) bool {
	for i, a := range offers {
		for _, b := range offers[:i] {
			if g.apart(a.file, b.file) {
				return true
			}
		}
	}
	return false
}

// joinTitles joins resources whose titles and dates, or links, say that they are about the same.
func (g *grouping) joinTitles() {
	byTitle := map[string][]int{}
	for _, i := range g.order {
		if key := g.titles[i].key(); key != "" {
			byTitle[key] = append(byTitle[key], i)
		}
	}
	for _, i := range g.order { // by name, not in the order of the map
		alike := byTitle[g.titles[i].key()]
		if len(alike) > commonTitle {
			continue
		}
		for _, j := range alike {
			if g.list[i].Name < g.list[j].Name && g.set[i] != g.set[j] && g.sameReport(i, j) {
				g.joinUnlessApart(i, j)
			}
		}
	}
}

func (g *grouping) sameReport(i, j int) bool {
	a, b := g.list[i], g.list[j]
	switch {
	case sameEvent(a.Events, b.Events), links(a, b), links(b, a):
		return true
	case g.titles[i].full != g.titles[j].full || len(g.titles[i].own) < 2:
		return false
	}
	return sameMonth(a.Published, b.Published)
}

// sameEvent reports whether both are about an event that began on the same day.
func sameEvent(a, b []search.Event) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Precision == search.Day && y.Precision == search.Day && dayOf(x.Start) == dayOf(y.Start) {
				return true
			}
		}
	}
	return false
}

func dayOf(value string) string {
	day, _, _ := strings.Cut(value, "T")
	return day
}

// sameMonth reports whether both were published in the same month, as far as is known with some confidence.
func sameMonth(a, b *search.Date) bool {
	const month = len("2006-01")
	if a == nil || b == nil || a.Confidence == search.Low || b.Confidence == search.Low || len(a.Value) < month || len(b.Value) < month {
		return false
	}
	return a.Value[:month] == b.Value[:month]
}

// links reports whether a's article links to b.
func links(a, b Candidate) bool {
	for _, address := range b.Addresses {
		if slices.Contains(a.Related, address) || slices.ContainsFunc(a.Downloads, func(d ledger.Download) bool { return d.Address == address }) {
			return true
		}
	}
	return false
}

// groups lists the sets, each with its main page first.
func (g *grouping) groups() [][]int {
	var groups [][]int
	for _, i := range g.order {
		if members := g.members[g.set[i]]; members != nil {
			slices.SortFunc(members, g.compare)
			groups = append(groups, members)
			delete(g.members, g.set[i])
		}
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(g.list[a[0]].Name, g.list[b[0]].Name) })
	return groups
}

// compare puts the main page first: pages before files, public before local ones, those that offer the files before those that do
// not, whole reports before their parts, the longer file before the shorter.
func (g *grouping) compare(i, j int) int {
	a, b := g.list[i], g.list[j]
	return cmp.Or(
		first(!a.File, !b.File),
		first(isPublic(a.Address), isPublic(b.Address)),
		first(len(a.Downloads) > 0 && !a.File, len(b.Downloads) > 0 && !b.File),
		first(!g.titles[i].part, !g.titles[j].part),
		longer(a, b),
		cmp.Compare(len(a.Address), len(b.Address)),
		cmp.Compare(a.Name, b.Name),
	)
}

// first orders claims: true before false.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func longer(a, b Candidate) int {
	if !a.File || !b.File {
		return 0
	}
	return cmp.Compare(b.Pages, a.Pages)
}
