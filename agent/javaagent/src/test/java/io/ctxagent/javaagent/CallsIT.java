package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.WakeProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As {@link WakeIT}, for processes, the HTTP client, TLS and the rest above a socket, the longer list of futures, and queues
 * that an application wrote.
 */
class CallsIT {

    private static final String FAMILIES = "process,httpclient,above-socket,more-futures,own-queue,tls";
    private static final long MOST_MICROS = 300_000;

    static Stream<Arguments> triggers() {
        List<String> threads = Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform");
        return threads.stream()
                .flatMap(thread ->
                        Stream.of("cancel", "deadline", "done").map(trigger -> Arguments.of(trigger, thread)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("triggers")
    void aCallEndsWithItsContext(String trigger, String thread) {
        List<String[]> rows = run(true, trigger, thread);
        List<String> late = late(rows);
        for (String[] row : rows) {
            assertThat(row[1]).as(String.join(" | ", row)).isEqualTo("woken");
            assertThat(row[3]).as(row[0]).matches(thrown(row[0], trigger.equals("deadline")));
            assertThat(row[4]).as("interrupt left behind by " + row[0]).isEqualTo("clean");
            assertThat(row[5]).as(row[0]).isEmpty();
        }
        if (!late.isEmpty()) {
            // The machine may have been busy with something else for a moment; not twice at the same call.
            late.retainAll(late(run(true, trigger, thread)));
            assertThat(late).as("calls that were woken too late twice").isEmpty();
        }
    }

    @ParameterizedTest(name = "without the agent every call stays blocked on a {0} thread")
    @ValueSource(strings = "platform")
    void aCallStaysBlockedWithoutTheAgent(String thread) {
        for (String[] row : run(false, "control", thread)) {
            assertThat(row[1]).as(String.join(" | ", row)).isEqualTo("stuck");
        }
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
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.err()).isEmpty();
            String context = " < CanceledException:ContextException:CancellationException.* < IllegalStateException.*";
            for (String[] row : rows(jvm)) {
                boolean goesOn = !agent || row[0].startsWith("goes on");
                String kind =
                        row[0].startsWith("InetAddress") ? ".*:UnknownHostException.*" : ".*:InterruptedIOException.*";
                assertThat(row[3]).as(row[0]).matches(goesOn ? "" : kind + context);
                assertThat(row[5]).as(row[0]).isEmpty();
            }
        }
    }

    private static List<String> late(List<String[]> rows) {
        List<String> late = new ArrayList<>();
        rows.stream().filter(row -> Long.parseLong(row[2]) >= MOST_MICROS).forEach(row -> late.add(row[0]));
        return late;
    }

    private static String thrown(String name, boolean deadline) {
        String kind = deadline ? "DeadlineExceededException" : "CanceledException";
        String context = kind + ":ContextException:CancellationException.* < IllegalStateException.*";
        String socket = deadline ? ".*:SocketTimeoutException.*" : ".*:SocketException.*";
        if (name.startsWith("SSLSocket") || name.startsWith("HttpURLConnection") || name.startsWith("Socket.")) {
            return socket + " < " + context;
        }
        if (name.equals("HttpClient.close")) {
            return "";
        }
        if (name.equals("HttpClient body read")) {
            return ".*:InterruptedIOException.* < " + context;
        }
        boolean nothingFits =
                name.endsWith("oin") || name.endsWith(".close") || name.matches("ForkJoin\\w+\\.invoke.*");
        return nothingFits ? context : ".*:InterruptedException < " + context;
    }

    private static List<String[]> run(boolean agent, String trigger, String thread) {
        String[] arguments = {FAMILIES, trigger, thread};
        try (ChildJvm jvm = agent
                ? ChildJvm.withAgent("", WakeProgram.class, arguments)
                : ChildJvm.withoutAgent(WakeProgram.class, arguments)) {
            int exit = jvm.awaitExit(Duration.ofSeconds(120));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).endsWith("END");
            assertThat(exit).isZero();
            return rows(jvm);
        }
    }

    private static List<String[]> rows(ChildJvm jvm) {
        List<String[]> rows = new ArrayList<>();
        jvm.out().stream().filter(line -> !line.equals("END")).forEach(line -> rows.add(line.split("\\|", -1)));
        assertThat(rows).isNotEmpty();
        return rows;
    }
}
