#!/usr/bin/env bash
# Installs isolated-vm into bin/peers/isolatedvm, compiled for the Node that is
# there, unless it is there already. Fails, and says in a line what is missing,
# where it can't be had: it is optional.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

folder=$(cd ../../.. && pwd)/bin/peers/isolatedvm # git ignores bin
note() { echo "isolated-vm: $*" >&2; }
works() { NODE_PATH=$folder/node_modules node --no-node-snapshot bench.js >/dev/null; }

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  note "left out: install node and npm to have it"
  exit 1
fi
if cmp -s package-lock.json "$folder/package-lock.json" && works 2>/dev/null; then exit; fi
note "installing, which takes a minute"
mkdir -p "$folder"
cp package.json package-lock.json "$folder"
if ! (cd "$folder" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund &&
  npm rebuild isolated-vm) >"$folder/log" 2>&1 || ! works; then
  rm -f "$folder/package-lock.json"
  note "left out: it can't be installed, see bin/peers/isolatedvm/log; it needs" \
    "a network, python3, a C++ compiler and Node's headers"
  exit 1
fi
