# ./run bench service|import: the service's promises about speed, measured. Starts nothing of its own: sportello-bench
# and sportello-bench-import do, and end it.

bench() {
  local what=${1:-} repeats options=()
  [[ $what == service || $what == import ]] || misuse "there is no bench '$what': take service or import"
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
