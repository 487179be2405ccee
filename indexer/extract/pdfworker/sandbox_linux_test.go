package pdfworker

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary shut itself in, as a worker does, and say what it can still do: that cannot be undone in a process
// that goes on to run tests.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "shut-in" {
		probe(os.Args[2], os.Args[3])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// probe shuts the process in and tries to read a file, to write one, and to reach a listener.
func probe(file, listener string) {
	if _, err := limitProcess(Limits{Memory: 640 << 20, Processor: time.Minute}, 0); err != nil {
		fmt.Println("limits:", err)
	}
	fmt.Println("sandbox:", shutIn())
	_, err := os.ReadFile(file)
	fmt.Println("read:", errors.Is(err, fs.ErrPermission))
	fmt.Println("write:", errors.Is(os.WriteFile(file+".new", nil, 0o600), fs.ErrPermission))
	c, err := net.DialTimeout("tcp", listener, time.Second)
	fmt.Println("dial:", errors.Is(err, fs.ErrPermission))
	if err == nil {
		_ = c.Close()
	}
	func() {
		defer func() { fmt.Println("memory:", recover() != nil) }()
		(&memory{}).Allocate(0, wasmMemory)
		(&memory{}).Allocate(0, wasmMemory)
		(&memory{}).Allocate(0, wasmMemory)
	}()
}

func TestShutIn_takesFilesNetworkAndMemoryAway(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	file := t.TempDir() + "/secret"
	if err := os.WriteFile(file, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(self, "shut-in", file, listener.Addr().String()).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	said := string(out)
	if !strings.Contains(said, "memory: true") {
		t.Errorf("the limit of memory does not hold:\n%s", said)
	}
	if !strings.Contains(said, "sandbox: landlock") {
		t.Skip("the kernel has no Landlock")
	}
	for _, refused := range []string{"read: true", "write: true", "dial: true"} {
		if !strings.Contains(said, refused) {
			t.Errorf("want %q in\n%s", refused, said)
		}
	}
}
