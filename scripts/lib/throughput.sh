# Requests for each second of the order service, with and without the agent. Sourced by scripts/bench, never run.

require_wrk() {
    local manager
    command -v wrk >/dev/null && return
    if manager=$(package_manager) && install_package "$manager" wrk; then
        return
    fi
    fail "no wrk here, which makes the load: install it" 2
}

# start_leg_service LEG LOG: its process id and URL are then in pids[LEG] and urls[LEG].
start_leg_service() {
    # Without nodelay each answer waits for an acknowledgement, 40 ms, and hides all else.
    service_jvm=(-Xms256m -Xmx256m -Dsun.net.httpserver.nodelay=true)
    [ "$1" = none ] || service_jvm+=("-javaagent:$ROOT/dist/ctx-agent.jar")
    start_service "$2"
    request POST /orders 'item=lamp' >/dev/null
    pids[$1]=$service_pid
    urls[$1]=$service_url
}

# load_leg LEG SECONDS: requests for each second.
load_leg() {
    local said
    said=$(wrk -t 1 -c 8 -d "$2s" -s "$ROOT/scripts/lib/orders.lua" "${urls[$1]}" 2>&1) || fail "wrk failed: $said"
    if grep -qE 'Non-2xx|Socket errors' <<<"$said"; then
        fail "requests went wrong: $(grep -E 'Non-2xx|Socket errors' <<<"$said")"
    fi
    sed -n 's/^Requests\/sec: *//p' <<<"$said"
}

stop_leg_services() {
    for service_pid in "${pids[@]}"; do
        stop_service || true
    done
    pids=()
}

# compare_throughput ROUNDS SECONDS: both services run all the time and are loaded in turns, the first of a round by turns too.
compare_throughput() {
    local measured round leg legs rate
    declare -gA pids=() urls=()
    measured=$(mktemp -d)
    trap stop_leg_services EXIT
    for leg in none agent; do
        start_leg_service "$leg" "$measured/$leg.log"
        load_leg "$leg" $(($2 * 3)) >/dev/null
    done
    for ((round = 0; round < $1; round++)); do
        legs=(none agent)
        [ $((round % 2)) -eq 0 ] || legs=(agent none)
        for leg in "${legs[@]}"; do
            rate=$(load_leg "$leg" "$2")
            printf '%s %s\n' "$leg" "$rate"
        done
    done >"$measured/rates"
    stop_leg_services
    throughput_table <"$measured/rates"
    rm -rf "$measured"
}

throughput_table() {
    sort -k 1,1 -k 2,2n | awk '
        { rate[$1, ++n[$1]] = $2 }
        function middle(leg) { return rate[leg, int((n[leg] + 1) / 2)] }
        function row(leg, title) {
            printf "| %-12s | %9.0f | %9.0f | %9.0f | %7.3f | %3d |\n", title, middle(leg), rate[leg, 1], rate[leg, n[leg]],
                middle(leg) / middle("none"), n[leg]
        }
        END {
            print "| requests/s   |    median |     least |      most | x none  |   n |"
            print "| ------------ | --------: | --------: | --------: | ------: | --: |"
            row("none", "no agent")
            row("agent", "ctx-agent")
        }'
}
