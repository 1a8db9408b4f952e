package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.AttachReply;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same for servlets: Tomcat 10.1 and 11, Jetty 12.1 with servlet layers {@code ee10} and {@code ee11}. */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT)
class ServletIT {

    private static final String WOKEN = "ContextInterruptedException < CanceledException < ClientGoneException";
    private static final String LATE = "ContextInterruptedException < DeadlineExceededException";
    private static final String DONE = "context canceled < io.ctxagent.context.CanceledException: context canceled";
    /** Of its end, or of the client that has its answer and closes first. */
    private static final String CANCELED = "context canceled";

    private static final String GONE =
            "context canceled < io.ctxagent.boot.ClientGoneException: the client closed the connection";

    private static HttpChild start(List<String> flags, String server, String threads) {
        return HttpChild.servlets(flags, server, threads);
    }

    private static HttpChild agent(String options, String server, String threads) {
        return start(
                List.of("-javaagent:" + ChildJvm.AGENT + (options.isEmpty() ? "" : "=" + options)), server, threads);
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat10, platform",
        "tomcat11, platform",
        "tomcat11, virtual",
        "jetty10, platform",
        "jetty11, platform",
        "jetty11, virtual"
    })
    void aRequestHasOneContextThatEndsWithItAndWithItsClient(String server, String threads) throws Exception {
        try (HttpChild child = agent("", server, threads)) {
            assertThat(child.get("/who/a?secret=1"))
                    .isEqualTo("200 context.UntilShutdown.request[GET /who/a] no deadline");
            child.awaitKept("a", CANCELED);
            assertThat(child.get("/forward/who/b"))
                    .isEqualTo("200 context.UntilShutdown.request[GET /forward/who/b] no deadline");
            assertThat(child.get("/include/who/c"))
                    .contains("context.UntilShutdown.request[GET /include/who/c] no deadline");
            child.awaitKept("b", CANCELED);
            AttachReply reply = Inspection.attach(child.jvm(), "");
            Socket blocked = child.connect();
            HttpChild.send(blocked, HttpChild.head("GET", "/block/d"));
            child.await("BLOCK d");
            Snapshot snapshot = Inspection.snapshot(reply, Map.of("grace", "0ms"));
            ContextInfo request = snapshot.contexts().stream()
                    .filter(each -> "GET /block/d".equals(each.name()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(snapshot.contexts().toString()));
            assertThat(snapshot.threads())
                    .filteredOn(thread -> thread.context() != null)
                    .singleElement()
                    .satisfies(thread -> {
                        assertThat(thread.context()).isEqualTo(request.id());
                        assertThat(thread.virtual()).isEqualTo(threads.equals("virtual"));
                    });
            assertThat(snapshot.agent().hooks())
                    .filteredOn(hook -> hook.family().equals("http"))
                    .filteredOn(hook -> hook.target().startsWith("org."))
                    .isNotEmpty()
                    .extracting(HookInfo::state)
                    .containsOnly("bound");
            blocked.close();
            child.await("BLOCKED d " + WOKEN);
            asynchronous(child);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Inspection.snapshot(reply, Map.of("grace", "0ms")).contexts().stream()
                            .noneMatch(each -> each.kind().equals("request")
                                    && each.state().equals("live")));
            Snapshot after = Inspection.snapshot(reply, Map.of("grace", "0ms"));
            assertThat(after.threads()).noneMatch(thread -> thread.context() != null);
            assertThat(after.findings()).noneMatch(finding -> finding.severity().equals("error"));
        }
    }

    private static void asynchronous(HttpChild child) throws Exception {
        try (Socket later = child.connect()) {
            HttpChild.send(later, HttpChild.head("GET", "/later/e"));
            child.await("LATER e");
            child.awaitKept("e", "live");
            assertThat(child.get("/finish/e")).isEqualTo("200 done");
            assertThat(HttpChild.answer(later)).isEqualTo("200 finished");
            child.awaitKept("e", DONE);
            // Its connection goes on, with another request.
            HttpChild.send(later, HttpChild.head("GET", "/who/i"));
            assertThat(HttpChild.answer(later)).contains("UntilShutdown.request[GET /who/i]");
        }
        try (Socket leaving = child.connect()) {
            HttpChild.send(leaving, HttpChild.head("GET", "/later/f"));
            child.await("LATER f");
        }
        child.awaitKept("f", GONE);
        assertThat(child.get("/finish/f")).isEqualTo("200 done");
        assertThat(child.get("/timeout/g")).startsWith("500 ");
        child.awaitKept("g", CANCELED);
        assertThat(child.get("/again/h")).contains("UntilShutdown.request[GET /again/h] no deadline");
        child.awaitKept("h", CANCELED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat11", "jetty11"})
    void afterALateAttachEachNextRequestHasOneToo(String server) throws Exception {
        try (HttpChild child = start(List.of("-XX:+EnableDynamicAgentLoading"), server, "platform")) {
            assertThat(child.get("/who/a")).isEqualTo("200 context.Background no deadline");
            Inspection.attach(child.jvm(), ",mode=enforce");
            assertThat(child.get("/who/b")).isEqualTo("200 context.UntilShutdown.request[GET /who/b] no deadline");
            Socket blocked = child.connect();
            HttpChild.send(blocked, HttpChild.head("GET", "/block/d"));
            child.await("BLOCK d");
            blocked.close();
            child.await("BLOCKED d " + WOKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat11", "jetty11"})
    void withoutTheAgentAClientThatGoesAwayEndsNothingAndADripHoldsOn(String server) throws Exception {
        try (HttpChild child = start(List.of(), server, "platform");
                Socket head = child.connect();
                Socket body = child.connect()) {
            assertThat(child.get("/who/a")).isEqualTo("200 context.Background no deadline");
            Socket blocked = child.connect();
            HttpChild.send(blocked, HttpChild.head("GET", "/block/d"));
            child.await("BLOCK d");
            blocked.close();
            HttpChild.send(head, "GET /who/h HTTP/1.1\r\nX: ");
            HttpChild.send(body, HttpChild.head("POST", "/read/b", "Content-Length: 1000"));
            assertThat(HttpChild.cutWhileDripping(List.of(head, body), Duration.ofSeconds(2)))
                    .isZero();
            assertThat(child.jvm().out()).noneMatch(line -> line.startsWith("BLOCKED"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat10", "tomcat11", "jetty10", "jetty11"})
    void aDeadlineEndsCallsAndTheAnswerStillGoesOut(String server) throws Exception {
        try (HttpChild child = agent("http.timeout=400ms,http.deadline-header=X-Left-Ms", server, "platform")) {
            assertThat(child.get("/block/a")).isEqualTo("503 " + LATE);
            assertThat(child.get("/large/a")).hasSize(3_000_004);
            assertThat(left(child.get("/who/a", "X-Left-Ms: 100"))).isBetween(0L, 100L);
            assertThat(left(child.get("/who/a", "X-Left-Ms: 3600000"))).isBetween(0L, 400L);
            assertThat(left(child.get("/who/a", "X-Left-Ms: soon"))).isBetween(0L, 400L);
            try (Socket body = child.connect()) {
                HttpChild.send(body, HttpChild.head("POST", "/read/b", "Content-Length: 1000") + "123");
                assertThat(child.awaitStart("NOT READ b ")).contains("DeadlineExceededException");
            }
        }
    }

    /** Both servlet layers of Jetty have the same connections below them. */
    @ParameterizedTest
    @ValueSource(strings = {"tomcat10", "tomcat11", "jetty11"})
    void aClientThatDripsIsCutOffAndOthersAreServed(String server) throws Exception {
        try (HttpChild child = agent("http.read-timeout=400ms", server, "platform")) {
            child.get("/who/a");
            long before = child.descriptors();
            Socket handled = child.connect();
            HttpChild.send(handled, HttpChild.head("POST", "/late/slow", "Content-Length: 3") + "123");
            child.await("HOLD slow");
            List<Socket> drips = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Socket drip = child.connect();
                HttpChild.send(
                        drip,
                        i % 2 == 0
                                ? "GET /who/h HTTP/1.1\r\nX: "
                                : HttpChild.head("POST", "/read/" + i, "Content-Length: 1000"));
                drips.add(drip);
            }
            assertThat(child.get("/who/b")).startsWith("200 ");
            assertThat(HttpChild.cutWhileDripping(drips, Duration.ofSeconds(10)))
                    .isEqualTo(10);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> child.jvm().out().stream()
                                    .filter(line -> line.startsWith("NOT READ "))
                                    .count()
                            == 5);
            child.get("/open/slow");
            assertThat(HttpChild.answer(handled)).isEqualTo("200 read 3");
            handled.close();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> child.descriptors() <= before);
        }
    }

    private static long left(String answer) {
        return Long.parseLong(answer.substring(answer.lastIndexOf("left ") + 5));
    }
}
