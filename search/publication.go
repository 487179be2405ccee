// Package search is the vocabulary of the service and the contract between its halves: what a publication is, what a reader can
// ask and what an answer holds. The indexer fills Publications and gives them to a Writer, the web asks a Searcher. It knows no
// engine, no HTTP and no file format.
package search

import "encoding/json"

// Publication is one work of the Academy, with all the resources (web pages, PDFs) that carry it. It is what is shown, counted
// and cited; what is searched are its Pages.
type Publication struct {
	ID        string     `json:"id"`                   // 12 base-32 characters, see PublicationID; never changes by reindexing
	Title     string     `json:"title"`                // never empty: the first words of the text where nothing better is known
	Kind      string     `json:"kind"`                 // one of the kinds of the vocabulary ("meeting report"), or ""
	Language  string     `json:"language"`             // BCP 47 ("en-GB"), or "" when unknown
	Series    []string   `json:"series"`               // names of the series it belongs to ("FORUM")
	Published *Date      `json:"published"`            // nil: no date is supported by the text or its metadata
	Events    []Event    `json:"events"`               // meetings, lectures and the like that it announces or reports, earliest first
	People    []Person   `json:"people"`               // everybody it names, whether or not they speak
	Topics    []Topic    `json:"topics"`               // most important first, at most five
	Resources []Resource `json:"resources"`            // the main page first
	Pages     []Page     `json:"pages"`                // PDF pages and sections of HTML pages, by resource and number
	Links     []Link     `json:"links"`                // every link of its pages, side columns included
	Warnings  []string   `json:"warnings"`             // what a careful reader should know: a weekday that disagrees, a page without text
	FormerIDs []string   `json:"former_ids,omitempty"` // ids of publications that were merged into this one
}

// Precision says how much of a date is known.
type Precision string

// The precisions of a Date or an Event.
const (
	Day   Precision = "day"
	Month Precision = "month"
	Year  Precision = "year"
)

// Confidence grades how well the text or its metadata supports a value. Dates of Low confidence are stored and shown as such,
// but never filter or sort.
type Confidence string

// The grades of Confidence.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Date is the day, month or year on which a publication appeared.
type Date struct {
	Value      string     `json:"value"` // ISO 8601, as precise as known: "2018", "2018-06", "2018-06-30"
	Precision  Precision  `json:"precision"`
	Source     string     `json:"source"` // where it stands: "catalogue", "json-ld", "meta", "time", "text", "embargo", "cover", "pdf-info", "last-modified", …
	Confidence Confidence `json:"confidence"`
	Evidence   string     `json:"evidence,omitempty"` // the words that say so
}

// Event is a meeting, lecture or the like, with the days on which it took place.
type Event struct {
	Start      string     `json:"start"`         // ISO 8601, as precise as known; a day may carry a time of day ("2022-09-20T16:30")
	End        string     `json:"end,omitempty"` // last day, where it differs from Start
	Precision  Precision  `json:"precision"`
	Source     string     `json:"source"`
	Confidence Confidence `json:"confidence"`
	Evidence   string     `json:"evidence,omitempty"`
}

// Person is somebody whom a publication names, with what the text says of them.
type Person struct {
	Name         string   `json:"name"`         // forenames and surname, without title and post-nominals
	Title        string   `json:"title"`        // "Professor Dame"
	Postnominals []string `json:"postnominals"` // "FRS", "FMedSci" in the order of the text, in their usual case
	Role         string   `json:"role"`         // roles with their organisations, joined by "; "
	Function     Function `json:"function"`
	Speaker      bool     `json:"speaker"`  // Function.Speaks: belongs into the speaker facet
	Evidence     string   `json:"evidence"` // the words that say so
}

// Function is what a person does in a publication.
type Function string

// The functions of a Person; those from Chair to Host make a speaker.
const (
	Chair        Function = "chair"
	CoChair      Function = "co-chair"
	Quoted       Function = "quoted"
	Speaker      Function = "speaker"
	Panellist    Function = "panellist"
	Author       Function = "author"
	Host         Function = "host"
	Participant  Function = "participant"
	Officer      Function = "officer"
	Contact      Function = "contact"
	Acknowledged Function = "acknowledged"
	Mentioned    Function = "mentioned"
)

// Speaks reports whether a person with this function belongs into the speaker facet.
func (f Function) Speaks() bool {
	switch f {
	case Chair, CoChair, Quoted, Speaker, Panellist, Author, Host:
		return true
	}
	return false
}

// Topic is a subject of the vocabulary that a publication is about.
type Topic struct {
	ID         string     `json:"id"`
	Label      string     `json:"label"`
	Confidence Confidence `json:"confidence"`
	Evidence   string     `json:"evidence"` // the words that say so
}

// Resource is one web page or file that carries a publication.
type Resource struct {
	URL              string `json:"url"`        // canonical address; a path below the source for a file without a public address
	MediaType        string `json:"media_type"` // by content: "text/html", "application/pdf", "text/plain"
	SHA256           string `json:"sha256"`     // of the bytes, hexadecimal; also its name in the store of originals
	Bytes            int64  `json:"bytes"`
	Pages            int    `json:"pages"`              // all pages, with and without text
	PagesWithoutText []int  `json:"pages_without_text"` // numbers from 1
	Characters       int    `json:"characters"`         // code points of the text of all pages
	Reader           string `json:"reader"`             // what read it: "html", "text", "pdfium", "ledongthuc", "ocr"
}

// Page is what is searched: a page of a PDF or a section of an HTML page.
type Page struct {
	Resource int    `json:"resource"` // index into Publication.Resources
	Number   int    `json:"number"`   // from 1 within its resource, as in "#page=N"
	Label    string `json:"label"`    // printed label ("iv", "12"), or ""
	Heading  string `json:"heading"`  // the heading it stands under, or ""
	Text     string `json:"text"`     // paragraphs are separated by "\n"
}

// Link is a hyperlink of a page.
type Link struct {
	URL      string   `json:"url"` // canonical address
	Text     string   `json:"text"`
	Relation Relation `json:"relation"`
}

// Relation says what a link is to the page that holds it.
type Relation string

// The relations of a Link.
const (
	Download Relation = "download" // a file that the page offers: a PDF, or a download address without extension
	Related  Relation = "related"  // a link in the article
	Chrome   Relation = "chrome"   // navigation, side column, promotional cards, footer
)

// MarshalJSON writes absent lists as [], as every consumer of the format expects.
func (p Publication) MarshalJSON() ([]byte, error) {
	type plain Publication
	q := plain(p)
	q.Series, q.Events, q.Topics = some(p.Series), some(p.Events), some(p.Topics)
	q.Pages, q.Links, q.Warnings = some(p.Pages), some(p.Links), some(p.Warnings)
	q.People = append([]Person{}, p.People...)
	for i := range q.People {
		q.People[i].Postnominals = some(q.People[i].Postnominals)
	}
	q.Resources = append([]Resource{}, p.Resources...)
	for i := range q.Resources {
		q.Resources[i].PagesWithoutText = some(q.Resources[i].PagesWithoutText)
	}
	return json.Marshal(q)
}

// some turns a nil list into an empty one.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
