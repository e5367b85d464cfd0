#!/usr/bin/env bash
# Runs every `sh` block of service/README.md in order, in one shell, as somebody would who pastes them: any command that
# fails ends it. Nothing it starts outlives it.
set -Eeuo pipefail
readme=$1 bin=$2
script=$(mktemp)
cleanup() {
  [[ -z ${serving:-} ]] || kill "$serving" 2>/dev/null || true
  [[ -z ${desk:-} ]] || rm -rf "$desk"
  rm -f "$script"
}
trap cleanup EXIT
trap 'printf "a command of %s failed: %s\n" "$readme" "$BASH_COMMAND" >&2; [[ ! -s ${desk:-}/log ]] || tail -n 20 "$desk/log" >&2' ERR
# The first line of the first block names the default build; a test stands where its own build is.
awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$readme" >"$script"
(($(grep -c . "$script") > 80)) || {
  echo "$readme: its commands were not found" >&2
  exit 1
}
sed -i "s|\$PWD/build/default/bin|$bin|" "$script"
set -x
# shellcheck disable=SC1090
source "$script"
