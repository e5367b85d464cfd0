# ./run demo: a throwaway school, its service, an enrolled kiosk and somebody's messages on the terminal.
# With a display, a window to try; without, the two scripted visits and the proof that their credentials open the register.
# Ends with everything it started, also on Ctrl-C.

source tests/demo/processes.sh
source tests/demo/school.sh

demo() {
  local window=(--windowed 1280x800) card=''
  while (($#)); do
    case $1 in
      --fullscreen) window=() ;;
      --card)
        card=$(value_of "$@")
        [[ $card =~ ^[1-3]$ ]] || misuse "there is no card '$card': take 1, 2 or 3"
        shift ;;
      *) misuse "demo does not know '$1': try ./run help" ;;
    esac
    shift
  done
  need_packages build demo
  build default sportello-service sportello-kiosk sportello-drill

  demo=$PWD/build/demo bin=$PWD/build/default/bin
  trap end_all EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  rm -rf "$demo"
  mkdir -p "$demo/log" "$demo/pictures"
  chmod 700 "$demo"
  # Memory that a library has freed is overwritten, so that a secret does not wait in it.
  export GLIBC_TUNABLES=glibc.malloc.perturb=90:glibc.malloc.tcache_count=0

  say "Making the school, its families and its kiosk"
  demo_certificate
  demo_store
  demo_service
  demo_kiosk
  demo_draw_cards
  demo_follow_messages $$ &
  demo_pids+=($!)

  if [[ -n ${DISPLAY:-} ]]; then
    demo_by_hand "$card" "${window[@]}"
  else
    demo_by_script
  fi
}

demo_by_hand() {
  local card=$1 about number code camera=() status=0
  shift
  printf '\n  Cards to try (type the code at the kiosk, or show the picture: ./run demo --card N)\n\n'
  for about in "${demo_cards[@]}"; do
    read -r number code about <<<"$about"
    printf '  %s  %s  %s\n     build/demo/cards/%s.png\n' "$number" "$code" "$about" "$number"
  done
  printf '\n  Messages appear here. Close the window or press Ctrl-C to end.\n\n'
  [[ -z $card ]] || camera=(--camera "file:$demo/cards/$card.png")
  start "$demo/log/kiosk.log" "$bin/sportello-kiosk" --config "$demo/kiosk.toml" "$@" "${camera[@]}"
  wait "$started" || status=$?
  ((status == 0)) || {
    tail -n 20 "$demo/log/kiosk.log" >&2
    fail "the kiosk ended with $status: $demo/log/kiosk.log"
  }
}

demo_by_script() {
  say "No display here: the scripted visits, in a display nobody sees"
  : >"$demo/display"
  start "$demo/log/xvfb.log" bash -c 'exec Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$1"' bash "$demo/display"
  until_file "$demo/display" "$started" 10 || fail "Xvfb did not start: $demo/log/xvfb.log"
  DISPLAY=:$(<"$demo/display")
  export DISPLAY

  demo_login_page
  demo_visit first_issue "First issue"
  demo_visit lost_password "Lost password"
  printf '\n  Every visit ended well, and the register let the guardian in with what each one gave.\n'
  printf '  Pictures: build/demo/pictures/first_issue, build/demo/pictures/lost_password\n'
  printf '  Cards:    build/demo/cards\n  Messages: build/demo/spool\n'
}

# demo_visit NAME TITLE: the script, its pictures, and a login with what the screen showed at the end.
demo_visit() {
  local name=$1 title=$2 script=tests/demo/$1.replay began=$SECONDS pictures
  mkdir -p "$demo/pictures/$name"
  "$bin/sportello-kiosk" --config "$demo/kiosk.toml" --windowed 1280x800 --replay "$script" \
    --screenshots "$demo/pictures/$name" --spool "$demo/spool" --reveal "$demo/$name.json" \
    >"$demo/log/$name.log" 2>&1 </dev/null || {
    tail -n 20 "$demo/log/$name.log" >&2
    fail "$title: the visit did not end well: $demo/log/$name.log"
  }
  # The password is the one word that the script types on that screen.
  awk '/^expect / { on = $2 == "choose-password" } on && /^(tap|type) / { print $2 }' "$script" >"$demo/$name.password"
  chmod 600 "$demo/$name.password"
  must "$demo/log/$name-login.log" "$title: the login with these credentials" "$bin/sportello-drill" login \
    --url "$demo_url" --pin "$(demo_pin)" --key "$demo/login.key" --key-id "$demo_login_id" \
    --credentials "$demo/$name.json" --password-file "$demo/$name.password"
  pictures=("$demo/pictures/$name"/*.png)
  [[ -e ${pictures[0]} ]] || fail "$title: no picture in $demo/pictures/$name"
  say "$title: ${#pictures[@]} screens in $((SECONDS - began)) s; $(<"$demo/log/$name-login.log")"
}
