package relevance

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"academysearch/search"
)

// Names of the files of a collection.
const (
	docsFile    = "docs.jsonl"
	queriesFile = "queries.jsonl"
	qrelsFile   = "qrels.tsv"
)

// maxLine bounds a line of a collection's files.
const maxLine = 16 << 20

// Document is a document of a collection.
type Document struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Query is a judged query.
type Query struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Collection is a folder with docs.jsonl {id, title, text}, queries.jsonl {id, text} and qrels.tsv (query id, document id, grade).
type Collection struct {
	dir     string
	Queries []Query
	Judged  map[string]Judgements // by query id
}

// Open reads the queries and judgements of a folder; queries names another file for the queries ("" is queries.jsonl).
func Open(dir, queries string) (*Collection, error) {
	if queries == "" {
		queries = filepath.Join(dir, queriesFile)
	}
	c := &Collection{dir: dir, Judged: map[string]Judgements{}}
	if err := eachLine(queries, func(line []byte) error {
		var q Query
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		c.Queries = append(c.Queries, q)
		return nil
	}); err != nil {
		return nil, err
	}
	return c, eachLine(filepath.Join(dir, qrelsFile), c.judge)
}

// judge reads a line of qrels.tsv.
func (c *Collection) judge(line []byte) error {
	fields := strings.Fields(string(line))
	if len(fields) != 3 {
		return fmt.Errorf("%d fields instead of query, document and grade: %w", len(fields), search.ErrInvalid)
	}
	grade, err := strconv.Atoi(fields[2])
	if err != nil {
		return fmt.Errorf("grade %q: %w", fields[2], search.ErrInvalid)
	}
	if c.Judged[fields[0]] == nil {
		c.Judged[fields[0]] = Judgements{}
	}
	c.Judged[fields[0]][fields[1]] = grade
	return nil
}

// Documents calls use for each document.
func (c *Collection) Documents(use func(Document) error) error {
	return eachLine(filepath.Join(c.dir, docsFile), func(line []byte) error {
		var d Document
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		if d.ID == "" {
			return fmt.Errorf("document without id: %w", search.ErrInvalid)
		}
		return use(d)
	})
}

// Publication is a document as the engine takes it: one page.
func (d Document) Publication() search.Publication {
	return search.Publication{ID: d.ID, Title: d.Title, Pages: []search.Page{{Number: 1, Text: d.Text}}}
}

// eachLine calls use for each line that is not empty.
func eachLine(name string, use func(line []byte) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(io.Reader(f))
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if len(strings.TrimSpace(lines.Text())) == 0 {
			continue
		}
		if err := use(lines.Bytes()); err != nil {
			return fmt.Errorf("%s: line %d: %w", filepath.Base(name), n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return nil
}
