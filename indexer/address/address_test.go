package address_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"academysearch/indexer/address"
)

func TestCanonical(t *testing.T) {
	base, err := url.Parse("https://acmedsci.ac.uk/more/news/sleep-report")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, raw, want string }{
		{"http and www", "http://www.acmedsci.ac.uk/more/news/sleep", "https://acmedsci.ac.uk/more/news/sleep"},
		{"trailing slash", "https://acmedsci.ac.uk/more/news/sleep/", "https://acmedsci.ac.uk/more/news/sleep"},
		{"trailing slash before a query", "https://acmedsci.ac.uk/a/?b=1", "https://acmedsci.ac.uk/a?b=1"},
		{"home", "https://www.acmedsci.ac.uk/", "https://acmedsci.ac.uk"},
		{"tracking", "http://www.acmedsci.ac.uk/policy/policy-projects/sleep/?utm_source=x&project=31708", "https://acmedsci.ac.uk/policy/policy-projects/sleep"},
		{"other parameters in their order", "https://a.org/x?b=2&UTM_Medium=m&a=1&&fbclid=q", "https://a.org/x?b=2&a=1"},
		{"project that is no number", "https://a.org/x?project=sleep", "https://a.org/x?project=sleep"},
		{"fragment", "https://a.org/x#part", "https://a.org/x"},
		{"dirty slug", "https://a.org/more/news/Some-Report-20177-", "https://a.org/more/news/Some-Report-20177-"},
		{"doubled slashes and encoding", "https://a.org/a//b%2Fc%c3%a9", "https://a.org/a//b%2Fc%c3%a9"},
		{"dot segments", "https://a.org/a/../b/./c", "https://a.org/b/c"},
		{"case of the host only", "HTTPS://Www.A.ORG/CamelCase", "https://a.org/CamelCase"},
		{"default ports", "http://a.org:80/x", "https://a.org/x"},
		{"default port of https", "https://a.org:443/x", "https://a.org/x"},
		{"other port keeps the scheme", "http://a.org:8080/x", "http://a.org:8080/x"},
		{"loopback", "http://127.0.0.1:45123/x/", "http://127.0.0.1:45123/x"},
		{"loopback, default port", "http://127.0.0.1:80/x", "http://127.0.0.1/x"},
		{"loopback of version 6", "http://[::1]:8080/x", "http://[::1]:8080/x"},
		{"machine without a domain", "http://localhost/x", "http://localhost/x"},
		{"final dot of the host", "https://a.org./x", "https://a.org/x"},
		{"international host", "https://www.bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"},
		{"user", "https://user:secret@a.org/x", "https://a.org/x"},
		{"white space", " \n https://a.org/x y\n/z ", "https://a.org/x%20y/z"},
		{"stray per cent", "https://a.org/100%?q=5%", "https://a.org/100%25?q=5%25"},
		{"relative", "/file-download/41239", "https://acmedsci.ac.uk/file-download/41239"},
		{"relative to the page", "other-report", "https://acmedsci.ac.uk/more/news/other-report"},
		{"same scheme", "//partner.org/x", "https://partner.org/x"},
		{"www of a top domain", "https://www.uk/x", "https://www.uk/x"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := address.Canonical(row.raw, base)
			if err != nil || got != row.want {
				t.Errorf("Canonical(%q) = %q, %v; want %q", row.raw, got, err, row.want)
			}
		})
	}
}

func TestCanonical_refusesWhatIsNoWebPage(t *testing.T) {
	for _, raw := range []string{
		"", "mailto:office@example.org", "javascript:void(0)", "tel:+442079460000", "data:text/html,x", "file:///etc/passwd", "ftp://a.org/x",
		"/relative/without/base", "https://", "https:///x", "http://[::1", "https://a b.org/", "https://a.org/" + strings.Repeat("x", address.MaxLength),
	} {
		if got, err := address.Canonical(raw, nil); !errors.Is(err, address.ErrNotWeb) {
			t.Errorf("Canonical(%q) = %q, %v; want ErrNotWeb", raw, got, err)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{
		"http://www.acmedsci.ac.uk/policy/?utm_source=x&project=1#a", "http://127.0.0.1:80//a/../b", "https://[::1%25eth0]:443/",
		"https://WWW.www.a.org:443/%zz%41/?%75tm_x=1&project=%31", "http://bücher.example./ ?ü", "https://a.org/a%2F/", "http://a.org:443",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := address.Canonical(raw, nil)
		if err != nil {
			return
		}
		twice, err := address.Canonical(once, nil)
		if err != nil || once != twice {
			t.Errorf("Canonical(%q) = %q, then %q, %v", raw, once, twice, err)
		}
		u, err := url.Parse(once)
		if err != nil || u.Fragment != "" || u.User != nil || len(once) > address.MaxLength || strings.ContainsAny(once, " \n<>\"") {
			t.Errorf("Canonical(%q) = %q is not clean: %v", raw, once, err)
		}
	})
}
