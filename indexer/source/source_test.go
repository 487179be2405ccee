package source_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"academysearch/indexer/document"
	"academysearch/indexer/source"
	"academysearch/search"
)

// walk lists what a source offers, one line a resource: key, then its address where that differs, then its problem.
func walk(t *testing.T, s source.Source) ([]source.Resource, []string, error) {
	t.Helper()
	var all []source.Resource
	var lines []string
	err := s.Walk(t.Context(), func(r source.Resource) error {
		line := strings.TrimPrefix(r.Key, "\x00") // which begins the keys of faulty lines
		if r.Address != line {
			line += " = " + r.Address
		}
		if r.Problem != nil {
			line += " ! " + r.Problem.Error()
		}
		all, lines = append(all, r), append(lines, line)
		return nil
	})
	return all, lines, err
}

func open(t *testing.T, name string) source.Source {
	t.Helper()
	s, err := source.Open(name, source.Config{MaxBytes: 1000, MaxLine: 200})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func write(t *testing.T, name, body string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
}

func TestFolder_walk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	for _, name := range []string{"b/two.html", "b/one.html", "a.pdf", ".git/config", "z/.keep"} {
		write(t, filepath.Join(dir, name), "x")
	}
	write(t, filepath.Join(dir, "..", "secret.txt"), "not yours")
	link(t, filepath.Join("..", "secret.txt"), filepath.Join(dir, "c-out"))
	link(t, "a.pdf", filepath.Join(dir, "d-in"))
	link(t, ".", filepath.Join(dir, "e-loop"))
	link(t, "nowhere", filepath.Join(dir, "f-broken"))
	_, got, err := walk(t, open(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		".git ! skipped: hidden", "a.pdf", "b/one.html", "b/two.html",
		"c-out ! skipped: a symbolic link that leads out of the folder or nowhere", "d-in",
		"e-loop ! skipped: a symbolic link to a folder; its files are read where they are",
		"f-broken ! skipped: a symbolic link that leads out of the folder or nowhere", "z/.keep ! skipped: hidden",
	}
	if !slices.Equal(got, want) {
		t.Errorf("walk gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFolder_nameThatIsNotUTF8IsAFailure(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "caf\xe9.html"), []byte("x"), 0o644); err != nil {
		t.Skipf("the file system refuses such names: %v", err)
	}
	write(t, filepath.Join(dir, "good.html"), "x")
	_, got, err := walk(t, open(t, dir))
	if want := []string{"caf\uFFFD.html ! unreadable: the name of the file is not UTF-8", "good.html"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("walk gives %q, %v, want %q", got, err, want)
	}
}

func TestFolder_incompleteWalkIsSaid(t *testing.T) {
	empty := t.TempDir()
	if _, _, err := walk(t, open(t, empty)); !errors.Is(err, source.ErrPartial) {
		t.Errorf("empty folder gives %v, want ErrPartial", err)
	}
	if os.Getuid() == 0 {
		t.Skip("root may list every folder")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.html"), "x")
	write(t, filepath.Join(dir, "closed", "b.html"), "x")
	if err := os.Chmod(filepath.Join(dir, "closed"), 0); err != nil {
		t.Fatal(err)
	}
	if _, lines, err := walk(t, open(t, dir)); !errors.Is(err, source.ErrPartial) || len(lines) != 2 {
		t.Errorf("walk gives %q, %v, want both lines and ErrPartial", lines, err)
	}
}

func TestFolder_fingerprintChangesWithTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.html")
	write(t, name, "one")
	before, _, _ := walk(t, open(t, name))
	again, _, _ := walk(t, open(t, name))
	if before[0].Fingerprint == "" || before[0].Fingerprint != again[0].Fingerprint {
		t.Fatalf("fingerprints are %q and %q, want the same", before[0].Fingerprint, again[0].Fingerprint)
	}
	if err := os.Chtimes(name, time.Time{}, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if after, _, _ := walk(t, open(t, name)); after[0].Fingerprint == before[0].Fingerprint {
		t.Error("the fingerprint stays although the file was written")
	}
}

func TestFolder_kindByContentNotByName(t *testing.T) {
	for _, test := range []struct{ name, file, body, want string }{
		{"PDF without extension", "7301", "%PDF-1.7 …", ""},
		{"PDF behind rubbish", "7302", "\x00\x01\x02 rubbish\n%PDF-1.4", ""},
		{"page without extension", "personalised-psychiatry-", "<!DOCTYPE html><title>x</title>", ""},
		{"plain text", "notes", "Plain words.", ""},
		{"picture", "cover", "\x89PNG\r\n\x1a\n", "skipped: neither a page nor a PDF (image/png)"},
		{"style sheet", "site.css", "p { color: red }", "skipped: neither a page nor a PDF (text/plain)"},
		{"nothing", "placeholder", " \n", "skipped: empty"},
		{"nothing that promises to be a PDF", "report.pdf", "", ""},
		{"picture that promises to be a PDF", "photo.pdf", "\x89PNG\r\n\x1a\n", ""},
		{"too large", "large.txt", strings.Repeat("x", 1001), "too-large: more than 0 MiB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), test.file)
			write(t, name, test.body)
			all, _, err := walk(t, open(t, name))
			if err != nil {
				t.Fatal(err)
			}
			content, err := all[0].Fetch(t.Context(), source.Known{})
			if got := message(err); got != test.want {
				t.Fatalf("fetching %s gives %q, want %q", test.file, got, test.want)
			}
			if err == nil && (string(content.Body) != test.body || content.Fingerprint != all[0].Fingerprint) {
				t.Errorf("content is %+v, want the file's bytes and fingerprint", content)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestManifest(t *testing.T) {
	files := fstest.MapFS{
		"manifest.csv": {Data: []byte("\uFEFFtitle, URL ,extra,file,published,kind\n" +
			"\"Sleep, and memory\",http://www.academy.example/more/news/sleep/?utm_source=x,y,news/sleep.html,2018-06,press release\n" +
			",not an address,,files\\77,,\n" +
			"Gone,,,gone.html,,\n" +
			"Out,,,../out.html,,\n" +
			"Twice,,,news/sleep.html,,\n" +
			",,,,,\n" +
			"Bad date,,,date.html,6 June 2018,\n" +
			"\"broken,,,x\n")},
		"news/sleep.html": {Data: []byte("x")}, "files/77": {Data: []byte("x")}, "date.html": {Data: []byte("x")},
	}
	all, got, err := walk(t, source.Files("sample:", files))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"date.html", "files/77", "news/sleep.html = https://academy.example/more/news/sleep",
		`manifest.csv:3 = manifest.csv:3 ! damaged: line 3: the url "not an address" cannot be read`,
		`manifest.csv:4 ! damaged: line 4: there is no file "gone.html"`,
		`manifest.csv:5 ! damaged: line 5: the file "../out.html" is outside the folder`,
		`manifest.csv:6 ! damaged: line 6: the file "news/sleep.html" stands in line 2 already`,
		`manifest.csv:7 ! damaged: line 7: it names no file`,
		`manifest.csv:8 ! damaged: line 8: published is "6 June 2018", not of the form 2017, 2017-09 or 2017-09-06`,
		`manifest.csv:9 ! damaged: line 9: extraneous or missing " in quoted-field`,
	}
	want[3] = strings.Replace(want[3], " = manifest.csv:3", "", 1)
	if !slices.Equal(got, want) {
		t.Errorf("walk gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	hints := []document.Hint{
		{Name: "title", Value: "Sleep, and memory", Source: "catalogue"},
		{Name: "published", Value: "2018-06", Source: "catalogue"},
		{Name: "kind", Value: "press release", Source: "catalogue"},
	}
	if !slices.Equal(all[2].Hints, hints) {
		t.Errorf("hints are %+v, want %+v", all[2].Hints, hints)
	}
}

func TestManifest_withoutAColumnOfFilesFailsTheSource(t *testing.T) {
	for _, body := range []string{"url,title\nx,y\n", "", "\x00\"", "just text"} {
		_, got, err := walk(t, source.Files("sample:", fstest.MapFS{"manifest.csv": {Data: []byte(body)}, "a.html": {Data: []byte("x")}}))
		if !errors.Is(err, search.ErrInvalid) || len(got) != 0 {
			t.Errorf("manifest %q gives %q, %v, want an error and no resource", body, got, err)
		}
	}
}

func TestFiles_withoutTimesHaveNoFingerprint(t *testing.T) {
	all, _, err := walk(t, source.Files("sample:", fstest.MapFS{"a b.html": {Data: []byte("x")}}))
	if err != nil || all[0].Fingerprint != "" || all[0].Base != "https://folder.invalid/a%20b.html" {
		t.Errorf("resource is %+v, %v, want no fingerprint and an escaped base", all[0], err)
	}
}

func TestRecords_walk(t *testing.T) {
	name := filepath.Join(t.TempDir(), "all.jsonl")
	write(t, name, "\uFEFF"+`{"id":"one","url":"http://academy.example/one/"}`+"\r\n\n"+`{"id":"one"}`+"\n"+`{"title":"no name"}`+"\nrubbish\n"+
		`{"id":"long","text":"`+strings.Repeat("x", 300)+`"}`+"\n"+`{"url":"https://academy.example/two"}`)
	all, got, err := walk(t, open(t, name))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"one = https://academy.example/one", "all.jsonl:3 ! damaged: line 3 has the id of line 1", "all.jsonl:4 ! damaged: line 4 has neither id nor url",
		"all.jsonl:5 ! damaged: line 5 is not a record: invalid character 'r' looking for beginning of value",
		"all.jsonl:6 ! too-large: line 6 is longer than 200 bytes", "https://academy.example/two",
	}
	if !slices.Equal(got, want) {
		t.Errorf("walk gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	content, err := all[0].Fetch(t.Context(), source.Known{})
	if err != nil || string(content.Body) != `{"id":"one","url":"http://academy.example/one/"}` || content.MediaType != source.RecordType {
		t.Errorf("fetch gives %s %s, %v, want the line", content.MediaType, content.Body, err)
	}
}

func TestRecords_overlongLastLineIsReported(t *testing.T) {
	name := filepath.Join(t.TempDir(), "all.jsonl")
	write(t, name, strings.Repeat("x", 200_000))
	if _, got, err := walk(t, open(t, name)); err != nil || !slices.Equal(got, []string{"all.jsonl:1 ! too-large: line 1 is longer than 200 bytes"}) {
		t.Errorf("walk gives %q, %v, want line 1 reported once", got, err)
	}
}

func TestOpen_saysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		spec string
		want error
	}{
		{filepath.Join(dir, "missing"), search.ErrNotFound},
		{os.DevNull, search.ErrInvalid},
		{"https://academy.example/", search.ErrInvalid}, // no client
	} {
		if _, err := source.Open(test.spec, source.Config{}); !errors.Is(err, test.want) {
			t.Errorf("Open(%q) gives %v, want %v", test.spec, err, test.want)
		}
	}
}

func TestWalk_stopsWhereTheVisitorSays(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		write(t, filepath.Join(dir, fmt.Sprintf("%d.html", i)), "x")
	}
	write(t, filepath.Join(t.TempDir(), "r.jsonl"), `{"id":"1"}`)
	stop, visits := errors.New("enough"), 0
	err := open(t, dir).Walk(context.Background(), func(source.Resource) error { visits++; return stop })
	if !errors.Is(err, stop) || visits != 1 {
		t.Errorf("walk gives %v after %d visits, want the visitor's error after one", err, visits)
	}
}
