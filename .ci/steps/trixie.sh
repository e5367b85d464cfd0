# Runs a command of the repository in a Debian 13 tree.
# The tree comes from the mirror this machine's apt uses and stands in the cache folder, never in the repository;
# a changed package list makes a new one. Nothing stays mounted or running, however the command ends.

trixie_cache() { printf '%s\n' "${SPORTELLO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sportello}"; }

# The address from which this machine's apt takes its own release.
mirror() {
  local release found
  release=$(this_release)
  found=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(SITE)' 'Created-By: Packages' 2>/dev/null |
    awk -v release="$release" '$1 == release && $2 == "main" { print $3; exit }')
  printf '%s\n' "$found"
}

# make_tree FOLDER PACKAGE …: a whole Debian 13 with these packages, without manuals and translations.
make_tree() {
  local folder=$1 from=$2
  shift 2
  rm -rf --one-file-system "$folder.part"
  mmdebstrap --variant=apt --include="$(IFS=,; printf '%s' "$*")" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    trixie "$folder.part" "$from" || return
  mkdir -p "$folder.part/src" "$folder.part/ccache"
  mv "$folder.part" "$folder"
}

# in_trixie command …: in the repository's folder inside the tree; build/ there is build/trixie here.
in_trixie() {
  if ((EUID != 0)); then
    # Only root may enter another root. What the lane builds is given back to whoever asked.
    need_packages tree
    command -v sudo >/dev/null || fail "a Debian 13 tree needs root: run ./run as root, or install sudo"
    sudo SPORTELLO_CACHE="$(trixie_cache)" CCACHE_DIR="$(ccache --get-config cache_dir)" "$PWD/run" "${@:2}" --in trixie
    return
  fi
  need_packages build tree
  local cache from wanted hash tree list
  cache=$(trixie_cache)
  mkdir -p "$cache" build/trixie build/log
  exec {lane}>"$cache/trixie.lock"
  flock --nonblock "$lane" || {
    say "Waiting for another run in the Debian 13 tree …"
    flock "$lane"
  }

  list=$(packages_of trixie build test) || exit 1
  mapfile -t wanted <<<"$list"
  hash=$(printf '%s\n' "$list" | sha256sum | cut -c1-12)
  tree=$cache/trixie-$hash
  if [[ ! -d $tree ]]; then
    from=$(mirror)
    if [[ -z $from ]]; then
      step apt-update "Asking apt for its mirror" apt-get update || exit 1
      from=$(mirror)
    fi
    [[ -n $from ]] || fail "apt names no mirror for $(this_release): look into /etc/apt/sources.list.d"
    step tree "Making a Debian 13 tree with ${#wanted[@]} packages and what they need" \
      make_tree "$tree" "$from" "${wanted[@]}" || exit 1
    du -sh "$tree" | cut -f1 >"$tree.size"
    local old
    for old in "$cache"/trixie-*; do
      [[ $old == "$tree" || $old == "$tree.size" ]] || rm -rf --one-file-system "$old"
    done
  fi
  say "Debian 13 tree: $(<"$tree.size"), in $tree"

  local began=$SECONDS status=0 inside
  # The kernel ends every process of a process namespace with its first one, and drops every mount of a mount
  # namespace with its last process: so killing that first process is all the cleaning there is.
  local walls=()
  if unshare --mount --pid --fork --kill-child true 2>/dev/null; then
    walls=(unshare --mount --pid --fork --kill-child --propagation private)
  fi
  setpriv --pdeathsig KILL setsid "${walls[@]}" bash .ci/steps/enter_tree.sh "$tree" "${walls:+walls}" "$@" </dev/null {lane}>&- &
  inside=$!
  # Without walls its processes share one session, and that is what ends. If we are killed outright the kernel does it.
  # shellcheck disable=SC2064
  trap "leave_tree $inside $tree" EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  wait "$inside" || status=$?
  say "Debian 13 lane: $(((SECONDS - began) / 60)) min $(((SECONDS - began) % 60)) s"
  [[ -z ${SUDO_UID:-} ]] || chown -R "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" build/trixie build/log "$cache"
  return "$status"
}

leave_tree() {
  local session=$1 tree=$2
  {
    kill -KILL -- "-$session" || true
    pkill -KILL --session "$session" || true
    wait "$session" || true # here, so that the shell's "Killed" goes nowhere
  } 2>/dev/null
  rm -rf --one-file-system "$tree.copy"
}
