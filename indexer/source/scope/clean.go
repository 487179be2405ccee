package scope

import (
	"net/url"
	"regexp"
	"strings"

	"academysearch/indexer/address"
)

// sessions are the names of parameters that say who asks, not what for.
var sessions = map[string]bool{
	"phpsessid": true, "jsessionid": true, "sessionid": true, "session_id": true, "sessid": true, "asp.net_sessionid": true,
	"cfid": true, "cftoken": true, "zenid": true, "oscsid": true, "xtcsid": true, "__viewstate": true,
}

// vague are names that are used for sessions and for much else: the value must look like a session's.
var vague = map[string]bool{"sid": true, "session": true, "s": true, "token": true}

// minToken is the length from which a value of letters and digits looks like a session's.
const minToken = 16

// inPath are sessions that stand in the path: ";jsessionid=…" and ASP.NET's "/(S(…))".
var inPath = regexp.MustCompile(`(?i);(?:jsessionid|phpsessid|sid)=[^/;?]*|/\((?:[a-z]\([a-z0-9]+\))+\)(/|$)`)

// Clean gives the canonical address without what does not choose the page: session ids, and where the configuration names the
// parameters that do, all others. Clean(Clean(x)) = Clean(x). Its error is that of address.Canonical.
func (s *Scope) Clean(raw string) (string, error) {
	canonical, err := address.Canonical(raw, nil)
	if err != nil {
		return "", err
	}
	place, query, _ := strings.Cut(canonical, "?")
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		if pair != "" && s.chooses(pair) {
			kept = append(kept, pair)
		}
	}
	for inPath.MatchString(place) {
		place = inPath.ReplaceAllString(place, "$1")
	}
	if len(kept) > 0 {
		place += "?" + strings.Join(kept, "&")
	}
	return address.Canonical(place, nil)
}

// chooses reports whether a parameter chooses what the page shows.
func (s *Scope) chooses(pair string) bool {
	name, value, _ := strings.Cut(pair, "=")
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.ToLower(name)
	if s.parameters != nil {
		base, _, _ := strings.Cut(name, "[")
		return s.parameters[name] || s.parameters[base]
	}
	return !sessions[name] && !strings.HasPrefix(name, "aspsessionid") && (!vague[name] || !isToken(value))
}

// isToken reports whether a value is long, of letters and digits, and has some of each.
func isToken(value string) bool {
	const digits, letters = "0123456789", "abcdefghijklmnopqrstuvwxyz"
	value = strings.ToLower(value)
	return len(value) >= minToken && strings.Trim(value, digits+letters) == "" &&
		strings.ContainsAny(value, digits) && strings.ContainsAny(value, letters)
}
