package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.JdbcRaceProgram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped jar in a JVM of its own: each blocking call under a context that is cancelled, passes its deadline or is done
 * already, cancelled or past its deadline. It does what FAMILIES.md says of it. The control is in {@link PageIT}.
 */
@Tag("alone")
class WakeIT {

    static final String JUC = "queue,lock,future,sleep,wait,join";
    private static final String TRIGGERS = "cancel,deadline,done,overdue";
    private static List<WakeRow> woken;
    private static Outcomes outcomes;

    @BeforeAll
    static void callAll() {
        String families = String.join(",", groups().filter(WakeIT::isThere).toArray(String[]::new));
        woken = WakeRow.run(true, families, TRIGGERS, WakeRow.threads());
        outcomes = new Outcomes(woken);
    }

    static Stream<String> groups() {
        return Stream.of(JUC, "socket", ChannelIT.FAMILIES, "h2", "h2-forms", "postgresql", "mariadb");
    }

    static Stream<Arguments> calls() {
        return Stream.of(WakeRow.threads().split(","))
                .flatMap(thread -> Stream.of(TRIGGERS.split(","))
                        .flatMap(trigger -> groups().map(what -> Arguments.of(what, trigger, thread))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("calls")
    void aCallEndsWithItsContext(String what, String trigger, String thread) {
        assumeTrue(isThere(what), () -> "no " + what + " on its loopback port");
        List<WakeRow> rows = of(what, woken).stream()
                .filter(row -> row.trigger().equals(trigger) && row.thread().equals(thread))
                .toList();
        assertThat(rows).isNotEmpty();
        rows.forEach(outcomes::expect);
        WakeRow.expectInTime(rows);
        long[] micros = rows.stream().mapToLong(WakeRow::micros).sorted().toArray();
        System.out.printf(
                "wake: %-12s %-8s %-8s %3d calls, median %.1f ms, slowest %.1f ms%n",
                what.equals(JUC) ? "j.u.c." : what.equals(ChannelIT.FAMILIES) ? "channels" : what,
                trigger,
                thread,
                micros.length,
                micros[micros.length / 2] / 1000.0,
                micros[micros.length - 1] / 1000.0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2", "postgresql", "mariadb"})
    void aCancelInTheFirstMomentsOfAStatementIsNotLostAndHitsNoOther(String database) {
        assumeTrue(answers(database), () -> "no " + database + " on its loopback port");
        try (ChildJvm jvm = ChildJvm.withAgent("", JdbcRaceProgram.class, database, "150")) {
            jvm.awaitExit(Duration.ofSeconds(90));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactly("late 0, wrong []");
        }
    }

    private static List<WakeRow> of(String what, List<WakeRow> rows) {
        List<String> families = List.of(what.split(","));
        return rows.stream().filter(row -> families.contains(row.family())).toList();
    }

    private static boolean isThere(String what) {
        return !List.of("postgresql", "mariadb").contains(what) || answers(what);
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
