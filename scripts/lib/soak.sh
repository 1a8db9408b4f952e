# A long load on the order service under the agent, and what is left of it. Sourced after order-service.sh, never run.

readonly SOAK=$ROOT/agent/benchmarks/target

# soak WARM-UP-SECONDS SECONDS REQUESTS [OPTION...]: false when something was left; options are the service's.
soak() {
    local log status=0
    log=$(mktemp)
    service_jvm=(-Xmx256m -Dsun.net.httpserver.nodelay=true
        "-javaagent:$ROOT/dist/ctx-agent.jar=shutdown=5s,http.deadline-header=X-Left-Ms,http.read-timeout=5s")
    start_service "$log" --until-hang-up "${@:4}"
    # There is an order to be asked for.
    request POST /orders 'item=lamp' >/dev/null
    "$JAVA_HOME/bin/java" -cp "$SOAK/classes:$SOAK/lib/*" io.ctxagent.benchmarks.soak.Soak \
        "$service_pid" "${service_url##*:}" "$ROOT/dist/bin/ctxinspect" "$1" "$2" "$3" || status=1
    if ! stop_service; then
        say "WRONG: the service did not end"
        status=1
    fi
    # What the service itself had to say of it: nothing but its first line and the agent's last.
    if [ "$#" -eq 3 ]; then
        say "$(tail -n 1 "$log")"
        grep -qxF 'ctx-agent: graceful shutdown: 1 live thread, 0 live contexts' "$log" || status=1
    fi
    rm -f "$log"
    return "$status"
}

# soak_tests SECONDS REQUESTS: a service with a leak first, which must be found wrong.
soak_tests() {
    step "a canary: the same with a leak planted"
    if soak 5 5 0 --leak=uncancelled | sed 's/WRONG: /found: /'; then
        failed=$((failed + 1))
        say "WRONG: the leak was not found, so what follows would prove nothing"
        return
    fi
    passed=$((passed + 1))
    say "found wrong, as it is"
    step "the soak"
    if soak 20 "$1" "$2"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}
