# How ./run speaks: one short line per step on the terminal, the whole output in build/log.
# Knows no step.

say() { printf '● %s\n' "$*"; }

fail() {
  printf 'run: %s\n' "$*" >&2
  exit 1
}

misuse() {
  printf 'run: %s\n' "$*" >&2
  exit 2
}

# value_of --option value …: the value, or misuse when there is none.
value_of() {
  [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value: try ./run help"
  printf '%s\n' "$2"
}

no_arguments() {
  local command=$1
  shift
  (($# == 0)) || misuse "$command takes nothing after it, not '$1'"
}

# step LOG "Building" command …: says it, keeps the output, shows the end of it only when the command failed.
step() {
  local log=build/log/$1.log title=$2 began=$SECONDS status=0
  shift 2
  mkdir -p build/log
  printf '● %s …' "$title"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  local took=$((SECONDS - began))
  if ((status == 0)); then
    if ((took > 1)); then printf ' %d s\n' "$took"; else printf '\n'; fi
    return 0
  fi
  printf ' failed after %d s\n' "$took"
  last_lines "$log" >&2
  return "$status"
}

# The lines that tell: from the first failed command of a build on, else the end.
last_lines() {
  local from
  from=$(grep -n -m1 -E '^FAILED:|CMake Error' "$1" | cut -d: -f1) || true
  if [[ -n $from ]]; then sed -n "$from,$((from + 40))p" "$1"; else tail -n 40 "$1"; fi
  printf 'run: the whole output is in %s\n' "$1"
}
