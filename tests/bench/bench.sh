# ./run bench service|import|kiosk: what each promises about speed and memory, measured. Starts nothing of its own: the
# programs sportello-bench, sportello-bench-import and sportello-bench-kiosk do, and end it.

bench() {
  local what=${1:-} repeats options=()
  [[ $what == service || $what == import || $what == kiosk ]] ||
    misuse "there is no bench '$what': take service, import or kiosk"
  shift
  while (($#)); do
    case $1 in
      --strict) options+=(--strict) ;;
      --repeats)
        repeats=$(value_of "$@")
        options+=(--repeats "$repeats")
        shift ;;
      *) misuse "bench does not know '$1': try ./run help" ;;
    esac
    shift
  done
  need_packages build test
  local status=0
  mkdir -p build/bench
  if [[ $what == import ]]; then
    build default sportello-service sportello-bench-import
    build/default/bin/sportello-bench-import --folder build/bench "${options[@]}" || status=$?
  elif [[ $what == kiosk ]]; then
    build default sportello-kiosk sportello-service sportello-bench-kiosk
    # A graphics card would be measured where there is one: what is promised holds without.
    LIBGL_ALWAYS_SOFTWARE=1 build/default/bin/sportello-bench-kiosk "${options[@]}" || status=$?
  else
    build default sportello-service sportello-bench
    local cluster=/tmp/sportello-postgresql-bench-$$
    SPORTELLO_CLUSTER_WAITS=on tests/service/postgresql_cluster.sh start "$cluster"
    build/default/bin/sportello-bench --disk build/bench --postgresql "host=$cluster user=postgres" \
      --postmaster "$(head -n 1 "$cluster/data/postmaster.pid")" "${options[@]}" || status=$?
    tests/service/postgresql_cluster.sh stop "$cluster"
  fi
  rm -rf build/bench
  return "$status"
}
