# Configures, builds, tests: one folder build/<preset> per preset of CMakePresets.json.

# One compiler per core, but each may take 1.5 GB (a translation unit of Beast): fewer on a small machine.
cores_to_use() {
  local cores by_memory
  cores=$(nproc)
  by_memory=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || true)
  [[ -n $by_memory ]] || by_memory=1
  ((by_memory >= cores)) && by_memory=$cores
  ((by_memory >= 1)) || by_memory=1
  printf '%s\n' "$by_memory"
}

configure() {
  local preset=$1
  # Ninja runs CMake again by itself when a list it knows changed; here for a list or preset that is new to it.
  local made=build/$preset/build.ninja
  if [[ ! -f $made || -n $(find . -path ./build -prune -o \( -name CMakeLists.txt -o -name CMakePresets.json \) \
    -newer "$made" -print -quit) ]]; then
    step "configure-$preset" "Configuring ($preset)" cmake --preset "$preset" -DSPORTELLO_KIOSK=ON -DSPORTELLO_SERVICE=ON -DSPORTELLO_TESTS=ON || exit 1
  fi
}

# build PRESET [TARGET …]
build() {
  local preset=$1 target targets=()
  shift
  configure "$preset"
  for target in "$@"; do targets+=(--target "$target"); done
  step "build-$preset" "Building ($preset)" cmake --build "build/$preset" --parallel "$(cores_to_use)" "${targets[@]}" || exit 1
}

# run_tests PRESET REGEX: ctest's own words on the terminal, and in the log.
run_tests() {
  local preset=$1 regex=$2 status=0
  say "Testing ($preset) …"
  mkdir -p build/log
  # No test may reach the desktop of whoever runs this: those that need a display start their own.
  env -u DISPLAY -u WAYLAND_DISPLAY \
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error --parallel "$(nproc)" \
    ${regex:+-R "$regex"} </dev/null 2>&1 | tee "build/log/test-$preset.log" || status=$?
  return "$status"
}
