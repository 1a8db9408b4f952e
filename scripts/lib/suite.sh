# What the leak check adds to a suite of 2,000 small tests. Sourced by scripts/bench, never run.

# suite_once LEG: "suite-ms wall-ms cpu-ms" of one JVM: the suite alone, and the process from start to end.
suite_once() {
    local options=() classes=$BENCHMARKS/classes:$BENCHMARKS/lib/* TIMEFORMAT='%R %U %S' output
    case $1 in
        agent) options=("-javaagent:$ROOT/dist/ctx-agent.jar") ;;
        check)
            options=("-javaagent:$ROOT/dist/ctx-agent.jar")
            classes=$ROOT/dist/ctx-junit.jar:$classes
            ;;
    esac
    # Its last line is the suite's own time, the line behind it the shell's.
    output=$({ time "$JAVA_HOME/bin/java" "${options[@]}" -cp "$classes" io.ctxagent.benchmarks.suite.SuiteTime; } 2>&1)
    tail -n 2 <<<"$output" | awk 'NR == 1 { suite = $1 } NR == 2 { printf "%s %.0f %.0f\n", suite, $1 * 1000, ($2 + $3) * 1000 }'
}

# compare_suites ROUNDS: in turns, so that a busy minute hits all. The round before the first one fills caches and is not counted.
compare_suites() {
    local round leg legs=(none agent check) measured
    measured=$(mktemp)
    for leg in "${legs[@]}"; do
        suite_once "$leg" >/dev/null
    done
    for ((round = 0; round < $1; round++)); do
        for leg in "${legs[@]}"; do
            printf '%s %s\n' "$leg" "$(suite_once "$leg")"
        done
    done >"$measured"
    suite_table <"$measured"
    rm -f "$measured"
}

suite_table() {
    awk '
        { n[$1]++; for (i = 2; i <= 4; i++) value[$1, i, n[$1]] = $i }
        function nth(leg, column, wanted, i, j, held, list) {
            for (i = 1; i <= n[leg]; i++) list[i] = value[leg, column, i] + 0
            for (i = 2; i <= n[leg]; i++) {
                held = list[i]
                for (j = i - 1; j > 0 && list[j] > held; j--) list[j + 1] = list[j]
                list[j + 1] = held
            }
            return list[wanted]
        }
        function middle(leg, column) { return nth(leg, column, int((n[leg] + 1) / 2)) }
        function least(leg, column) { return nth(leg, column, 1) }
        function row(leg, title) {
            printf "| %-30s | %8.0f | %8.0f | %8.0f | %8.0f | %8.0f | %8.0f |", title, middle(leg, 2), least(leg, 2),
                middle(leg, 3), least(leg, 3), middle(leg, 4), least(leg, 4)
            printf " %8.2f | %8.2f | %3d |\n", middle(leg, 2) / middle("none", 2), least(leg, 2) / least("none", 2), n[leg]
        }
        END {
            print "| 2,000 small tests, ms          |    suite |    least | process |   least |      CPU |    least |  x suite |  x least |   n |"
            print "| ------------------------------ | -------: | -------: | -------: | -------: | -------: | -------: | -------: | -------: | --: |"
            row("none", "no agent")
            row("agent", "ctx-agent")
            row("check", "ctx-agent and the leak check")
            printf "\nMedians and least values. The leak check against the agent alone: suite x %.2f (least x %.2f), CPU of the process x %.2f.\n",
                middle("check", 2) / middle("agent", 2), least("check", 2) / least("agent", 2), middle("check", 4) / middle("agent", 4)
        }'
}
