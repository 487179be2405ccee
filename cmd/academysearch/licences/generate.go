//go:build ignore

// Writes licences.txt from the modules that the binary is linked from.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

type module struct {
	Path, Version, Dir string
	Main               bool
}

func main() {
	if err := write("licences.txt"); err != nil {
		log.Fatal(err)
	}
}

func write(name string) error {
	modules, err := linked()
	if err != nil {
		return err
	}
	covers := map[string][]string{} // licence text → modules
	for _, m := range modules {
		text, err := licence(m.Dir)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Path, err)
		}
		covers[text] = append(covers[text], m.Path+" "+m.Version)
	}
	texts := make([]string, 0, len(covers))
	for text := range covers {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int { return strings.Compare(covers[a][0], covers[b][0]) })
	var out bytes.Buffer
	for _, text := range texts {
		fmt.Fprintf(&out, "%s\n\n%s\n\n%s\n", strings.Join(covers[text], "\n"), text, strings.Repeat("-", 78))
	}
	data, err := os.ReadFile("data.txt") // of what is no module
	if err != nil {
		return err
	}
	out.Write(data)
	return os.WriteFile(name, out.Bytes(), 0o644)
}

// linked gives the modules of the binary for every platform that it is built for.
func linked() ([]module, error) {
	seen := map[string]module{}
	for _, system := range []string{"linux", "darwin"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{\"Path\":\"{{.Path}}\",\"Version\":\"{{.Version}}\",\"Dir\":\"{{.Dir}}\"}{{end}}{{end}}", "academysearch/cmd/academysearch")
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		listed, err := cmd.Output()
		if err != nil {
			return nil, err
		}
		for dec := json.NewDecoder(bytes.NewReader(listed)); ; {
			var m module
			if err := dec.Decode(&m); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			seen[m.Path] = m
		}
	}
	var all []module
	for _, m := range seen {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// licence reads the licence files at the top of a module.
func licence(dir string) (string, error) {
	var texts []string
	for _, pattern := range []string{"LICEN[CS]E*", "Licen[cs]e*", "COPYING*", "NOTICE*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return "", err
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return "", err
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")))
		}
	}
	if len(texts) == 0 {
		return "", errors.New("no licence file")
	}
	return strings.Join(texts, "\n\n"), nil
}
