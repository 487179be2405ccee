package bleve

import (
	"math"
	"math/rand/v2"
)

// Latent semantic analysis: pages and words get places in a space of few dimensions, in which words that keep the same company lie close
// together. A page near the query is then worth a little more than its words tell (Deerwester et al., 1990). The space is that of the
// largest singular values of the matrix of pages and words, found by subspace iteration from a fixed seed, so that the same index
// always gets the same space.
const (
	latentDimensions = 200
	latentSteps      = 4    // of the iteration; further ones move no figure
	latentMinPages   = 50   // below, there is no company to speak of
	latentSample     = 6000 // pages that the space is made from; the others are only placed in it
	latentMinPagesOf = 3    // pages that a word must be on
	latentSeed       = 1990
)

// cell is a word on a page, with its weight.
type cell struct {
	word   int32
	weight float32
}

// matrix is pages by words.
type matrix struct {
	pages [][]cell
	words int
}

// vectors are rows of one length, one after another.
type vectors struct {
	dims int
	data []float32
}

func newVectors(n, dims int) vectors { return vectors{dims, make([]float32, n*dims)} }

func (v vectors) row(i int) []float32 { return v.data[i*v.dims : (i+1)*v.dims] }

// learn finds the space: an orthonormal basis by its rows, one a word.
func learn(m matrix) vectors {
	sample := m
	if len(m.pages) > latentSample {
		sample = matrix{words: m.words}
		for i := range latentSample {
			sample.pages = append(sample.pages, m.pages[i*len(m.pages)/latentSample])
		}
	}
	dims := min(latentDimensions, len(sample.pages)/2, m.words/2)
	random := rand.New(rand.NewPCG(latentSeed, 0))
	basis := newVectors(m.words, dims)
	for i := range basis.data {
		basis.data[i] = float32(random.NormFloat64())
	}
	for range latentSteps {
		places := sample.times(basis)
		places.orthonormalise()
		basis = sample.transposedTimes(places)
	}
	basis.orthonormalise()
	return basis
}

// times is the product with a row a word: a row a page.
func (m matrix) times(v vectors) vectors {
	out := newVectors(len(m.pages), v.dims)
	for p, cells := range m.pages {
		row := out.row(p)
		for _, c := range cells {
			addTimes(row, v.row(int(c.word)), c.weight)
		}
	}
	return out
}

// transposedTimes is the product with a row a page: a row a word.
func (m matrix) transposedTimes(v vectors) vectors {
	out := newVectors(m.words, v.dims)
	for p, cells := range m.pages {
		row := v.row(p)
		for _, c := range cells {
			addTimes(out.row(int(c.word)), row, c.weight)
		}
	}
	return out
}

func addTimes(to, from []float32, weight float32) {
	to = to[:len(from)]
	for i, x := range from {
		to[i] += weight * x
	}
}

// orthonormalise makes the columns orthonormal, by the Cholesky factor of their products.
func (v vectors) orthonormalise() {
	gram := make([]float64, v.dims*v.dims)
	for r := 0; r < len(v.data); r += v.dims {
		row := v.data[r : r+v.dims]
		for i, x := range row {
			if x == 0 {
				continue
			}
			products := gram[i*v.dims : i*v.dims+i+1]
			for j := range products {
				products[j] += float64(x * row[j])
			}
		}
	}
	factor(gram, v.dims)
	for r := 0; r < len(v.data); r += v.dims {
		solve(gram, v.data[r:r+v.dims])
	}
}

// factor replaces the lower half of a symmetric matrix by its Cholesky factor. Directions without length, which a matrix of low rank
// has, are kept from growing.
func factor(a []float64, n int) {
	floor := 0.0
	for i := range n {
		floor = max(floor, a[i*n+i])
	}
	floor *= 1e-9
	for i := range n {
		for j := 0; j <= i; j++ {
			sum := a[i*n+j]
			for k := range j {
				sum -= a[i*n+k] * a[j*n+k]
			}
			if i == j {
				a[i*n+i] = math.Sqrt(max(sum, floor) + math.SmallestNonzeroFloat32)
			} else {
				a[i*n+j] = sum / a[j*n+j]
			}
		}
	}
}

// solve divides a row by the factor.
func solve(factor []float64, row []float32) {
	n := len(row)
	for i := range row {
		x := float64(row[i])
		for k, f := range factor[i*n : i*n+i] {
			x -= f * float64(row[k])
		}
		row[i] = float32(x / factor[i*n+i])
	}
}

// normalise gives a row the length 1; a row of zeros stays.
func normalise(row []float32) {
	sum := float32(0)
	for _, x := range row {
		sum += x * x
	}
	if sum == 0 {
		return
	}
	scale := float32(1 / math.Sqrt(float64(sum)))
	for i := range row {
		row[i] *= scale
	}
}
