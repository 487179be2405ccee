package web_test

import (
	"net/http"
	"os"
	"testing"
)

func TestDevServe(t *testing.T) {
	if os.Getenv("DEV") == "" {
		t.Skip()
	}
	http.ListenAndServe("127.0.0.1:8099", newServer(t, nil).Handler())
}
