# ./run accessibility: runs the tests that measure, and prints the table of clauses. Knows no clause: clauses.toml does.

accessibility() {
  local folder=build/accessibility status=0
  no_arguments accessibility "$@"
  need_packages build test
  build default accessibility-tests
  rm -rf "$folder"
  mkdir -p "$folder/measured" build/log
  say "Measuring …"
  # No test may reach the desktop of whoever runs this: those that need a display start their own.
  env -u DISPLAY -u WAYLAND_DISPLAY SPORTELLO_CLAUSES="$PWD/$folder/measured" \
    ctest --test-dir build/default -L '^accessibility$' --no-tests=error --output-on-failure --parallel "$(nproc)" \
    --output-junit "$PWD/$folder/tests.xml" </dev/null >build/log/accessibility.log 2>&1 || status=$?
  /usr/bin/python3 -B tests/accessibility/table.py --list tests/accessibility/clauses.toml \
    --measured "$folder/measured" --tests "$folder/tests.xml" --source . || status=1
  ((status == 0)) || fail "not every clause is met; the whole output of the tests is in build/log/accessibility.log"
}
