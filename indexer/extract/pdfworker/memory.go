package pdfworker

import (
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// memory gives each instance of the reader one stretch of address space that never moves as it grows: Go's own way, to copy to a
// larger slice, needs up to three times as much at the moment of growing. Only what is touched counts as used.
type memory struct {
	peak uint64 // bytes that the last instance has used
}

// full reports whether the last instance came near its limit. How it ended then, it ended for want of memory: what asks for more
// than the limit is refused before it comes here, and memory grows by a fifth at a time.
func (m *memory) full() bool { return m.peak > wasmMemory/4*3 }

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
		return nil
	}
	s.owner.peak = max(s.owner.peak, size)
	return s.mapped[:size]
}

// Free gives the memory back.
func (s *stretch) Free() {
	if s.mapped != nil {
		_ = unix.Munmap(s.mapped) // the stretch was mapped by Allocate, so that nothing can be wrong with it
		s.mapped = nil
	}
}
