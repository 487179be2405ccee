package web

import "academysearch/search"

// Pager leads from page to page of the results: by number as far as numbers reach, then by cursor.
type Pager struct {
	Previous, Next string
	Pages          []PageLink
}

// PageLink is one number of a Pager; without one it is a gap.
type PageLink struct {
	Number  int
	URL     string
	Current bool
}

func newPager(q search.Query, r search.Result) Pager {
	byCursor := ""
	if r.Next != "" {
		byCursor = Links{}.Search(with(q, func(q *search.Query) { q.Page, q.Cursor = 1, r.Next }))
	}
	last := min((r.Total+q.Size-1)/q.Size, maxPage)
	if q.Cursor != "" || last < 2 {
		return Pager{Next: byCursor}
	}
	at := func(n int) string { return Links{}.Search(with(q, func(q *search.Query) { q.Page = n })) }
	p := Pager{Next: byCursor, Pages: numbered(q.Page, last, at)}
	if q.Page > 1 {
		p.Previous = at(min(q.Page-1, last))
	}
	if q.Page < last {
		p.Next = at(q.Page + 1)
	}
	return p
}

// numbered are the first page, the last one and those around the current one, with gaps between.
func numbered(current, last int, at func(int) string) (links []PageLink) {
	before := 0
	for n := 1; n <= last; n++ {
		if n > 1 && n < last && (n < current-1 || n > current+1) {
			continue
		}
		if n > before+1 {
			links = append(links, PageLink{})
		}
		links, before = append(links, PageLink{n, at(n), n == current}), n
	}
	return links
}
