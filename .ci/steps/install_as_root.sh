# Run as root with the names of Debian packages: installs them without starting their daemons.
# Leaves the machine's own policy-rc.d as it is; a temporary one goes again whatever happens.
set -euo pipefail

policy=/usr/sbin/policy-rc.d # 101: "forbidden by policy", for whatever a package wants to start
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
# Another apt (unattended-upgrades after boot) may hold the lock for a while.
apt=(apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
"${apt[@]}" update
"${apt[@]}" install --no-install-recommends "$@"
