#!/usr/bin/env bash
# Builds this module with a second V8, by the build tag v8_custom, and tests it.
# linux/amd64 only: that is what scripts/custom/go.mod has.
# Usage: scripts/test-custom.sh [go test flags]   (without: package v8's tests and all of tests/)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

headers=github.com/tommie/v8go
archive=$headers/deps/linux_amd64

# dir MODULE: downloads what scripts/custom/go.mod pins, checked against its go.sum.
dir() {
  go -C scripts/custom mod download "$1@$(awk -v m="$1" '$1 == m { print $2 }' scripts/custom/go.mod)"
  go -C scripts/custom list -m -f '{{.Dir}}' "$1"
}
export GOWORK=off
include=$(dir "$headers")/deps/include
lib=$(dir "$archive")

export CGO_CXXFLAGS="${CGO_CXXFLAGS--O2 -g} -isystem $include"
export CGO_LDFLAGS="${CGO_LDFLAGS-} -L$lib -Wl,--start-group -lv8-0 -lv8-1 -lv8-2 -Wl,--end-group -pthread"
number() { awk -v n="V8_$1" '$2 == n { print $3 }' "$include/v8-version.h"; }
V8TEST_VERSION=$(number MAJOR_VERSION).$(number MINOR_VERSION).$(number BUILD_NUMBER).$(number PATCH_LEVEL)
export V8TEST_VERSION
[ $# != 0 ] || set -- -timeout 20m
exec go test -tags v8_custom "$@" ./v8 ./tests/...
