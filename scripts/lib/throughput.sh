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

# load_leg LEG SECONDS: requests for each second, and how many there were.
load_leg() {
    local said
    said=$(wrk -t 1 -c 8 -d "$2s" -s "$ROOT/scripts/lib/orders.lua" "${urls[$1]}" 2>&1) || fail "wrk failed: $said"
    if grep -qE 'Non-2xx|Socket errors' <<<"$said"; then
        fail "requests went wrong: $(grep -E 'Non-2xx|Socket errors' <<<"$said")"
    fi
    sed -n 's/^Requests\/sec: *//p; s/^ *\([0-9]*\) requests in .*/\1/p' <<<"$said" | sort -n | xargs
}

# cpu_of LEG: microseconds of processor time of its compiler's threads, and of all others.
cpu_of() {
    cat "/proc/${pids[$1]}/stat" "/proc/${pids[$1]}"/task/*/stat 2>/dev/null | awk -v hertz="$(getconf CLK_TCK)" '
        {
            compiler = $0 ~ /^[0-9]+ \(C[12] Comp/
            sub(/^.*\) /, "")
            ticks = $12 + $13
            if (NR == 1) all = ticks
            else if (compiler) compiling += ticks
        }
        END { printf "%d %d\n", compiling * 1e6 / hertz, (all - compiling) * 1e6 / hertz }'
}

# settle_leg LEG SECONDS: loads it until its compiler takes less than a twentieth of a processor, for at most so many seconds. Says
# how long that took.
settle_leg() {
    local spent=0 piece=5 before after
    while [ "$spent" -lt "$2" ]; do
        before=$(cpu_of "$1")
        load_leg "$1" "$piece" >/dev/null
        after=$(cpu_of "$1")
        spent=$((spent + piece))
        [ $((${after% *} - ${before% *})) -ge $((piece * 50000)) ] || break
    done
    say "$1: loaded for $spent s before it was measured; its compiler has taken $((${after% *} / 1000)) ms of processor time"
}

stop_leg_services() {
    for service_pid in "${pids[@]}"; do
        stop_service || true
    done
    pids=()
}

# compare_throughput ROUNDS SECONDS: both services run all the time and are loaded in turns, the first of a round by turns too.
compare_throughput() {
    local measured round leg legs rate before after
    declare -gA pids=() urls=()
    measured=$(mktemp -d)
    trap stop_leg_services EXIT
    for leg in none agent; do
        start_leg_service "$leg" "$measured/$leg.log"
        settle_leg "$leg" $(($2 * 12))
    done
    for ((round = 0; round < $1; round++)); do
        legs=(none agent)
        [ $((round % 2)) -eq 0 ] || legs=(agent none)
        for leg in "${legs[@]}"; do
            before=$(cpu_of "$leg")
            rate=$(load_leg "$leg" "$2")
            after=$(cpu_of "$leg")
            printf '%s %s %s %s\n' "$leg" "$rate" $((${after% *} - ${before% *})) $((${after#* } - ${before#* }))
        done
    done >"$measured/rates"
    stop_leg_services
    throughput_table <"$measured/rates"
    rm -rf "$measured"
}

# Lines of: leg, requests for each second, how many, microseconds of the compiler and of all other threads.
throughput_table() {
    sort -k 1,1 -k 2,2n | awk '
        { rate[$1, ++n[$1]] = $2; cpu[$1, n[$1]] = $5 / $3; compiling[$1] += $4; asked[$1] += $3 }
        function middle(values, leg,    i, j, kept, sorted) {
            for (i = 1; i <= n[leg]; i++) {
                kept = values[leg, i]
                for (j = i - 1; j > 0 && sorted[j] > kept; j--) sorted[j + 1] = sorted[j]
                sorted[j + 1] = kept
            }
            return sorted[int((n[leg] + 1) / 2)]
        }
        function row(leg, title) {
            printf "| %-12s | %9.0f | %9.0f | %9.0f | %7.3f | %8.1f | %7.3f | %8.1f | %3d |\n", title, middle(rate, leg),
                rate[leg, 1], rate[leg, n[leg]], middle(rate, leg) / middle(rate, "none"), middle(cpu, leg),
                middle(cpu, leg) / middle(cpu, "none"), compiling[leg] / asked[leg], n[leg]
        }
        END {
            print "| requests/s   |    median |     least |      most |  x none |   CPU us |  x none | compiler |   n |"
            print "| ------------ | --------: | --------: | --------: | ------: | -------: | ------: | -------: | --: |"
            row("none", "no agent")
            row("agent", "ctx-agent")
        }'
}
