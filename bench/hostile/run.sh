#!/usr/bin/env bash
# Attacks this binding and its peers with the scripts in tests/hostile/testdata,
# and prints who survives: bench/README.md says how to read it.
# Usage: bench/hostile/run.sh [-v]
#   -v               list every script, not only those that were not contained
#   JOBS=2           processes at a time, of up to 3 GB each
#   SCRIPTS=regexp,memory  only scripts whose names contain one of these
#   ENGINES="isolates v8go goja isolated-vm"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

engines=${ENGINES:-isolates v8go goja isolated-vm}
bin=../../bin/hostile # git ignores bin
results=$bin/results.$$ # becomes bin/hostile/results when all is done

fail() {
  echo "bench-hostile: $1" >&2
  echo "cure: $2" >&2
  exit 1
}
note() { echo "bench-hostile: $*" >&2; }

command -v go >/dev/null || fail "go is not installed" "install Go, see https://go.dev/doc/install"
mkdir -p "$results"
trap 'rm -rf "$results"' EXIT

# build PROGRAM FOLDER: compiles it, and is silent where that works.
build() {
  (cd "$2" && go build -o "$OLDPWD/$bin/$1" .)
}
note "building"
for program in drive ../table; do
  build "${program#../}" "$program" || fail "can't build $program, see above" "mend the code"
done

commands=()
for engine in $engines; do
  case $engine in
    isolates) build isolates runners/isolates || fail "can't build package v8, see above" "make v8" ;;
    v8go | goja)
      build "$engine" "runners/$engine" || {
        note "$engine is left out: run this once with a network, for its module"
        continue
      }
      ;;
    isolated-vm)
      ../peers/isolatedvm/install.sh || continue
      NODE_PATH=$(cd ../.. && pwd)/bin/peers/isolatedvm/node_modules
      export NODE_PATH
      commands+=("isolated-vm=node --no-node-snapshot runners/isolatedvm/attack.js")
      continue
      ;;
    *) fail "there is no engine \"$engine\"" "ENGINES=\"isolates v8go goja isolated-vm\"" ;;
  esac
  commands+=("$engine=$bin/$engine")
done
[ ${#commands[@]} -gt 0 ] || fail "no engine is left" "see above what to install"

busy() {
  [ -r /proc/loadavg ] && awk '{ exit !($1 >= 1) }' /proc/loadavg
}
! busy || note "the machine is busy ($(uptime | sed 's/.*load/load/')): some scripts will seem to hang that don't"

# What aborts is to leave no core, and nothing is to run on for ever, whatever
# becomes of this script.
ulimit -c 0 -t 60
"$bin/drive" -results "$results" -jobs "${JOBS:-2}" -only "${SCRIPTS:-}" -scripts ../../tests/hostile/testdata \
  "${commands[@]}" || fail "the attack failed, see above" "run it again, and mend the runner that is named"
rm -rf "$bin/results"
mv "$results" "$bin/results"
"$bin/table" -hostile "$@" "$bin/results"
