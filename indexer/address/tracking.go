package address

import (
	"net/url"
	"strings"
)

// tracking are the parameters that say where a click came from and nothing about the page: those of the big advertisers, mailing
// services and analytics programs.
var tracking = map[string]bool{
	"fbclid": true, "gclid": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "yclid": true, "twclid": true,
	"ttclid": true, "igshid": true, "li_fat_id": true, "mc_cid": true, "mc_eid": true, "mkt_tok": true, "_ga": true, "_gl": true,
	"_hsenc": true, "_hsmi": true, "hsctatracking": true, "vero_id": true, "oly_anon_id": true, "oly_enc_id": true, "s_cid": true,
}

// withoutTracking drops tracking parameters and empty ones from a raw query; the others stay as written, in their order.
func withoutTracking(query string) string {
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair == "" || tracks(name, value) {
			continue
		}
		kept = append(kept, pair)
	}
	return strings.Join(kept, "&")
}

// tracks reports whether a parameter only tracks. The Academy's site marks the box that was clicked with "project" and a number;
// with any other value "project" may choose what is shown.
func tracks(name, value string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.ToLower(name)
	return tracking[name] || strings.HasPrefix(name, "utm_") || name == "project" && digits(value)
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
