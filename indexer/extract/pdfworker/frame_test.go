package pdfworker

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func TestFrame_roundTrip(t *testing.T) {
	var b bytes.Buffer
	for _, payload := range []string{"", "a", "two words"} {
		if err := writeFrame(&b, []byte(payload)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"", "a", "two words"} {
		got, err := readFrame(&b, 100)
		if err != nil || string(got) != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	if _, err := readFrame(&b, 100); !errors.Is(err, io.EOF) {
		t.Errorf("got %v at the end, want %v", err, io.EOF)
	}
}

func FuzzReadFrame(f *testing.F) {
	f.Add([]byte{0, 0, 0, 2, '{', '}'})
	f.Add([]byte{255, 255, 255, 255, 'x'})
	f.Fuzz(func(t *testing.T, raw []byte) {
		const limit = 1 << 16
		payload, err := readFrame(bytes.NewReader(raw), limit)
		if err == nil && (len(payload) > limit || len(payload) > len(raw)) {
			t.Errorf("%d bytes from %d", len(payload), len(raw))
		}
		var a answer
		if err := readJSON(bytes.NewReader(raw), limit, &a); err == nil {
			g := &gatherer{limits: Limits{Pages: 10, Characters: 10}}
			_ = g.add(a) // whatever a worker says, it is taken or refused
		}
	})
}
