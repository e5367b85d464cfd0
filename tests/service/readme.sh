#!/usr/bin/env bash
# readme.sh BIN PAGE…: runs every `sh` block of the pages in order, in one shell, as somebody would who pastes them: any
# command that fails ends it. Nothing it starts outlives it.
set -Eeuo pipefail
bin=$1
pages=("${@:2}")
script=$(mktemp)
cleanup() {
  [[ -z ${serving:-} ]] || kill "$serving" 2>/dev/null || true
  [[ -z ${desk:-} ]] || rm -rf "$desk"
  rm -f "$script"
  [[ -z ${database:-} ]] ||
    psql --quiet --no-psqlrc "$SPORTELLO_TEST_POSTGRESQL dbname=postgres" -c "DROP DATABASE $database WITH (FORCE)" || true
}
trap cleanup EXIT
trap 'printf "a command of %s failed: %s\n" "${pages[*]}" "$BASH_COMMAND" >&2; [[ ! -s ${desk:-}/log ]] || tail -n 20 "$desk/log" >&2' ERR
# The first line of the first block names the default build; a test stands where its own build is.
for page in "${pages[@]}"; do
  before=$(grep -c . "$script" || true)
  awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$page" >>"$script"
  (($(grep -c . "$script") > before + 15)) || {
    echo "$page: its commands were not found" >&2
    exit 1
  }
done
sed -i "s|\$PWD/build/default/bin|$bin|" "$script"
# Where $SPORTELLO_TEST_POSTGRESQL names a cluster, the store stands there.
if [[ -n ${SPORTELLO_TEST_POSTGRESQL:-} ]]; then
  database=t_readme_$$
  psql --quiet --no-psqlrc "$SPORTELLO_TEST_POSTGRESQL dbname=postgres" -c "CREATE DATABASE $database"
  sed -i "s|^\[mail\]$|[store]\nkind = \"postgresql\"\nconnection = \"$SPORTELLO_TEST_POSTGRESQL dbname=$database\"\n\n[mail]|" "$script"
fi
set -x
# shellcheck disable=SC1090
source "$script"
