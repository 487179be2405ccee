package describe

import (
	"bytes"
	"embed"
	"fmt"
	"strings"

	"academysearch/search"
)

// The vocabulary and grammar as data: staff who know the Academy can read and mend it without reading Go.
//
//go:embed data/*.tsv
var data embed.FS

// maxTable limits a table from outside in bytes.
const maxTable = 4 << 20

// table reads a built-in table.
func table(name string, columns int) ([][]string, error) {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, err
	}
	return rows(name, b, columns)
}

// rows splits a table of tab-separated values. Empty lines and those that begin with "#" are comments. Every row has at least the
// given number of columns: short ones are filled with "" unless their first column is empty, which is ErrInvalid.
func rows(name string, b []byte, columns int) ([][]string, error) {
	if len(b) > maxTable {
		return nil, fmt.Errorf("%s: %d bytes: %w", name, len(b), search.ErrTooLarge)
	}
	var all [][]string
	for n, line := range strings.Split(string(bytes.TrimPrefix(b, []byte("\ufeff"))), "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if cells[0] == "" {
			return nil, fmt.Errorf("%s: line %d: first column is empty: %w", name, n+1, search.ErrInvalid)
		}
		for len(cells) < columns {
			cells = append(cells, "")
		}
		all = append(all, cells)
	}
	return all, nil
}

// list splits the values of a cell.
func list(cell string) []string {
	var all []string
	for v := range strings.SplitSeq(cell, ";") {
		if v = strings.TrimSpace(v); v != "" {
			all = append(all, v)
		}
	}
	return all
}
