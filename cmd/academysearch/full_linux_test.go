package main

import (
	"fmt"
	"reflect"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a file system of some MiB, or skips the test where that is not allowed. grow gives it more.
func smallDisk(t *testing.T, size int) (dir string, grow func(size int)) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", size)); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir, func(size int) {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%dm", size)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestIndex_fullDiskLosesNothingAndTheNextRunGoesOn(t *testing.T) {
	folder, undisturbed := sampleFolder(t), t.TempDir()
	start(t, undisturbed, "index", folder)
	before := served(t, undisturbed)
	change(t, folder)
	start(t, undisturbed, "index", folder)
	after := served(t, undisturbed)

	data, grow := smallDisk(t, 1)
	folder = sampleFolder(t)
	size := 1
	for ; ; size++ {
		grow(size)
		run := start(t, data, "index", folder)
		if run.code == exitDone {
			break
		}
		if run.code != exitFailed || !strings.Contains(run.stderr, "no space left") || size > 50 {
			t.Fatalf("on a disk of %d MiB index ends with %d: %s", size, run.code, run.stderr)
		}
	}
	if got := served(t, data); size == 1 || !reflect.DeepEqual(got, before) {
		t.Fatalf("on a disk of %d MiB readers see %d publications, want %d", size, len(got), len(before))
	}
	change(t, folder)
	for {
		run := start(t, data, "index", folder)
		got := served(t, data)
		if run.code == exitPartly && reflect.DeepEqual(got, after) {
			return
		}
		if run.code != exitFailed || !reflect.DeepEqual(got, before) || size > 50 {
			t.Fatalf("on a disk of %d MiB the second run ends with %d and readers see %d publications: %s", size, run.code, len(got), run.stderr)
		}
		size++
		grow(size)
	}
}
