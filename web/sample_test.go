package web_test

import (
	"crypto/sha256"
	"encoding/hex"

	"academysearch/search"
)

// The publications of these tests are made up, and so is everybody in them.

const pdfBytes = "%PDF-1.4\nA file of these tests that nothing reads beyond its first line.\n%%EOF\n"

func pdfHash() string {
	sum := sha256.Sum256([]byte(pdfBytes))
	return hex.EncodeToString(sum[:])
}

func samplePublications() []search.Publication {
	return []search.Publication{
		sepsisReport(), dementiaLecture(), hostilePublication(), undatedStatement(), localReport(),
	}
}

func sepsisReport() search.Publication {
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
			{URL: "https://example.org/policy/sepsis", MediaType: "text/html", SHA256: hexOf("sepsis page"), Bytes: 18_000, Pages: 1, Characters: 300, Reader: "html"},
			{URL: "https://example.org/file-download/4711", MediaType: "application/pdf", SHA256: hexOf("sepsis file"), Bytes: 2_400_000, Pages: 64, PagesWithoutText: []int{2, 63, 64}, Characters: 120_000, Reader: "pdfium"},
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

func dementiaLecture() search.Publication {
	return search.Publication{
		ID: search.PublicationID("https://example.org/events/dementia-lecture"), Title: "A lecture on dementia and sleep", Kind: "lecture", Language: "en-GB",
		Published: &search.Date{Value: "2021", Precision: search.Year, Source: "pdf-info", Confidence: search.Low},
		Events:    []search.Event{{Start: "2019-04-01", End: "2019-04-02", Precision: search.Day, Source: "text", Confidence: search.High, Evidence: "1–2 April 2019"}},
		People: []search.Person{
			{Name: "Ada Quill", Title: "Professor", Postnominals: []string{"FMedSci"}, Role: "Lecturer", Function: search.Speaker, Speaker: true, Evidence: "Professor Ada Quill FMedSci will speak"},
			{Name: "Pim van der Hoek", Function: search.Author, Speaker: true, Role: "Writer", Evidence: "A report by Pim van der Hoek"},
		},
		Topics:    []search.Topic{{ID: "neuroscience", Label: "Brain and nervous system", Confidence: search.High, Evidence: "dementia"}},
		Resources: []search.Resource{{URL: "https://example.org/events/dementia-lecture", MediaType: "text/html", SHA256: hexOf("dementia page"), Bytes: 9_000, Pages: 2, Characters: 200, Reader: "html"}},
		Pages: []search.Page{
			{Resource: 0, Number: 1, Heading: "A lecture on dementia and sleep", Text: "Sleep may protect the brain. Dementia was the subject of this lecture."},
			{Resource: 0, Number: 2, Heading: "Questions", Text: "Somebody asked about sepsis and delirium in old age."},
		},
	}
}

// hostilePublication tries to break out of wherever its words are shown.
func hostilePublication() search.Publication {
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
			{URL: "javascript:alert(1)", MediaType: "text/html", SHA256: hexOf("hostile"), Pages: 1},
			{URL: `/home/someone/secret/"><script>.pdf`, MediaType: "application/pdf", SHA256: hexOf("hostile file"), Pages: 1},
		},
		Pages: []search.Page{
			{Resource: 0, Number: 1, Heading: script, Text: "Sepsis " + script + " sepsis"},
			{Resource: 1, Number: 1, Label: script, Heading: script, Text: script},
		},
		Links:    []search.Link{{URL: "javascript:alert(1)", Text: script, Relation: search.Related}},
		Warnings: []string{script},
	}
}

func undatedStatement() search.Publication {
	return search.Publication{
		ID: search.PublicationID("https://example.org/statement"), Title: "A statement on peer review", Kind: "statement", Language: "en-GB",
		Topics:    []search.Topic{{ID: "infection", Label: "Infection and immunity", Confidence: search.Low, Evidence: "sepsis"}},
		Resources: []search.Resource{{URL: "https://example.org/statement", MediaType: "text/html", SHA256: hexOf("statement"), Bytes: 900, Pages: 1, Characters: 60, Reader: "html"}},
		Pages:     []search.Page{{Resource: 0, Number: 1, Heading: "A statement on peer review", Text: "Peer review of sepsis research is slow."}},
	}
}

// localReport comes from a folder: it has no public address.
func localReport() search.Publication {
	return search.Publication{
		ID: search.PublicationID("reports/2016/vaccines final (2).pdf"), Title: "Vaccines for all ages", Kind: "workshop report", Language: "en-GB",
		Published: &search.Date{Value: "2016", Precision: search.Year, Source: "cover", Confidence: search.High, Evidence: "2016"},
		Topics: []search.Topic{
			{ID: "infection", Label: "Infection and immunity", Confidence: search.High, Evidence: "vaccines"},
		},
		Resources: []search.Resource{{URL: "reports/2016/vaccines final (2).pdf", MediaType: "application/pdf", SHA256: pdfHash(), Bytes: int64(len(pdfBytes)), Pages: 3, Characters: 90, Reader: "pdfium"}},
		Pages: []search.Page{
			{Resource: 0, Number: 1, Text: "Vaccines for all ages"},
			{Resource: 0, Number: 2, Heading: "Summary", Text: "Vaccines prevent sepsis in the young and in the old."},
		},
	}
}

func hexOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
