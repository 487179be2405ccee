package ledger_test

import (
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"academysearch/indexer/document"
	"academysearch/indexer/ledger"
	"academysearch/search"
)

func open(t *testing.T, dir string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(ledger.Config{Dir: dir, Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func shut(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpen_secondRunIsToldWhoHoldsTheLedger(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	_, err := ledger.Open(ledger.Config{Dir: dir, Timeout: 50 * time.Millisecond})
	if !errors.Is(err, search.ErrConflict) || !strings.Contains(err.Error(), fmt.Sprintf("process %d since 2", os.Getpid())) {
		t.Errorf("error is %v, want a conflict that names this process", err)
	}
	shut(t, l)
	shut(t, open(t, dir))
}

func TestOpen_refusesWhatItCannotRead(t *testing.T) {
	t.Run("a newer schema", func(t *testing.T) {
		dir := t.TempDir()
		shut(t, open(t, dir))
		db, err := bbolt.Open(filepath.Join(dir, "ledger.db"), 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte("99")) })
		if err = errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.Open(ledger.Config{Dir: dir}); !errors.Is(err, search.ErrInvalid) || !strings.Contains(err.Error(), "newer") {
			t.Errorf("error is %v, want one that says newer", err)
		}
	})
	t.Run("a damaged file", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "ledger.db"), []byte(strings.Repeat("rubbish ", 10_000)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.Open(ledger.Config{Dir: dir}); err == nil || !strings.Contains(err.Error(), "move ledger.db away") {
			t.Errorf("error is %v, want one that says what to do", err)
		}
	})
}

func TestOpen_flippedBitsAreAnErrorAndNoPanic(t *testing.T) {
	whole := t.TempDir()
	l := open(t, whole)
	for i := range 200 {
		key := fmt.Sprintf("%d.html", i)
		read := &ledger.Read{Document: document.Document{Title: strings.Repeat(key, 50)}}
		must(t, l.Save(ledger.Resource{Source: "/a", Key: key, Document: key}, read, true))
	}
	must(t, l.Intend(ledger.Plan{Publications: []ledger.Publication{{ID: "aaaaaaaaaaaa"}}}))
	shut(t, l)
	bytes, err := os.ReadFile(filepath.Join(whole, "ledger.db"))
	must(t, err)
	damaged := 0
	for seed := range int64(40) {
		dir, random, flipped := t.TempDir(), rand.New(rand.NewSource(seed)), slices.Clone(bytes)
		for range 30 {
			flipped[random.Intn(len(flipped))] ^= 1 << random.Intn(8)
		}
		page := random.Intn(len(flipped)/4096) * 4096
		random.Read(flipped[page : page+16]) // the head of a page, where bbolt trusts what it reads
		must(t, os.WriteFile(filepath.Join(dir, "ledger.db"), flipped, 0o600))
		switch err := readAll(dir); {
		case errors.Is(err, ledger.ErrDamaged):
			damaged++
		case err != nil && !errors.Is(err, search.ErrInvalid): // a flipped version is one of a newer program
			t.Errorf("seed %d gives %v, want ErrDamaged", seed, err)
		}
	}
	if damaged == 0 {
		t.Error("no damage was noticed")
	}
}

// readAll reads a ledger as a run does, and writes to it.
func readAll(dir string) error {
	l, err := ledger.Open(ledger.Config{Dir: dir, Timeout: 50 * time.Millisecond})
	if err != nil {
		return err
	}
	_, err = l.Sources()
	err = errors.Join(err, l.Resources(func(ledger.Resource) error { return nil }), l.Publications(func(ledger.Publication) error { return nil }))
	err = errors.Join(err, l.Save(ledger.Resource{Source: "/a", Key: "new", Document: "new"}, &ledger.Read{}, true), l.Prune())
	return errors.Join(err, l.Close())
}

func TestSave_isReadBackBeforeAndAfterClosing(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	want := ledger.Resource{Source: "/papers", Key: "a.pdf", Address: "a.pdf", SHA256: "5a", Document: "5a/1", Summary: ledger.Summary{Title: "A"}}
	read := &ledger.Read{Document: document.Document{Title: "A", Pages: []document.Page{{Number: 1, Blocks: []document.Block{{Kind: document.Paragraph, Text: "Text."}}}}}}
	if err := l.Save(want, read, true); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"before closing", "after closing"} {
		got, known, err := l.Resource("/papers", "a.pdf")
		if err != nil || !known || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: resource is %+v, %t, %v, want %+v", when, got, known, err, want)
		}
		back, err := l.Read("5a/1")
		if err != nil || !reflect.DeepEqual(back.Document.Pages, read.Document.Pages) {
			t.Errorf("%s: read back %+v, %v", when, back, err)
		}
		shut(t, l)
		l = open(t, dir)
	}
	defer shut(t, l)
	if _, known, err := l.Resource("/papers", "b.pdf"); known || err != nil {
		t.Errorf("an unknown resource is known: %t, %v", known, err)
	}
	if _, err := l.Read("5a/2"); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("an unknown document gives %v, want ErrNotFound", err)
	}
	if unserved, err := l.Unserved(); !unserved || err != nil {
		t.Errorf("unserved is %t, %v, want true after a change", unserved, err)
	}
}

func TestKeys_areThoseOfOneSource(t *testing.T) {
	l := open(t, t.TempDir())
	defer shut(t, l)
	for _, r := range [][2]string{{"/a", "1"}, {"/a", "2"}, {"/a/b", "3"}, {"/ab", "4"}} {
		if err := l.Save(ledger.Resource{Source: r[0], Key: r[1]}, nil, false); err != nil {
			t.Fatal(err)
		}
	}
	var keys []string
	if err := l.Keys("/a", func(key string) error { keys = append(keys, key); return nil }); err != nil || !reflect.DeepEqual(keys, []string{"1", "2"}) {
		t.Errorf("keys are %q, %v, want 1 and 2", keys, err)
	}
}

func TestPublications_fromIntentionToService(t *testing.T) {
	l := open(t, t.TempDir())
	defer shut(t, l)
	a := ledger.Publication{ID: "aaaaaaaaaaaa", Inputs: "1", Members: []ledger.Member{{Source: "/a", Key: "1"}}}
	b := ledger.Publication{ID: "bbbbbbbbbbbb", Inputs: "2", Members: []ledger.Member{{Source: "/a", Key: "2"}}}
	must(t, l.Intend(ledger.Plan{Publications: []ledger.Publication{a, b}}))
	if unserved, err := l.Unserved(); !unserved || err != nil {
		t.Errorf("unserved is %t, %v, want true", unserved, err)
	}
	must(t, l.Serve("g1", []ledger.Publication{a, b}))
	a.Former = []string{b.ID}
	must(t, l.Intend(ledger.Plan{Publications: []ledger.Publication{a}, Retired: []string{b.ID}, Former: map[string]string{b.ID: a.ID}}))
	must(t, l.Serve("g2", []ledger.Publication{a}))
	var list []ledger.Publication
	must(t, l.Publications(func(p ledger.Publication) error { list = append(list, p); return nil }))
	if len(list) != 1 || list[0].Served != "1" {
		t.Errorf("publications are %+v, want a, served", list)
	}
	former, err := l.Former()
	if err != nil || former[b.ID] != a.ID {
		t.Errorf("former ids are %v, %v, want b's", former, err)
	}
	if retired, err := l.Retired(); err != nil || !reflect.DeepEqual(retired, []string{b.ID}) {
		t.Errorf("retired are %v, %v, want b", retired, err)
	}
	if generation, err := l.Generation(); generation != "g2" || err != nil {
		t.Errorf("generation is %q, %v, want g2", generation, err)
	}
	must(t, l.Intend(ledger.Plan{Publications: []ledger.Publication{b}}))
	if retired, err := l.Retired(); err != nil || len(retired) != 0 {
		t.Errorf("retired are %v, %v, want none once b is back", retired, err)
	}
}

func TestPrune_dropsWhatNobodyRefersTo(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	defer shut(t, l)
	must(t, l.Save(ledger.Resource{Source: "/a", Key: "1", Document: "old"}, &ledger.Read{}, true))
	must(t, l.Save(ledger.Resource{Source: "/a", Key: "1", Document: "new"}, &ledger.Read{}, true))
	sum, err := l.Blobs.Put([]byte("bytes"))
	must(t, err)
	half := filepath.Join(dir, "blobs", sum[:2], ".new-1234")
	must(t, os.WriteFile(half, []byte("by"), 0o600))
	must(t, l.Prune())
	if _, err := l.Read("old"); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("the old document gives %v, want ErrNotFound", err)
	}
	if _, err := l.Read("new"); err != nil {
		t.Errorf("the new document gives %v", err)
	}
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("the half-written file gives %v, want that it is gone", err)
	}
	if _, err := l.Blobs.Read(sum); err != nil {
		t.Errorf("the original gives %v", err)
	}
}

func TestBlobs(t *testing.T) {
	dir := t.TempDir()
	blobs := ledger.NewBlobs(dir)
	sum, err := blobs.Put([]byte("bytes"))
	must(t, err)
	if again, err := blobs.Put([]byte("bytes")); again != sum || err != nil {
		t.Errorf("stored twice gives %q, %v, want %q", again, err, sum)
	}
	if body, err := blobs.Read(sum); string(body) != "bytes" || err != nil {
		t.Errorf("read gives %q, %v", body, err)
	}
	for _, name := range []string{"", "../ledger.db", strings.Repeat("0", 64), sum[:63], sum + "/.."} {
		if _, err := blobs.Open(name); !errors.Is(err, search.ErrNotFound) {
			t.Errorf("Open(%q) gives %v, want ErrNotFound", name, err)
		}
	}
	must(t, os.WriteFile(filepath.Join(dir, "blobs", sum[:2], sum), []byte("bytez"), 0o600))
	if _, err := blobs.Read(sum); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("a damaged original gives %v, want ErrNotFound", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
