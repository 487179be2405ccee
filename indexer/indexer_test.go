package indexer_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"academysearch/indexer"
	"academysearch/indexer/document"
	"academysearch/indexer/source"
	"academysearch/search"
)

func TestRun_pageAndItsFileAreOnePublication(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{
		"pages/sleep.html":  "title: Sleep and memory report published\nfile: ../files/77\nA page.",
		"files/77":          "%PDF-1.7\ntitle: Sleep and memory\nA report.",
		"pages/other.html":  "title: Gene therapy\nAnother page.",
		"pages/.hidden":     "title: Hidden",
		"pages/picture.png": "\x89PNG\r\n\x1a\n",
	})
	report := b.mustRun(t, indexer.Options{}, folder)
	titles := b.titles(t)
	if len(titles) != 2 {
		t.Fatalf("publications are %v, want two", titles)
	}
	p := b.served(t)[titles["Sleep and memory report published"]]
	if len(p.Resources) != 2 || p.Resources[0].URL != "pages/sleep.html" || p.Resources[1].URL != "files/77" || p.ID != search.PublicationID("pages/sleep.html") {
		t.Errorf("publication is %+v, want the page, then its file, under the page's id", p)
	}
	if p.Pages[1].Resource != 1 || p.Pages[1].Number != 1 {
		t.Errorf("page of the file is %+v, want resource 1, number 1", p.Pages[1])
	}
	if got := report.Resources; got[indexer.Added] != 3 || got[indexer.Skipped] != 2 || report.Publications.Indexed != 2 {
		t.Errorf("report says %+v, want 3 added, 2 skipped, 2 publications", report)
	}
}

func TestRun_secondRunDoesNothing(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"a.html": "title: A\nText.", "b.pdf": "%PDF-1.4 DAMAGED", "c.png": "\x89PNG\r\n\x1a\n", "d.pdf": "%PDF-1.4\ntitle: D"})
	first := b.mustRun(t, indexer.Options{}, folder)
	second := b.mustRun(t, indexer.Options{})
	if second.Fetched != 0 || second.Extracted != 0 || second.Publications.Indexed != 0 || second.Bytes != 0 {
		t.Errorf("second run is %+v, want nothing fetched, extracted or indexed", second)
	}
	if second.Resources[indexer.Unchanged] != 2 || second.Resources[indexer.Failed] != 1 || second.Generation != first.Generation {
		t.Errorf("second run is %+v, want 2 unchanged, 1 still failed, the same generation", second)
	}
	if reads := b.reader.reads.Load(); reads != 3 {
		t.Errorf("%d bodies were read, want 3 in both runs", reads)
	}
}

func TestRun_changes(t *testing.T) {
	start := map[string]string{"a.html": "title: Alpha\nText.", "b.html": "title: Beta\nText.", "manifest.csv": "file,url,title\n"}
	for _, test := range []struct {
		name    string
		change  map[string]string
		options indexer.Options
		want    []string // titles
		indexed int
		read    int
	}{
		{"a file changes", map[string]string{"a.html": "title: Alpha two\nOther text."}, indexer.Options{}, []string{"Alpha two", "Beta"}, 1, 1},
		{"a file is new", map[string]string{"c.html": "title: Gamma\nMore text."}, indexer.Options{}, []string{"Alpha", "Beta", "Gamma"}, 1, 1},
		{"the catalogue gives a title", map[string]string{"manifest.csv": "file,title\na.html,Aleph\n"}, indexer.Options{}, []string{"Aleph", "Beta"}, 1, 0},
		{"a file becomes damaged", map[string]string{"a.html": "DAMAGED"}, indexer.Options{}, []string{"Alpha", "Beta"}, 0, 1},
		{"only one is looked at", map[string]string{"a.html": "title: One\nx", "b.html": "title: Two\ny"}, indexer.Options{Only: "b.html"}, []string{"Alpha", "Two"}, 1, 1},
		{"everything is forced", nil, indexer.Options{Force: true}, []string{"Alpha", "Beta"}, 2, 2},
		{"everything is looked at", nil, indexer.Options{Full: true}, []string{"Alpha", "Beta"}, 0, 0},
		{"a dry run", map[string]string{"a.html": "title: Alpha two\nx"}, indexer.Options{DryRun: true}, []string{"Alpha", "Beta"}, 0, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, folder := newBench(t), t.TempDir()
			write(t, folder, start)
			b.mustRun(t, indexer.Options{}, folder)
			ids := b.titles(t)
			write(t, folder, test.change)
			report := b.mustRun(t, test.options, folder)
			var titles []string
			for title := range b.titles(t) {
				titles = append(titles, title)
			}
			slices.Sort(titles)
			if !slices.Equal(titles, test.want) || report.Publications.Indexed != test.indexed || report.Extracted != test.read {
				t.Errorf("serves %q after %+v, want %q, %d indexed, %d read", titles, report, test.want, test.indexed, test.read)
			}
			if id := b.titles(t)["Beta"]; id != "" && id != ids["Beta"] {
				t.Errorf("id of Beta became %s, was %s", id, ids["Beta"])
			}
		})
	}
}

func TestRun_failureNamesWhatToDo(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"bad.pdf": "%PDF-1.4 DAMAGED", "good.html": "title: Good\nText."})
	report := b.mustRun(t, indexer.Options{}, folder)
	if len(report.Lines) != 1 || report.Lines[0].Class != document.Damaged || report.Lines[0].Advice != "mend it" || report.Lines[0].URL != "bad.pdf" {
		t.Errorf("report has lines %+v, want the damaged file with its advice", report.Lines)
	}
	b.mustRun(t, indexer.Options{RetryFailed: true}, folder)
	state, err := indexer.ReadState(b.data)
	if err != nil {
		t.Fatal(err)
	}
	if len(state.Failures) != 1 || state.Failures[0].Tries != 2 || state.Failures[0].FirstSeen.IsZero() || state.Classes[document.Damaged] != 1 {
		t.Errorf("failures are %+v, want one with two tries", state.Failures)
	}
	b.reader.version = "2"
	write(t, folder, map[string]string{"bad.pdf": "%PDF-1.4\ntitle: Mended"})
	if report := b.mustRun(t, indexer.Options{}, folder); report.Resources[indexer.Failed] != 0 || b.titles(t)["Mended"] == "" {
		t.Errorf("after mending the report is %+v, want no failure", report)
	}
}

func TestRun_partThatStumblesOverOneResourceSparesTheOthers(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"a.html": "READER STUMBLES", "b.html": "title: DESCRIBER STUMBLES\nText.", "c.html": "title: Good\nText."})
	report := b.mustRun(t, indexer.Options{}, folder)
	if len(report.Lines) != 1 || report.Lines[0].Class != document.Crashed {
		t.Errorf("report has lines %+v, want the crash of the reader", report.Lines)
	}
	titles := b.titles(t)
	if p := b.served(t)[titles["DESCRIBER STUMBLES"]]; len(titles) != 2 || len(p.Warnings) != 1 || p.Pages[0].Text != "Text." {
		t.Errorf("serves %v, want both pages, the undescribed one with its text and a warning", titles)
	}
}

func TestRun_newReaderReadsStoredBytesAgain(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"a.html": "title: A\nText.", "b.pdf": "%PDF-1.4 DAMAGED"})
	b.mustRun(t, indexer.Options{}, folder)
	b.reader.version = "2"
	if report := b.mustRun(t, indexer.Options{}, folder); report.Fetched != 0 || report.Extracted != 2 {
		t.Errorf("report is %+v, want both read again and none fetched", report)
	}
}

func TestRun_vanishedFilesLeaveTheIndex(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"a.html": "title: A\nText.", "b.html": "title: B\nOther."})
	b.mustRun(t, indexer.Options{}, folder)
	remove(t, folder, "b.html")
	report := b.mustRun(t, indexer.Options{}, folder)
	if titles := b.titles(t); len(titles) != 1 || report.Resources[indexer.Removed] != 1 || report.Publications.Removed != 1 {
		t.Errorf("serves %v after %+v, want A alone", titles, report)
	}
}

func TestRun_deletionIsSafe(t *testing.T) {
	const files = 20
	many := map[string]string{}
	for i := range files {
		many[fmt.Sprintf("%02d.html", i)] = fmt.Sprintf("title: Title%d\nText %d.", i, i)
	}
	t.Run("too many at once are refused", func(t *testing.T) {
		b, folder := newBench(t), t.TempDir()
		write(t, folder, many)
		b.mustRun(t, indexer.Options{}, folder)
		for i := range 6 {
			remove(t, folder, fmt.Sprintf("%02d.html", i))
		}
		_, err := b.run(t, indexer.Options{}, folder)
		var refused *indexer.RemovalError
		if !errors.As(err, &refused) || len(refused.Publications) != 6 || refused.Of != files {
			t.Fatalf("error is %v, want the refusal of 6 of 20", err)
		}
		if got := len(b.served(t)); got != files {
			t.Errorf("serves %d publications, want all %d", got, files)
		}
		b.mustRun(t, indexer.Options{AllowRemovals: 6}, folder)
		if got := len(b.served(t)); got != files-6 {
			t.Errorf("serves %d publications, want %d", got, files-6)
		}
	})
	t.Run("a folder that is empty or missing loses nothing", func(t *testing.T) {
		b, folder := newBench(t), filepath.Join(t.TempDir(), "papers")
		write(t, folder, map[string]string{"a.html": "title: A\nText."})
		b.mustRun(t, indexer.Options{}, folder)
		remove(t, folder, "a.html")
		if report := b.mustRun(t, indexer.Options{}); report.Sources[0].Error == "" || len(b.served(t)) != 1 {
			t.Errorf("report is %+v, want an error of the source and nothing lost", report)
		}
		remove(t, folder, ".")
		if report := b.mustRun(t, indexer.Options{}); report.Sources[0].Error == "" || len(b.served(t)) != 1 {
			t.Errorf("report is %+v, want an error of the source and nothing lost", report)
		}
	})
}

func TestRun_forgottenSourceLeavesWithAllThatCameFromIt(t *testing.T) {
	b, one, two := newBench(t), t.TempDir(), t.TempDir()
	write(t, one, map[string]string{"a.html": "title: First thing\nText.", "b.pdf": "%PDF- DAMAGED"})
	write(t, two, map[string]string{"b.html": "title: Second matter\nOther."})
	b.mustRun(t, indexer.Options{}, one, two)
	if _, err := b.run(t, indexer.Options{Forget: []string{"/nowhere"}}); !errors.Is(err, search.ErrNotFound) {
		t.Fatalf("forgetting an unknown source gives %v, want ErrNotFound", err)
	}
	remove(t, one, ".")
	b.mustRun(t, indexer.Options{Forget: []string{one}})
	report := b.mustRun(t, indexer.Options{})
	if titles := b.titles(t); len(titles) != 1 || titles["Second matter"] == "" || len(report.Sources) != 1 || report.Sources[0].Error != "" {
		t.Errorf("serves %v, next report %+v, want the other source alone", titles, report)
	}
	if state, err := indexer.ReadState(b.data); err != nil || len(state.Failures) != 0 {
		t.Errorf("failures are %+v, %v, want none", state.Failures, err)
	}
}

func TestRun_mergedPublicationsKeepTheirFormerIDs(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"page.html": "title: Sleep and memory\nText.", "report.pdf": "%PDF-1.4\ntitle: Sleep and memory report"})
	b.mustRun(t, indexer.Options{}, folder)
	if got := len(b.served(t)); got != 2 {
		t.Fatalf("serves %d publications, want two that nothing joins", got)
	}
	write(t, folder, map[string]string{"page.html": "title: Sleep and memory\nfile: report.pdf\nText."})
	b.mustRun(t, indexer.Options{}, folder)
	p, ok := b.served(t)[search.PublicationID("page.html")]
	if !ok || len(b.served(t)) != 1 || !slices.Equal(p.FormerIDs, []string{search.PublicationID("report.pdf")}) {
		t.Errorf("serves %+v, want one publication that was two", b.served(t))
	}
}

func TestRun_catalogueAddressDoesNotChangeTheID(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"a.html": "title: A\nText."})
	b.mustRun(t, indexer.Options{}, folder)
	write(t, folder, map[string]string{"manifest.csv": "url,file\nhttp://www.academy.example/more/news/a/,a.html\n"})
	b.mustRun(t, indexer.Options{}, folder)
	p := b.served(t)[search.PublicationID("a.html")]
	if p.ID == "" || p.Resources[0].URL != "https://academy.example/more/news/a" {
		t.Errorf("serves %+v, want the old id with the new address", b.served(t))
	}
}

func TestRun_twoFoldersMayHoldFilesOfOnePath(t *testing.T) {
	b, one, two := newBench(t), t.TempDir(), t.TempDir()
	write(t, one, map[string]string{"a.html": "title: First thing\nText."})
	write(t, two, map[string]string{"a.html": "title: Second matter\nOther."})
	b.mustRun(t, indexer.Options{}, one, two)
	if titles := b.titles(t); len(titles) != 2 {
		t.Errorf("serves %v, want both", titles)
	}
}

func TestRun_lostIndexIsRebuiltFromTheLedger(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"a.html": "title: A\nText."})
	b.mustRun(t, indexer.Options{}, folder)
	remove(t, b.data, "index.json")
	report := b.mustRun(t, indexer.Options{})
	if len(b.served(t)) != 1 || report.Fetched != 0 || report.Extracted != 0 {
		t.Errorf("report is %+v, want all back without a fetch", report)
	}
}

func TestRun_engineFailureLosesNothing(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{"a.html": "title: A\nText."})
	b.engine.failPut = errors.New("disk full")
	if _, err := b.run(t, indexer.Options{}, folder); err == nil || len(b.served(t)) != 0 {
		t.Fatalf("error is %v, want that of the engine", err)
	}
	b.engine.failPut = nil
	report := b.mustRun(t, indexer.Options{})
	if len(b.served(t)) != 1 || report.Extracted != 0 || report.Publications.Indexed != 1 {
		t.Errorf("report is %+v, want the publication without reading it again", report)
	}
}

func TestPreview_showsWhatARunWouldIndex(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	write(t, folder, map[string]string{
		"a.html": "title: Sleep and memory\nfile: a.pdf\nText.", "a.pdf": "%PDF-1.4\ntitle: Sleep and memory report", "b.html": "title: Gene therapy\nText.",
		"c.pdf": "%PDF- DAMAGED", "d.png": "\x89PNG\r\n\x1a\n",
	})
	s, err := source.Open(folder, source.Config{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]search.Publication{}
	report, err := indexer.Preview(t.Context(), indexer.Config{Extract: b.reader, Describe: describer{}}, []source.Source{s}, func(p search.Publication) error {
		got[p.ID] = p
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b.mustRun(t, indexer.Options{}, folder)
	if want := b.served(t); dump(got) != dump(want) {
		t.Errorf("preview shows\n%s\nwant\n%s", dump(got), dump(want))
	}
	if report.Resources[indexer.Failed] != 1 || report.Resources[indexer.Skipped] != 1 || report.Resources[indexer.Added] != 3 {
		t.Errorf("report is %+v, want 3 added, 1 failed, 1 skipped", report)
	}
}

func TestRun_records(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	name := filepath.Join(folder, "records.jsonl")
	write(t, folder, map[string]string{"records.jsonl": `{"id":"x1","title":"Least","url":"https://academy.example/least","text":"One.\nTwo."}
not json
{"id":"aaaabbbbcccc","title":"Whole","people":[{"name":"Ada Sample","function":"chair","speaker":true}],"resources":[{"url":"https://academy.example/w.pdf","media_type":"application/pdf","pages":2}],"pages":[{"resource":0,"number":1,"text":"First"},{"resource":0,"number":2,"text":"Second"}]}
`})
	report := b.mustRun(t, indexer.Options{}, name)
	served := b.served(t)
	whole, least := served["aaaabbbbcccc"], served[search.PublicationID("https://academy.example/least")]
	if len(whole.Pages) != 2 || whole.Pages[1].Text != "Second" || len(whole.People) != 1 || whole.Resources[0].Pages != 2 {
		t.Errorf("whole record is served as %+v", whole)
	}
	if least.Title != "Least" || least.Pages[0].Text != "One.\nTwo." || least.Resources[0].MediaType != "text/plain" {
		t.Errorf("least record is served as %+v", least)
	}
	if report.Resources[indexer.Failed] != 1 || report.Lines[0].URL != "records.jsonl:2" {
		t.Errorf("report is %+v, want line 2 named", report)
	}
	if second := b.mustRun(t, indexer.Options{}); second.Extracted != 0 || second.Publications.Indexed != 0 {
		t.Errorf("second run is %+v, want nothing done", second)
	}
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}
