package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.DeadlineStormProgram;
import io.ctxagent.programs.WakeProgram;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As {@link WakeIT}, for processes, the HTTP client, TLS and the rest above a socket, the longer list of futures, and queues
 * that an application wrote.
 */
class CallsIT {

    static final String FAMILIES = "process,httpclient,above-socket,more-futures,own-queue,tls";
    private static final String TRIGGERS = "cancel,deadline,done,overdue";
    private static List<WakeRow> woken;
    private static Outcomes outcomes;

    @BeforeAll
    static void callAll() {
        woken = WakeRow.run(true, FAMILIES, TRIGGERS, WakeRow.threads());
        outcomes = new Outcomes(woken);
    }

    static Stream<Arguments> triggers() {
        return Stream.of(WakeRow.threads().split(","))
                .flatMap(thread -> Stream.of(TRIGGERS.split(",")).map(trigger -> Arguments.of(trigger, thread)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("triggers")
    void aCallEndsWithItsContext(String trigger, String thread) {
        List<WakeRow> rows = woken.stream()
                .filter(row -> row.trigger().equals(trigger) && row.thread().equals(thread))
                .toList();
        assertThat(rows).extracting(WakeRow::family).contains(FAMILIES.split(","));
        rows.forEach(outcomes::expect);
        WakeRow.expectInTime(rows);
    }

    /** Without the agent they all go on, so each refusal is the agent's. */
    @ParameterizedTest(name = "with the agent: {0}")
    @ValueSource(booleans = {true, false})
    void whatCannotBeWokenIsRefusedUnderADoneContext(boolean agent) throws Exception {
        String[] arguments = {"refused", "done", "platform"};
        try (ChildJvm jvm = agent
                ? ChildJvm.withAgent("", WakeProgram.class, arguments)
                : ChildJvm.withoutAgent(WakeProgram.class, arguments)) {
            jvm.process().getOutputStream().close();
            String context = " < CanceledException:ContextException:CancellationException.* < IllegalStateException.*";
            for (WakeRow row : WakeRow.of(jvm)) {
                boolean goesOn = !agent || row.name().startsWith("goes on");
                String kind = row.name().startsWith("InetAddress")
                        ? ".*:UnknownHostException.*"
                        : ".*:InterruptedIOException.*";
                assertThat(row.thrown()).as(row.name()).matches(goesOn ? "" : kind + context);
                assertThat(row.complaint()).as(row.name()).isEmpty();
            }
        }
    }

    /** To look at a thread the JVM stops it, on 17 all of them: the last of many would come out late. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void oneDeadlineEndsManyReadsAndStopsNoThreadToLookAtIt(String thread) {
        try (ChildJvm jvm = ChildJvm.withAgent("", DeadlineStormProgram.class, thread, "300")) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).contains("timed out 300, looks 0", "END 300");
        }
    }

    static String[] threads() {
        return WakeRow.threads().split(",");
    }
}
