package pdfworker

import (
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/landlock-lsm/go-landlock/landlock"
	landlocksys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// lifetime is the CPU time after which the kernel ends a worker whatever it does. The pool replaces workers long before.
const lifetime = 2 * time.Hour

// limitProcess holds the process to the memory of the limits; where it had to compile the reader without a cache, and so holds much
// already, to what it needs on top of that. The channel yields when the CPU time of a file is used up.
func limitProcess(l Limits, held int64) (<-chan os.Signal, error) {
	bytes := uint64(l.Memory)
	if held > maxHeld {
		bytes = uint64(max(l.Memory, held+2*wasmMemory))
	}
	memory := unix.Rlimit{Cur: bytes, Max: bytes}
	// RLIMIT_DATA counts what can be written; RLIMIT_AS would count the address space that Go reserves and never uses.
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &memory); err != nil {
		return nil, fmt.Errorf("limit of memory: %w", err)
	}
	processor := unix.Rlimit{Cur: uint64(lifetime.Seconds()), Max: uint64(lifetime.Seconds())}
	if err := unix.Setrlimit(unix.RLIMIT_CPU, &processor); err != nil {
		return nil, fmt.Errorf("limit of CPU time: %w", err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return nil, fmt.Errorf("no core files: %w", err)
	}
	overrun := make(chan os.Signal, 1)
	signal.Notify(overrun, unix.SIGXCPU)
	return overrun, nil
}

// allowProcessor gives the process so much more CPU time than it has used: the limit counts for its whole life.
func allowProcessor(more time.Duration) error {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return fmt.Errorf("CPU time: %w", err)
	}
	seconds := used.Utime.Sec + used.Stime.Sec + 1 + int64((more+time.Second-1)/time.Second)
	limit := unix.Rlimit{Cur: min(uint64(seconds), uint64(lifetime.Seconds())), Max: uint64(lifetime.Seconds())}
	if err := unix.Setrlimit(unix.RLIMIT_CPU, &limit); err != nil {
		return fmt.Errorf("limit of CPU time: %w", err)
	}
	return nil
}

// shutIn takes files, network and signals to others away from the process, as far as the kernel can, and says what did it. Pipes
// that are open stay open.
func shutIn() string {
	abi, err := landlocksys.LandlockGetABIVersion()
	if err != nil || abi < 1 {
		return ""
	}
	if err := landlock.V11.BestEffort().Restrict(); err != nil {
		return ""
	}
	return fmt.Sprintf("landlock %d", abi)
}
