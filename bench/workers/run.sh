#!/usr/bin/env bash
# Measures examples/workers beside others that answer the same request: each on the first
# processor, and wrk on the second, in turns. BUN and WORKERD are programs, and left out
# when empty. For each: requests a second, the times of half and of 99 % of them, CPU time
# of a request in microseconds, with child processes, and resident memory.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
bin=$(mktemp -d)
declare -A command=() url=() pid=()
stop() {
  for name in "${!pid[@]}"; do kill "${pid[$name]}" 2> /dev/null || true; done
  rm -rf "$bin"
}
trap stop EXIT

go build -o "$bin/nethttp" nethttp.go
go build -C ../../examples/workers -o "$bin/workers" .
sites=$PWD/sites
command[node]="node node.js" url[node]=http://127.0.0.1:8801/x
[ -z "${BUN:-}" ] || command[bun]="$BUN bun.js" url[bun]=http://127.0.0.1:8802/x
[ -z "${WORKERD:-}" ] || command[workerd]="$WORKERD serve workerd.capnp" url[workerd]=http://127.0.0.1:8803/x
command[nethttp]="$bin/nethttp" url[nethttp]=http://127.0.0.1:8804/x
command[workers]="$bin/workers -sites $sites -address 127.0.0.1:8805 -admin 127.0.0.1:8806" url[workers]=http://127.0.0.1:8805/~json/x
command[process]="$bin/workers -process -sites $sites -address 127.0.0.1:8807 -admin 127.0.0.1:8808" url[process]=http://127.0.0.1:8807/~json/x

for name in "${!command[@]}"; do
  read -ra words <<< "${command[$name]}"
  taskset -c 0 "${words[@]}" > "$bin/$name.log" 2>&1 &
  pid[$name]=$!
done
for name in "${!command[@]}"; do
  curl -sf --retry 100 --retry-all-errors --retry-delay 1 "${url[$name]}" > /dev/null
done

# ticks is the CPU time of a process and its children, in hundredths of a second.
ticks() {
  local all=("/proc/$1/stat") child
  for child in $(pgrep -P "$1"); do all+=("/proc/$child/stat"); done
  awk '{ sum += $14 + $15 } END { print sum }' "${all[@]}"
}

for _ in $(seq "${ROUNDS:-5}"); do
  for name in "${!command[@]}"; do
    before=$(ticks "${pid[$name]}")
    taskset -c 1 wrk --latency -t1 -c16 -d"${SECONDS_EACH:-3}" "${url[$name]}" > "$bin/wrk"
    after=$(ticks "${pid[$name]}")
    awk -v name="$name" -v ticks=$((after - before)) -v rss="$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/${pid[$name]}/status")" '
      / 50% / { half = $2 } / 99% / { most = $2 } / requests in / { count = $1 } /Requests\/sec/ { rate = $2 }
      END { printf "%-8s %9.0f/s  50%% %-9s 99%% %-9s CPU %6.1f us  %4d MB\n", name, rate, half, most, ticks * 10000 / count, rss }' "$bin/wrk"
  done
done
