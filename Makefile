# `make` lists the targets.

FUZZTIME ?= 10s
BENCH    ?= .
COUNT    ?= 1

# The tests that meet V8. The others gain nothing from a sanitizer.
BINDING := ./cshim/... ./v8/... ./tests/... ./bench/binding

.DEFAULT_GOAL := help

.PHONY: help
help:
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

.PHONY: v8
v8: ## fetch the pinned V8, check it and the compiler, link it into deps/v8
	@scripts/fetch-v8.sh

# What the other targets depend on: silent when V8 is there.
.PHONY: ready
ready:
	@scripts/fetch-v8.sh --quiet

.PHONY: hello
hello: ready ## run examples/hello
	@go run ./examples/hello

.PHONY: test
test: ready lint ## lint, then every test: what CI runs
	@# Lint has vetted everything already, with all of vet's checks.
	go test -vet=off -timeout 20m ./...
	cd examples/workers && go test -vet=off -timeout 10m .

.PHONY: v8-check
v8-check: ready ## say what another V8 lacks of cshim/engine.txt. V8=include ARCHIVE="libv8.a ..."
	@go run ./scripts/engine check -include $(or $(V8),deps/v8/include) $(or $(ARCHIVE),$(if $(V8),,deps/v8/lib/*.a))

.PHONY: test-custom
test-custom: ## build with a second V8, 13.5, by the tag v8_custom, and test that (linux/amd64)
	scripts/test-custom.sh

.PHONY: test-arm64
test-arm64: ready ## build for linux/arm64 and test in QEMU's emulation; slow
	scripts/test-arm64.sh

.PHONY: npm
npm: ready ## import packages of the npm registry, unbundled; needs npm
	scripts/npm.sh

.PHONY: race
race: ready ## test under the race detector
	go test -race -timeout 30m $(BINDING)

# V8 keeps its singletons to the end, so a leak report at exit would be noise. Faults are
# Go's and ours to handle: some are tests.
SANITIZER := detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0
.PHONY: asan
asan: ready ## test under AddressSanitizer (linux)
	CGO_ENABLED=1 ASAN_OPTIONS="$(SANITIZER):$$ASAN_OPTIONS" go test -asan -timeout 30m $(BINDING)

.PHONY: stress
stress: ready ## test with a garbage collection at every turn
	GOGC=1 GODEBUG=cgocheck=1 go test -count=1 -timeout 30m $(BINDING)

.PHONY: fuzz
fuzz: ready ## run every fuzz test, each for FUZZTIME (10s)
	scripts/fuzz.sh $(FUZZTIME)

.PHONY: bench
bench: ready ## run the benchmarks that match BENCH (.), COUNT (1) times
	go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) -timeout 60m ./...

.PHONY: bench-workers
bench-workers: ready ## measure examples/workers beside Node.js and, if BUN= and WORKERD= are programs, these: needs wrk; ROUNDS=5
	bench/workers/run.sh

.PHONY: bench-start
bench-start: ready ## how soon a library answers: from text, compiled code, a snapshot; SCRIPT=file adds one
	go test -run '^$$' -bench '^BenchmarkStart' -count $(COUNT) ./bench/binding $(if $(SCRIPT),-args -script=$(abspath $(SCRIPT)))

.PHONY: bench-peers
bench-peers: ready ## compare with v8go, goja and isolated-vm
	bench/peers/run.sh

.PHONY: bench-sandboxes
bench-sandboxes: ready ## compare v8/vm, in both tiers, with isolated-vm
	bench/peers/run.sh sandboxes

.PHONY: bench-tenants
bench-tenants: ready ## 10,000 tenants in workers for ten minutes, some hostile; ARGS="-tenants 100 -for 1m", or -inject
	go run ./bench/sandboxes/tenants $(ARGS)

.PHONY: bench-hostile
bench-hostile: ready ## attack them with the hostile scripts; V=1 lists every script
	bench/hostile/run.sh $(if $(V),-v)

.PHONY: later-tests
later-tests: ready ## run V8's own tests of a later version in DIR; see SECURITY.md. MODE="-plain -v -flags=--no-maglev"
	go run ./scripts/latertests $(MODE) $(DIR)

.PHONY: test262
test262: ready ## run ECMAScript's tests of modules, a copy of tc39/test262 in DIR; V=1 lists every test
	go run ./scripts/test262 $(if $(V),-v) $(DIR)

.PHONY: wpt
wpt: ready ## run the web platform's tests of v8/web, a copy of web-platform-tests/wpt in DIR; V=1 lists what fails, NODE=1 runs Node.js too
	go run ./scripts/wpt $(if $(V),-v) $(if $(NODE),-node) $(DIR)

.PHONY: lint
lint: ready ## gofmt, vet, staticcheck and the rules in CONTRIBUTING.md
	scripts/lint.sh

.PHONY: fmt
fmt: ## format Go and, where clang-format is installed, C++; write contents
	gofmt -s -w .
	@go run ./scripts/doclint -w
	@if command -v clang-format >/dev/null; then \
	  clang-format -i $(wildcard cshim/*.cc cshim/*.c cshim/*.h deps/cppgc/internal/*.h); \
	else echo "fmt: clang-format is not installed, C++ skipped"; fi

# Formatting, generating and tidying must change nothing that is committed.
.PHONY: check
check: test race asan stress fuzz ## all of the above, and a clean git diff: run before a release
	$(MAKE) fmt
	go generate ./...
	go mod tidy
	cd scripts/tools && go mod tidy
	git diff --exit-code
