package extract_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"academysearch/indexer/extract"
)

// longPage is a page of about 60 KB: a long report between a large menu and a footer of links.
func longPage() []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html lang=en><head><title>Long report</title></head><body><nav><ul>")
	for i := range 120 {
		fmt.Fprintf(&b, `<li class="menu-item level-2"><a href="/section-%d/page?utm_source=menu">Section %d</a></li>`, i, i)
	}
	b.WriteString(`</ul></nav><div class="row"><div class="col content left"><h1>Long report</h1>`)
	for i := range 60 {
		fmt.Fprintf(&b, `<h3>Part %d</h3><p>In this part, <strong>Professor Nia Prosser</strong> of the <a href="/fellows/prosser">Academy</a> writes of %s</p>`, i,
			strings.Repeat("what memory clinics have learnt, and of what they could learn if they were asked. ", 6))
	}
	b.WriteString(`<h4>Staff leads</h4><p>Tara Nunn</p></div><div class="col right"><a href="/file-download/1">PDF</a></div></div><footer><ul>`)
	for i := range 80 {
		fmt.Fprintf(&b, `<li><a href="/foot/%d">Footer link %d</a></li>`, i, i)
	}
	b.WriteString("</ul></footer></body></html>")
	return []byte(b.String())
}

func BenchmarkExtract_html(b *testing.B) {
	files, err := filepath.Glob("testdata/html/*.html")
	if err != nil {
		b.Fatal(err)
	}
	var short [][]byte
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		short = append(short, body)
	}
	for _, set := range []struct {
		name   string
		bodies [][]byte
	}{{"short pages", short}, {"long page", [][]byte{longPage()}}} {
		b.Run(set.name, func(b *testing.B) {
			x := extractor(b, extract.Config{})
			pages, bytes, used := 0, int64(0), processor(b)
			for b.Loop() {
				body := set.bodies[pages%len(set.bodies)]
				if _, err := x.Extract(context.Background(), extract.Input{URL: "https://acmedsci.ac.uk/more/news/sample", Body: body}); err != nil {
					b.Fatal(err)
				}
				pages++
				bytes += int64(len(body))
			}
			b.ReportMetric(float64(pages)/(processor(b)-used).Seconds(), "pages/cpu-s")
			b.ReportMetric(float64(bytes)/float64(pages), "bytes/page")
		})
	}
}

// processor is the CPU time that this process has used.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkExtract_pdf reads all real PDFs beside the repository, starting its worker anew each time, and then has pdftotext read them.
func BenchmarkExtract_pdf(b *testing.B) {
	files := shared(b, "pdf/real/*.pdf")
	if _, err := worker(); err != nil { // building it is not part of what is measured
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	pages, runs := 0, 0
	for b.Loop() {
		runs++
		begin := processor(b) + children(b)
		pages = 0
		x := newExtractor(b, extract.Config{Workers: 1})
		for _, file := range files {
			pages += len(extractFile(b, x, file).Pages)
		}
		if err := x.Close(); err != nil { // the worker's time counts once it has ended
			b.Fatal(err)
		}
		ours += processor(b) + children(b) - begin
		begin = children(b)
		for _, file := range files {
			if err := exec.Command("pdftotext", "-enc", "UTF-8", file, os.DevNull).Run(); err != nil {
				b.Skipf("pdftotext (Debian: poppler-utils): %v", err)
			}
		}
		theirs += children(b) - begin
	}
	b.ReportMetric(float64(pages*runs)/ours.Seconds(), "pages/cpu-s")
	b.ReportMetric(float64(pages*runs)/theirs.Seconds(), "pdftotext-pages/cpu-s")
}

// children is the CPU time of the processes that this one has started and waited for.
func children(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
