package bleve

import "math/bits"

// set is a set of publications, a bit each.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(n int32)      { s[n>>6] |= 1 << (n & 63) }
func (s set) has(n int32) bool { return s[n>>6]&(1<<(n&63)) != 0 }

func (s set) and(o set) set {
	for i := range s {
		s[i] &= o[i]
	}
	return s
}

func (s set) or(o set) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s set) without(o set) set {
	for i := range s {
		s[i] &^= o[i]
	}
	return s
}

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// fill makes s the set of all n publications.
func (s set) fill(n int) set {
	for i := range s {
		s[i] = ^uint64(0)
	}
	if rest := n & 63; rest != 0 {
		s[len(s)-1] = 1<<rest - 1
	}
	return s
}

// each visits the members in ascending order until visit returns false.
func (s set) each(visit func(n int32) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !visit(int32(i<<6 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}
