# ./run bench service: the service's promises about speed, measured. Starts nothing of its own: sportello-bench does, and
# ends it.

bench() {
  local what=${1:-} repeats options=()
  [[ $what == service ]] || misuse "there is no bench '$what': take service"
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
  build default sportello-service sportello-bench
  mkdir -p build/bench
  local status=0
  build/default/bin/sportello-bench --disk build/bench "${options[@]}" || status=$?
  rm -rf build/bench
  return "$status"
}
