package bench

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// The picture, in its own units.
const (
	plotWidth, plotHeight       = 760, 420
	plotLeft, plotRight         = 80, 600
	plotTop, plotBottom         = 50, 350
	plotLabelGap                = 16 // between the names of lines
	leastMicros, mostMicros     = 100, 1_000_000
	leastPagesLog, mostPagesLog = 3, 5
)

// plotColours tell the peers apart, on white; they differ in lightness, too.
var plotColours = []string{"#b00040", "#1f4e9c", "#2e7d32", "#8a6d00"}

// Plot draws the processor time of a page of results by the number of pages, as SVG. Both scales are logarithmic.
func (r Results) Plot() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t d" font-family="sans-serif" font-size="13">`,
		plotWidth, plotHeight)
	b.WriteString("\n<title id=\"t\">Processor time of a page of results</title>\n<desc id=\"d\">" + r.describe() + "</desc>\n")
	fmt.Fprintf(&b, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", plotWidth, plotHeight)
	fmt.Fprintf(&b, "<text x=\"%d\" y=\"28\" font-size=\"16\">Processor time of a page of results, by pages indexed</text>\n", plotLeft)
	r.axes(&b)
	labels := r.labelHeights()
	for i, name := range r.peers() {
		r.line(&b, name, plotColours[i%len(plotColours)], labels[name])
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// describe says in words what the picture shows.
func (r Results) describe() string {
	var lines []string
	for _, s := range r.Sizes {
		for _, p := range s.Peers {
			lines = append(lines, fmt.Sprintf("%s, %d pages: %s", p.Name, s.Pages, duration(p.Page.CPU)))
		}
	}
	return strings.Join(lines, "; ") + "."
}

func duration(micros float64) string {
	if micros < 1000 {
		return fmt.Sprintf("%.0f µs", micros)
	}
	return fmt.Sprintf("%.1f ms", micros/1000)
}

func plotX(pages int) float64 {
	part := (math.Log10(float64(pages)) - leastPagesLog) / (mostPagesLog - leastPagesLog)
	return plotLeft + part*(plotRight-plotLeft)
}

func plotY(micros float64) float64 {
	least, most := math.Log10(leastMicros), math.Log10(mostMicros)
	return plotBottom - (math.Log10(micros)-least)/(most-least)*(plotBottom-plotTop)
}

func (r Results) axes(b *strings.Builder) {
	for micros := float64(leastMicros); micros <= mostMicros; micros *= 10 {
		y := plotY(micros)
		fmt.Fprintf(b, "<path d=\"M%d %.0fH%d\" stroke=\"#ccc\"/><text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%s</text>\n",
			plotLeft, y, plotRight, plotLeft-8, y+4, strings.TrimSuffix(strings.Replace(duration(micros), ".0 ", " ", 1), ".0"))
	}
	for _, s := range r.Sizes {
		x := plotX(s.Pages)
		fmt.Fprintf(b, "<path d=\"M%.0f %dV%d\" stroke=\"#eee\"/><text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n",
			x, plotTop, plotBottom, x, plotBottom+20, s.Pages)
	}
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">pages indexed</text>\n", (plotLeft+plotRight)/2, plotBottom+45)
}

// peers lists the names of all sizes.
func (r Results) peers() (names []string) {
	for _, s := range r.Sizes {
		for _, p := range s.Peers {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// at is the figure of a peer in a size, 0 where it has none.
func (s Size) at(name string) float64 {
	for _, p := range s.Peers {
		if p.Name == name {
			return p.Page.CPU
		}
	}
	return 0
}

// last is the figure of a peer at the largest size.
func (r Results) last(name string) (micros float64) {
	for _, s := range r.Sizes {
		if at := s.at(name); at > 0 {
			micros = at
		}
	}
	return micros
}

// labelHeights puts the names beside the ends of their lines, none over another.
func (r Results) labelHeights() map[string]float64 {
	names, heights := r.peers(), map[string]float64{}
	slices.SortFunc(names, func(a, b string) int { return int(math.Copysign(1, r.last(b)-r.last(a))) })
	lowest := math.Inf(-1)
	for _, name := range names {
		lowest = max(plotY(r.last(name))+4, lowest+plotLabelGap)
		heights[name] = lowest
	}
	return heights
}

func (r Results) line(b *strings.Builder, name, colour string, label float64) {
	var points []string
	end := 0.0
	for _, s := range r.Sizes {
		if at := s.at(name); at > 0 {
			end = plotX(s.Pages)
			points = append(points, fmt.Sprintf("%.1f,%.1f", end, plotY(at)))
			fmt.Fprintf(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", end, plotY(at), colour)
		}
	}
	fmt.Fprintf(b, "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", strings.Join(points, " "), colour)
	fmt.Fprintf(b, "<text x=\"%.0f\" y=\"%.0f\" fill=\"%s\">%s %s</text>\n", end+10, label, colour, name, duration(r.last(name)))
}
