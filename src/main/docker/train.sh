#!/usr/bin/env bash
# Has the packaged server start and refine once, with the demo model, and keeps what Java learned meanwhile for
# later starts: app.aot (Java 25 and newer) or app.jsa beside quarkus-run.jar. It is good for this Java and this
# package alone, and worth most with -Dquarkus.package.jar.type=aot-jar.
#
#   src/main/docker/train.sh target/quarkus-app [options of java that later starts have too]
set -euo pipefail
cd "$1"
shift

port=${PORT:-18080}
known=$(java -XX:+PrintFlagsFinal -version 2>&1 | grep -c AOTCacheOutput || true)
if [ "$known" -gt 0 ]; then
  keep=-XX:AOTCacheOutput=app.aot
else
  keep=-XX:ArchiveClassesAtExit=app.jsa
fi

QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=$port HONE_RUN_LOG_STORE=memory OPENAI_API_KEY= OPENAI_BASE_URL= \
  java "$keep" "$@" -jar quarkus-run.jar > train.log 2>&1 &
server=$!
trap 'kill $server 2> /dev/null || true' EXIT

request() { # method, path, body: prints the answer
  exec 3<> "/dev/tcp/localhost/$port" || return 1
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
    "$1" "$2" "${4:-*/*}" "${#3}" "$3" >&3
  cat <&3
  exec 3>&-
}

for _ in $(seq 300); do
  kill -0 $server 2> /dev/null || { cat train.log >&2; exit 1; }
  request GET /q/health/ready '' 2> /dev/null | grep ' 200 ' > /dev/null && break
  sleep 0.2
done
request POST /v1/refinements '{"messages": [{"role": "user", "content": "Why is the sky blue?"}], "max_iterations": 1}' \
  text/event-stream | grep run.completed > /dev/null

kill $server
wait $server || true
trap - EXIT
rm -f train.log
ls app.*
