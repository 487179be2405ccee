// Package address gives every web page one canonical address, so that a page found under several is stored, counted and linked
// once. It knows the web's rules and no site's, but for one parameter that the Academy's site uses to count clicks.
package address

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// MaxLength is the longest address that is taken, in bytes.
const MaxLength = 4_096

// ErrNotWeb is wrapped by the errors of Canonical: the text is no address of the web, or none that can be read.
var ErrNotWeb = errors.New("not a web address")

// Canonical gives the one address under which the page at raw is known: https, the host in lower case without "www.", no default
// port, no user, no fragment, no tracking parameters, no trailing slash. The rest is kept as it is: slugs are never cleaned, and
// percent-encoding, letter case and doubled slashes of the path stay. Dot segments are resolved, as every client of the web does
// (RFC 3986, 5.2.4). A host that is an IP address, has no dot or names its port keeps its scheme, because nothing says that it
// speaks https. A relative raw needs base; base may be nil. Canonical(Canonical(x)) = Canonical(x).
func Canonical(raw string, base *url.URL) (string, error) {
	u, err := parse(raw, base)
	if err != nil {
		return "", err
	}
	if u.Host, err = host(u); err != nil {
		return "", err
	}
	if secure(u) {
		u.Scheme = "https"
	}
	u.User, u.Fragment, u.RawFragment, u.ForceQuery = nil, "", "", false
	u.RawPath = strings.TrimRight(u.EscapedPath(), "/") // as written: an encoded slash is none
	if u.Path, err = url.PathUnescape(u.RawPath); err != nil {
		return "", fmt.Errorf("%q: %w", raw, ErrNotWeb)
	}
	u.RawQuery = withoutTracking(u.RawQuery)
	canonical := u.String()
	if len(canonical) > MaxLength {
		return "", fmt.Errorf("address of %d bytes: %w", len(canonical), ErrNotWeb)
	}
	return canonical, nil
}

// parse reads raw as browsers do: white space around it and line breaks in it do not count, stray "%" and "\" are forgiven.
func parse(raw string, base *url.URL) (*url.URL, error) {
	if len(raw) > MaxLength {
		return nil, fmt.Errorf("address of %d bytes: %w", len(raw), ErrNotWeb)
	}
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(raw, "\t\n\r") {
		raw = lineBreaks.Replace(raw)
	}
	u, err := url.Parse(escapeStray(raw))
	if err != nil {
		return nil, fmt.Errorf("%q: %w", raw, ErrNotWeb)
	}
	if base == nil {
		base = &url.URL{}
	}
	u = base.ResolveReference(u)
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.Opaque != "" {
		return nil, fmt.Errorf("%q: %w", raw, ErrNotWeb)
	}
	return u, nil
}

var lineBreaks = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// escapeStray percent-encodes what an address may not hold as it stands: white space, controls, quotes, brackets, characters
// outside ASCII and a "%" that begins no escape. The host is left to idna.
func escapeStray(raw string) string {
	var b strings.Builder
	path := pathStart(raw)
	for i := range len(raw) {
		switch c := raw[i]; {
		case i >= path && (c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0), c == '%' && !escape(raw[i:]):
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// pathStart is where the path, query or fragment of raw begins: behind the host if it has one.
func pathStart(raw string) int {
	var start int
	if scheme := strings.Index(raw, "://"); scheme >= 0 && !strings.ContainsAny(raw[:scheme], "/?#") {
		start = scheme + len("://")
	} else if strings.HasPrefix(raw, "//") {
		start = len("//")
	} else {
		return 0
	}
	if end := strings.IndexAny(raw[start:], "/?#"); end >= 0 {
		return start + end
	}
	return len(raw)
}

// escape reports whether s begins with a percent-encoded byte.
func escape(s string) bool {
	return len(s) >= 3 && strings.IndexByte(hexDigits, s[1]) >= 0 && strings.IndexByte(hexDigits, s[2]) >= 0
}

const hexDigits = "0123456789abcdefABCDEF"

// host gives the host and, where it is not the scheme's own, the port.
func host(u *url.URL) (string, error) {
	name := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(name); err == nil {
		return join(ip.WithZone("").String(), port(u)), nil
	}
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" {
		var err error
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return "", fmt.Errorf("host %q: %w", u.Hostname(), ErrNotWeb)
		}
	}
	if name == "" {
		return "", fmt.Errorf("no host: %w", ErrNotWeb)
	}
	for {
		rest, ok := strings.CutPrefix(name, "www.")
		if !ok || !strings.Contains(rest, ".") {
			return join(name, port(u)), nil
		}
		name = rest
	}
}

// port is the port of u, or "" for the one that its scheme implies.
func port(u *url.URL) string {
	p := u.Port()
	if u.Scheme == "http" && p == "80" || u.Scheme == "https" && p == "443" {
		return ""
	}
	return p
}

func join(name, port string) string {
	if port != "" {
		return net.JoinHostPort(name, port)
	}
	if strings.Contains(name, ":") {
		return "[" + name + "]"
	}
	return name
}

// secure reports whether u, whose host is canonical, may be taken for an https address.
func secure(u *url.URL) bool {
	_, err := netip.ParseAddr(u.Hostname())
	return err != nil && u.Port() == "" && strings.Contains(u.Hostname(), ".")
}
