package source_test

import (
	"errors"
	"testing"

	"academysearch/indexer/document"
	"academysearch/indexer/source"
)

func FuzzJudge(f *testing.F) {
	for _, seed := range []string{
		"<title>Page not found</title>", "<title>Oh dear</title><h1>Oh dear</h1><p>Nothing here.</p>", "<h1>Log in<input type=password>",
		"<svg><title/><script><h1></script><template><title>x", "\x00<title>\xff", "%PDF-1.7",
	} {
		f.Add([]byte(seed), "text/html", "https://academy.example/user/login")
	}
	f.Fuzz(func(t *testing.T, body []byte, mediaType, answered string) {
		err := source.Judge(body, mediaType, "https://academy.example/a", answered)
		var skip *source.Skip
		var failure *document.Failure
		if err != nil && !errors.As(err, &skip) && !errors.As(err, &failure) {
			t.Errorf("an answer of 200 gives %v, which is neither skip nor failure", err)
		}
		if skip != nil && skip.Known == "" {
			t.Errorf("%v would take a page out of the index", skip)
		}
		if failure != nil && failure.Class == document.NotFound {
			t.Errorf("%v counts as the server's word that a page is gone", failure)
		}
	})
}
