#!/usr/bin/env bash
# Builds this module for linux/arm64 and tests it in QEMU's user emulation, on a
# machine that is something else. Slow: an emulator translates what V8's compilers
# write once more.
# Usage: scripts/test-arm64.sh [go test flags and packages]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
for tool in aarch64-linux-gnu-gcc aarch64-linux-gnu-g++ qemu-aarch64-static; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "test-arm64: ${missing[*]} missing" >&2
  echo "cure: apt-get install gcc-aarch64-linux-gnu g++-aarch64-linux-gnu qemu-user-static (Debian, Ubuntu)" >&2
  exit 1
fi

export GOOS=linux GOARCH=arm64 CGO_ENABLED=1
export CC=aarch64-linux-gnu-gcc CXX=${ARM64_CXX-aarch64-linux-gnu-g++}
# Tests that run their own program again do so in the emulator, too.
export V8TEST_EXEC="qemu-aarch64-static -L /usr/aarch64-linux-gnu"

# QEMU keeps 24 bytes for each page of the 1.3 TB of addresses that V8 reserves:
# 9 GB of memory for one process, and as much for each that a test starts.
available=$(awk '$1 == "MemAvailable:" { print int($2 / 1048576) }' /proc/meminfo)
if [ "$available" -lt 10 ]; then
  echo "test-arm64: $available GB of memory are available, and the emulator needs 10" >&2
  exit 1
fi
if [ "$available" -lt 64 ]; then
  export V8TEST_NO_SUBPROCESS="the emulator takes 9 GB of memory for each process"
fi

hello=$(mktemp)
trap 'rm -f "$hello"' EXIT
go build -o "$hello" ./examples/hello
$V8TEST_EXEC "$hello"
[ $# != 0 ] || set -- -short -timeout 60m ./v8/... ./tests/...
go test -count=1 -p 1 -exec "$V8TEST_EXEC" "$@"
