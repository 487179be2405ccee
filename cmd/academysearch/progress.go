package main

import (
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"academysearch/indexer"
)

// progressEvery is how often a log line tells of progress where there is no terminal.
const progressEvery = 10 * time.Second

// progress shows how far a run is: a bar on a terminal, now and then a log line elsewhere, nothing where quiet is asked for.
func (a *App) progress() (show func(indexer.Event), end func()) {
	file, ok := a.Stderr.(*os.File)
	switch {
	case a.quiet:
		return func(indexer.Event) {}, func() {}
	case ok && term.IsTerminal(int(file.Fd())):
		b := &bars{out: file}
		return b.show, b.end
	}
	l := &ticks{log: a.log(), last: time.Now()}
	return l.show, func() {}
}

// bars draws one bar for each stage. Nobody knows beforehand how many resources a source has: its bar counts and shows the rate.
type bars struct {
	out   *os.File
	stage indexer.Stage
	bar   *progressbar.ProgressBar
}

func (b *bars) show(e indexer.Event) {
	if b.bar == nil || b.stage != e.Stage {
		b.end()
		length := e.Of
		if length == 0 {
			length = -1 // progressbar's word for "unknown"
		}
		b.stage = e.Stage
		b.bar = progressbar.NewOptions(length, progressbar.OptionSetWriter(b.out), progressbar.OptionSetDescription(string(e.Stage)),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("items"),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(e.Of > 0))
	}
	_ = b.bar.Set(e.Done) // a bar that cannot be drawn stops nothing
}

func (b *bars) end() {
	if b.bar != nil {
		_ = b.bar.Finish()
		b.bar = nil
	}
}

// ticks writes a log line now and then.
type ticks struct {
	log  *slog.Logger
	last time.Time
}

func (t *ticks) show(e indexer.Event) {
	if time.Since(t.last) < progressEvery {
		return
	}
	t.last = time.Now()
	t.log.Info("indexing", "stage", string(e.Stage), "done", e.Done, "at", e.Line.URL)
}
