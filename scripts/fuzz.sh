#!/usr/bin/env bash
# Runs every fuzz test for a while, one after the other: go test takes one at a time.
# Usage: scripts/fuzz.sh [TIME]   (10s unless told; each test gets as much)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

output=$(mktemp)
trap 'rm -f "$output"' EXIT

# run NAME TIME DIR. Until Go 1.27 a fuzz test may fail because its time is over
# (golang/go#75804): then it says nothing but that, and there is no failing input.
run() {
  go test -run '^$' -fuzz "^$1\$" -fuzztime "$2" "$3" </dev/null 2>&1 | tee "$output" && return
  [ "$(grep -A2 -E '^--- FAIL: ' "$output" | tail -n +2)" = $'    context deadline exceeded\nFAIL' ] || return 1
  echo "fuzz: $1 has found nothing when its time was over"
}

{ grep -rE '^func Fuzz[A-Za-z0-9_]*\(' --include='*_test.go' . || echo "fuzz: no fuzz tests" >&2; } |
  sed 's/^\(.*\)\/[^/]*:func \(Fuzz[A-Za-z0-9_]*\).*/\1 \2/' | sort |
  while read -r dir name; do
    echo "fuzz: $name in $dir"
    run "$name" "${1:-10s}" "$dir"
  done
