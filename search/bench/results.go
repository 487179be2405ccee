package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Results is what a run of the benchmark found; results.json holds one.
type Results struct {
	Machine Machine  `json:"machine"`
	Words   Learnt   `json:"words"`
	Rounds  int      `json:"rounds"` // in which every query was asked once of every peer, in turn
	Sizes   []Size   `json:"sizes"`
	Program *Program `json:"program,omitempty"` // where there is a program to run
}

// Machine is where it ran.
type Machine struct {
	Processor string `json:"processor"`
	Cores     int    `json:"cores"`
	System    string `json:"system"`
	Go        string `json:"go"`
}

// Learnt is what the model of words was made from.
type Learnt struct {
	Sources   []string `json:"sources"`
	All       int      `json:"all"`
	Different int      `json:"different"`
}

// Size is what was found over one corpus. The first peer is the engine of this project.
type Size struct {
	Pages        int        `json:"pages"`
	Publications int        `json:"publications"`
	Peers        []Measured `json:"peers"`
}

// Measured is what was found of one peer. Times are in microseconds.
type Measured struct {
	Name     string            `json:"name"`
	Version  string            `json:"version"`
	Indexing Indexing          `json:"indexing"`
	OpenMS   float64           `json:"open_ms"`
	MemoryMB float64           `json:"memory_mb"` // resident, of the process, after all queries
	Page     Timing            `json:"page"`      // of all queries, each asked before
	First    Timing            `json:"page_first"`
	Classes  map[string]Timing `json:"page_by_class"`
	Hits     float64           `json:"mean_hits"` // publications here, pages for the others
	Shipped  *Timing           `json:"page_as_shipped,omitempty"`
	Keys     []Timing          `json:"suggestions_by_key,omitempty"` // after the first letter, the second, …
	Readers  []Readers         `json:"readers,omitempty"`
	Ratios   *Ratios           `json:"ratios_to_first,omitempty"`
}

// Indexing is what writing the index took.
type Indexing struct {
	CPUSeconds        float64 `json:"cpu_s"`
	PagesPerCPUSecond float64 `json:"pages_per_cpu_s"`
}

// Readers is what several readers at once got.
type Readers struct {
	Readers   int     `json:"readers"`
	PerSecond float64 `json:"pages_of_results_per_s"`
	CPU       float64 `json:"cpu_us"` // of one page of results
}

// Ratios compare the engine of this project with a peer: below 1 it takes less.
type Ratios struct {
	PageCPU  float64 `json:"page_cpu"`
	PageP50  float64 `json:"page_p50"`
	PageP99  float64 `json:"page_p99"`
	Indexing float64 `json:"indexing_cpu"`
}

// Timing is how long a page of results took, in microseconds.
type Timing struct {
	CPU    float64 `json:"cpu_mean"`
	CPUP50 float64 `json:"cpu_p50"`
	CPUP99 float64 `json:"cpu_p99"`
	P50    float64 `json:"p50"` // on the clock
	P99    float64 `json:"p99"`
}

// NewTiming sums answers up.
func NewTiming(answers ...Answer) Timing {
	var cpu, wall []time.Duration
	for _, a := range answers {
		cpu, wall = append(cpu, a.CPU...), append(wall, a.Wall...)
	}
	if len(cpu) == 0 {
		return Timing{}
	}
	slices.Sort(cpu)
	slices.Sort(wall)
	sum := time.Duration(0)
	for _, d := range cpu {
		sum += d
	}
	return Timing{
		CPU: micros(sum) / float64(len(cpu)), CPUP50: micros(percentile(cpu, 50)), CPUP99: micros(percentile(cpu, 99)),
		P50: micros(percentile(wall, 50)), P99: micros(percentile(wall, 99)),
	}
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

// percentile is the nearest-rank one of sorted times.
func percentile(sorted []time.Duration, p int) time.Duration {
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}

// compare fills in the ratios of every peer to the first.
func (s *Size) compare() {
	first := s.Peers[0]
	for i := range s.Peers[1:] {
		p := &s.Peers[i+1]
		p.Ratios = &Ratios{
			PageCPU: first.Page.CPU / p.Page.CPU, PageP50: first.Page.P50 / p.Page.P50, PageP99: first.Page.P99 / p.Page.P99,
			Indexing: first.Indexing.CPUSeconds / p.Indexing.CPUSeconds,
		}
	}
}

// Write keeps the results in a file.
func (r Results) Write(name string) error {
	b, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(b, '\n'), 0o644) //nolint:gosec // for everybody to read
}

// String is a table of the figures that tell peers apart.
func (s Size) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%d pages\tCPU µs\tof peer\tp50 µs\tp99 µs\tfirst p50\tpages/CPU s\topen ms\tMB\t\n", s.Pages)
	for _, p := range s.Peers {
		ratio := "1"
		if p.Ratios != nil {
			ratio = fmt.Sprintf("%.3f", p.Ratios.PageCPU)
		}
		fmt.Fprintf(w, "%s\t%.0f\t%s\t%.0f\t%.0f\t%.0f\t%.0f\t%.1f\t%.0f\t\n",
			p.Name, p.Page.CPU, ratio, p.Page.P50, p.Page.P99, p.First.P50, p.Indexing.PagesPerCPUSecond, p.OpenMS, p.MemoryMB)
	}
	_ = w.Flush() // into memory
	return b.String()
}
