// Package webtest has what the tests of the web room share: publications that are made up, as is everybody in them, and an engine
// that holds them. Nothing of the program uses it.
package webtest

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"academysearch/search"
)

// PDF is the one file that Originals keeps.
const PDF = "%PDF-1.4\nA file of these tests that nothing reads beyond its first line.\n%%EOF\n"

// PDFHash is the SHA-256 of PDF.
func PDFHash() string {
	sum := sha256.Sum256([]byte(PDF))
	return hex.EncodeToString(sum[:])
}

// Publications are five that differ in what is known of them.
func Publications() []search.Publication {
	return []search.Publication{
		SepsisReport(), DementiaLecture(), Hostile(), UndatedStatement(), LocalReport(),
	}
}

// SepsisReport has everything: a page, a PDF, people, both kinds of date.
func SepsisReport() search.Publication {
	p := search.Publication{
		ID: search.PublicationID("https://example.org/policy/sepsis"), Title: "Sepsis in low-resource settings", Kind: "workshop report", Language: "en-GB",
		Series:    []string{"FORUM"},
		Published: &search.Date{Value: "2018-06", Precision: search.Month, Source: "cover", Confidence: search.High, Evidence: "June 2018"},
		Events:    []search.Event{{Start: "2017-09-06", Precision: search.Day, Source: "text", Confidence: search.High, Evidence: "held on 6 September 2017"}},
		People: []search.Person{
			{Name: "Ada Quill", Title: "Professor Dame", Postnominals: []string{"FRS", "FMedSci"}, Role: "Chair of the workshop", Function: search.Chair, Speaker: true, Evidence: "chaired by Professor Dame Ada Quill FRS FMedSci"},
			{Name: "Tom Fenwick", Title: "Dr", Role: "Consultant, Northmoor Hospital", Function: search.Speaker, Speaker: true, Evidence: "Dr Tom Fenwick spoke"},
			{Name: "Rosa Hale", Title: "Ms", Role: "Policy officer", Function: search.Contact, Evidence: "Contact: Ms Rosa Hale"},
		},
		Topics: []search.Topic{
			{ID: "infection", Label: "Infection and immunity", Confidence: search.High, Evidence: "Sepsis"},
			{ID: "amr", Label: "Antimicrobial resistance", Confidence: search.Medium, Evidence: "antibiotic resistance"},
		},
		Resources: []search.Resource{
			{URL: "https://example.org/policy/sepsis", MediaType: "text/html", SHA256: Hash("sepsis page"), Bytes: 18_000, Pages: 1, Characters: 300, Reader: "html"},
			{URL: "https://example.org/file-download/4711", MediaType: "application/pdf", SHA256: Hash("sepsis file"), Bytes: 2_400_000, Pages: 64, PagesWithoutText: []int{2, 63, 64}, Characters: 120_000, Reader: "pdfium"},
		},
		Pages: []search.Page{
			{Resource: 0, Number: 1, Heading: "Sepsis in low-resource settings", Text: "Sepsis kills more people than is known. This workshop asked what hospitals without intensive care can do."},
			{Resource: 1, Number: 1, Label: "i", Heading: "Cover", Text: "Sepsis in low-resource settings\nJune 2018"},
			{Resource: 1, Number: 12, Label: "10", Heading: "Early recognition", Text: "Early recognition of sepsis by nurses saved lives. Antibiotic resistance makes late treatment of sepsis harder."},
			{Resource: 1, Number: 13, Label: "11", Heading: "Early recognition", Text: "Training for sepsis took two days."},
			{Resource: 1, Number: 14, Label: "12", Heading: "Costs", Text: "The cost of sepsis was estimated."},
			{Resource: 1, Number: 15, Label: "13", Heading: "Costs", Text: "Sepsis beds were few."},
		},
		Links: []search.Link{
			{URL: "https://example.org/events/dementia-lecture", Text: "A lecture on dementia", Relation: search.Related},
			{URL: "file:///srv/private/notes.html", Text: "notes", Relation: search.Related},
		},
		Warnings: []string{"Three pages of the PDF hold no text."},
	}
	return p
}

// DementiaLecture has an author, an event, and a published date of low confidence.
func DementiaLecture() search.Publication {
	return search.Publication{
		ID: search.PublicationID("https://example.org/events/dementia-lecture"), Title: "A lecture on dementia and sleep", Kind: "lecture", Language: "en-GB",
		Published: &search.Date{Value: "2021", Precision: search.Year, Source: "pdf-info", Confidence: search.Low},
		Events:    []search.Event{{Start: "2019-04-01", End: "2019-04-02", Precision: search.Day, Source: "text", Confidence: search.High, Evidence: "1–2 April 2019"}},
		People: []search.Person{
			{Name: "Ada Quill", Title: "Professor", Postnominals: []string{"FMedSci"}, Role: "Lecturer", Function: search.Speaker, Speaker: true, Evidence: "Professor Ada Quill FMedSci will speak"},
			{Name: "Pim van der Hoek", Function: search.Author, Speaker: true, Role: "Writer", Evidence: "A report by Pim van der Hoek"},
		},
		Topics:    []search.Topic{{ID: "neuroscience", Label: "Brain and nervous system", Confidence: search.High, Evidence: "dementia"}},
		Resources: []search.Resource{{URL: "https://example.org/events/dementia-lecture", MediaType: "text/html", SHA256: Hash("dementia page"), Bytes: 9_000, Pages: 2, Characters: 200, Reader: "html"}},
		Pages: []search.Page{
			{Resource: 0, Number: 1, Heading: "A lecture on dementia and sleep", Text: "Sleep may protect the brain. Dementia was the subject of this lecture."},
			{Resource: 0, Number: 2, Heading: "Questions", Text: "Somebody asked about sepsis and delirium in old age."},
		},
	}
}

// Hostile tries to break out of wherever its words are shown.
func Hostile() search.Publication {
	script := `"><script>alert(1)</script>`
	return search.Publication{
		ID: search.PublicationID("https://example.org/hostile"), Title: script + " sepsis & {braces} \\ =cmd()", Kind: "letter" + script, Language: "en",
		Series:    []string{script},
		Published: &search.Date{Value: "2018-03-02", Precision: search.Day, Source: "text", Confidence: search.Medium, Evidence: script},
		People: []search.Person{
			{Name: "Eve " + script, Title: script, Postnominals: []string{script}, Role: "x\r\nER  - \r\nTY  - BOOK", Function: search.Author, Speaker: true, Evidence: script},
		},
		Topics: []search.Topic{{ID: "odd id/?#", Label: "</script>" + script, Confidence: search.Low, Evidence: script}},
		Resources: []search.Resource{
			{URL: "javascript:alert(1)", MediaType: "text/html", SHA256: Hash("hostile"), Pages: 1},
			{URL: `/home/someone/secret/"><script>.pdf`, MediaType: "application/pdf", SHA256: Hash("hostile file"), Pages: 1},
		},
		Pages: []search.Page{
			{Resource: 0, Number: 1, Heading: script, Text: "Sepsis " + script + " sepsis"},
			{Resource: 1, Number: 1, Label: script, Heading: script, Text: script},
		},
		Links:    []search.Link{{URL: "javascript:alert(1)", Text: script, Relation: search.Related}},
		Warnings: []string{script},
	}
}

// UndatedStatement has no date.
func UndatedStatement() search.Publication {
	return search.Publication{
		ID: search.PublicationID("https://example.org/statement"), Title: "A statement on peer review", Kind: "statement", Language: "en-GB",
		Topics:    []search.Topic{{ID: "infection", Label: "Infection and immunity", Confidence: search.Low, Evidence: "sepsis"}},
		Resources: []search.Resource{{URL: "https://example.org/statement", MediaType: "text/html", SHA256: Hash("statement"), Bytes: 900, Pages: 1, Characters: 60, Reader: "html"}},
		Pages:     []search.Page{{Resource: 0, Number: 1, Heading: "A statement on peer review", Text: "Peer review of sepsis research is slow."}},
	}
}

// LocalReport comes from a folder: it has no public address.
func LocalReport() search.Publication {
	return search.Publication{
		ID: search.PublicationID("reports/2016/vaccines final (2).pdf"), Title: "Vaccines for all ages", Kind: "workshop report", Language: "en-GB",
		Published: &search.Date{Value: "2016", Precision: search.Year, Source: "cover", Confidence: search.High, Evidence: "2016"},
		Topics: []search.Topic{
			{ID: "infection", Label: "Infection and immunity", Confidence: search.High, Evidence: "vaccines"},
		},
		Resources: []search.Resource{{URL: "reports/2016/vaccines final (2).pdf", MediaType: "application/pdf", SHA256: PDFHash(), Bytes: int64(len(PDF)), Pages: 3, Characters: 90, Reader: "pdfium"}},
		Pages: []search.Page{
			{Resource: 0, Number: 1, Text: "Vaccines for all ages"},
			{Resource: 0, Number: 2, Heading: "Summary", Text: "Vaccines prevent sepsis in the young and in the old."},
		},
	}
}

// Hash is the SHA-256 of a text.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Many are n short ones on few topics, people, kinds and years.
func Many(n int) []search.Publication {
	var list []search.Publication
	kinds := []string{"letter", "lecture", "workshop report"}
	names := []string{"Ada Quill", "Tom Fenwick", "Pim van der Hoek", "Iris Vale"}
	topics := [][]search.Topic{
		{{ID: "amr", Label: "Antimicrobial resistance", Confidence: search.High}},
		{{ID: "infection", Label: "Infection and immunity", Confidence: search.High}},
		{{ID: "neuroscience", Label: "Brain and nervous system", Confidence: search.High}},
	}
	for i := range n {
		address := "https://example.org/" + strconv.Itoa(i)
		p := search.Publication{
			ID: search.PublicationID(address), Title: "Sepsis and care, part " + strconv.Itoa(i), Kind: kinds[i%3], Language: "en-GB", Topics: topics[i%len(topics)],
			People:    []search.Person{{Name: names[i%4], Title: "Dr", Function: search.Speaker, Speaker: true}},
			Resources: []search.Resource{{URL: address, MediaType: "text/html", SHA256: Hash(address), Pages: 1, Reader: "html"}},
			Pages:     []search.Page{{Number: 1, Heading: "Part " + strconv.Itoa(i), Text: "Sepsis needs care, says part " + strconv.Itoa(i) + " of this series."}},
		}
		if i%7 > 0 {
			p.Published = &search.Date{Value: strconv.Itoa(2010 + i%6), Precision: search.Year, Source: "text", Confidence: search.High}
		}
		if i%5 == 0 {
			p.Series = []string{"FORUM"}
		}
		list = append(list, p)
	}
	return list
}
