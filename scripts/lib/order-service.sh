# Starts, calls and stops the sample order service. Sourced after project.sh, never run.

SAMPLE=$ROOT/sample-apps/order-service/target
# What its JVM is started with; for a service without the agent, nothing.
service_jvm=("-javaagent:$ROOT/dist/ctx-agent.jar=shutdown=5s")
service_pid=
service_url=
service_log=
load_pid=
load_stop=

sample_jar() {
    printf '%s\n' "$SAMPLE"/ctx-sample-order-service-[0-9]*.jar
}

# start_service LOG [OPTION...]: on a free port.
start_service() {
    service_log=$1
    : >"$service_log"
    shift
    "$JAVA_HOME/bin/java" ${service_jvm[@]+"${service_jvm[@]}"} \
        -cp "$(sample_jar):$SAMPLE/lib/*" io.ctxagent.samples.orders.OrderService "$@" >"$service_log" 2>&1 &
    service_pid=$!
    local address='' try
    for try in {1..300}; do
        address=$(sed -n 's/^listening on \(127\.0\.0\.1:[0-9]*\)$/\1/p' "$service_log")
        if [ -n "$address" ]; then
            service_url=http://$address
            return
        fi
        kill -0 "$service_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$service_log" >&2
    fail "the order service did not start (waited $((try / 10)) s)"
}

# request METHOD PATH [BODY]: the answer's status and body in one line.
request() {
    local answer
    if command -v curl >/dev/null; then
        answer=$(curl -s -S --max-time 10 -X "$1" ${3:+-d "$3"} -w '\n%{http_code}' "$service_url$2" 2>&1) || true
        printf '%s %s\n' "${answer##*$'\n'}" "${answer%$'\n'*}"
    else
        "$JAVA_HOME/bin/java" -cp "$(sample_jar)" io.ctxagent.samples.orders.OrderClient "$1" "$service_url$2" ${3:+"$3"} || true
    fi
}

show_request() {
    say "$(printf '%-4s %-20s' "$1" "$2") -> $(request "$@")"
}

# start_load STOP-FILE: a client that asks for the slow report again and again, so that there is something to see.
start_load() {
    load_stop=$1
    while [ ! -e "$load_stop" ]; do
        request GET /report >/dev/null
        request GET '/price?item=lamp' >/dev/null
    done &
    load_pid=$!
}

# Lets the last request end, so that no child outlives the script.
stop_load() {
    if [ -n "$load_pid" ]; then
        touch "$load_stop"
        wait "$load_pid" 2>/dev/null || true
        rm -f "$load_stop"
        load_pid=
    fi
}

# SIGTERM, then waits for its end; false when it had to be killed.
stop_service() {
    local pid=$service_pid try
    [ -n "$pid" ] || return 0
    service_pid=
    kill -TERM "$pid" 2>/dev/null || true
    for try in {1..200}; do
        if ! kill -0 "$pid" 2>/dev/null; then
            wait "$pid" 2>/dev/null || true
            return
        fi
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    return 1
}
