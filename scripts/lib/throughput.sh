# Requests for each second of the order service, with and without the agent. Sourced by scripts/bench, never run.

# "again" is a second service without the agent: what it differs by from the first is what two equal starts differ by.
readonly THROUGHPUT_LEGS=(none again agent)

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
    [ "$1" != agent ] || service_jvm+=("-javaagent:$ROOT/dist/ctx-agent.jar")
    start_service "$2" ${database_url:+"--db=$database_url"}
    request POST /orders 'item=lamp' >/dev/null
    pids[$1]=$service_pid
    urls[$1]=$service_url
}

# The requests of a load and how many connections ask for them. The service has 8 threads for requests.
load_script=orders
load_connections=8

# choose_load MIX: "reads", or "shop".
choose_load() {
    [ "$1" = shop ] || return 0
    load_script=shop
    load_connections=16
}

# load_leg LEG SECONDS: requests for each second, how many there were, and microseconds of wrk's own processor time.
load_leg() {
    local said TIMEFORMAT='own %U %S'
    said=$({ time wrk -t 1 -c "$load_connections" -d "$2s" -s "$ROOT/scripts/lib/$load_script.lua" "${urls[$1]}"; } 2>&1) || fail "wrk failed: $said"
    if grep -qE 'Non-2xx|Socket errors' <<<"$said"; then
        fail "requests went wrong: $(grep -E 'Non-2xx|Socket errors' <<<"$said")"
    fi
    awk '/^Requests\/sec:/ { rate = $2 } / requests in / { asked = $1 } /^own / { own = ($2 + $3) * 1e6 }
        END { printf "%s %d %d\n", rate, asked, own }' <<<"$said"
}

# cpu_of LEG: microseconds of processor time of its compiler's threads, and of all others.
cpu_of() {
    { cat "/proc/${pids[$1]}/stat" "/proc/${pids[$1]}"/task/*/stat 2>/dev/null || true; } | awk -v hertz="$(getconf CLK_TCK)" '
        {
            compiler = $0 ~ /^[0-9]+ \(C[12] Comp/
            sub(/^.*\) /, "")
            ticks = $12 + $13
            if (NR == 1) all = ticks
            else if (compiler) compiling += ticks
        }
        END { printf "%d %d\n", compiling * 1e6 / hertz, (all - compiling) * 1e6 / hertz }'
}

# database_cpu: microseconds of processor time of a PostgreSQL on this machine; 0 where there is none.
database_cpu() {
    # Processes come and go meanwhile.
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v hertz="$(getconf CLK_TCK)" '
        / \(postgres\) / { sub(/^.*\) /, ""); ticks += $12 + $13 }
        END { printf "%d\n", ticks * 1e6 / hertz }'
}

# settle_leg LEG SECONDS: loads it until its compiler has twice taken less than a twentieth of a processor, for at most so many
# seconds. Says how long that took.
settle_leg() {
    local spent=0 piece=5 quiet=0 before after
    while [ "$spent" -lt "$2" ] && [ "$quiet" -lt 2 ]; do
        before=$(cpu_of "$1")
        load_leg "$1" "$piece" >/dev/null
        after=$(cpu_of "$1")
        spent=$((spent + piece))
        if [ $((${after% *} - ${before% *})) -lt $((piece * 50000)) ]; then
            quiet=$((quiet + 1))
        else
            quiet=0
        fi
    done
    say "$1: loaded for $spent s before it was measured; its compiler has taken $((${after% *} / 1000)) ms of processor time"
}

stop_leg_services() {
    for service_pid in "${pids[@]}"; do
        stop_service || true
    done
    pids=()
}

# What two starts of one JVM differ by is more than what is looked for, so each service is started more than once.
# compare_throughput DATABASE STARTS ROUNDS SECONDS: within a start all services run all the time and are loaded in turns, each of
# them first in its turn.
compare_throughput() {
    local measured start round turn leg rate before after rows database_url=''
    declare -gA pids=() urls=()
    measured=$(mktemp -d)
    trap 'stop_leg_services; drop_schema' EXIT
    if [ "$1" = postgresql ]; then
        schema=ctx_bench_$$
        database_url=$(measured throughput.ScratchSchema create "$schema" 2>"$measured/refusal") || {
            say "PostgreSQL left out, none answers on 127.0.0.1:5432: $(head -n 1 "$measured/refusal")"
            return
        }
    fi
    for ((start = 0; start < $2; start++)); do
        for ((turn = 0; turn < ${#THROUGHPUT_LEGS[@]}; turn++)); do
            leg=${THROUGHPUT_LEGS[$(((turn + start) % ${#THROUGHPUT_LEGS[@]}))]}
            start_leg_service "$leg" "$measured/$leg.log"
            settle_leg "$leg" "$((10 * $4))" >&2
        done
        for ((round = 0; round < $3; round++)); do
            for ((turn = 0; turn < ${#THROUGHPUT_LEGS[@]}; turn++)); do
                leg=${THROUGHPUT_LEGS[$(((turn + round) % ${#THROUGHPUT_LEGS[@]}))]}
                before=$(cpu_of "$leg")
                rows=$(database_cpu)
                rate=$(load_leg "$leg" "$4")
                rows=$(($(database_cpu) - rows))
                after=$(cpu_of "$leg")
                printf '%s %d %s %d %d %d\n' "$leg" "$start" "$rate" "$rows" $((${after% *} - ${before% *})) \
                    $((${after#* } - ${before#* }))
            done
        done
        stop_leg_services
    done >"$measured/rates"
    drop_schema
    throughput_table <"$measured/rates"
    rm -rf "$measured"
}

# Global, for a trap may be run when the function has been left.
schema=

drop_schema() {
    [ -z "${schema:-}" ] || measured throughput.ScratchSchema drop "$schema" || true
    schema=
}

# Lines of: leg, start, requests for each second, how many, microseconds of wrk, of the database, of the compiler and of all other
# threads. A start's rate is the median of its rounds, a leg's the median of its starts.
throughput_table() {
    awk '
        {
            if (!($1 SUBSEP $2 in rounds)) starts[$1]++
            at = ++rounds[$1, $2]
            rate[$1, $2, at] = $3
            cpu[$1, $2, at] = $8 / $4
            all[$1, $2, at] = ($5 + $6 + $8) / $4
            compiling[$1] += $7
            asked[$1] += $4
            load[$1] += $5
            rows[$1] += $6
        }
        function median(list, n,    i, j, held) {
            for (i = 2; i <= n; i++) {
                held = list[i]
                for (j = i - 1; j > 0 && list[j] > held; j--) list[j + 1] = list[j]
                list[j + 1] = held
            }
            return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
        }
        # Of one start; sorted, the starts are in "ordered" afterwards.
        function of_start(values, leg, start,    i, list) {
            for (i = 1; i <= rounds[leg, start]; i++) list[i] = values[leg, start, i]
            return median(list, rounds[leg, start])
        }
        function of_leg(values, leg,    start) {
            for (start = 0; start < starts[leg]; start++) ordered[start + 1] = of_start(values, leg, start)
            return median(ordered, starts[leg])
        }
        function row(leg, title,    middle, least, most, us, sum) {
            middle = of_leg(rate, leg)
            least = ordered[1]
            most = ordered[starts[leg]]
            us = of_leg(cpu, leg)
            sum = of_leg(all, leg)
            if (leg == "none") { base = middle; base_us = us; base_sum = sum }
            printf "| %-14s | %9.0f | %9.0f | %9.0f | %7.3f | %8.1f | %7.3f | %8.1f | %8.1f | %8.1f | %7.3f | %8.1f | %6d |\n", title, middle,
                least, most, middle / base, us, us / base_us, rows[leg] / asked[leg], load[leg] / asked[leg], sum,
                sum / base_sum, compiling[leg] / asked[leg], starts[leg]
        }
        END {
            print "| requests/s     |    median |     least |      most |  x none |   CPU us |  x none | database |      wrk |   all us |  x none | compiler | starts |"
            print "| -------------- | --------: | --------: | --------: | ------: | -------: | ------: | -------: | -------: | -------: | ------: | -------: | -----: |"
            row("none", "no agent")
            row("again", "no agent again")
            row("agent", "ctx-agent")
            printf "\nLeast and most are of the starts. Requests/s with ctx-agent x %.3f, of two equal services x %.3f; processor time x %.3f and x %.3f.\n",
                of_leg(rate, "agent") / base, of_leg(rate, "again") / base, of_leg(all, "agent") / base_sum, of_leg(all, "again") / base_sum
        }'
}
