package extract

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"
)

// The media types that are read.
const (
	HTML = "text/html"
	PDF  = "application/pdf"
	Text = "text/plain"
)

// How far into a file its kind is looked for: readers of PDF take a header within the first kilobyte (ISO 32000-1, annex H.3.4.1),
// and so do browsers for HTML (the WHATWG's MIME sniffing standard).
const sniffed = 1024

var (
	tag = regexp.MustCompile(`(?i)<(!doctype html|/?(html|head|body|title|meta|link|script|style|div|p|h[1-6]|main|article|section|header|nav|footer|aside|ul|ol|table|blockquote|span|a|br|b|strong|em|figure|form|img)[\s/>])`)
	// headless is the first object of a PDF that has lost its header.
	headless = regexp.MustCompile(`^\s*(?:%[^\n]*\s+)?[0-9]+ +[0-9]+ +obj\b`)
	foreign  = regexp.MustCompile(`(?i)<(rss|feed|urlset|sitemapindex|svg|rdf:rdf|opensearchdescription)[\s>]`)
)

// Kind tells the media type of a body by its content: HTML, PDF, Text, or "" for what is not read. The declared type decides only
// between HTML and text, where the content leaves it open; names of files are never asked.
func Kind(body []byte, declared string) string {
	head := body[:min(len(body), sniffed)]
	if bytes.Contains(head, []byte("%PDF-")) || headless.Match(head) || bytes.Contains(body[max(0, len(body)-sniffed):], []byte("startxref")) {
		return PDF
	}
	if utf16Mark(head) {
		return plainOrHTML(declared)
	}
	if bytes.IndexByte(head, 0) >= 0 || !printable(head) {
		return ""
	}
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n\f")
	if bytes.HasPrefix(trimmed, []byte("<")) {
		if foreign.Match(head) && !bytes.Contains(bytes.ToLower(head), []byte("<html")) {
			return ""
		}
		if tag.Match(head) {
			return HTML
		}
	}
	if media, _, _ := mime.ParseMediaType(declared); media == Text {
		return Text
	}
	if bytes.Contains(bytes.ToLower(head), []byte("<html")) || bytes.Contains(bytes.ToLower(head), []byte("</p>")) {
		return HTML
	}
	return plainOrHTML(declared)
}

// plainOrHTML goes by the declared type.
func plainOrHTML(declared string) string {
	media, _, _ := mime.ParseMediaType(declared)
	if media == HTML || media == "application/xhtml+xml" {
		return HTML
	}
	if strings.HasPrefix(media, "image/") || strings.HasPrefix(media, "audio/") || strings.HasPrefix(media, "video/") || media == "application/json" {
		return ""
	}
	return Text
}

func utf16Mark(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// printable reports whether head looks like text in some encoding: hardly any control characters.
func printable(head []byte) bool {
	controls := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b || c == 0x7f {
			controls++
		}
	}
	if utf8.Valid(head) {
		return controls*20 <= len(head)
	}
	return controls == 0
}
