package pdfworker

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"
)

// Bounds of what is read of a file's own account of itself. The file may be hostile: trees may be loops.
const (
	maxXMP      = 256 << 10 // bytes of the metadata stream
	maxNodes    = 5_000     // nodes of a tree that are looked at
	maxBookmark = 2_000
	maxAddress  = 1_000 // links that are kept
	linkPages   = 200   // pages that are looked at for links
	maxValue    = 2_000 // bytes of a value
)

// infoKeys are the entries of the document information dictionary (ISO 32000-1, 14.3.3) that are of use.
var infoKeys = []string{"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"}

// properties reads what a PDF says of itself. It is false where the reader cannot open the file; a panic of the reader gives what
// was found until then. The faults that no recover can catch (memory, stack) take the worker down: the text has been sent by then.
func properties(body []byte) (p Properties, ok bool) {
	defer func() {
		if recover() != nil {
			ok = true
		}
	}()
	r, err := pdf.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return p, false
	}
	root := r.Trailer().Key("Root")
	p.Info = info(r.Trailer().Key("Info"))
	p.Language = clip(root.Key("Lang").Text(), 100)
	p.XMP = stream(root.Key("Metadata"), maxXMP)
	p.Outline = outline(root.Key("Outlines"))
	p.Labels = labels(root.Key("PageLabels"), min(r.NumPage(), maxNodes))
	p.Links = links(root.Key("Pages"))
	return p, true
}

func info(v pdf.Value) map[string]string {
	found := map[string]string{}
	for _, key := range infoKeys {
		if text := clip(v.Key(key).Text(), maxValue); text != "" {
			found[key] = text
		}
	}
	return found
}

func clip(s string, limit int) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, ""))
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	return s
}

func stream(v pdf.Value, limit int64) string {
	if v.Kind() != pdf.Stream {
		return ""
	}
	r := v.Reader()
	defer func() { _ = r.Close() }() // it reads from memory
	data, err := io.ReadAll(io.LimitReader(r, limit))
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(data), "")
}

// outline gives the titles of the bookmarks, parents before their children.
func outline(v pdf.Value) []string {
	var titles []string
	nodes := 0
	var walk func(v pdf.Value, depth int)
	walk = func(v pdf.Value, depth int) {
		for ; v.Kind() == pdf.Dict && depth < 16 && nodes < maxNodes && len(titles) < maxBookmark; v = v.Key("Next") {
			nodes++
			if title := clip(v.Key("Title").Text(), 300); title != "" {
				titles = append(titles, title)
			}
			walk(v.Key("First"), depth+1)
		}
	}
	walk(v.Key("First"), 0)
	return titles
}

// labels gives the printed label of each page (ISO 32000-1, 12.4.2), or nil where the file has none.
func labels(tree pdf.Value, pages int) []string {
	ranges := map[int]pdf.Value{}
	nodes := 0
	var walk func(v pdf.Value, depth int)
	walk = func(v pdf.Value, depth int) {
		nums := v.Key("Nums")
		for i := 0; i+1 < nums.Len() && nodes < maxNodes; i += 2 {
			nodes++
			if at := int(nums.Index(i).Int64()); at >= 0 && at < pages {
				ranges[at] = nums.Index(i + 1)
			}
		}
		kids := v.Key("Kids")
		for i := 0; i < kids.Len() && depth < 16 && nodes < maxNodes; i++ {
			nodes++
			walk(kids.Index(i), depth+1)
		}
	}
	walk(tree, 0)
	if len(ranges) == 0 {
		return nil
	}
	list := make([]string, pages)
	var style, prefix string
	number := 1
	for i := range list {
		if r, ok := ranges[i]; ok {
			style, prefix, number = r.Key("S").Name(), clip(r.Key("P").Text(), 30), 1
			if start := r.Key("St").Int64(); start > 0 && start < 1_000_000 {
				number = int(start)
			}
		}
		list[i] = prefix + numeral(style, number)
		number++
	}
	return list
}

// numeral writes n in a numbering style of page labels.
func numeral(style string, n int) string {
	switch style {
	case "D":
		return strconv.Itoa(n)
	case "r":
		return strings.ToLower(roman(n))
	case "R":
		return roman(n)
	case "a", "A":
		letter := string(rune('a' + (n-1)%26))
		if style == "A" {
			letter = strings.ToUpper(letter)
		}
		return strings.Repeat(letter, min((n-1)/26+1, 8))
	}
	return ""
}

func roman(n int) string {
	if n > 5_000 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.sign)
		}
	}
	return b.String()
}

// links gives the web addresses that pages link to, each once. It walks the page tree itself: asking the reader for page after page
// would walk it anew each time.
func links(tree pdf.Value) []string {
	var list []string
	seen := map[string]bool{}
	nodes, pages := 0, 0
	var walk func(v pdf.Value, depth int)
	walk = func(v pdf.Value, depth int) {
		kids := v.Key("Kids")
		for i := 0; i < kids.Len() && depth < 16 && nodes < maxNodes && pages < linkPages; i++ {
			nodes++
			walk(kids.Index(i), depth+1)
		}
		if kids.Kind() == pdf.Array {
			return
		}
		pages++
		notes := v.Key("Annots")
		for i := 0; i < min(notes.Len(), maxNodes) && len(list) < maxAddress; i++ {
			address := clip(notes.Index(i).Key("A").Key("URI").RawString(), maxValue)
			if strings.Contains(address, "://") && !seen[address] {
				seen[address] = true
				list = append(list, address)
			}
		}
	}
	walk(tree, 0)
	return list
}
