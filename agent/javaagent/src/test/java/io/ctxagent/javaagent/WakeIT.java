package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.JdbcRaceProgram;
import io.ctxagent.programs.WakeProgram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped jar in a JVM of its own: each blocking call under a context that is cancelled, passes its deadline or is done
 * already. The control is the same call without the agent, which stays blocked.
 */
class WakeIT {

    private static final long MOST_MICROS = 300_000;
    private static final String JUC = "queue,lock,future,sleep,wait,join";

    record Row(String name, boolean woken, long micros, String thrown, boolean interrupted, String complaint) {
        static Row of(String line) {
            String[] parts = line.split("\\|", -1);
            return new Row(
                    parts[0],
                    parts[1].equals("woken"),
                    Long.parseLong(parts[2]),
                    parts[3],
                    parts[4].equals("interrupted"),
                    parts[5]);
        }
    }

    static Stream<Arguments> calls() {
        List<String> threads = Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform");
        List<String> triggers = List.of("cancel", "deadline", "done");
        return threads.stream()
                .flatMap(thread -> triggers.stream()
                        .flatMap(trigger -> Stream.of(JUC, "socket", ChannelIT.FAMILIES, "h2", "postgresql", "mariadb")
                                .map(what -> Arguments.of(what, trigger, thread))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("calls")
    void aCallEndsWithItsContext(String what, String trigger, String thread) {
        List<Row> rows = run(true, what, trigger, thread);
        for (Row row : rows) {
            assertThat(row.woken()).as("%s is woken: %s", row.name(), row).isTrue();
            assertThat(row.complaint()).as(row.name()).isEmpty();
            assertThat(row.interrupted())
                    .as("%s leaves a stray interrupt", row.name())
                    .isFalse();
            assertThat(row.thrown()).as(row.name()).matches(thrown(what, row.name(), trigger.equals("deadline")));
        }
        List<String> late = late(rows);
        if (!late.isEmpty()) {
            // The machine may have been busy with something else for a moment; not twice at the same call.
            late.retainAll(late(run(true, what, trigger, thread)));
            assertThat(late).as("calls that were woken too late twice").isEmpty();
        }
        long[] micros = rows.stream().mapToLong(Row::micros).sorted().toArray();
        System.out.printf(
                "wake: %-12s %-8s %-8s %3d calls, median %.1f ms, slowest %.1f ms%n",
                what.equals(JUC) ? "j.u.c." : what.equals(ChannelIT.FAMILIES) ? "channels" : what,
                trigger,
                thread,
                micros.length,
                micros[micros.length / 2] / 1000.0,
                micros[micros.length - 1] / 1000.0);
    }

    private static List<String> late(List<Row> rows) {
        List<String> late = new ArrayList<>();
        rows.stream().filter(row -> row.micros() >= MOST_MICROS).forEach(row -> late.add(row.name()));
        return late;
    }

    private static String thrown(String what, String name, boolean deadline) {
        String kind = deadline ? "DeadlineExceededException" : "CanceledException";
        String context = kind + ":ContextException:CancellationException.* < IllegalStateException.*";
        return switch (what) {
            case "socket" -> (deadline ? ".*:SocketTimeoutException.*" : ".*:SocketException.*") + " < " + context;
            case "h2", "postgresql", "mariadb" ->
                (deadline ? "SQLTimeoutException.* 57014" : "SQLException 57014") + " < " + context;
            case ChannelIT.FAMILIES -> ChannelIT.thrown(name, deadline, context);
            default -> name.equals("CompletableFuture.join") ? context : ".*:InterruptedException < " + context;
        };
    }

    @ParameterizedTest(name = "without the agent {0} stays blocked")
    @MethodSource("families")
    void aCallStaysBlockedWithoutTheAgent(String what) {
        List<Row> rows = run(false, what, "control", "platform");
        for (Row row : rows) {
            assertThat(row.woken()).as("%s: %s", row.name(), row).isFalse();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2", "postgresql", "mariadb"})
    void aCancelInTheFirstMomentsOfAStatementIsNotLostAndHitsNoOther(String database) {
        assumeTrue(answers(database), () -> "no " + database + " on its loopback port");
        try (ChildJvm jvm = ChildJvm.withAgent("", JdbcRaceProgram.class, database, "150")) {
            jvm.awaitExit(Duration.ofSeconds(90));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactly("late 0, wrong 0");
        }
    }

    static Stream<String> families() {
        return Stream.of(JUC, "socket", ChannelIT.FAMILIES, "h2", "postgresql", "mariadb");
    }

    private static List<Row> run(boolean agent, String what, String trigger, String thread) {
        boolean database =
                !what.contains(",") && List.of("h2", "postgresql", "mariadb").contains(what);
        assumeTrue(!database || answers(what), () -> "no " + what + " on its loopback port");
        String[] arguments = {database ? "jdbc" : what, trigger, thread, what};
        try (ChildJvm jvm = agent
                ? ChildJvm.withAgent("", WakeProgram.class, arguments)
                : ChildJvm.withoutAgent(WakeProgram.class, arguments)) {
            int exit = jvm.awaitExit(Duration.ofSeconds(120));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).endsWith("END");
            assertThat(exit).isZero();
            List<Row> rows = new ArrayList<>();
            jvm.out().stream().filter(line -> !line.equals("END")).forEach(line -> rows.add(Row.of(line)));
            assertThat(rows).isNotEmpty();
            return rows;
        }
    }

    static boolean answers(String database) {
        int port = database.equals("postgresql") ? 5432 : 3306;
        if (database.equals("h2")) {
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
