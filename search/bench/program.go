package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Program is what the whole program takes, command line and web server included. Times are in microseconds.
type Program struct {
	Pages    int     `json:"pages"`
	Index    float64 `json:"index_cpu_s"`     // academysearch index CORPUS
	Search   Timing  `json:"search"`          // academysearch search QUERY, from start to end of the process
	MemoryMB float64 `json:"serve_memory_mb"` // academysearch serve, resident, after it answered every query; 0: the system does not say
}

// MeasureProgram runs the program at path over the publications of a file.
func MeasureProgram(ctx context.Context, path, corpus, dir string, queries []string) (p Program, err error) {
	data := filepath.Join(dir, "data")
	index, err := runOnce(ctx, path, "index", "--quiet", "--data", data, corpus)
	if err != nil {
		return p, err
	}
	p.Index = index.CPU[0].Seconds()
	var searches []Answer
	for _, q := range queries {
		a, err := runOnce(ctx, path, "search", "--json", "--data", data, q)
		if err != nil {
			return p, err
		}
		searches = append(searches, a)
	}
	p.Search = NewTiming(searches...)
	p.MemoryMB, err = serveMemory(ctx, path, data, queries)
	return p, err
}

// runOnce times a process.
func runOnce(ctx context.Context, path string, args ...string) (Answer, error) {
	cmd := exec.CommandContext(ctx, path, args...)
	started := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return Answer{}, fmt.Errorf("%s: %w: %s", args[0], err, out)
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return Answer{CPU: []time.Duration{cpu}, Wall: []time.Duration{time.Since(started)}}, nil
}

// serveMemory asks a server all queries and looks at its memory.
func serveMemory(ctx context.Context, path, data string, queries []string) (megabytes float64, err error) {
	cmd := exec.CommandContext(ctx, path, "serve", "--data", data, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--rate-limit", "0")
	out, err := cmd.StderrPipe()
	if err != nil {
		return 0, err
	}
	cmd.Stdout = cmd.Stderr // whichever of the two it tells its address on
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, cmd.Process.Signal(os.Interrupt), cmd.Wait()) }()
	lines := bufio.NewReader(out)
	address, err := addressIn(lines)
	if err != nil {
		return 0, err
	}
	go io.Copy(io.Discard, lines) //nolint:errcheck // ends with the process
	for _, q := range queries {
		if err := fetch(ctx, address+"api/v1/search?q="+url.QueryEscape(q)); err != nil {
			return 0, err
		}
	}
	return float64(residentMemory(strconv.Itoa(cmd.Process.Pid))>>10) / 1024, nil
}

// addressIn finds where a server says that it serves.
func addressIn(r *bufio.Reader) (string, error) {
	for {
		line, err := r.ReadString('\n')
		if _, rest, ok := strings.Cut(line, "serving at "); ok {
			address, _, _ := strings.Cut(rest, " ")
			return strings.TrimSpace(address), nil
		}
		if err != nil {
			return "", fmt.Errorf("serve names no address: %w", err)
		}
	}
}

func fetch(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(resp.Body)
	if err == nil && !bytes.Contains(body, []byte(`"hits"`)) {
		err = fmt.Errorf("%s: %s", resp.Status, body)
	}
	return errors.Join(err, resp.Body.Close())
}
