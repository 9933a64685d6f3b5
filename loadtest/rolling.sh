#!/usr/bin/env bash
# Replaces two engines behind a proxy one after the other under load, and then has the load test say whether any request failed
# and whether every credit is accounted for.
#
# usage: ./farebox dev                      (in one terminal: its stores are used)
#        loadtest/rolling.sh [RATE]         (in another; RATE is single sends a second, 200 by default)
#
# Needs haproxy (apt install haproxy) and curl. It starts two engines and the proxy on ports of their own and stops them at the end.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
STATE="${FAREBOX_STATE:-$ROOT/.farebox}"
RATE="${1:-200}"
PROXY_PORT=18080
DRAIN_DELAY_MS=3000
WORK="$(mktemp -d)"
declare -A ENGINE
PROXY=

say() { echo "rolling: $*"; }
die() { say "$*" >&2; exit 2; }

command -v haproxy >/dev/null || die "haproxy is needed: apt install haproxy."
[ -f "$STATE/stores.properties" ] || die "start ./farebox dev first: its stores are used."
KEY="$(cat "$STATE/operator-key")"

finish() {
  for pid in "${ENGINE[@]}" $PROXY; do
    kill "$pid" 2>/dev/null || true
  done
  wait
  rm -rf "$WORK"
}
trap finish EXIT

http_port() { echo "1808$1"; }
management_port() { echo "1809$1"; }

# start NUMBER: an engine, until it is ready.
start() {
  local number="$1"
  FAREBOX_OPERATOR_KEY="$KEY" FAREBOX_HTTP_PORT="$(http_port "$number")" FAREBOX_MANAGEMENT_PORT="$(management_port "$number")" \
    FAREBOX_INSTANCE="rolling-$number" FAREBOX_DRAIN_DELAY_MS="$DRAIN_DELAY_MS" \
    "$ROOT/farebox" serve --config "$STATE/stores.properties" >>"$WORK/engine-$number.log" 2>&1 &
  ENGINE[$number]=$!
  for _ in $(seq 240); do
    curl -fs "http://127.0.0.1:$(management_port "$number")/health/ready" >/dev/null && return
    kill -0 "${ENGINE[$number]}" 2>/dev/null || { cat "$WORK/engine-$number.log" >&2; die "engine $number did not start."; }
    sleep 0.5
  done
  die "engine $number is not ready."
}

# replace NUMBER: what an update does to one engine.
replace() {
  local number="$1" began=$SECONDS
  kill "${ENGINE[$number]}"
  wait "${ENGINE[$number]}" || true
  start "$number"
  say "engine $number was replaced in $((SECONDS - began)) s"
}

# A server that refuses readiness gets no new request; one request that could not be sent at all goes to the other engine.
cat >"$WORK/haproxy.cfg" <<CFG
defaults
  mode http
  timeout connect 2s
  timeout client 75s
  timeout server 30s
  timeout check 1s
  option redispatch
  retries 3
  retry-on conn-failure
frontend clients
  bind 127.0.0.1:$PROXY_PORT
  default_backend engines
backend engines
  balance leastconn
  option httpchk GET /health/ready
  default-server inter 500ms fall 1 rise 2
  server one 127.0.0.1:$(http_port 1) check port $(management_port 1)
  server two 127.0.0.1:$(http_port 2) check port $(management_port 2)
CFG

start 1
start 2
haproxy -f "$WORK/haproxy.cfg" &
PROXY=$!
say "two engines behind 127.0.0.1:$PROXY_PORT, load for a minute"
"$ROOT/farebox" loadtest --url "http://127.0.0.1:$PROXY_PORT" --key "$KEY" --rate "$RATE" --warm-up 10 --seconds 60 \
  --burst-recipients 1000 >"$WORK/loadtest.log" 2>&1 &
LOAD=$!
sleep 20
replace 1
replace 2
ended=0
wait "$LOAD" || ended=$?
tail -n 40 "$WORK/loadtest.log"
[ "$ended" = 0 ] && say "no request failed and every credit is accounted for" || say "the load test ended with $ended"
exit "$ended"
