package extract_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// pdfFile writes a PDF by hand, as plain or as broken as a test needs it.
type pdfFile struct {
	objects []string // from object 1 on, without "obj" and "endobj"
	trailer string   // besides Size and Root
}

// add adds an object and gives its number.
func (f *pdfFile) add(format string, args ...any) int {
	f.objects = append(f.objects, fmt.Sprintf(format, args...))
	return len(f.objects)
}

// stream adds a compressed stream.
func (f *pdfFile) stream(dict string, data []byte) int {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return f.add("<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream", b.Len(), dict, b.String())
}

// bytes writes the file; root is the number of its catalogue.
func (f *pdfFile) bytes(root int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	for i, o := range f.objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start, size := b.Len(), len(f.objects)+1
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", size)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", size, root, f.trailer, start)
	return b.Bytes()
}

// typed is a line of text at a place, in a size of type.
type typed struct {
	text string
	x, y float64
	size float64
	bold bool
}

// content writes lines of text as a content stream.
func content(lines []typed) []byte {
	var b strings.Builder
	for _, l := range lines {
		text := strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`).Replace(l.text)
		font := "F1"
		if l.bold {
			font = "F2"
		}
		fmt.Fprintf(&b, "BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n", font, l.size, l.x, l.y, text)
	}
	return []byte(b.String())
}

// setPDF makes a PDF of pages of lines; extra goes into its catalogue.
func setPDF(extra, trailer string, pages ...[]typed) []byte {
	f := &pdfFile{trailer: trailer}
	font := f.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	bold := f.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	tree := len(pages)*2 + 3
	var kids []string
	for _, lines := range pages {
		c := f.stream("", content(lines))
		kids = append(kids, fmt.Sprintf("%d 0 R", f.add("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R /F2 %d 0 R >> >> >>", tree, c, font, bold)))
	}
	f.add("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages))
	return f.bytes(f.add("<< /Type /Catalog /Pages %d 0 R %s >>", tree, extra))
}
