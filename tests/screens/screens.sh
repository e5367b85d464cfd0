# ./run screens [FOLDER]: a picture of every screen, and pages that show them. Holds no list of its own: sportello-pictures
# knows which screens, languages, themes, sizes and layouts there are.

screens() {
  local folder=${1:-build/screens}
  (($# <= 1)) || misuse "screens takes one folder, not '$2'"
  [[ $folder != -* ]] || misuse "screens does not know '$folder': try ./run help"
  # A picture of a screen that is gone must not stay; but nobody's other files are taken away.
  if [[ -e $folder/index.html ]]; then
    grep -qsF '<title>Sportello: every screen</title>' "$folder/index.html" || fail "$folder holds something else"
    rm -rf -- "$folder"
  elif [[ -n $(ls -A "$folder" 2>/dev/null) ]]; then
    fail "$folder is not empty: take another folder"
  fi
  need_packages build test
  build default sportello-pictures
  say "Drawing every screen …"
  build/default/bin/sportello-pictures --all "$folder" || fail "not every screen could be drawn"
  say "Look at them: $(readlink -f "$folder")/index.html"
}
