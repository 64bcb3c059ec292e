#!/usr/bin/env bash
# Measures this binding, its peers and the floor on the same work, and prints
# the ratios: bench/README.md says how to read them.
# Usage: bench/peers/run.sh [sandboxes]
#   sandboxes        package v8/vm in both tiers beside isolated-vm, and nothing else
#   COUNT=6          rounds
#   BENCHTIME=100ms  of each benchmark in each round
#   BENCH=.          only benchmarks whose names match, an extended regular expression
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

count=${COUNT:-6}
benchtime=${BENCHTIME:-100ms}
pattern=${BENCH:-.}
bin=$(cd ../.. && pwd)/bin/peers # git ignores bin
results=$bin/results.$$ # becomes bin/peers/results when all is measured
what=${1-}

fail() {
  echo "bench-peers: $1" >&2
  echo "cure: $2" >&2
  exit 1
}
note() { echo "bench-peers: $*" >&2; }

[[ $count =~ ^[1-9][0-9]*$ ]] || fail "COUNT is \"$count\"" "give a number of rounds: COUNT=6"
[[ $benchtime =~ ^[1-9][0-9]*ms$ ]] || fail "BENCHTIME is \"$benchtime\"" "give milliseconds: BENCHTIME=100ms"
command -v go >/dev/null || fail "go is not installed" "install Go, see https://go.dev/doc/install"
mkdir -p "$results"
trap 'rm -rf "$results"' EXIT

# build PROGRAM FOLDER PACKAGE: compiles, with go.mod as it is.
build() {
  local program=$bin/$1 command="build"
  case $1 in *.test) command="test -c" ;; esac
  # shellcheck disable=SC2086 # command is words
  (cd "$2" && go $command -o "$program" "$3") ||
    fail "can't build $3, see above" \
      "where V8 is missing, 'make v8'; where a module is missing, run this once with a network; else mend the code"
}
note "building"
case $what in
  sandboxes)
    build sandboxes.test ../.. ./bench/sandboxes
    engines="in-process process"
    ;;
  "")
    build floor.test ../.. ./bench/floor
    build isolates.test . ./isolates
    build v8go.test . ./v8go
    build goja.test . ./goja
    engines="floor isolates v8go v8go-leaking goja"
    ;;
  *) fail "\"$what\" is unknown" "see the head of bench/peers/run.sh" ;;
esac
build table ../.. ./bench/table

isolated_vm() {
  NODE_PATH=$bin/isolatedvm/node_modules node --no-node-snapshot isolatedvm/bench.js "$@"
}
node_names=
if isolatedvm/install.sh; then
  engines="$engines isolated-vm"
  node_names=$(isolated_vm)
fi

go_bench() {
  case $1 in
    in-process | process) TIER=$1 "$bin/sandboxes.test" "${@:2}" ;;
    v8go-leaking) V8GO_LEAK=1 "$bin/v8go.test" "${@:2}" ;;
    *) "$bin/$1.test" "${@:2}" ;;
  esac
}

# names ENGINE: the benchmarks that it has.
names() {
  case $1 in
    isolated-vm) echo "$node_names" ;;
    *) go_bench "$1" -test.list . | sed -n 's/^Benchmark//p' ;;
  esac | grep -E -e "$pattern" || true
}

# measure ENGINE NAME: appends a line to the engine's results, or two.
measure() {
  local output
  case $1 in
    isolated-vm) output=$(isolated_vm "$2" "${benchtime%ms}" 2>&1) ;;
    *) output=$(go_bench "$1" -test.run '^$' -test.bench "^Benchmark$2\$" -test.benchmem \
      -test.benchtime "$benchtime" 2>&1) ;;
  esac || { echo "$output" >&2 && fail "$1 fails at $2, see above" "mend the benchmark, or leave it out by BENCH"; }
  echo "$output" | grep '^Benchmark.* ns/op' >>"$results/$1.txt" ||
    fail "$1 measured nothing at $2" "see what it prints: bin/peers/$1.test -test.bench $2"
}

busy() {
  [ -r /proc/loadavg ] && awk '{ exit !($1 >= 1) }' /proc/loadavg
}
sleep 1
! busy || note "the machine is busy ($(uptime | sed 's/.*load/load/')): the figures will be too high, and spread"

# Engine after engine for each benchmark, and that in rounds: what disturbs the
# machine then disturbs all of them.
all=$(for engine in $engines; do names "$engine"; done | sort -u)
[ -n "$all" ] || fail "no benchmark matches \"$pattern\"" "see 'grep func.Benchmark bench/peers/isolates/*.go'"
for engine in $engines; do names "$engine" >"$results/$engine.names"; done
for ((round = 1; round <= count; round++)); do
  note "round $round of $count"
  for name in $all; do
    for engine in $engines; do
      if grep -qx -e "$name" "$results/$engine.names"; then measure "$engine" "$name"; fi
    done
  done
done

echo "$(go version | cut -d ' ' -f 3-), rounds of $benchtime: $count; the time is the median, ± half of its middle half"
kept=$bin/${what:+$what-}results
rm -rf "$kept"
mv "$results" "$kept"
"$bin/table" ${what:+"-$what"} "$kept"
