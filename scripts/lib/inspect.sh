# ctxinspect next to jcmd, on a JVM whose agent is asked. Sourced by scripts/bench, never run.

# timed COMMAND...: "wall-ms cpu-ms" of it and of what it starts and waits for.
timed() {
    local TIMEFORMAT='%R %U %S' times
    times=$({ time "$@" >/dev/null 2>&1; } 2>&1)
    awk '{ printf "%.1f %.1f\n", $1 * 1000, ($2 + $3) * 1000 }' <<<"$times"
}

# start_target: a JVM with the agent and some contexts, in "target"; it ends with the file descriptor 8.
start_target() {
    local pipe
    pipe=$(mktemp -u)
    mkfifo "$pipe"
    "$JAVA_HOME/bin/java" "-javaagent:$ROOT/dist/ctx-agent.jar" -cp "$BENCHMARKS/classes:$BENCHMARKS/lib/*" \
        io.ctxagent.benchmarks.inspect.InspectedService <"$pipe" >/dev/null 2>&1 &
    target=$!
    exec 8>"$pipe"
    rm -f "$pipe"
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        "$ROOT/dist/bin/ctxinspect" tree "$target" 2>/dev/null | grep -q request && return 0
        sleep 0.2
    done
    fail "the JVM to look at did not start"
}

inspect_leg() {
    case $1 in
        jcmd) timed "$JAVA_HOME/bin/jcmd" "$target" Thread.print ;;
        without) CTXINSPECT_ARCHIVE=off timed "$ROOT/dist/bin/ctxinspect" tree "$target" ;;
        *) timed "$ROOT/dist/bin/ctxinspect" "$1" "$target" ;;
    esac
}

# compare_inspection ROUNDS: in turns, so that a busy minute hits all.
compare_inspection() {
    local measured target round leg tries
    measured=$(mktemp)
    export XDG_CACHE_HOME=$BENCHMARKS/cache
    start_target
    # The first run has begun to make the archive.
    for ((tries = 0; tries < 300; tries++)); do
        compgen -G "$XDG_CACHE_HOME/ctxinspect/$version-*.archive" >/dev/null && [ ! -e "$XDG_CACHE_HOME/ctxinspect/making" ] && break
        sleep 0.2
    done
    for ((round = 0; round < $1; round++)); do
        for leg in jcmd tree attach without; do
            printf '%s %s\n' "$leg" "$(inspect_leg "$leg")"
        done
    done >"$measured"
    exec 8>&-
    wait "$target" || true
    inspect_table <"$measured"
    rm -f "$measured"
}

inspect_table() {
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
        function row(leg, title, m, j) {
            if (!n[leg]) return
            m = middle(n[leg])
            j = middle(n["jcmd"])
            printf "| %-32s | %6.0f | %6.0f | %6.2f | %6.0f | %6.0f | %6.2f | %3d |\n", title,
                wall[leg, m], wall[leg, 1], wall[leg, m] / wall["jcmd", j],
                cpu[leg, m], cpu[leg, 1], cpu[leg, m] / cpu["jcmd", j], n[leg]
        }
        END {
            sorted("jcmd"); sorted("tree"); sorted("attach"); sorted("without")
            print "| a look from outside, ms          |   wall |  least | x jcmd |    CPU |  least | x jcmd |   n |"
            print "| -------------------------------- | -----: | -----: | -----: | -----: | -----: | -----: | --: |"
            row("jcmd", "jcmd PID Thread.print")
            row("tree", "ctxinspect tree PID")
            row("attach", "ctxinspect attach PID")
            row("without", "ctxinspect tree, no archive")
            print "\nMedians and least values of whole processes, the shell of the launcher included."
        }'
}
