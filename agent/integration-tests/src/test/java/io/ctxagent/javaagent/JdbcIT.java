package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.model.Snapshot;
import io.ctxagent.programs.H2TurnProgram;
import io.ctxagent.programs.JdbcQuietProgram;
import io.ctxagent.programs.JdbcSafetyProgram;
import io.ctxagent.programs.JdbcStrayProgram;
import io.ctxagent.programs.WakeProgram;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped jar in a JVM of its own with H2, and with PostgreSQL and MariaDB where they answer, bare and through HikariCP of two
 * generations: what waits and is no {@code execute}, and what a context that ends must not do to anybody else.
 */
@Tag("one-jdk")
class JdbcIT {

    private static final int IN_THIS_PROCESS = 0;
    private static final Map<String, Integer> PORTS =
            Map.of("h2", IN_THIS_PROCESS, "postgresql", 5432, "mariadb", 3306);
    private static final Path HIKARICP_5 = Path.of("target", "hikaricp-5").toAbsolutePath();

    static Stream<String> databases() {
        return PORTS.keySet().stream().sorted();
    }

    static Stream<Arguments> poolsAndDatabases() {
        return Stream.of("5", "7").flatMap(pool -> databases().map(database -> Arguments.of(pool, database)));
    }

    @ParameterizedTest(name = "HikariCP {0}, {1}")
    @MethodSource("poolsAndDatabases")
    void aWaitEndsWithItsContext(String pool, String database) {
        assumeThatItAnswers(database);
        List<WakeRow> rows = waits(pool, "", database, "cancel,deadline,done", threads());
        Outcomes outcomes = new Outcomes(rows);
        List<Long> micros = new ArrayList<>();
        for (WakeRow row : rows) {
            outcomes.expect(row);
            if (!row.trigger().equals("done")) {
                micros.add(row.micros());
            }
        }
        micros.sort(null);
        long median = micros.get(micros.size() / 2);
        System.out.printf(
                "JDBC waits, HikariCP %s, %s: %d calls, median %.1f ms, slowest %.1f ms%n",
                pool, database, micros.size(), median / 1000.0, micros.get(micros.size() - 1) / 1000.0);
        assertThat(median).as("median microseconds").isLessThan(100_000);
    }

    @Test
    void aStatementThatHasNotBegunIsNotPutOutOfReach() {
        try (ChildJvm jvm = ChildJvm.withAgent("", H2TurnProgram.class)) {
            jvm.awaitExit(Duration.ofSeconds(60));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactly("running: the first", "ended: 57014");
        }
    }

    @ParameterizedTest(name = "HikariCP {0}, {1}")
    @MethodSource("poolsAndDatabases")
    void aWaitStaysWithoutTheAgent(String pool, String database) {
        assumeThatItAnswers(database);
        assertThat(waits(pool, null, database, "control", threads())).noneMatch(WakeRow::woken);
    }

    private static List<WakeRow> waits(String pool, String options, String database, String triggers, String threads) {
        String family = "waits-" + database;
        try (ChildJvm jvm = start(pool, options, WakeProgram.class, family, triggers, threads)) {
            return WakeRow.of(jvm);
        }
    }

    @ParameterizedTest(name = "HikariCP {0}, {1}")
    @MethodSource("poolsAndDatabases")
    void nobodyElseIsHurt(String pool, String database) throws Exception {
        assumeThatItAnswers(database);
        try (ChildJvm jvm = start(pool, "grace=200ms", JdbcSafetyProgram.class, database, "200", "60")) {
            jvm.awaitLine("END"::equals);
            List<String> lines =
                    jvm.out().stream().filter(line -> !line.equals("END")).toList();
            assertThat(lines).isNotEmpty().allMatch(line -> line.endsWith(": "));
            assertThat(jvm.err()).isEmpty();
            Snapshot snapshot = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of());
            assertThat(snapshot.agent().evictions()).isEqualTo(3);
            assertThat(snapshot.agent().hooks())
                    .filteredOn(hook -> hook.family().equals("jdbc"))
                    .isNotEmpty()
                    .allMatch(hook -> hook.state().equals("bound"));
        }
    }

    @ParameterizedTest(name = "HikariCP {0}, {1}")
    @MethodSource("poolsAndDatabases")
    void aCancelThatComesTooLateHitsNobody(String pool, String database) {
        assumeThatItAnswers(database);
        List<String> lines = run(pool, "", JdbcStrayProgram.class, "context", "300", database);
        System.out.println("late cancels, HikariCP " + pool + ", " + lines);
        assertThat(lines).singleElement().asString().contains(", hit 0").doesNotContain("cancelled 0,", "ended 0,");
    }

    @Test
    void aNaiveCancelHitsTheNextBorrower() {
        assumeThatItAnswers("mariadb");
        assertThat(run("7", null, JdbcStrayProgram.class, "naive", "300", "mariadb"))
                .singleElement()
                .asString()
                .doesNotContain(", hit 0");
    }

    @Test
    void whatCleansUpGoesToItsEnd() {
        List<String> expected = new ArrayList<>();
        for (String kind : threads().split(",")) {
            for (String call : List.of("rollback", "rollback when done", "close", "close when done", "commit")) {
                expected.add(kind + " " + call + ": waited, returned");
            }
            expected.add(kind + " commit when done: not reached, 57014");
            expected.add(kind + " no JDBC: woken, ContextInterruptedException");
            expected.add(kind + " a source without SQLException: woken, 57014");
        }
        expected.add("rows: no allocation");
        assertThat(run("7", "", JdbcQuietProgram.class, threads())).isEqualTo(expected);
    }

    private static List<String> run(String pool, String options, Class<?> main, String... arguments) {
        try (ChildJvm jvm = start(pool, options, main, arguments)) {
            int exit = jvm.awaitExit(Duration.ofSeconds(180));
            assertThat(jvm.err()).isEmpty();
            assertThat(exit).isZero();
            return jvm.out().stream().filter(line -> !line.equals("END")).toList();
        }
    }

    /** With the agent unless {@code options} is null. */
    private static ChildJvm start(String pool, String options, Class<?> main, String... arguments) {
        String agent = "-javaagent:" + ChildJvm.AGENT + (options == null || options.isEmpty() ? "" : "=" + options);
        return ChildJvm.start(
                path -> pool.equals("5") ? olderPool(path) : path,
                // H2 works in the calling thread, which holds its carrier.
                options == null ? List.of("-Djdk.virtualThreadScheduler.parallelism=24") : List.of(agent),
                main,
                arguments);
    }

    private static String olderPool(String classPath) {
        try (Stream<Path> files = Files.list(HIKARICP_5)) {
            String older = files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            String others = Arrays.stream(classPath.split(File.pathSeparator))
                    .filter(entry -> !entry.contains("HikariCP"))
                    .collect(Collectors.joining(File.pathSeparator));
            return older + File.pathSeparator + others;
        } catch (IOException e) {
            throw new IllegalStateException(HIKARICP_5 + " is not there; it is made before the integration tests", e);
        }
    }

    private static String threads() {
        return Runtime.version().feature() >= 21 ? "platform,virtual" : "platform";
    }

    private static void assumeThatItAnswers(String database) {
        int port = PORTS.get(database);
        assumeTrue(port == IN_THIS_PROCESS || answers(port), () -> "no " + database + " on its loopback port");
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
