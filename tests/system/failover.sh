#!/usr/bin/env bash
# failover.sh BIN: a primary dies under load, and nothing that was acknowledged dies with it. Real HAProxy, two processes
# of the service, two PostgreSQL servers kept by Patroni with etcd, all by the files of service/examples/ with other
# addresses. Ends what it started, whatever happens. Needs the packages of `./run install failover`.
set -Eeuo pipefail
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
examples=$here/service/examples
visits=${SPORTELLO_FAILOVER_VISITS:-400}
pg=$(find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' | sort -V | tail -n 1)
for program in patroni etcd haproxy psql curl openssl python3 "$pg/initdb"; do
  command -v "$program" >/dev/null || { echo "failover: $program is missing: ./run install failover" >&2; exit 1; }
done
export PATH=$bin:$PATH

root=$(mktemp -d /tmp/sportello-failover-XXXXXX)
chmod 755 "$root"
started=()
owner=()
if ((EUID == 0)); then owner=(runuser -u postgres --); fi
mkdir "$root/db" "$root/a" "$root/b" "$root/messages"
((EUID != 0)) || chown postgres "$root/db"

# Each is started in a session of its own, and ended by its number.
begin() {
  local log=$1
  shift
  setsid "$@" >>"$root/$log.log" 2>&1 </dev/null &
  started+=($!)
  disown # its end is no news
}
postmaster_of() { head -n 1 "$root/db/$1/postmaster.pid" 2>/dev/null || true; }
cleanup() {
  local status=$? number
  for number in "${started[@]}" "$(postmaster_of a)" "$(postmaster_of b)"; do
    # With its group: who changes the user waits for a child, which would outlive it.
    [[ -z $number ]] || kill -9 -- "-$number" 2>/dev/null || kill -9 "$number" 2>/dev/null || true
  done
  if ((status)); then
    for log in "$root"/*.log; do
      echo "--- ${log##*/}"
      tail -n 12 "$log"
    done >&2
  fi
  sleep 0.5
  [[ -z ${SPORTELLO_FAILOVER_KEEP:-} ]] || return 0
  # A server's processes end when they notice that it is gone, and write until then.
  for number in 1 2 3 4 5; do
    rm -rf "$root" 2>/dev/null && return 0
    sleep 1
  done
  rm -rf "$root"
}
trap cleanup EXIT
trap 'echo "failover: line $LINENO failed: $BASH_COMMAND" >&2' ERR
say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
until_it() { # SECONDS COMMAND …
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "failover: waited in vain for: $*" >&2; return 1; }
    sleep 0.2
  done
}

mapfile -t ports < <(python3 - <<'PY'
import socket
open_ones = [socket.socket() for _ in range(11)]
for one in open_ones: one.bind(("127.0.0.1", 0))
for one in open_ones: print(one.getsockname()[1])
PY
)
etcd_port=${ports[0]} peer_port=${ports[1]}
declare -A rest=([a]=${ports[2]} [b]=${ports[3]}) sql=([a]=${ports[4]} [b]=${ports[5]})
declare -A door=([a]=${ports[6]} [b]=${ports[7]}) private=([a]=${ports[8]} [b]=${ports[9]})
front=${ports[10]}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout "$root/db.key" -out "$root/db.pem" 2>"$root/openssl.log"
cp "$root/db.key" "$root/service.key"
cp "$root/db.pem" "$root/service.pem"
((EUID != 0)) || chown postgres "$root/db.key"
chmod 600 "$root/db.key"

say "etcd and two servers kept by Patroni"
cd "$root/db"
begin etcd "${owner[@]}" env ETCD_UNSUPPORTED_ARCH=arm64 etcd --data-dir "$root/db/etcd" --name one \
  --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
  --listen-peer-urls "http://127.0.0.1:$peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" \
  --initial-cluster "one=http://127.0.0.1:$peer_port"
patroni_of() {
  local name=$1
  sed -e "s|^name: .*|name: db-$name|" -e "s|10.0.0.21:8008|127.0.0.1:${rest[$name]}|" \
    -e "s|10.0.0.21:5432|127.0.0.1:${sql[$name]}|" -e "s|hosts: 10.0.0.31.*|hosts: 127.0.0.1:$etcd_port|" \
    -e "s|data_dir: .*|data_dir: $root/db/$name|" -e "s|bin_dir: .*|bin_dir: $pg|" \
    -e "s|unix_socket_directories: .*|unix_socket_directories: $root/db|" -e "s|/etc/patroni/server|$root/db|" \
    -e "s|10\.0\.0\.[0-9]*/32|127.0.0.1/32|" "$examples/patroni.yml" >"$root/patroni-$name.yml"
  begin "patroni-$name" "${owner[@]}" env PATRONI_SUPERUSER_PASSWORD=one PATRONI_REPLICATION_PASSWORD=two \
    PATRONI_REWIND_PASSWORD=three PATRONI_RESTAPI_USERNAME=patroni PATRONI_RESTAPI_PASSWORD=five \
    patroni "$root/patroni-$name.yml"
}
until_it 20 curl -sf "http://127.0.0.1:$etcd_port/health"
patroni_of a
patroni_a=${started[-1]}
until_it 60 curl -sf "http://127.0.0.1:${rest[a]}/primary"
patroni_of b
until_it 60 curl -sf "http://127.0.0.1:${rest[b]}/synchronous"
ask() { # SERVER DATABASE …: as the superuser, on its socket
  local server=$1 database=$2
  shift 2
  "${owner[@]}" psql -XqtA -h "$root/db" -p "${sql[$server]}" -U postgres -d "$database" "$@"
}
ask a postgres -c "CREATE ROLE sportello LOGIN PASSWORD 'four'" -c "CREATE DATABASE sportello OWNER sportello"
echo four >"$root/database.password"

say "two processes of the service behind HAProxy"
for name in a b; do
  sed -e "s|10.0.0.11:8443|127.0.0.1:${door[$name]}|" -e "s|10.0.0.11:8444|127.0.0.1:${private[$name]}|" \
    -e "s|authorities = .*|authorities = [\"127.0.0.1:$front\"]|" -e "s|/etc/sportello/service|$root/service|" \
    -e "s|data_directory = .*|data_directory = \"$root/$name\"\nmaster_key_file = \"$root/master.key\"|" \
    -e "s|/run/credentials/sportello-service.service/tls-key|$root/service.key|" \
    -e 's|trusted_balancers = .*|trusted_balancers = ["127.0.0.1"]|' -e '/^# Who sends SMS/,$d' \
    -e "s|profiles_directory = .*|profiles_directory = \"$here/assets/registers\"|" \
    -e "s|host=10.0.0.21,10.0.0.22|host=localhost,localhost port=${sql[a]},${sql[b]}|" \
    -e "s|/etc/sportello/database-ca.pem|$root/db.pem|" -e "s|/etc/sportello/database.password|$root/database.password|" \
    "$examples/several.toml" >"$root/$name.toml"
  printf '\n[mail]\nkind = "spool"\ndirectory = "%s"\n\n[[gateway]]\nkind = "spool"\ndirectory = "%s"\n\n%s\n' \
    "$root/messages" "$root/messages" $'[limits]\nsms_per_school_day = 100000\nsms_per_kiosk_day = 100000' >>"$root/$name.toml"
done
service() { sportello-service --config "$root/a.toml" "$@"; }
school=RMIC817009
python3 - "$root" "$visits" <<'PY'
import sys
root, count = sys.argv[1], int(sys.argv[2])
odd = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)))
odd.update(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)))
even = dict(zip("0123456789", range(10)))
even.update(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", range(26)))
with open(root + "/families.csv", "w") as families, open(root + "/cards", "w") as cards:
    families.write("guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n")
    for i in range(count):
        letters = "".join(chr(65 + i // 26 ** n % 26) for n in (2, 1, 0))
        code = letters + "MRA80A01H501"
        code += chr(65 + sum((odd if at % 2 == 0 else even)[c] for at, c in enumerate(code)) % 26)
        phone = "+39347%07d" % (1000000 + i)
        families.write(f"{code};Prova;Carico;{phone};;PADRE;CARICO{i};Prova;Anna;1B\n")
        cards.write(f"{code};{phone}\n")
PY
service master-key create "$root/master.key"
service school add --code $school --name "IC Colle Sereno" --profile classeviva
service import --school $school "$root/families.csv" >/dev/null
for name in a b; do
  begin "service-$name" sportello-service --config "$root/$name.toml" serve --demo --ready-file "$root/ready-$name"
  until_it 20 test -s "$root/ready-$name"
done
sed -e "s|bind :443|bind 127.0.0.1:$front|" \
  -e "s|service-a 10.0.0.11:8443|service-a 127.0.0.1:${door[a]} port ${private[a]}|" \
  -e "s|service-b 10.0.0.12:8443|service-b 127.0.0.1:${door[b]} port ${private[b]}|" -e 's|check port 8444|check|' \
  "$examples/haproxy.cfg" >"$root/haproxy.cfg"
begin haproxy haproxy -db -f "$root/haproxy.cfg"
pin=sha256//$(openssl x509 -in "$root/service.pem" -pubkey -noout | openssl pkey -pubin -outform der |
  openssl dgst -sha256 -binary | base64)
url=https://127.0.0.1:$front
until_it 20 curl -sk -o "$root/nothing" "$url/v1/"
sportello-drill enrol --service "$url" --pin "$pin" --device-key "$root/device.key" \
  --code "$(service device enrol-code --school $school)" >"$root/enrolled"
device=$(sed -n 's/^device: //p' "$root/enrolled")
service device approve "$device" --words "$(sed -n 's/^words: //p' "$root/enrolled")" >/dev/null

say "visits, six at once"
sportello-drill visits --service "$url" --pin "$pin" --device-key "$root/device.key" --device "$device" \
  --codes "spool:$root/messages" --cards "$root/cards" --visits "$visits" --concurrency 6 --rest 1 \
  --acknowledged "$root/acknowledged" >"$root/drill" 2>&1 &
drill=$!
started+=("$drill")
enough() { [[ -f $root/acknowledged ]] && (($(wc -l <"$root/acknowledged") >= $1)); }
until_it 60 enough 40
# As if the machine had lost its power: Patroni, the server and all of its processes.
primary=$(postmaster_of a)
mapfile -t dying < <(ps -o pid= --ppid "$primary" && ps -o pid= --ppid "$patroni_a")
kill -9 "$patroni_a" "$primary" "${dying[@]// /}" 2>/dev/null || true
before=$(wc -l <"$root/acknowledged")
say "the primary is dead, after $before acknowledged acts"
until_it 90 curl -sf "http://127.0.0.1:${rest[b]}/primary"
say "the standby is the primary"
until_it 120 enough $((before + 60))
say "acts are acknowledged again"
finished() { ! kill -0 "$drill"; }
until_it 240 finished
cat "$root/drill"
# Who was not served was told so in a way that asks to try again; nobody was told of a failure, or nothing at all.
if grep 'failed .* times at' "$root/drill" | grep -vE 'busy|no answer|code: none arrived|reach|connect|respon'; then
  echo "failover: that is no clean answer" >&2
  exit 1
fi

say "looking for every acknowledged act at the new primary"
acknowledged=$(grep -c ';[0-9]\{13\}$' "$root/acknowledged")
grep ';[0-9]\{13\}$' "$root/acknowledged" >"$root/whole"
found=$(cut -d';' -f1 "$root/whole" | ask b sportello -c 'CREATE TEMP TABLE told (visit TEXT)' -c '\copy told FROM pstdin' -c "
  SELECT COUNT(DISTINCT t.visit) FROM told t JOIN visit v ON v.id = t.visit JOIN account a ON a.guardian_id = v.guardian_id
  JOIN audit e ON e.visit_id = t.visit AND e.event LIKE 'credentials.%'" | tail -n 1)
echo "acknowledged $acknowledged, there $found"
[[ $found == "$acknowledged" ]]
broken=$(ask b sportello -c "SELECT COUNT(*) FROM audit a WHERE a.sequence > 1 AND NOT EXISTS (SELECT 1 FROM audit p WHERE
  p.school_id = a.school_id AND p.sequence = a.sequence - 1 AND p.hash = a.previous)")
[[ $broken == 0 ]] || { echo "failover: the chain of the audit is broken $broken times" >&2; exit 1; }
twice=$(ask b sportello -c "SELECT COUNT(*) FROM (SELECT outbox_id FROM outbox_try WHERE outcome = 'sent' GROUP BY outbox_id
  HAVING COUNT(*) > 1) AS twice")
[[ $twice == 0 ]] || { echo "failover: $twice messages went twice" >&2; exit 1; }
awk -F ';' '
  { if (last && $4 - last > gap) { gap = $4 - last } last = $4 }
  END { printf "without service: %.1f s between two acknowledged acts\n", gap / 1000 }' <(sort -t';' -k4n "$root/whole")
say "nothing that was acknowledged is lost"
