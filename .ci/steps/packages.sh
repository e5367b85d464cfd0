# Installs the Debian packages that .ci/packages names and this machine lacks.
# Starts no daemon, disables nothing, and never installs what a command does not need.

stages=(build test failover demo lint tree)

this_release() (
  # shellcheck disable=SC1091
  . /etc/os-release
  printf '%s\n' "${VERSION_CODENAME:-unknown}"
)

# packages_of RELEASE STAGE …: their names, one per line. A line of the list whose stage nobody knows is an error.
packages_of() {
  local release=$1
  shift
  awk -v release="$release" -v wanted="$*" -v known="${stages[*]}" '
    BEGIN { split(wanted, w, " "); for (i in w) want[w[i]]; split(known, k, " "); for (i in k) is_stage[k[i]] }
    /^[[:space:]]*(#|$)/ { next }
    {
      limit = ""; list = $2
      if ($2 == "bookworm" || $2 == "trixie") { limit = $2; list = $3 }
      count = split(list, stage, ",")
      hit = 0
      for (i = 1; i <= count; i++) {
        if (!(stage[i] in is_stage)) {
          printf "run: .ci/packages line %d: there is no stage \"%s\"\n", NR, stage[i] > "/dev/stderr"
          exit 1
        }
        if (stage[i] in want) hit = 1
      }
      if (hit && (limit == "" || limit == release)) print $1
    }' .ci/packages | sort -u
}

# Of the names given, those that are not installed.
missing_of() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') || true
  printf '%s\n' "$@" | grep -vxF -e "${installed:-no package is called this}" || true
}

need_packages() {
  # No process substitution in here: where no /proc can be mounted there is no /dev/fd either.
  local release wanted missing list
  command -v dpkg-query >/dev/null || fail "this is no Debian: Sportello builds on Debian 12 and 13"
  release=$(this_release)
  list=$(packages_of "$release" "$@") || exit 1
  mapfile -t wanted <<<"$list"
  list=$(missing_of "${wanted[@]}")
  mapfile -t missing <<<"$list"
  [[ -n ${missing[0]:-} ]] || return 0
  [[ $release == bookworm || $release == trixie ]] ||
    fail "this is '$release': the packages are known for Debian 12 (bookworm) and 13 (trixie); missing: ${missing[*]}"

  local become=()
  if ((EUID != 0)); then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 2 ]] && sudo -v; }; }; then
      become=(sudo)
    else
      fail "${#missing[@]} packages are missing; as root: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    fi
  fi
  local noun=packages
  ((${#missing[@]} > 1)) || noun=package
  step install "Installing ${#missing[@]} $noun" "${become[@]}" bash .ci/steps/install_as_root.sh "${missing[@]}" ||
    exit 1
}

install_command() {
  local stage
  for stage in "$@"; do
    [[ " ${stages[*]} " == *" $stage "* ]] || misuse "there is no stage '$stage': take ${stages[*]}"
  done
  (($#)) || set -- "${stages[@]}"
  need_packages "$@"
  say "Every package is installed"
}
