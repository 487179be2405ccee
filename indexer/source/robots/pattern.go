package robots

import "strings"

// pattern is the path of a rule, normalised and cut at its wildcards.
type pattern struct {
	parts    []string // what stands between the wildcards; parts[0] begins the address
	anchored bool     // "$": the last part ends the address
	length   int      // in octets of the normalised rule, wildcards and anchor included
}

// newPattern reads the path of a rule: "*" is any run of octets, "$" at the end is the end of the address, all else is itself.
func newPattern(path string) pattern {
	path, anchored := strings.CutSuffix(path, "$")
	p := pattern{anchored: anchored, length: strings.Count(path, "*")}
	if anchored {
		p.length++
	}
	query, parts := false, strings.Split(path, "*")
	for i, part := range parts {
		var b strings.Builder
		query = normalise(&b, part, query)
		p.length += b.Len()
		if edge := i == 0 || i == len(parts)-1; edge || part != "" {
			p.parts = append(p.parts, b.String())
		}
	}
	return p
}

// matches reports whether the pattern covers a normalised address. Each part is looked for once, at the first place where it can
// stand, so that no pattern takes more than linear time.
func (p pattern) matches(address string) bool {
	rest, ok := strings.CutPrefix(address, p.parts[0])
	if !ok {
		return false
	}
	last := len(p.parts) - 1
	if last == 0 {
		return !p.anchored || rest == ""
	}
	for _, part := range p.parts[1:last] {
		_, behind, ok := strings.Cut(rest, part)
		if !ok {
			return false
		}
		rest = behind
	}
	if p.anchored {
		return strings.HasSuffix(rest, p.parts[last])
	}
	return strings.Contains(rest, p.parts[last])
}

// normalAddress brings the path and query of an address into the form in which they are compared.
func normalAddress(pathAndQuery string) string {
	pathAndQuery, _, _ = strings.Cut(pathAndQuery, "#")
	if !strings.HasPrefix(pathAndQuery, "/") {
		pathAndQuery = "/" + pathAndQuery
	}
	var b strings.Builder
	normalise(&b, pathAndQuery, false)
	return b.String()
}

// normalise writes path so that spellings which RFC 9309 (2.2.2, 2.2.3) holds equal become equal: percent-encoded letters, digits and
// the like become themselves; "*" and "$", which mean something in rules, octets outside ASCII and those that no address may hold
// are percent-encoded; so is a "%" that begins no escape. An encoded delimiter is the same as a bare one, but where that would
// change what the address says: "/" and "?" before the query, "&", "=" and "#" everywhere. query says whether the text begins
// behind a "?"; the result, whether it ends there.
func normalise(b *strings.Builder, path string, query bool) bool {
	for i := 0; i < len(path); i++ {
		c, escaped := path[i], false
		if c == '%' && i+2 < len(path) && hexValue(path[i+1]) >= 0 && hexValue(path[i+2]) >= 0 {
			c, escaped = byte(hexValue(path[i+1])<<4|hexValue(path[i+2])), true
			i += 2
		}
		if bare(c, escaped, query) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		}
		query = query || c == '?' && !escaped
	}
	return query
}

const hexDigits = "0123456789ABCDEF"

// bare reports whether an octet stands as itself in the normal form.
func bare(c byte, escaped, query bool) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	case strings.IndexByte("-._~!'()+,;:@[]", c) >= 0:
		return true
	case c == '/', c == '?':
		return !escaped || query
	case c == '&', c == '=':
		return !escaped
	}
	return false
}

func hexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
