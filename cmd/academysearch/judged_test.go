package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"academysearch/cmd/academysearch/demo"
	"academysearch/indexer"
	"academysearch/indexer/ledger"
	"academysearch/indexer/source"
	"academysearch/search"
	"academysearch/search/bleve"
	"academysearch/search/relevance"
)

// What the judged searches of the sample must reach; raised with what is reached, never lowered.
const (
	floorPublications = 0.91 // mean nDCG@10 of publications
	floorPages        = 0.72 // share of the searches with a judged PDF page whose best passage of that PDF is one of them
)

// sampleIndex indexes the sample and gives the file of each resource by the hash of its bytes.
func sampleIndex(t *testing.T) (engine *bleve.Engine, files map[string]string) {
	t.Helper()
	app := &App{Stderr: t.Output(), Worker: worker(t), data: t.TempDir(), quiet: true}
	engine, err := app.openIndex()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	sample := indexFlags{options: indexer.Options{Sources: []source.Source{source.Files(sampleSource, demo.Corpus())}}}
	if report, err := app.runIndex(t.Context(), engine, nil, sample); err != nil {
		t.Fatalf("%+v: %v", report, err)
	}
	return engine, sampleFiles(t)
}

// sampleFiles gives the file of each hash, which a resource keeps whatever its address became.
func sampleFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range sampleDocuments(t) {
		body, err := fs.ReadFile(demo.Corpus(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[ledger.Sum(body)] = name
	}
	return files
}

func TestSample_judgedSearchesFindWhatTheirAuthorMeant(t *testing.T) {
	engine, files := sampleIndex(t)
	judged, everything := sampleJudgements(t), wholeSample(t, engine)
	var all []relevance.Measures
	pages, right := 0, 0
	for _, q := range sampleQueries(t) {
		result := searchSample(t, engine, q.Text)
		measures := relevance.Measure(rank(result), grades(everything, files, judged[q.ID]))
		all = append(all, measures)
		t.Logf("%-6s nDCG %.3f %s", q.ID, measures.NDCG, q.Text)
		if want, got := judgedPages(judged[q.ID]), bestPage(result, files); len(want) > 0 {
			pages++
			if want[got] {
				right++
			}
		}
	}
	mean, share := relevance.Mean(all).NDCG, float64(right)/float64(pages)
	t.Logf("%d searches: nDCG@10 %.4f; the best PDF page is a judged one in %d of %d", len(all), mean, right, pages)
	if mean < floorPublications || share < floorPages {
		t.Errorf("nDCG@10 %.4f, pages %.4f; want at least %.2f and %.2f", mean, share, floorPublications, floorPages)
	}
}

func TestSample_pastedTitleFindsItsPublicationFirst(t *testing.T) {
	engine, _ := sampleIndex(t)
	for _, hit := range wholeSample(t, engine) {
		got := searchSample(t, engine, hit.Publication.Title)
		if got.Total == 0 || got.Hits[0].Publication.Title != hit.Publication.Title {
			t.Errorf("%q does not find its publication first: %d hits", hit.Publication.Title, got.Total)
		}
	}
}

func searchSample(t *testing.T, engine *bleve.Engine, text string) search.Result {
	t.Helper()
	clause, notes := search.Parse(text)
	result, err := engine.Search(t.Context(), search.Query{Text: text, Clause: clause, Notes: notes, Sort: search.ByRelevance, Size: 10})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return result
}

// grade is what a publication is worth: the highest grade of its files and their pages.
func grade(p *search.Publication, files map[string]string, judged map[string]int) int {
	most := 0
	for _, r := range p.Resources {
		for document, g := range judged {
			if file, _, _ := strings.Cut(document, "#"); file == files[r.SHA256] {
				most = max(most, g)
			}
		}
	}
	return most
}

// rank is the run of a search, a publication by its id.
func rank(result search.Result) []relevance.Ranked {
	var run []relevance.Ranked
	for i, hit := range result.Hits {
		run = append(run, relevance.Ranked{ID: hit.Publication.ID, Score: float64(len(result.Hits) - i)})
	}
	return run
}

// grades judges every publication of the sample.
func grades(everything []search.Hit, files map[string]string, judged map[string]int) relevance.Judgements {
	all := relevance.Judgements{}
	for _, hit := range everything {
		if g := grade(hit.Publication, files, judged); g > 0 {
			all[hit.Publication.ID] = g
		}
	}
	return all
}

func wholeSample(t *testing.T, engine *bleve.Engine) []search.Hit {
	t.Helper()
	everything, err := engine.Search(t.Context(), search.Query{Size: search.MaxSize, Sort: search.ByNewest})
	if err != nil || everything.Total != len(everything.Hits) {
		t.Fatalf("%d of %d publications, %v", len(everything.Hits), everything.Total, err)
	}
	return everything.Hits
}

func judgedPages(judged map[string]int) map[string]bool {
	pages := map[string]bool{}
	for document := range judged {
		if strings.Contains(document, "#page=") {
			pages[document] = true
		}
	}
	return pages
}

// bestPage names the page of the first passage from a PDF.
func bestPage(result search.Result, files map[string]string) string {
	for _, hit := range result.Hits {
		for _, p := range hit.Passages {
			if r := hit.Publication.Resources[p.Resource]; r.MediaType == "application/pdf" {
				return fmt.Sprintf("%s#page=%d", files[r.SHA256], p.Page)
			}
		}
	}
	return ""
}

func sampleQueries(t *testing.T) []relevance.Query {
	t.Helper()
	file, err := os.Open(filepath.Join("demo", "judged", "queries.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var queries []relevance.Query
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var q relevance.Query
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		queries = append(queries, q)
	}
	return queries
}

// sampleJudgements gives the grade of each document for each query.
func sampleJudgements(t *testing.T) map[string]map[string]int {
	t.Helper()
	file, err := os.Open(filepath.Join("demo", "judged", "qrels.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comma = '\t'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	judged := map[string]map[string]int{}
	for _, row := range rows {
		if judged[row[0]] == nil {
			judged[row[0]] = map[string]int{}
		}
		if judged[row[0]][row[1]], err = strconv.Atoi(row[2]); err != nil {
			t.Fatal(err)
		}
	}
	return judged
}
