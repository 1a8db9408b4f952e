# What an agent adds to the start of the least program. Sourced by scripts/bench, never run.

# make_empty_agent JAR
make_empty_agent() {
    local manifest
    manifest=$(mktemp)
    printf 'Premain-Class: io.ctxagent.benchmarks.startup.EmptyAgent\n' >"$manifest"
    "$JAVA_HOME/bin/jar" cfm "$1" "$manifest" -C "$BENCHMARKS/classes" io/ctxagent/benchmarks/startup/EmptyAgent.class
    rm -f "$manifest"
}

# start_once [OPTION...]: "wall-ms cpu-ms"; user and system time of the JVM together.
start_once() {
    local TIMEFORMAT='%R %U %S' times
    times=$({ time "$JAVA_HOME/bin/java" "$@" -cp "$BENCHMARKS/classes" \
        io.ctxagent.benchmarks.startup.HelloWorld >/dev/null 2>&1; } 2>&1)
    awk '{ printf "%.0f %.0f\n", $1 * 1000, ($2 + $3) * 1000 }' <<<"$times"
}

# compare_starts ROUNDS EMPTY-AGENT: in turns, so that a busy minute hits all; the first round warms the disk's cache.
compare_starts() {
    local measured round
    measured=$(mktemp)
    printf 'first %s\n' "$(start_once "-javaagent:$ROOT/dist/ctx-agent.jar")" >>"$measured"
    start_once >/dev/null
    for ((round = 0; round < $1; round++)); do
        printf 'none %s\n' "$(start_once)"
        printf 'empty %s\n' "$(start_once "-javaagent:$2")"
        printf 'ours %s\n' "$(start_once "-javaagent:$ROOT/dist/ctx-agent.jar")"
    done >>"$measured"
    start_table <"$measured"
    rm -f "$measured"
}

start_table() {
    sort -k 1,1 -k 3,3n | awk '
        { wall[$1, ++n[$1]] = $2; cpu[$1, n[$1]] = $3 }
        # Walls come in the order of CPU times, so they are sorted here.
        function sorted(leg, i, j, held) {
            for (i = 2; i <= n[leg]; i++) {
                held = wall[leg, i]
                for (j = i - 1; j > 0 && wall[leg, j] > held; j--) wall[leg, j + 1] = wall[leg, j]
                wall[leg, j + 1] = held
            }
        }
        function middle(n) { return int((n + 1) / 2) }
        function row(leg, title, base, m) {
            sorted(leg)
            m = middle(n[leg])
            printf "| %-24s | %6d | %5d | %6s | %6s | %7d | %5d |\n", title, cpu[leg, m], cpu[leg, 1],
                leg == "none" ? "" : sprintf("%+d", cpu[leg, m] - cpu["none", middle(n["none"])]),
                leg == "none" ? "" : sprintf("%+d", cpu[leg, 1] - cpu["none", 1]), wall[leg, m], wall[leg, 1]
        }
        END {
            print "| hello world, ms          | CPU    | least | +CPU   | +least | wall    | least |"
            print "| ------------------------ | -----: | ----: | -----: | -----: | ------: | ----: |"
            row("none", "no agent")
            row("empty", "an empty agent")
            row("ours", "ctx-agent")
            row("first", "ctx-agent, its first run")
            printf "%d rounds in turns; medians and least values; user and system time together\n", n["ours"]
        }'
}
