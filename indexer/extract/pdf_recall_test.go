package extract_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"academysearch/indexer/document"
	"academysearch/indexer/extract"
)

// shared lists files beside the repository, or skips the test where there are none.
func shared(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../../../shared", pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("no files beside the repository: ../shared/%s is absent", pattern)
	}
	return files
}

// extractFile extracts a file as it would come from a folder.
func extractFile(t testing.TB, x *extract.Extractor, file string) document.Document {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := x.Extract(context.Background(), extract.Input{URL: filepath.Base(file), Body: body})
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return d
}

var wordPattern = regexp.MustCompile(`[\p{L}\p{N}]+(?:[-'’‐][\p{L}\p{N}]+)*`)

func wordsOf(s string) []string {
	s = strings.NewReplacer("‐", "-", "’", "'", "\u00ad", "", "ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff").Replace(strings.ToLower(s))
	return wordPattern.FindAllString(s, -1)
}

// ordered is the longest common sequence of words of a truth and a text, as a part of the truth.
func ordered(truth, text []string) float64 {
	row := make([]int, len(text)+1)
	for _, w := range truth {
		diagonal := 0
		for j, v := range text {
			above := row[j+1]
			if w == v {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return float64(row[len(text)]) / float64(len(truth))
}

// everything is all that was read: title, text and, as the truth may hold it, what was cut.
func everything(d document.Document) string {
	var b strings.Builder
	for _, p := range d.Pages {
		b.WriteString(p.Text() + "\n")
	}
	return b.String()
}

// Papers and made-up documents whose exact text is known, by five producers.
func TestExtract_wordsOfPapersInOrder(t *testing.T) {
	producers := map[string]string{"jose": "pdf/real/jose.*.pdf", "latex": "pdf/synth/latex*.pdf", "libreoffice": "pdf/synth/lo*.pdf", "reportlab": "pdf/synth/rlab*.pdf", "typst": "pdf/synth/typst*.pdf", "weasyprint": "pdf/synth/weasy*.pdf"}
	x := extractor(t, extract.Config{})
	for producer, pattern := range producers {
		t.Run(producer, func(t *testing.T) {
			var sum float64
			files := shared(t, pattern)
			for _, file := range files {
				truth, err := os.ReadFile(strings.TrimSuffix(file, ".pdf") + ".txt")
				if err != nil {
					t.Fatal(err)
				}
				share := ordered(wordsOf(string(truth)), wordsOf(everything(extractFile(t, x, file))))
				t.Logf("%.4f %s", share, filepath.Base(file))
				sum += share
			}
			mean := sum / float64(len(files))
			t.Logf("%.4f %s", mean, producer)
			if mean < 0.9985 {
				t.Errorf("word order of %s is %.4f, under 0.9985", producer, mean)
			}
		})
	}
}

// counted is the part of the truth's words that a text has, as often as the truth has them.
func counted(truth, text []string) float64 {
	have := map[string]int{}
	for _, w := range text {
		have[w]++
	}
	n := 0
	for _, w := range truth {
		if have[w] > 0 {
			have[w]--
			n++
		}
	}
	return float64(n) / float64(len(truth))
}

// Reports without an exact text, against pdftotext. What was cut counts: running lines and contents are words of the file, too.
func TestExtract_wordsOfReports(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext (Debian: poppler-utils) is not installed")
	}
	x := extractor(t, extract.Config{})
	var sum float64
	n := 0
	for _, file := range shared(t, "pdf/real/*.pdf") {
		if strings.HasPrefix(filepath.Base(file), "jose.") {
			continue
		}
		reference, err := exec.Command("pdftotext", "-enc", "UTF-8", file, "-").Output()
		if err != nil {
			t.Logf("pdftotext %s: %v", file, err)
			continue
		}
		known := wordsOf(string(reference))
		letters := latin(slices.Clone(known))
		if len(letters)*2 < len(known) {
			t.Logf("pdftotext cannot read %s: its fonts do not say which letters they show", filepath.Base(file))
			continue
		}
		d := extractFile(t, x, file)
		share := counted(splitHyphens(letters), splitHyphens(wordsOf(everything(d)+strings.Repeat(strings.Join(d.Cut, "\n")+"\n", len(d.Pages)))))
		t.Logf("%.4f %d pages %s", share, len(d.Pages), filepath.Base(file))
		sum += share
		n++
	}
	if mean := sum / float64(max(n, 1)); mean < 0.995 {
		t.Errorf("word recall of reports is %.4f, under 0.995", mean)
	} else {
		t.Logf("%.4f", mean)
	}
}

// latin leaves out words with letters that no Western European language has: in these files, codes of fonts that pdftotext takes for letters.
func latin(words []string) []string {
	return slices.DeleteFunc(words, func(w string) bool {
		return strings.ContainsFunc(w, func(r rune) bool { return r >= 0x180 && r != 0x2019 && r != 0x2010 })
	})
}

// splitHyphens leaves out of the comparison how either reader writes a word at a line's end.
func splitHyphens(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, strings.Split(w, "-")...)
	}
	return out
}
