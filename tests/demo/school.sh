# Makes the demo's throwaway school under build/demo: certificate, keys, configuration, families, cards, an enrolled
# kiosk. Everything in it is invented and new at every start; nothing of it is for real use.

demo_school_code=RMIC817009
demo_school_name="Istituto Comprensivo Colle Sereno"

demo_certificate() {
  must "$demo/log/openssl.log" "making a certificate" \
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 30 -sha256 -subj /CN=localhost \
    -addext "subjectAltName=IP:127.0.0.1,DNS:localhost" -keyout "$demo/service.key" -out "$demo/service.pem"
  chmod 600 "$demo/service.key"
}

# The pin of the certificate's key, as curl writes it.
demo_pin() {
  printf 'sha256//%s\n' "$(openssl x509 -in "$demo/service.pem" -pubkey -noout |
    openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)"
}

service() { "$bin/sportello-service" --config "$demo/service.toml" "$@"; }

# A port that nobody listens on: links in messages name it before the service has it.
demo_free_port() {
  local port
  for ((port = 20000 + RANDOM % 20000; ; port++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}

demo_store() {
  local port
  port=$(demo_free_port)
  cat >"$demo/service.toml" <<TOML
# The demo's service. The spools write each SMS and each mail into a file.
[service]
listen = "127.0.0.1:$port"
private_listen = "127.0.0.1:0"
certificate = "service.pem"
private_key = "service.key"
data_directory = "data"
master_key_file = "master.key"
profiles_directory = "$PWD/assets/registers"
public_url = "https://localhost:$port"

[[gateway]]
kind = "spool"
directory = "spool"

[mail]
kind = "spool"
directory = "mail"
TOML
  mkdir -p "$demo/data" "$demo/spool" "$demo/mail"
  must "$demo/log/master-key.log" "making the master key" service master-key create "$demo/master.key"
  must "$demo/log/school.log" "making the school" \
    service school add --code "$demo_school_code" --name "$demo_school_name" --profile classeviva
  must "$demo/log/import.log" "importing the families" \
    service import --school "$demo_school_code" tests/demo/families.csv
}

demo_service() {
  start "$demo/log/service.log" "$bin/sportello-service" --config "$demo/service.toml" \
    serve --demo --ready-file "$demo/ready.json"
  until_file "$demo/ready.json" "$started" 20 || {
    tail -n 20 "$demo/log/service.log" >&2
    fail "the service did not start: $demo/log/service.log"
  }
  demo_url=https://127.0.0.1:$(sed -n 's/.*"port" *: *\([0-9]*\).*/\1/p' "$demo/ready.json")
}

demo_kiosk() {
  cat >"$demo/kiosk.toml" <<TOML
# The demo's kiosk.
[school]
name = "$demo_school_name"
short_name = "IC Colle Sereno"
privacy_contact = "privacy@collesereno.example"
contact_name = "Ada Neri"
contact_phone = "06 0000 0001"
contact_mail = "registro@collesereno.example"
contact_hours = "8:30–10:30"

[office]
name = "Segreteria didattica"
place = "piano terra, stanza 4"
hours = "lunedì–venerdì 8:30–10:30, martedì e giovedì anche 15:00–16:30"
phone = "06 0000 0000"

[service]
url = "$demo_url"
pins = ["$(demo_pin)"]

[device]
directory = "device"
rehearsal = true

[screen]
language = "it"

[assets]
directory = "$PWD/assets"
TOML
  mkdir -p "$demo/device"
  chmod 700 "$demo/device"
  local code device words
  # The sheet, the device, the eight words read aloud: what a technician does, in a second.
  code=$(service device enrol-code --school "$demo_school_code" 2>"$demo/log/enrol-code.log") ||
    fail "no enrolment code: $demo/log/enrol-code.log"
  must "$demo/log/enrol.log" "enrolling the kiosk" "$bin/sportello-kiosk" enrol --config "$demo/kiosk.toml" --code "$code"
  device=$(sed -n 's/^device: *//p' "$demo/log/enrol.log")
  words=$(sed -n 's/^words: *//p' "$demo/log/enrol.log")
  must "$demo/log/approve.log" "approving the kiosk" service device approve "$device" --words "$words"
}

# Cards to try: number, codice fiscale, what happens. The third is valid and nobody's here.
demo_cards=(
  "1 RSSMRA80A01H501U Mario Rossi, two children: first credentials"
  "2 BNCGLI77H56H501N Giulia Bianchi, their mother: credentials of her own"
  "3 DNGMNT85T71F205Y nobody this school knows: the same screens, and no message"
)

demo_draw_cards() {
  local card number code about
  mkdir -p "$demo/cards"
  for card in "${demo_cards[@]}"; do
    read -r number code about <<<"$card"
    # A health card carries Code 39 without a check character; drawn by an encoder that is not our reader's.
    must "$demo/log/zint.log" "drawing a card" zint --barcode=CODE39 --data="$code" --height=60 --whitesp=14 \
      --vwhitesp=14 --scale=2 --notext --output="$demo/cards/$number.png"
  done
}

# demo_member NAME FILE: a text of the spool's JSON, its line ends and quotes undone.
demo_member() {
  sed -n 's/.*"'"$1"'":"\(\([^"\]\|\\.\)*\)".*/\1/p' "$2" | sed 's/\\n/\n/g; s/\\\(.\)/\1/g'
}

# One line per SMS, as it would have arrived, and subject and text per mail. Ends with the shell that started it.
demo_follow_messages() {
  local parent=$1 file text to
  declare -A seen
  while kill -0 "$parent" 2>/dev/null; do
    for file in "$demo"/spool/*.json "$demo"/mail/*.json; do
      [[ -e $file && -z ${seen[$file]:-} ]] || continue
      seen[$file]=1
      to=$(demo_member to "$file")
      text=$(demo_member text "$file")
      if [[ $file == */mail/* ]]; then
        printf '✉ mail to %s: %s\n    %s\n' "$to" "$(demo_member subject "$file")" "${text//$'\n'/$'\n'    }"
      else
        printf '✉ to %s …%s: %s\n' "${to:0:6}" "${to: -2}" "${text//$'\n'/ }"
      fi
    done
    sleep 0.1
  done
}

# The register's own login page, as the service knows it: the proof that credentials are good is a login.
demo_login_page() {
  local public_key
  public_key=$("$bin/sportello-drill" make-key "$demo/login.key" 2>"$demo/log/login-page.log" |
    sed -n 's/^public-key: *//p') || fail "no key for the login page: $demo/log/login-page.log"
  demo_login_id=$(service login-page add --school "$demo_school_code" --public-key "$public_key" \
    2>"$demo/log/login-page.log") || fail "no login page: $demo/log/login-page.log"
}
