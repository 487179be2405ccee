package demo_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestJudged_speaksOfQueriesAndDocumentsThatExist(t *testing.T) {
	queries, names, judged := judgedQueries(t), documents(t), map[string]bool{}
	for number, line := range lines(t, "judged/qrels.tsv") {
		row := strings.Split(line, "\t")
		if len(row) != 3 || !slices.Contains([]string{"1", "2", "3"}, row[2]) {
			t.Fatalf("qrels.tsv:%d: %q is not a query, a document and a grade of 1 to 3", number+1, line)
		}
		name, page, paged := strings.Cut(row[1], "#page=")
		if !slices.Contains(names, name) {
			t.Errorf("qrels.tsv:%d: no document %s", number+1, name)
			continue
		}
		if n, err := strconv.Atoi(page); paged && (err != nil || n < 1 || n > expectation(t, name).Pages) {
			t.Errorf("qrels.tsv:%d: %s has no page %q", number+1, name, page)
		}
		if _, ok := queries[row[0]]; !ok {
			t.Errorf("qrels.tsv:%d: no query %s", number+1, row[0])
		}
		judged[row[0]] = true
	}
	for id, text := range queries {
		if !judged[id] {
			t.Errorf("query %s (%s) has no judgement", id, text)
		}
	}
}

// judgedQueries maps the ids of the judged queries to their texts.
func judgedQueries(t *testing.T) map[string]string {
	t.Helper()
	queries := map[string]string{}
	for number, line := range lines(t, "judged/queries.jsonl") {
		var query struct{ ID, Text string }
		if err := json.Unmarshal([]byte(line), &query); err != nil || query.ID == "" || query.Text == "" {
			t.Fatalf("queries.jsonl:%d: %q is no query: %v", number+1, line, err)
		}
		queries[query.ID] = query.Text
	}
	return queries
}

func lines(t *testing.T, name string) []string {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []string
	for scan := bufio.NewScanner(file); scan.Scan(); {
		all = append(all, scan.Text())
	}
	return all
}
