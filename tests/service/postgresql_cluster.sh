#!/usr/bin/env bash
# start|stop FOLDER: one throw-away PostgreSQL cluster for a run of tests, on a Unix socket in FOLDER and on no network.
# Nothing in it is worth keeping, so it does not wait for disks, unless $SPORTELLO_CLUSTER_WAITS is on. What an earlier
# run left is ended first.
set -euo pipefail
what=$1 folder=$2
bin=$(find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' | sort -V | tail -n 1)
[[ -n $bin ]] || { echo "PostgreSQL is missing: run ./run install test" >&2; exit 1; }

# initdb and the server refuse root.
as_owner() {
  if ((EUID == 0)); then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi
}
stop() {
  [[ ! -f $folder/data/postmaster.pid ]] || as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null || true
  rm -rf "$folder"
}
case $what in
  start)
    stop
    mkdir -m 700 "$folder"
    ((EUID != 0)) || chown postgres "$folder"
    as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-k $folder -c listen_addresses='' \
      -c max_connections=400 -c fsync=${SPORTELLO_CLUSTER_WAITS:-off} -c full_page_writes=${SPORTELLO_CLUSTER_WAITS:-off} -c autovacuum=off -c shared_buffers=64MB \
      -c log_parameter_max_length_on_error=-1" start >/dev/null ;;
  stop) stop ;;
  *) echo "postgresql_cluster.sh start|stop FOLDER" >&2; exit 1 ;;
esac
