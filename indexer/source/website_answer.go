package source

import (
	"bytes"
	"context"
	"errors"
	"hash/fnv"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"academysearch/indexer/document"
	"academysearch/indexer/source/robots"
)

const (
	// absentPage is the address of a page that no site has. What a site answers to it is what it answers to dead links.
	absentPage = "this-page-does-not-exist-4f1c2a"
	maxLook    = 1 << 20 // bytes of a page that are looked at
	shingle    = 3       // words
	// sameShare is the share of word groups in common from which two pages of one title show the same.
	sameShare = 0.9
)

// look is what a page looks like at first sight.
type look struct {
	at       string // canonical address that answered
	moved    bool   // by a redirect
	title    string
	heading  string
	password bool // it asks for one
	groups   map[uint64]bool
}

// notFoundTitle and loginTitle are how the titles of such pages begin, loginPath how their addresses end.
var (
	notFoundTitle = regexp.MustCompile(`(?i)^\W*(?:error:?\s+)?(?:404\b|(?:the\s+|this\s+)?page\s+(?:was\s+|is\s+|could\s+not\s+be\s+|cannot\s+be\s+|can't\s+be\s+)?not\s+found\b|(?:the\s+|this\s+)?page\s+(?:could\s+not|cannot|can't)\s+be\s+found\b|page\s+does\s+not\s+exist\b)`)
	loginTitle    = regexp.MustCompile(`(?i)^\W*(?:please\s+)?(?:log\s?-?in|sign\s?-?in|member(?:s'?|'s)?\s+(?:log\s?-?in|area))\b`)
	loginPath     = regexp.MustCompile(`(?i)/(?:log-?in|log-?on|sign-?in|user/login|account/login|wp-login|sso|saml2?)(?:/|\.[a-z]+)?$`)
)

// judge recognises answers of 200 that are none: the page for what does not exist, and the page to log in.
func judge(content Content, fetched string, missing *look) error {
	declared := strings.ToLower(content.MediaType)
	if !strings.Contains(declared, "html") && !bytes.HasPrefix(bytes.TrimSpace(content.Body[:min(len(content.Body), 200)]), []byte("<")) {
		return nil
	}
	at := content.Address
	if at == "" {
		at = shown(fetched)
	}
	l := lookAt(content.Body, at, at != shown(fetched))
	switch {
	case l.asksToLogIn():
		return &Skip{Reason: "a page to log in", Known: document.Forbidden}
	case l.isMissing(missing):
		return &document.Failure{
			Class: document.Empty, Reason: "the server shows its page for what does not exist, as if all were well",
			Advice: "correct the link; have the site answer 404",
		}
	}
	return nil
}

func (l look) asksToLogIn() bool {
	if u, err := url.Parse(l.at); err == nil && l.moved && loginPath.MatchString(u.Path) {
		return true
	}
	return l.password && (loginTitle.MatchString(l.title) || loginTitle.MatchString(l.heading))
}

// isMissing reports whether a page says that it is none, or shows what the site shows for one.
func (l look) isMissing(missing *look) bool {
	if notFoundTitle.MatchString(l.title) || notFoundTitle.MatchString(l.heading) {
		return true
	}
	switch {
	case missing == nil:
		return false
	case missing.moved:
		return l.moved && l.at == missing.at
	}
	return l.title == missing.title && l.heading == missing.heading && alike(l.groups, missing.groups)
}

// alike reports whether nearly all groups of words are in both.
func alike(a, b map[uint64]bool) bool {
	both := 0
	for g := range a {
		if b[g] {
			both++
		}
	}
	all := len(a) + len(b) - both
	return all > 0 && float64(both) >= sameShare*float64(all)
}

// lookOfMissing asks a site for a page that does not exist. nil is a site that says so.
func (f *fetcher) lookOfMissing(ctx context.Context, target string, rules *robots.Rules) (*look, error) {
	if !rules.Allowed(f.client.config.UserAgent, "/"+absentPage) {
		return nil, nil
	}
	content, err := f.page(ctx, target, Known{}, nil)
	var skip *Skip
	var failure *document.Failure
	switch {
	case errors.As(err, &skip), errors.As(err, &failure):
		return nil, nil
	case err != nil:
		return nil, err
	}
	l := lookAt(content.Body, content.Address, content.Address != shown(target))
	return &l, nil
}

// lookAt takes in a page without building its tree.
func lookAt(body []byte, at string, moved bool) look {
	l := look{at: at, moved: moved, groups: map[uint64]bool{}}
	tokens := html.NewTokenizer(bytes.NewReader(body[:min(len(body), maxLook)]))
	var inside atom.Atom // of the elements that matter: title, h1, and those without words
	var last []string
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return l
		case html.StartTagToken, html.SelfClosingTagToken:
			inside = l.start(tokens.Token(), inside)
		case html.EndTagToken:
			if name, _ := tokens.TagName(); atom.Lookup(name) == inside {
				inside = 0
			}
		case html.TextToken:
			last = l.text(string(tokens.Text()), inside, last)
		}
	}
}

// start notes an element and says inside which one the text behind it stands.
func (l *look) start(t html.Token, inside atom.Atom) atom.Atom {
	switch t.DataAtom {
	case atom.Input:
		for _, a := range t.Attr {
			l.password = l.password || a.Key == "type" && strings.EqualFold(strings.TrimSpace(a.Val), "password")
		}
	case atom.Title, atom.Script, atom.Style, atom.Noscript, atom.Template:
		return t.DataAtom
	case atom.H1:
		if l.heading == "" {
			return atom.H1
		}
	}
	return inside
}

// text notes words. last are those before, of which the next groups are made.
func (l *look) text(text string, inside atom.Atom, last []string) []string {
	words := strings.Fields(html.UnescapeString(text))
	switch inside {
	case atom.Script, atom.Style, atom.Noscript, atom.Template:
		return last
	case atom.Title:
		l.title = strings.Join(strings.Fields(l.title+" "+strings.Join(words, " ")), " ")
		return last
	case atom.H1:
		l.heading = strings.Join(strings.Fields(l.heading+" "+strings.Join(words, " ")), " ")
	}
	for _, word := range words {
		if strings.ContainsAny(word, "0123456789/") {
			continue // addresses and counters change from page to page
		}
		if last = append(last, word); len(last) > shingle {
			last = last[1:]
		}
		h := fnv.New64a()
		_, _ = h.Write([]byte(strings.Join(last, " ")))
		l.groups[h.Sum64()] = true
	}
	return last
}
