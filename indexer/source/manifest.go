package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"academysearch/indexer/address"
	"academysearch/indexer/document"
	"academysearch/search"
)

// manifestName is the file in which a downloaded site says where its files came from.
const manifestName = "manifest.csv"

// maxManifestBytes bounds a manifest: some 300,000 rows.
const maxManifestBytes = 64 << 20

// manifest is a folder's catalogue. It is changed by one walk alone.
type manifest struct {
	rows   map[string]*row // by path below the folder
	faults []fault
}

// row is what the manifest says of one file.
type row struct {
	line  int
	url   string // canonical, or ""
	base  string // as written
	hints []document.Hint
	used  bool
}

// fault is a row, or a value of it, that cannot be used.
type fault struct {
	line   int
	reason string
}

func (f fault) at() string { return fmt.Sprintf("%s:%d", manifestName, f.line) }

func (f fault) failure() error {
	return &document.Failure{Class: document.Damaged, Reason: fmt.Sprintf("line %d: %s", f.line, f.reason), Advice: "correct the line of " + manifestName}
}

// readManifest reads manifest.csv at the top of a tree: UTF-8 with or without a byte order mark, its first row naming the columns
// file, url, title, published and kind in any order; others are ignored. A tree without one has an empty catalogue. Rows that cannot
// be used become faults; only a manifest that says nothing at all is an error.
func readManifest(files fs.FS) (*manifest, error) {
	m := &manifest{rows: map[string]*row{}}
	file, err := files.Open(manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, maxManifestBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", manifestName, err)
	}
	if len(body) > maxManifestBytes {
		return nil, fmt.Errorf("%s: more than %d MiB: %w", manifestName, maxManifestBytes>>20, search.ErrTooLarge)
	}
	if err := m.parse(body); err != nil {
		return nil, fmt.Errorf("%s: %w", manifestName, err)
	}
	return m, nil
}

func (m *manifest) parse(body []byte) error {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\uFEFF"))))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("the row that names the columns cannot be read: %w", errors.Join(err, search.ErrInvalid))
	}
	columns := columnsOf(header)
	if _, ok := columns["file"]; !ok {
		return fmt.Errorf("there is no column named file: %w", search.ErrInvalid)
	}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			m.faults = append(m.faults, fault{bad.StartLine, bad.Err.Error()})
			continue
		}
		if err != nil {
			return err
		}
		line, _ := r.FieldPos(0)
		m.add(line, func(name string) string { return field(fields, columns, name) })
	}
}

// columnsOf finds the columns by name, whatever their case and order.
func columnsOf(header []string) map[string]int {
	columns := map[string]int{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := columns[name]; !twice {
			columns[name] = i
		}
	}
	return columns
}

func field(fields []string, columns map[string]int, name string) string {
	i, ok := columns[name]
	if !ok || i >= len(fields) {
		return ""
	}
	return strings.TrimSpace(fields[i])
}

// add takes a row. A url or a date that cannot be read costs the row that value, not the others.
func (m *manifest) add(line int, get func(column string) string) {
	name := path.Clean(strings.ReplaceAll(get("file"), `\`, "/"))
	switch {
	case get("file") == "":
		m.fault(line, "it names no file")
		return
	case !fs.ValidPath(name):
		m.fault(line, fmt.Sprintf("the file %q is outside the folder", name))
		return
	case m.rows[name] != nil:
		m.fault(line, fmt.Sprintf("the file %q stands in line %d already", name, m.rows[name].line))
		return
	}
	r := &row{line: line}
	m.rows[name] = r
	if raw := get("url"); raw != "" {
		canonical, err := address.Canonical(raw, nil)
		if err != nil {
			m.fault(line, fmt.Sprintf("the url %q cannot be read", raw))
		}
		r.url, r.base = canonical, raw
	}
	for _, name := range []string{"title", "published", "kind"} {
		value := get(name)
		if value == "" {
			continue
		}
		if _, _, err := search.Span(value); name == "published" && err != nil {
			m.fault(line, fmt.Sprintf("published is %q, not of the form 2017, 2017-09 or 2017-09-06", value))
			continue
		}
		r.hints = append(r.hints, document.Hint{Name: name, Value: value, Source: "catalogue"})
	}
}

func (m *manifest) fault(line int, reason string) { m.faults = append(m.faults, fault{line, reason}) }

// row gives what the manifest says of a file.
func (m *manifest) row(name string) (*row, bool) {
	r, ok := m.rows[name]
	if ok {
		r.used = true
	}
	return r, ok
}

// unused gives all faults by line, among them the rows whose file the walk did not meet.
func (m *manifest) unused() []fault {
	all := slices.Clone(m.faults)
	for name, r := range m.rows {
		if !r.used {
			all = append(all, fault{r.line, fmt.Sprintf("there is no file %q", name)})
		}
	}
	slices.SortStableFunc(all, func(a, b fault) int { return a.line - b.line })
	return all
}
