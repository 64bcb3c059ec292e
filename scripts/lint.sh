#!/usr/bin/env bash
# Checks what compilers don't. Runs every check, then fails if one did.
# Tools that not everybody has (clang-format, shellcheck, tsc) are skipped with a notice.
# shellcheck disable=SC2317 # Not unreachable: "empty" calls these functions by name.
set -euo pipefail
shopt -s nullglob
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=0
stderr=$(mktemp)
trap 'rm -f "$stderr"' EXIT

# empty WHAT CURE COMMAND...: the command must succeed and find nothing. What it
# says on stderr counts only if it fails: go tells there of its downloads.
empty() {
  local what=$1 cure=$2 found
  shift 2
  if found=$("$@" 2>"$stderr") && [ -z "$found" ]; then return; fi
  { printf 'lint: %s\n' "$what" && cat "$stderr" && printf '%s\ncure: %s\n\n' "$found" "$cure"; } >&2
  failed=1
}

# matches PATTERN PATH...: lines that match, as file:line:text; finding none is fine.
matches() {
  local pattern=$1
  shift
  [ $# = 0 ] || grep -nE "$pattern" /dev/null "$@" || [ $? = 1 ]
}

# cshim.h is the whole C ABI in one place, and long for that.
too_long() {
  [ $# = 0 ] || wc -l "$@" |
    awk '$2 !~ /^total$|cshim\.h$/ && $1 > 500 { print $2 ": " $1 " lines" }'
}

unformatted() {
  local file
  for file; do clang-format "$file" | cmp -s - "$file" || echo "$file"; done
}

# A source that Go leaves out must be in one unit, or it is compiled nowhere.
not_in_one_unit() {
  local file
  for file in cshim/*.cc; do
    [ "$(sed -n 1p "$file")" = "//go:build ignore" ] || continue
    [ "$(cat cshim/unit_*.cc | grep -cxF "#include \"${file##*/}\"")" = 1 ] || echo "$file"
  done
}

# The benchmarks' modules have large dependencies: their go.mod is looked at, no more.
stale_modules() {
  local dir
  for dir in bench/peers bench/hostile/runners; do
    go -C "$dir" list -m all >/dev/null || echo "$dir"
  done
}

installed() {
  command -v "$1" >/dev/null || { echo "lint: $1 is not installed, skipped" && false; }
}

go_dirs=()
for dir in cshim v8 internal tests; do [ ! -d "$dir" ] || go_dirs+=("$dir"); done
shim=(cshim/*.cc cshim/*.c cshim/*.h)
sources=()
while IFS= read -r file; do sources+=("$file"); done < <(find "${go_dirs[@]}" -name '*.go' -o -name '*.cc' -o -name '*.c' -o -name '*.h')
not_callback=()
for file in "${sources[@]}"; do
  case $file in *.go) [ "${file##*/}" = function_callback.go ] || not_callback+=("$file") ;; esac
done

empty "gofmt would change these files" "make fmt" gofmt -s -l .
empty "go vet" "see https://pkg.go.dev/cmd/vet" go vet ./...
empty "go vet of examples/workers" "see https://pkg.go.dev/cmd/vet" go -C examples/workers vet .
empty "a module of a benchmark that lags behind go.mod" "go mod tidy there" stale_modules
empty "staticcheck" "see https://staticcheck.dev/docs/checks" \
  go tool -modfile=scripts/tools/go.mod staticcheck ./...
empty "the public API" "document it, or keep it unexported" go run ./scripts/apilint deps v8
empty "files that a method of V8 is not looked for in, and functions of the shim without a caller" "move it, or write down why not in scripts/filelint" \
  go run ./scripts/filelint v8 cshim
empty "what the documents say of the tree, and of each other" "make fmt for the contents, else see scripts/doclint" go run ./scripts/doclint
empty "tests that are not held to what all are" "see scripts/testlint" go run ./scripts/testlint
empty "the shim's C++" "declare a function where its file is; let no destructor be skipped: see CONTRIBUTING.md, Rules" \
  go run ./scripts/shimlint cshim
empty "V8 aborts the process when these meet an empty handle" "return the failure instead: ToLocal, To, IsNothing" \
  matches 'ToLocalChecked|FromJust\(|\.ToChecked\(|\.Check\(\)' "${shim[@]}"
empty "//export belongs into function_callback.go, where calls from V8 into Go are" "move it there" \
  matches '^//export ' "${not_callback[@]}"
empty "what the shim relies on beyond V8's API differs from cshim/engine.txt" \
  "give it a row with its reason and a test, or take the row out; go generate ./cshim" go run ./scripts/engine lint
empty "wraps are left out by the build tag v8_nowrap alone" "write !v8_nowrap" \
  matches '^#cgo [^:]*v8_custom.*(--wrap|SHIM_WRAPS)' cshim/*.go
empty "sources that are in no unit, or in two" "include them in one of cshim/unit_*.cc" not_in_one_unit
empty "files over 500 lines" "split them by concept" too_long "${sources[@]}"
if installed clang-format; then
  empty "clang-format would change these files" "make fmt" unformatted "${shim[@]}" deps/cppgc/internal/*.h
fi
if installed tsc; then empty "the types of v8/web" "see https://www.typescriptlang.org" tsc -p v8/web/src; fi
if installed shellcheck; then
  scripts=(scripts/*.sh .ci/run)
  while IFS= read -r file; do scripts+=("$file"); done < <(find bench -name '*.sh' 2>/dev/null)
  empty "shellcheck" "see https://www.shellcheck.net/wiki" shellcheck "${scripts[@]}"
fi

exit $failed
