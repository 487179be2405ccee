# Academy publications search. `make help` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

GO       ?= go
CACHE    := $(CURDIR)/.cache
TAGS     := nomsgpack
FUZZTIME ?= 5s
BENCHSIZES ?= 1000,10000,100000
SHARED   := $(CURDIR)/../shared
VULNDB   := $(SHARED)/go-vulndb.tar.gz
TOOL     := $(GO) tool -modfile=.ci/tools.mod
# The race detector is the only thing that needs a C compiler.
RACE     := $(shell command -v cc >/dev/null 2>&1 && echo -race)

export GOFLAGS += -tags=$(TAGS)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 18

.PHONY: demo
demo: ## index the sample and serve the search page
	CGO_ENABLED=0 $(GO) run ./cmd/academysearch demo

.PHONY: build
build: ## one static binary: dist/academysearch
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o dist/academysearch ./cmd/academysearch

.PHONY: test
test: needs ## every test, with what it needs
	CGO_ENABLED=$(if $(RACE),1,0) $(GO) test $(RACE) -shuffle=on -timeout=20m ./...

.PHONY: needs
needs:
	@.ci/needs

.PHONY: check
check: format vet lint deadcode tidy vulnerabilities fuzz ## all checks

.PHONY: format
format: ## gofumpt finds nothing to change
	@out=$$($(TOOL) gofumpt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "not formatted:"; echo "$$out"; exit 1; fi

.PHONY: vet
vet: ## go vet
	$(GO) vet ./...
	GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 $(GO) vet ./...

.PHONY: lint
lint: ## golangci-lint with .golangci.yml
	GOGC=200 $(TOOL) golangci-lint run --timeout=15m ./...

.PHONY: deadcode
deadcode: ## no function that nothing reaches
	@out=$$($(TOOL) deadcode -tags=$(TAGS) -test ./...); if [ -n "$$out" ]; then echo "$$out"; exit 1; fi

.PHONY: tidy
tidy: ## go.mod and go.sum hold what is used
	$(GO) mod tidy -diff

.PHONY: vulnerabilities
vulnerabilities: ## govulncheck, with the database of ../shared where it is
	@if [ -f "$(VULNDB)" ]; then \
	  mkdir -p $(CACHE)/vulndb && tar -xzf "$(VULNDB)" -C $(CACHE)/vulndb --strip-components=1 && \
	  $(TOOL) govulncheck -tags=$(TAGS) -db "file://$(CACHE)/vulndb" ./...; \
	else echo "vulnerabilities: skipped, no copy of the database beside the clone"; fi

.PHONY: fuzz
fuzz: ## each fuzz target for FUZZTIME
	@.ci/fuzz $(FUZZTIME)

.PHONY: bench
bench: ## the engine beside others, at BENCHSIZES pages: minutes
	@mkdir -p $(CACHE)/bench
	@$(GO) build -C search/bench/testdata/bleve -o $(CACHE)/bench/bleve . || echo "bench: without bleve, it does not build here"
	@[ -x $(CACHE)/bench/venv/bin/python ] || python3 -m venv $(CACHE)/bench/venv || echo "bench: without peers in Python"
	@$(CACHE)/bench/venv/bin/python -m pip install -q --disable-pip-version-check tantivy==0.27.0 || echo "bench: without tantivy, it cannot be had here"
	CGO_ENABLED=0 $(GO) build -o $(CACHE)/bench/academysearch ./cmd/academysearch
	CGO_ENABLED=0 $(GO) test ./search/bench -count=1 -v -run '^TestPeers$$' -timeout 0 -args -sizes $(BENCHSIZES) -peers $(CACHE)/bench -program $(CACHE)/bench/academysearch \
	  -out results.json -plot ../../docs/performance.svg

.PHONY: eval-extract
eval-extract: ## what extraction and description reach on judged documents
	$(GO) test -count=1 -v -run '^(TestMeasure|TestCases|TestExtract_words|TestExtract_blocks|TestSample_is)' \
	  ./indexer/describe ./indexer/extract ./cmd/academysearch

.PHONY: soak
soak: ## hundreds of kills and long fuzzing: hours
	ACADEMYSEARCH_SOAK=1 $(GO) test -count=1 -timeout 0 -run 'killed' ./indexer ./cmd/academysearch
	@.ci/fuzz 10m

.PHONY: golden
golden: ## rewrite the golden files; read the difference before committing it
	$(GO) test ./indexer/extract ./search/expand ./web -update

.PHONY: clean
clean: ## remove what the build left
	rm -rf dist $(CACHE)
