# What an agent adds to the start of the least program. Sourced by scripts/bench, never run.

# make_empty_agent JAR
make_empty_agent() {
    local manifest
    manifest=$(mktemp)
    printf 'Premain-Class: io.ctxagent.benchmarks.startup.EmptyAgent\n' >"$manifest"
    "$JAVA_HOME/bin/jar" cfm "$1" "$manifest" -C "$BENCHMARKS/classes" io/ctxagent/benchmarks/startup/EmptyAgent.class
    rm -f "$manifest"
}

# Those that we are compared with, into target/agents; their versions are in the benchmarks' pom.
fetch_other_agents() {
    mvn -B -ntp -q -pl agent/benchmarks dependency:copy@other-agents >&2 ||
        say "the other agents could not be fetched: their rows are left out"
}

# start_once [OPTION...]: "wall-ms cpu-ms"; user and system time of the JVM together.
start_once() {
    local TIMEFORMAT='%R %U %S' times
    times=$({ time "$JAVA_HOME/bin/java" "$@" -cp "$BENCHMARKS/classes" \
        io.ctxagent.benchmarks.startup.HelloWorld >/dev/null 2>&1; } 2>&1)
    awk '{ printf "%.1f %.1f\n", $1 * 1000, ($2 + $3) * 1000 }' <<<"$times"
}

# start_leg LEG SCRATCH: one start of that kind.
start_leg() {
    local agent=$ROOT/dist/ctx-agent.jar
    case $1 in
        none) start_once ;;
        empty) start_once "-javaagent:$BENCHMARKS/empty-agent.jar" ;;
        # From a cache file: the jar without woven classes fills it.
        warm) start_once "-javaagent:$ROOT/agent/javaagent/target/ctx-agent-unwoven.jar=cache=$2/warm" ;;
        cold)
            rm -rf "$2/cold"
            start_once "-javaagent:$agent=cache=$2/cold"
            ;;
        unmet)
            rm -rf "$2/cold"
            start_once "-javaagent:$ROOT/agent/javaagent/target/ctx-agent-unwoven.jar=cache=$2/cold"
            ;;
        jacoco) start_once "-javaagent:$BENCHMARKS/agents/jacoco.jar=destfile=$2/jacoco.exec" ;;
        otel)
            OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none \
                start_once "-javaagent:$BENCHMARKS/agents/opentelemetry.jar"
            ;;
    esac
}

# compare_starts ROUNDS SLOW-ROUNDS: in turns, so that a busy minute hits all. The round before the first one fills caches, ours
# and the disk's, and is not counted. OpenTelemetry takes ten seconds a start, so it runs in the first few rounds only.
compare_starts() {
    local measured scratch round leg legs=(none empty warm cold unmet)
    measured=$(mktemp)
    scratch=$(mktemp -d)
    [ ! -f "$BENCHMARKS/agents/jacoco.jar" ] || legs+=(jacoco)
    for leg in "${legs[@]}"; do
        start_leg "$leg" "$scratch" >/dev/null
    done
    for ((round = 0; round < $1; round++)); do
        for leg in "${legs[@]}"; do
            printf '%s %s\n' "$leg" "$(start_leg "$leg" "$scratch")"
        done
        if [ "$round" -lt "$2" ] && [ -f "$BENCHMARKS/agents/opentelemetry.jar" ]; then
            printf 'otel %s\n' "$(start_leg otel "$scratch")"
        fi
    done >"$measured"
    start_table <"$measured"
    rm -rf "$measured" "$scratch"
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
        function added(leg) { return cpu[leg, middle(n[leg])] - cpu["none", middle(n["none"])] }
        function row(leg, title, m) {
            if (!n[leg]) return
            sorted(leg)
            m = middle(n[leg])
            printf "| %-32s | %6.0f | %6.0f | %6s | %6s | %6s | %6.0f | %6.0f | %3d |\n", title, cpu[leg, m], cpu[leg, 1],
                leg == "none" ? "" : sprintf("%+.0f", added(leg)),
                leg == "none" ? "" : sprintf("%+.0f", cpu[leg, 1] - cpu["none", 1]),
                leg == "none" ? "" : sprintf("%.2f", added(leg) / added("warm")), wall[leg, m], wall[leg, 1], n[leg]
        }
        END {
            print "| hello world, ms                  |    CPU |  least |   +CPU | +least | x ours |   wall |  least |   n |"
            print "| -------------------------------- | -----: | -----: | -----: | -----: | -----: | -----: | -----: | --: |"
            row("none", "no agent")
            row("empty", "an empty agent")
            row("warm", "ctx-agent, its cache filled")
            row("cold", "ctx-agent, its cache empty")
            row("unmet", "the same, JDK not met by build")
            row("jacoco", "JaCoCo")
            row("otel", "OpenTelemetry, exporters none")
            print "\nMedians and least values; user and system time together; x ours: +CPU against ctx-agent with its cache filled."
        }'
}
