# Style, shell scripts, words and clang-tidy over what git knows or is about to know. Changes nothing; `format` does.

clang_format=clang-format-19

# Tracked files and new ones that are not ignored, so that a file is judged before it is committed.
our_files() {
  local file
  # In CI the checkout often belongs to another user; it is ours all the same.
  git -c safe.directory="$PWD" ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r file; do
    [[ ! -f $file ]] || printf '%s\n' "$file"
  done
}

our_sources() { our_files '*.cpp' '*.h'; }

# What differs from the last commit, or is not in it.
changed_sources() {
  { git -c safe.directory="$PWD" diff --name-only --diff-filter=d HEAD -- '*.cpp'
    git -c safe.directory="$PWD" ls-files --others --exclude-standard -- '*.cpp'; } | sort -u
}

our_scripts() {
  our_files '*.sh'
  our_files | xargs -r -d '\n' grep -lIE -m1 '^#!.*\b(ba)?sh\b' -- | grep -v '\.sh$' || true
}

check_format() {
  local said
  said=$(our_sources | xargs -r -d '\n' "$clang_format" --dry-run --Werror -- 2>&1) && return 0
  sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: error: code should be .*/\1/p' <<<"$said" | sort | uniq -c |
    awk '{ print $2 ": " $1 " places unlike .clang-format" }'
  return 1
}

format() {
  need_packages lint
  step format "Formatting" bash -c 'printf "%s\n" "$2" | xargs -r -d "\n" "$1" -i --' bash "$clang_format" "$(our_sources)" ||
    exit 1
}

# SC1091, SC2034, SC2153, SC2154: a name that another script of `run` gives or takes. SC2016: $(…) that is meant for awk
# or apt, not for the shell.
check_scripts() {
  our_scripts | sort -u | xargs -r -d '\n' shellcheck --shell=bash --severity=style --exclude=SC1091,SC2016,SC2034,SC2153,SC2154 --
}

# judge "why" PATTERN [pathspec …]: every line that matches is a mistake. Letters in brackets keep a pattern from
# finding itself.
judge() {
  local why=$1 pattern=$2 found
  shift 2
  found=$(our_files "$@" | xargs -r -d '\n' grep -nIiP -- "$pattern") || return 0
  printf '%s:\n%s\n' "$why" "$found"
  return 1
}

check_words() {
  local failed=0 here='(/wor[k]/|/hom[e]/[a-z]|/roo[t]/|\.\./share[d])'
  judge "a path of somebody's machine" "$here" || failed=1
  judge "the number of somebody's ticket instead of a reason" '(issu[e]|ticke[t]) #?\d+|\(#\d+\)' || failed=1
  judge "how it was made, where only what it is belongs" \
    '\b((?-i:A[I])|LL[M]s?|cha[t]bot|co-authore[d]-by|language mode[l]|generated wit[h])\b' || failed=1
  # An address in the repository is a promise that the project needs it: only these it does, or they are nobody's.
  judge "an address that is not on the list in .ci/steps/lint.sh" \
    'https?://(?!(127\.0\.0\.1|localhost|\[::1\]|([\w-]+\.)*example(\.(org|com|net|it))?|[\w.-]+\.(test|invalid)|www\.w3\.org|www\.apache\.org|json-schema\.org|[\w-]+(?![\w.-])|[^\w]))' \
    ':!LICENSE' || failed=1
  judge "a tab or a blank at the end of a line" '(\t|[ ]+)$' '*.cpp' '*.h' '*.sh' '*.md' '*.toml' || failed=1
  return "$failed"
}

check_readmes() {
  local file lines most failed=0
  while IFS= read -r file; do
    lines=$(wc -l <"$file")
    most=40
    # It shows every act of an office by commands to paste, which a test runs: they cannot be fewer than the acts.
    [[ $file != service/README.md ]] || most=280
    ((lines <= most)) || {
      printf '%s: %d lines; a folder opens with at most %d\n' "$file" "$lines" "$most"
      failed=1
    }
  done < <(our_files '*/README.md')
  return "$failed"
}

# tidy FILE …: by the compile commands of the clang preset; what the build generates is taken from the default preset.
check_tidy() {
  printf '%s\n' "$@" | xargs -d '\n' -P "$(cores_to_use)" -n 1 clang-tidy-19 --quiet -p build/clang
}

lint() {
  local quick='' changed='' files=()
  while (($#)); do
    case $1 in
      --quick) quick=yes ;;
      --changed) changed=yes ;;
      -*) misuse "lint does not know '$1': try ./run help" ;;
      *)
        [[ -f $1 ]] || misuse "there is no file '$1'"
        files+=("$1") ;;
    esac
    shift
  done
  need_packages lint
  [[ -n $(our_sources) ]] || fail "git names no sources: lint needs a clone, not an unpacked archive"

  local failed=0
  step lint-format "Style of the sources" check_format || failed=1
  step lint-scripts "Shell scripts" check_scripts || failed=1
  step lint-words "Words, paths and addresses" check_words || failed=1
  step lint-readmes "Length of the READMEs" check_readmes || failed=1
  if [[ -z $quick ]]; then
    need_packages build test
    configure clang
    ninja -C build/clang build.ninja >build/log/configure-clang.log 2>&1 || fail "see build/log/configure-clang.log"
    # Headers that the build makes: tidy needs them, and nothing else built.
    local made
    mapfile -t made < <(ninja -C build/clang -t targets all | sed -n 's/^\(generated\/[^:]*\):.*/\1/p')
    ((${#made[@]} == 0)) || step lint-generated "Making generated sources" ninja -C build/clang "${made[@]}" || exit 1
    if [[ -n $changed ]]; then
      mapfile -t files < <(changed_sources)
    elif ((${#files[@]} == 0)); then
      mapfile -t files < <(our_files '*.cpp')
    fi
    ((${#files[@]} == 0)) || step lint-tidy "clang-tidy over ${#files[@]} files" check_tidy "${files[@]}" || failed=1
  fi
  ((failed == 0)) || fail "lint found something to mend; ./run format mends the style"
  say "Nothing to mend"
}
