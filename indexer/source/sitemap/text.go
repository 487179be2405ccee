package sitemap

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"academysearch/indexer/document"
)

// readText reads an address a line. The first line that is not empty must be one: everything else that is no XML would pass for a
// list of bad addresses.
func (r *Reader) readText(text *bufio.Reader, visit visitor) error {
	for {
		line, err := readLine(text)
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return r.fault(err)
		}
		if line != "" {
			if err := r.line(line, visit); err != nil {
				return err
			}
		}
		if ended {
			return nil
		}
	}
}

func (r *Reader) line(line string, visit visitor) error {
	web := isWeb(line)
	switch {
	case !web && r.form == "":
		return noList("it begins neither with an element of XML nor with an address")
	case !web:
		line = ""
	}
	r.form = Text
	return r.found(Entry{Address: line}, "", nil, visit)
}

// readLine reads a line without the white space around it, and of one longer than an address only so much that it shows.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part[:min(len(part), 2*MaxAddress-min(len(line), 2*MaxAddress))]...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimSpace(string(line)), err
		}
	}
}

func isWeb(address string) bool {
	scheme, _, _ := strings.Cut(address, "://")
	return len(scheme) < len(address) && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

func noList(reason string) error {
	return &document.Failure{Class: document.Unsupported, Reason: "this is no sitemap: " + reason, Advice: "check the address of the sitemap"}
}
