#!/usr/bin/env bash
# Runs every fuzz test for a while, one after the other: go test takes one at a time.
# Usage: scripts/fuzz.sh [TIME]   (10s unless told; each test gets as much)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

{ grep -rE '^func Fuzz[A-Za-z0-9_]*\(' --include='*_test.go' . || echo "fuzz: no fuzz tests" >&2; } |
  sed 's/^\(.*\)\/[^/]*:func \(Fuzz[A-Za-z0-9_]*\).*/\1 \2/' | sort |
  while read -r dir name; do
    echo "fuzz: $name in $dir"
    go test -run '^$' -fuzz "^$name\$" -fuzztime "${1:-10s}" "$dir" </dev/null
  done
