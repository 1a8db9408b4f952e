package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.PostgresLimitProgram;
import io.ctxagent.programs.PostgresQuietProgram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What PostgreSQL's driver has beyond JDBC: COPY and notifications; with a server, where one answers. */
@Tag("one-jdk")
class PostgresIT {

    private static final String CALLS = "postgres-driver";

    @BeforeAll
    static void findAServer() {
        assumeTrue(answers(), "no postgresql on its loopback port");
    }

    @Test
    void copiesAndWaitsForNotificationsEndWithTheContextAndTheConnectionIsGood() {
        List<Long> micros = new ArrayList<>();
        List<WakeRow> rows = WakeRow.run(true, CALLS, "cancel,deadline,done", WakeRow.threads());
        Outcomes outcomes = new Outcomes(rows);
        for (WakeRow row : rows) {
            boolean goesOn = row.name().endsWith("whose rows do not come");
            outcomes.expectAsOf(goesOn ? "copyIn of a locked table" : row.name(), row);
            if (!row.trigger().equals("done")) {
                micros.add(row.micros());
            }
        }
        micros.sort(null);
        long median = micros.get(micros.size() / 2);
        System.out.printf(
                "PostgreSQL's COPY and notifications: %d calls, median %.1f ms, slowest %.1f ms%n",
                micros.size(), median / 1000.0, micros.get(micros.size() - 1) / 1000.0);
        assertThat(median).as("median microseconds").isLessThan(100_000);
    }

    @Test
    void theyStayWithoutTheAgent() {
        assertThat(WakeRow.run(false, CALLS, "control", "platform")).noneMatch(WakeRow::woken);
    }

    /** The driver gets a limit below a context, because it takes a timeout for an end only where it has one. */
    @Test
    void aWaitForNotificationsThatHasNoLimitGoesOnWhenTheDriverHasComeToOne() {
        try (ChildJvm jvm = ChildJvm.withAgent("", PostgresLimitProgram.class)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as("%s", jvm.out())
                    .isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactly("sent: 1", "cancelled: SQLException 57014", "sent: 1", "END");
        }
    }

    @Test
    void whatDoesNotWaitAndWhatCleansUpIsNotEnded() {
        List<String> expected = new ArrayList<>();
        for (String context : List.of("cancelled", "late")) {
            expected.add("look, " + context + ": 0");
            expected.add("look at what has come, " + context + ": 1");
            expected.add("give up copyIn, " + context + ": false");
            expected.add("next statement, " + context + ": ");
        }
        for (String context : List.of("cancelled", "late", "soon")) {
            expected.add("give up slow rows, " + context + ": false");
            expected.add("next statement, " + context + ": ");
        }
        expected.add("END");
        try (ChildJvm jvm = ChildJvm.withAgent("", PostgresQuietProgram.class)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as("%s", jvm.out())
                    .isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).isEqualTo(expected);
        }
    }

    private static boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", 5432), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
