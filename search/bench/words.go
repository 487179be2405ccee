package bench

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// Words is a model of how words follow one another: which word comes after which, as often as in the texts that it has learnt.
type Words struct {
	numbers map[string]int32
	names   []string
	stream  []int32   // every word learnt, in order: drawing from it gives the frequencies of words
	follow  [][]int32 // by word, what came after it: drawing from it gives the frequencies of pairs
}

// full is the word that ends a sentence.
const full = "."

// NewWords is a model that has learnt nothing.
func NewWords() *Words {
	w := &Words{numbers: map[string]int32{}}
	w.number(full)
	return w
}

// Size is the number of words learnt, with repetitions, and the number of different ones.
func (w *Words) Size() (all, different int) { return len(w.stream), len(w.names) }

func (w *Words) number(word string) int32 {
	n, ok := w.numbers[word]
	if !ok {
		n = int32(len(w.names))
		w.numbers[word] = n
		w.names = append(w.names, word)
		w.follow = append(w.follow, nil)
	}
	return n
}

// Learn adds a text.
func (w *Words) Learn(text string) {
	last := w.numbers[full]
	add := func(n int32) {
		w.follow[last] = append(w.follow[last], n)
		w.stream = append(w.stream, n)
		last = n
	}
	for _, field := range strings.Fields(text) {
		word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if word != strings.ToUpper(word) { // abbreviations stay as they are
			word = strings.ToLower(word)
		}
		if word != "" {
			add(w.number(word))
		}
		if strings.ContainsAny(field[len(field)-1:], ".?!") && last != w.numbers[full] {
			add(w.numbers[full])
		}
	}
}

// bigrams is how often a word is drawn by the one before it, instead of by its frequency alone: texts of some length would
// otherwise repeat whole sentences of what was learnt.
const bigrams = 0.8

// next draws the word after another one.
func (w *Words) next(r *rand.Rand, last int32) int32 {
	if after := w.follow[last]; len(after) > 0 && r.Float64() < bigrams {
		return after[r.IntN(len(after))]
	}
	return w.stream[r.IntN(len(w.stream))]
}

// LearnPages learns the text of the HTML pages and the plain texts below a folder.
func (w *Words) LearnPages(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch path.Ext(name) {
		case ".html", ".txt":
			return w.learnFile(fsys, name)
		}
		return nil
	})
}

func (w *Words) learnFile(fsys fs.FS, name string) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if path.Ext(name) == ".html" {
		return w.learnHTML(f)
	}
	b, err := io.ReadAll(f)
	w.Learn(string(b))
	return err
}

// learnHTML learns what stands between the tags.
func (w *Words) learnHTML(r io.Reader) error {
	z, hidden := html.NewTokenizer(r), false
	for {
		switch z.Next() {
		case html.ErrorToken:
			if errors.Is(z.Err(), io.EOF) {
				return nil
			}
			return z.Err()
		case html.StartTagToken, html.EndTagToken:
			if tag := z.Token(); tag.Data == "script" || tag.Data == "style" {
				hidden = tag.Type == html.StartTagToken
			}
		case html.TextToken:
			if !hidden {
				w.Learn(string(z.Text()))
			}
		}
	}
}

// LearnDocuments learns documents as eval reads them: one JSON object {id, title, text} a line.
func (w *Words) LearnDocuments(r io.Reader) error {
	for d := json.NewDecoder(r); ; {
		var doc struct{ Title, Text string }
		if err := d.Decode(&doc); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		w.Learn(doc.Title + ". " + doc.Text)
	}
}
