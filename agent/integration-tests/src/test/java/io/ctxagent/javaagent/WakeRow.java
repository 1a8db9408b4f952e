package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.WakeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** What {@link WakeProgram} says of one call. */
record WakeRow(
        String name,
        boolean woken,
        long micros,
        String thrown,
        boolean interrupted,
        String complaint,
        String family,
        String trigger,
        String thread,
        boolean seenBlocked,
        String stack) {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(4);
    private static final long MOST_MICROS = 300_000;

    static WakeRow of(String line) {
        String[] parts = line.split("\\|", -1);
        return new WakeRow(
                parts[0],
                parts[1].equals("woken"),
                Long.parseLong(parts[2]),
                parts[3],
                parts[4].equals("interrupted"),
                parts[5],
                parts[6],
                parts[7],
                parts[8],
                parts[9].equals("blocked"),
                parts[10]);
    }

    /** The kinds of threads that this JDK has. */
    static String threads() {
        return Runtime.version().feature() >= 21 ? "platform,virtual" : "platform";
    }

    /** Of calls in a JVM of their own; each argument but the first is a list with commas. */
    static List<WakeRow> run(boolean agent, String families, String triggers, String threads) {
        String[] arguments = {families, triggers, threads};
        try (ChildJvm jvm = agent
                ? ChildJvm.withAgent("", WakeProgram.class, arguments)
                : ChildJvm.withoutAgent(WakeProgram.class, arguments)) {
            return of(jvm);
        }
    }

    /** The same with an agent that comes, in mode {@code enforce}, when what calls is loaded already. */
    static List<WakeRow> runAttached(String families, String triggers, String threads) throws Exception {
        List<String> flags = Runtime.version().feature() >= 21 ? List.of("-XX:+EnableDynamicAgentLoading") : List.of();
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, families, triggers, threads, "late")) {
            jvm.awaitLine("READY"::equals);
            Inspection.attach(jvm, ",mode=enforce");
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            return of(jvm);
        }
    }

    /** Of a JVM that runs the program, once it has ended. */
    static List<WakeRow> of(ChildJvm jvm) {
        int exit = jvm.awaitExit(LONGEST_RUN);
        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.out()).endsWith("END");
        assertThat(exit).isZero();
        List<WakeRow> rows = jvm.out().stream()
                .filter(line -> line.contains("|"))
                .map(WakeRow::of)
                .toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    /** The call was ended by its context, and not before, and left nothing behind. */
    void expectWoken(String expected) {
        assertThat(woken).as("%s is woken: %s", name, this).isTrue();
        if (!trigger.endsWith("done") && !trigger.endsWith("overdue")) {
            assertThat(seenBlocked).as("%s was seen blocked: %s", name, this).isTrue();
        }
        assertThat(micros).as("%s was blocked until then: %s", name, this).isNotNegative();
        assertThat(complaint).as(name).isEmpty();
        assertThat(interrupted).as("%s leaves a stray interrupt", name).isFalse();
        assertThat(thrown).as(name).matches(expected);
    }

    /** The machine may have been busy with something else for a moment; not twice at the same call. */
    static void expectInTime(List<WakeRow> rows) {
        List<WakeRow> late =
                rows.stream().filter(row -> row.micros >= MOST_MICROS).toList();
        if (!late.isEmpty()) {
            WakeRow first = late.get(0);
            String families = String.join(
                    ",", late.stream().map(WakeRow::family).distinct().toList());
            Predicate<WakeRow> lateAgain = again ->
                    again.micros >= MOST_MICROS && late.stream().anyMatch(row -> Objects.equals(row.name, again.name));
            assertThat(run(true, families, first.trigger, first.thread))
                    .as("calls that were woken too late twice")
                    .noneMatch(lateAgain);
        }
    }
}
