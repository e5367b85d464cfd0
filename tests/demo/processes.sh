# What the demo starts, and that nothing of it outlives the demo. Knows no program by name.

demo_pids=()

# start LOG command …: in the background; its id is in $started. The kernel ends it with us, even if we are killed outright.
start() {
  local log=$1
  shift
  setpriv --pdeathsig TERM "$@" >"$log" 2>&1 </dev/null &
  started=$!
  demo_pids+=("$started")
}

# Ends what was started, youngest first: politely, and after three seconds not.
end_all() {
  local pid i
  for ((i = ${#demo_pids[@]} - 1; i >= 0; i--)); do kill -TERM "${demo_pids[i]}" 2>/dev/null || true; done
  for ((i = 0; i < 60; i++)); do
    local left=''
    for pid in "${demo_pids[@]}"; do ! kill -0 "$pid" 2>/dev/null || left=yes; done
    [[ -n $left ]] || break
    sleep 0.05
  done
  for pid in "${demo_pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  demo_pids=()
}

# until_file FILE PID SECONDS: waits until the file has something in it; fails when the process ended or time is up.
until_file() {
  local file=$1 pid=$2 tries=$(($3 * 50))
  while [[ ! -s $file ]]; do
    kill -0 "$pid" 2>/dev/null || return 1
    ((tries-- > 0)) || return 1
    sleep 0.02
  done
}

# must LOG "what it is for" command …: silent when it works; else what it said, and the end.
must() {
  local log=$1 what=$2
  shift 2
  "$@" >"$log" 2>&1 </dev/null && return 0
  printf 'run: %s failed:\n' "$what" >&2
  tail -n 20 "$log" >&2
  exit 1
}
