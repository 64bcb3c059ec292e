#!/usr/bin/env bash
# Fetches the V8 that go.mod pins and links it into deps/v8, where cgo finds it.
#
#   deps/v8/include   V8's C++ headers
#   deps/v8/lib       the static archives for this platform
#   deps/v8/stamp     what was linked, for whom: makes the next run instant
#
# Both links point into Go's module cache. Everything is checked against go.sum.
# Usage: scripts/fetch-v8.sh [--quiet]   (--quiet: silent when nothing is to do)
#
# Must run on bash 3.2, which macOS has: no associative arrays, no mapfile.
set -Eeuo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/deps/v8
headers=github.com/tommie/v8go
need_mb=600 # a download and its unpacked copy, both modules, and some slack
tmp=

die() { # cause, cure
  trap - ERR
  printf 'make v8: %s\ncure: %s\n' "$1" "$2" >&2
  exit 1
}
trap '[ -z "$tmp" ] || rm -rf "$tmp"' EXIT
trap 'die "line $LINENO of scripts/fetch-v8.sh failed" "run \"bash -x scripts/fetch-v8.sh\" and open an issue with its output"' ERR

# pinned MODULE: the version that go.mod requires.
pinned() { awk -v m="$1" '$1 == m { print $2; exit }' "$root/go.mod"; }

# sum MODULE VERSION: the checksum that go.sum demands.
sum() { awk -v m="$1" -v v="$2" '$1 == m && $2 == v { print $3; exit }' "$root/go.sum"; }

# at_least HAVE WANT: compares versions such as 1.25 and 1.9.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n | sed -n 1p)" = "$2" ]; }

# first TEXT [PATTERN]: its first line, or the first that has PATTERN if any does.
first() {
  local line
  while [ $# = 2 ] && IFS= read -r line; do
    case $line in *"$2"*) printf '%s' "$line" && return ;; esac
  done <<<"$1"
  IFS= read -r line <<<"$1"
  printf '%s' "$line"
}

sha256=(sha256sum)
command -v sha256sum >/dev/null || sha256=(shasum -a 256) # macOS

# hash_dir DIR PREFIX: Go's own "h1:" hash of a module (golang.org/x/mod's
# dirhash.Hash1), here so that a check needs no Go program to be built first.
hash_dir() {
  local hex
  hex=$(cd "$1" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort |
    while IFS= read -r f; do printf '%s\0' "$f"; done |
    xargs -0 "${sha256[@]}" | sed "s,  ,  $2/," | "${sha256[@]}" | cut -d' ' -f1)
  # shellcheck disable=SC2059 # The format is the data: \x.. for each byte.
  printf 'h1:%s' "$(printf "$(printf '%s' "$hex" | sed 's/../\\x&/g')" | base64)"
}

# ---- Go, and the platform to build for

command -v go >/dev/null || die "there is no go in PATH" \
  "install Go $(pinned go) or later (https://go.dev/dl) and put it in PATH"

export GOWORK=off # A workspace has a checksum file of its own; ours is go.sum.
if ! goenv=$(cd "$root" && go env GOVERSION GOOS GOARCH CGO_ENABLED CXX GOMODCACHE 2>/dev/null); then
  die "go can't run here: $(cd "$root" && first "$(go env GOVERSION 2>&1)")" \
    "install Go $(pinned go) or later (https://go.dev/dl), or let go fetch it: GOTOOLCHAIN=auto"
fi
{ read -r goversion; read -r goos; read -r goarch; read -r cgo; read -r cxx; read -r modcache; } <<<"$goenv"
case $goversion in
  go1.*) at_least "${goversion#go}" "$(pinned go)" || die "$goversion is too old; this module needs Go $(pinned go)" \
    "install a newer Go (https://go.dev/dl)" ;;
esac # Anything else is a Go built from source, which knows its own age best.
platform=$goos/$goarch

# ---- Nothing to do?

read -r -a compiler <<<"$cxx" # CXX may carry a wrapper or flags: "ccache g++".
compiler_file=$(command -v "${compiler[0]}" || true)
key=$(
  printf '%s\n' "$platform" "$goversion" "$cxx"
  ls -lL ${compiler_file:+"$compiler_file"} 2>/dev/null
  cksum <"$root/go.mod"
  cksum <"$root/go.sum"
  cksum <"${BASH_SOURCE[0]}"
)
if [ -f "$out/include/v8.h" ] && [ -f "$out/lib/cgo.go" ] && [ -f "$out/stamp" ]; then
  { IFS= read -r summary; stamped=$(cat); } <"$out/stamp"
  if [ "$stamped" = "$key" ]; then
    [ "${1-}" = --quiet ] || printf '%s\n' "$summary (up to date)"
    exit 0
  fi
fi

# ---- The platform and its compiler

archive=$headers/deps/${goos}_$goarch
version=$(pinned "$archive")
[ -n "$version" ] || die "there is no prebuilt V8 for $platform" \
  "build V8 yourself and use the build tag v8_custom, with CGO_CXXFLAGS and CGO_LDFLAGS; CONTRIBUTING.md says how"

install_cxx="install one (Debian, Ubuntu: apt-get install g++; Fedora: dnf install gcc-c++; macOS: xcode-select --install)"
if [ -z "$compiler_file" ]; then
  for other in g++ clang++ c++; do
    command -v "$other" >/dev/null && install_cxx="use the one you have: export CXX=$other" && break
  done
  die "there is no C++ compiler $cxx" "$install_cxx"
fi
[ "$cgo" = 1 ] || die "cgo is off, so Go won't call the C++ compiler" \
  "install a C compiler too (gcc or clang), or if you turned cgo off: export CGO_ENABLED=1"

tmp=$(mktemp -d)
cat >"$tmp/probe.cc" <<'CC'
#include <concepts>
#include <cstdlib>
#if defined(__linux__) && !defined(__GLIBC__)
#error isolates:musl
#endif
template <typename T>
  requires std::integral<T>
int probe(T value) { return value != 0; }
#ifdef __GLIBC__
// The newest symbols that the archive needs: of glibc 2.32 and of GCC 12.
extern "C" char __libc_single_threaded;
extern "C" void newest() __asm__("_ZSt21__glibcxx_assert_failPKciS0_S0_");
int main(int argc, char**) {
  if (argc > 99) newest();
  return probe(argc) + __libc_single_threaded;
}
#else
int main(int argc, char**) { return probe(argc); }
#endif
CC
newer="install g++ 11 or clang++ 14, or later, and name it: export CXX=g++-12, say"
if ! log=$("${compiler[@]}" -std=c++20 -c -o "$tmp/probe.o" "$tmp/probe.cc" 2>&1); then
  case $log in
    *isolates:musl*) die "this system has musl, and the prebuilt V8 needs glibc" \
      "build in a glibc image (Debian, Ubuntu, Fedora), or build V8 yourself and use the build tag v8_custom" ;;
  esac
  die "$cxx can't compile C++20: $(first "$log" error)" "$newer"
fi
if ! log=$("${compiler[@]}" -o "$tmp/probe" "$tmp/probe.o" 2>&1); then
  die "$cxx can't link what V8 needs from glibc 2.32 and GCC 12's libstdc++: $(first "$log" undefined)" \
    "build on a newer system (Debian 12, Ubuntu 22.04, Fedora 36, or later)"
fi

# ---- The two modules

# fetch MODULE VERSION: downloads it if need be, verifies it, sets $dir.
fetch() {
  local module=$1 version=$2 want log
  want=$(sum "$module" "$version")
  [ -n "$want" ] || die "go.sum has no checksum of $module $version" "git checkout go.sum"
  if ! log=$(cd "$root" && go mod download -json "$module@$version" 2>&1); then
    fetch_failed "$module $version" "$log"
  fi
  dir=$(printf '%s\n' "$log" | sed -n 's/^[[:space:]]*"Dir": "\(.*\)",*$/\1/p')
  # Go compared the download; whether the unpacked files changed since, it
  # doesn't ask. They are about to become part of programs, so ask.
  [ "$(hash_dir "$dir" "$module@$version")" = "$want" ] || die "the files in $dir are not what go.sum says" \
    "they were changed after the download; empty the module cache and run again: go clean -modcache"
}

fetch_failed() { # what, go's output
  local why
  case $2 in
    *"SECURITY ERROR"* | *"checksum mismatch"*)
      die "the checksum of $1 does not match go.sum" \
        "restore go.sum (git checkout go.sum); if it is unchanged, the download was altered: change GOPROXY, then go clean -modcache" ;;
    *"no space left"*) die "the disk is full: $modcache" "free $need_mb MB, or set GOMODCACHE to a folder elsewhere" ;;
    *"permission denied"* | *"read-only file system"*)
      die "can't write to the module cache $modcache" "set GOMODCACHE to a folder that you can write to" ;;
  esac
  why=$(printf '%s\n' "$2" | sed -n 's/^[[:space:]]*"Error": "\(.*\)",*$/\1/p' | sed -n 1p)
  [ -n "$why" ] || why=$(first "$2")
  why=${why#"${1/ /@}: "}
  die "can't download $1: $why" \
    "check the network and GOPROXY (go env GOPROXY shows it) and run again; once it is downloaded, no network is needed"
}

header_version=$(pinned "$headers")
if [ ! -d "$modcache/$archive@$version" ]; then
  existing=$modcache
  while [ ! -d "$existing" ]; do existing=$(dirname "$existing"); done
  free_mb=$(df -Pk "$existing" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free_mb" -ge "$need_mb" ] || die "$free_mb MB are free in $existing, and V8 needs $need_mb MB" \
    "free some space, or set GOMODCACHE to a folder elsewhere"
fi
fetch "$archive" "$version" && lib=$dir
fetch "$headers" "$header_version" && include=$dir/deps/include

# ---- The links, and the stamp last: an interrupted run leaves none

v8_number() { sed -n "s/^#define V8_$1 \([0-9]*\)$/\1/p" "$include/v8-version.h"; }
v8=$(v8_number MAJOR_VERSION).$(v8_number MINOR_VERSION).$(v8_number BUILD_NUMBER).$(v8_number PATCH_LEVEL)
size=$(du -smL "$lib" | cut -f1)
summary="V8 $v8 for $platform, $size MB"
readonly_cure="make the checkout writable, and remove deps/v8 if it isn't a folder"
mkdir -p "$out" 2>/dev/null || die "can't create $out" "$readonly_cure"
rm -f "$out/stamp" "$out/include" "$out/lib" 2>/dev/null || die "can't write to $out" "$readonly_cure"
{
  ln -s "$include" "$out/include" &&
    ln -s "$lib" "$out/lib" &&
    printf '%s\n' "$summary" "$key" >"$out/stamp"
} 2>/dev/null || die "can't write to $out" "$readonly_cure"

libc=
if [ "$goos" = linux ]; then libc=$(getconf GNU_LIBC_VERSION 2>/dev/null || true); fi
printf '%s\n' "$summary, matches go.sum" \
  "  archives  $lib" \
  "  headers   $include" \
  "  built by  $(first "$("${compiler[@]}" --version 2>&1)")${libc:+, $libc}, $goversion" \
  "next: make hello"
