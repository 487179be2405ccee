package pdfworker

import (
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// memory gives each instance of the reader one stretch of address space that never moves as it grows: Go's own way, to copy to a
// larger slice, needs up to three times as much at the moment of growing. Only what is touched counts as used.
type memory struct {
	refused bool // an instance asked for more than there is
}

// Allocate implements experimental.MemoryAllocator.
func (m *memory) Allocate(_, limit uint64) experimental.LinearMemory {
	limit = min(limit, wasmMemory)
	mapped, err := unix.Mmap(-1, 0, int(limit), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		panic(fmt.Sprintf("out of memory: no room for an instance of the reader: %v", err)) // the process is of no more use
	}
	return &stretch{owner: m, mapped: mapped}
}

// stretch is the memory of one instance.
type stretch struct {
	owner  *memory
	mapped []byte
}

// Reallocate gives the first size bytes, or nil where there are no more.
func (s *stretch) Reallocate(size uint64) []byte {
	if size > uint64(len(s.mapped)) {
		s.owner.refused = true
		return nil
	}
	return s.mapped[:size]
}

// Free gives the memory back.
func (s *stretch) Free() {
	if s.mapped != nil {
		_ = unix.Munmap(s.mapped) // the stretch was mapped by Allocate, so that nothing can be wrong with it
		s.mapped = nil
	}
}
