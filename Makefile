# What there is to do with a checkout: `make` alone tells.
#
# Only what people write is in the repository. What is made from it is made
# here, and made again only when something that it is made from has changed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build test check dev bench clean generated typecheck tools

# All that is built here is built alike, so that it is compiled once: static, and
# without the names of folders of this machine.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath -buildvcs=false $(GOFLAGS)

staticcheck := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Folders are among the sources, so that a file that is gone counts as a change.
styles     := $(shell find static/src)
templs     := $(shell find templates -type d -o -name '*.templ')
sources    := $(shell find cmd internal migrations static/static.go templates -type d -o -type f ! -name '*_templ.go' ! -name '*_test.go')
watched    := cmd internal migrations static/build.mjs static/src templates
# The tests in a browser write what each page weighs into a file.
weigh      := LECTERN_TEST_WEIGHTS=$(CURDIR)/bin/page-weights.txt
typescript := $(shell find static/src -name '*.ts')

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build what is missing and serve the demonstration site
	@bin/lectern serve --seed content

build: bin/lectern ## Build bin/lectern

test: generated typecheck tools ## Run every test, those in a browser included
	$(weigh) go test -count=1 -timeout 60m -vet=off ./... # make check vets
	@cat bin/page-weights.txt

check: generated typecheck ## Check the form of the code, without running it
	@unformatted=$$(find cmd internal migrations static/*.go templates -name '*.go' ! -name '*_templ.go' -exec gofmt -l {} +); \
	if [ -n "$$unformatted" ]; then echo "gofmt these files:"; echo "$$unformatted"; exit 1; fi
	@! git -c safe.directory='*' ls-files -ci --exclude-standard 2>/dev/null | grep . || { echo "These files are built and must not be in the repository."; exit 1; }
	go vet ./...
	go run $(staticcheck) -checks inherit,-ST1005 ./... # an error may begin with a name, such as Lectern

dev: ## Serve, and build and start again whenever a source changes
	@mkdir -p bin; export LECTERN_DEV=true; server=; trap 'kill $$server; wait; exit' INT TERM; \
	while :; do \
		touch bin/.seen; \
		if $(MAKE) --no-print-directory build; then \
			[ -z "$$server" ] || { kill $$server; wait $$server; }; \
			bin/lectern serve --seed content & server=$$!; \
		fi; \
		until find $(watched) -type f ! -name '*_templ.go' -newer bin/.seen | grep -q .; do sleep 1; done; \
	done

bench: bin/lectern tools internal/testkit/lighthouse/node_modules/.ready ## Measure against the budgets; makes a site of a million pages the first time
	go test -run '^$$' -bench . -benchtime 2s -timeout 90m ./internal/postgres ./internal/search/pgsearch ./internal/search/meili ./internal/site ./internal/admin ./internal/app

internal/testkit/lighthouse/node_modules/.ready: $(addprefix internal/testkit/lighthouse/,package.json package-lock.json .npmrc)
	cd internal/testkit/lighthouse && npm ci --ignore-scripts
	@touch $@

clean: ## Remove what was built; the data in .lectern stays
	rm -rf bin static/dist static/node_modules internal/testkit/lighthouse/node_modules
	find templates -name '*_templ.go' -delete

# What go needs before it can build or test anything.
generated: bin/.templ static/dist/manifest.json

typecheck: static/node_modules/.ready
ifneq ($(typescript),)
	static/node_modules/.bin/tsc --noEmit -p static
endif

# Chromium and Java, for the tests in a browser.
tools:
	@sh internal/testkit/browser/install.sh

bin/lectern: go.mod go.sum bin/.templ static/dist/manifest.json $(sources)
	go build -o $@ ./cmd/lectern

bin/.templ: go.mod $(templs)
	@find templates -name '*_templ.go' -delete # of a template that is gone, too
	go tool templ generate -path templates -log-level warn
	@mkdir -p bin && touch $@

static/dist/manifest.json: static/build.mjs static/node_modules/.ready $(styles)
	cd static && node build.mjs

static/node_modules/.ready: static/package.json static/package-lock.json static/.npmrc
	cd static && npm ci --ignore-scripts
	@touch $@
