// Package pdfworker reads PDFs in processes of their own, because a PDF can take its reader down with it: by memory, by time, by
// depth, or by a fault of the reader. It gives what stands on each page, line by line with its place and size, and the file's own
// properties. It knows nothing of documents: what a line means is found out elsewhere.
//
// A worker is this program, started again. It reads requests from its standard input and writes answers to its standard output,
// both in frames (see frame.go); it is used for many files, and replaced when it dies, overruns or has read its share. It has no
// environment, no files and no network, and it ends when its standard input does.
package pdfworker

import "time"

// Limits bound what one file may cost.
type Limits struct {
	Pages      int           `json:"pages"`
	Characters int           `json:"characters"` // code points of text, all pages together
	Time       time.Duration `json:"time"`       // of wall clock, until the text is read
	Processor  time.Duration `json:"processor"`  // of CPU
	Memory     int64         `json:"memory"`     // of the process, in bytes
}

// File is what was read of a PDF.
type File struct {
	Reader     string // "pdfium" or "ledongthuc"
	Pages      []Page // every page, in order
	Properties Properties
	Warnings   []string // for people: what could not be read
}

// Page is one page of a File.
type Page struct {
	Width  float32 `json:"w,omitempty"` // in points
	Height float32 `json:"h,omitempty"`
	Lines  []Line  `json:"l,omitempty"`
	Drawn  bool    `json:"d,omitempty"` // of a page with next to no text: something else is drawn on it
	Failed bool    `json:"f,omitempty"` // the page exists and could not be read
}

// Line is a line of text in the order of the page's content. Coordinates are points from the lower left corner of the page. A Text
// that ends with HyphenMark goes on, without a break, in the next Line; a tab in it is a gap between two columns of a table.
type Line struct {
	Text   string  `json:"t"`
	Left   float32 `json:"x"`
	Right  float32 `json:"r"`
	Bottom float32 `json:"y"`
	Top    float32 `json:"z"`
	Size   float32 `json:"s,omitempty"` // of the type, in points; 0 where unknown
	Bold   bool    `json:"b,omitempty"`
}

// HyphenMark is what pdfium writes for a hyphen at the end of a line.
const HyphenMark = '\ufffe'

// Properties are what a PDF says of itself.
type Properties struct {
	Info     map[string]string `json:"info,omitempty"` // of the document information dictionary
	XMP      string            `json:"xmp,omitempty"`  // the metadata stream, XML
	Language string            `json:"language,omitempty"`
	Outline  []string          `json:"outline,omitempty"` // titles of the bookmarks in order
	Labels   []string          `json:"labels,omitempty"`  // printed label of each page
	Links    []string          `json:"links,omitempty"`   // addresses that its pages link to
}
