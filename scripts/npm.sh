#!/usr/bin/env bash
# Fetches the npm packages that tests/npm imports into bin/npm, which git ignores,
# and runs these tests. Arguments go to go test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=bin/npm
if ! command -v npm >/dev/null; then
  echo "npm.sh: npm is not installed" >&2
  echo "cure: install Node, see https://nodejs.org" >&2
  exit 1
fi
mkdir -p "$folder"
if ! cmp -s tests/npm/package-lock.json "$folder/package-lock.json"; then
  cp tests/npm/package.json tests/npm/package-lock.json "$folder"
  (cd "$folder" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund) || {
    rm -f "$folder/package-lock.json" # so that it is tried again
    exit 1
  }
fi
rm -rf "$folder/app"
cp -r tests/npm/app "$folder"
go test -tags npm "$@" ./tests/npm
