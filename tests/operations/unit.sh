#!/usr/bin/env bash
# The systemd unit: its score, its times against the program's, its ports against the documented ones, and a whole day's
# work (every act that service/README.md and keeping.md show) under the unit's own system calls.
# unit.sh score | unit.sh work BIN   — at the repository's root
set -euo pipefail
unit=service/sportello-service.service
most_exposure=15 # tenths

number() { # number FILE PATTERN: the digits behind it
  sed -n "s/.*$2[^0-9]*\([0-9][0-9]*\).*/\1/p" "$1" | head -n 1
}

case $1 in
score)
  systemd-analyze security --offline=true --threshold=$most_exposure "$unit" | tail -n 1
  # Everything that a stop may take, and ten seconds for what is being sent, fit before systemd ends it by force.
  drain=$(number service/configuration.cpp 'longest_drain_seconds =')
  graceful=$(number service/http/limits.h 'graceful_stop =')
  stop=$(number "$unit" 'TimeoutStopSec=')
  ((drain + graceful + 10 < stop)) || { echo "TimeoutStopSec=$stop is too short for $drain + $graceful + 10" >&2; exit 1; }
  for key in listen private_listen; do
    port=$(sed -n "s/^#*$key = \".*:\([0-9]*\)\"/\1/p" service/service.example.toml)
    grep -q "^SocketBindAllow=ipv4:tcp:$port$" "$unit" || { echo "the unit does not let the service listen on $port" >&2; exit 1; }
  done
  ;;
work)
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  printf '#!/bin/sh\nexec /usr/bin/python3 %q %q %q "$@"\n' "$PWD/tests/operations/confined.py" "$PWD/$unit" \
    "$2/sportello-service" >"$folder/sportello-service"
  chmod +x "$folder/sportello-service"
  ln -s "$2/sportello-drill" "$folder/sportello-drill"
  # The filter does hold: it ends a program that changes its root, and one that makes memory executable.
  confined() { /usr/bin/python3 tests/operations/confined.py "$unit" "$@" 2>/dev/null; }
  confined /bin/true || { echo "nothing runs under the unit's filter" >&2; exit 1; }
  dies() { # by SIGSYS: 128 + 31
    code=0
    (confined "$@") || code=$?
    [[ $code == 159 ]] || { echo "this was let through: $*" >&2; exit 1; }
  }
  dies /usr/sbin/chroot / /bin/true
  dies /usr/bin/python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)'
  tests/service/readme.sh "$folder" service/README.md service/keeping.md
  ;;
*) exit 2 ;;
esac
