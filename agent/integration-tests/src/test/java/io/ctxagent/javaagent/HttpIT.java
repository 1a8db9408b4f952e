package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.http.HttpProgram;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the JDK's own server: each has a context, on platform and virtual threads; without the agent none has. */
@Execution(ExecutionMode.CONCURRENT)
class HttpIT {

    private static final String GONE = "the client closed the connection";
    private static final String WOKEN = "ContextInterruptedException < CanceledException < ClientGoneException";
    private static final String LATE = "ContextInterruptedException < DeadlineExceededException";
    private static final String DONE = "context canceled < io.ctxagent.context.CanceledException: context canceled";

    private static final String CANCELED = "context canceled";

    private static HttpChild agent(String options, String threads) {
        assumeTrue(threads.equals("platform") || Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        return new HttpChild(ChildJvm.withAgent(options, HttpProgram.class, "jdk", threads));
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "virtual"})
    void aRequestHasAContextThatEndsWithItAndWithItsClient(String threads) throws Exception {
        try (HttpChild child = agent("", threads)) {
            assertThat(child.get("/who/a?secret=1"))
                    .isEqualTo("200 context.UntilShutdown.request[GET /who/a] no deadline");
            child.awaitKept("a", CANCELED); // of its end, or of the client that has its answer and closes first
            // One connection, two requests, two contexts; and between them it is no request.
            try (Socket socket = child.connect()) {
                HttpChild.send(socket, HttpChild.head("GET", "/who/b"));
                assertThat(HttpChild.answer(socket)).contains("request[GET /who/b]");
                child.awaitKept("b", DONE);
                HttpChild.send(socket, HttpChild.head("GET", "/who/c"));
                assertThat(HttpChild.answer(socket)).contains("UntilShutdown.request[GET /who/c]");
            }
            AttachReply reply = Inspection.attach(child.jvm(), "");
            Socket blocked = child.connect();
            HttpChild.send(blocked, HttpChild.head("GET", "/block/d;jsessionid=42"));
            child.await("BLOCK d;jsessionid=42");
            Snapshot snapshot = Inspection.snapshot(reply, Map.of("grace", "0ms"));
            ContextInfo request = request(snapshot, "GET /block/d");
            assertThat(request.parent())
                    .isEqualTo(snapshot.contexts().stream()
                            .filter(each -> each.kind().equals("shutdown"))
                            .findFirst()
                            .orElseThrow()
                            .id());
            assertThat(snapshot.threads())
                    .filteredOn(thread -> request.id().equals(thread.context()))
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.virtual()).isEqualTo(threads.equals("virtual")));
            assertThat(hooks(snapshot)).containsOnly("bound", "unused");
            blocked.close();
            child.await("BLOCKED d;jsessionid=42 " + WOKEN);
            // A reset.
            Socket reset = child.connect();
            HttpChild.send(reset, HttpChild.head("GET", "/block/e"));
            child.await("BLOCK e");
            reset.setSoLinger(true, 0);
            reset.close();
            child.await("BLOCKED e " + WOKEN);
            // The bytes of a body that nobody has read are still there for who reads them.
            Socket slow = child.connect();
            HttpChild.send(slow, HttpChild.head("POST", "/late/f", "Content-Length: 5") + "12345");
            child.await("HOLD f");
            Thread.sleep(150); // the watch looks at it some times
            child.get("/open/f");
            assertThat(HttpChild.answer(slow)).isEqualTo("200 read 5");
            slow.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Inspection.snapshot(reply, Map.of("grace", "0ms")).contexts().stream()
                            .noneMatch(each -> each.kind().equals("request")));
            assertThat(Inspection.snapshot(reply, Map.of("grace", "0ms")).findings())
                    .noneMatch(finding -> finding.severity().equals("error"));
            assertThat(child.jvm().err()).allMatch(line -> line.startsWith("WARNING:"));
        }
    }

    /** By TLS, whose connection is the same below. */
    @ParameterizedTest
    @ValueSource(strings = {"platform", "virtual"})
    void aSecureRequestHasAContextThatEndsWithItsClient(String threads) throws Exception {
        assumeTrue(threads.equals("platform") || Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        try (HttpChild child = new HttpChild(ChildJvm.withAgent("", HttpProgram.class, "https", threads))) {
            try (Socket socket = child.connectSecurely()) {
                HttpChild.send(socket, HttpChild.head("GET", "/who/a"));
                assertThat(HttpChild.answer(socket))
                        .isEqualTo("200 context.UntilShutdown.request[GET /who/a] no deadline");
            }
            Socket blocked = child.connectSecurely();
            HttpChild.send(blocked, HttpChild.head("GET", "/block/d"));
            child.await("BLOCK d");
            blocked.close();
            child.await("BLOCKED d " + WOKEN);
        }
    }

    @Test
    void withoutTheAgentAClientThatGoesAwayEndsNothing() throws Exception {
        try (HttpChild child = new HttpChild(ChildJvm.withoutAgent(HttpProgram.class, "jdk", "platform"))) {
            assertThat(child.get("/who/a")).isEqualTo("200 context.Background no deadline");
            Socket blocked = child.connect();
            HttpChild.send(blocked, HttpChild.head("GET", "/block/d"));
            child.await("BLOCK d");
            blocked.close();
            Thread.sleep(500); // ten times what the agent takes
            assertThat(child.jvm().out()).noneMatch(line -> line.startsWith("BLOCKED"));
        }
    }

    @Test
    void switchedOffThereIsNoContext() throws Exception {
        try (HttpChild child = agent("http=off,http.timeout=1ms", "platform")) {
            assertThat(child.get("/who/a")).isEqualTo("200 context.Background no deadline");
            Snapshot snapshot = Inspection.snapshot(Inspection.attach(child.jvm(), ""), Map.of("grace", "0ms"));
            assertThat(hooks(snapshot)).containsOnly("off");
        }
    }

    @Test
    void aHandlerThatWasRegisteredBeforeALateAttachHasOne() throws Exception {
        try (HttpChild child = new HttpChild(ChildJvm.withoutAgent(HttpProgram.class, "jdk", "platform"))) {
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
    @ValueSource(strings = {"platform", "virtual"})
    void aDeadlineEndsCallsAndTheAnswerStillGoesOut(String threads) throws Exception {
        try (HttpChild child = agent("http.timeout=400ms", threads)) {
            assertThat(child.get("/block/a")).isEqualTo("503 " + LATE);
            assertThat(child.get("/large/a")).hasSize(3_000_004);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "virtual"})
    void whatIsLeftTravelsInAndOut(String threads) throws Exception {
        try (HttpChild child = agent("http.timeout=20s,http.deadline-header=X-Left-Ms", threads)) {
            // The smaller of both; and what no client can do to it.
            assertThat(left(child.get("/who/a", "X-Left-Ms: 100"))).isBetween(0L, 100L);
            assertThat(left(child.get("/who/a", "X-Left-Ms: 3600000"))).isBetween(101L, 20_000L);
            for (String hostile : List.of("", "soon", "99999999999999999999999", "9223372036854775807", "1e3", "+5")) {
                assertThat(left(child.get("/who/a", "X-Left-Ms: " + hostile)))
                        .as(hostile)
                        .isBetween(101L, 20_000L);
            }
            for (String past : List.of("0", "-1", "-99999999999999999999999")) {
                assertThat(left(child.get("/who/a", "X-Left-Ms: " + past)))
                        .as(past)
                        .isZero();
            }
            String[] sent = child.get("/calls/a").substring(4).split(" ");
            assertThat(sent).hasSize(5);
            assertThat(List.of(sent[2], sent[4])).containsOnly("mine");
            for (String value : List.of(sent[0], sent[1], sent[3])) {
                assertThat(Long.parseLong(value)).isBetween(1L, 20_000L);
            }
        }
    }

    @Test
    void withoutTheOptionsNoDeadlineTravelsAndADripHoldsOn() throws Exception {
        try (HttpChild child = agent("http.timeout=10s", "platform");
                Socket head = child.connect();
                Socket body = child.connect()) {
            assertThat(left(child.get("/who/a", "X-Left-Ms: 100"))).isGreaterThan(5000);
            assertThat(child.get("/calls/a")).isEqualTo("200 null null mine null mine");
            HttpChild.send(head, "GET /who/h HTTP/1.1\r\nX: ");
            HttpChild.send(body, body(1));
            assertThat(HttpChild.cutWhileDripping(List.of(head, body), Duration.ofSeconds(2)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "virtual"})
    void aClientThatDripsIsCutOffAndOthersAreServed(String threads) throws Exception {
        try (HttpChild child = agent("http.read-timeout=400ms", threads)) {
            child.get("/who/a");
            long before = child.descriptors();
            Socket handled = child.connect();
            HttpChild.send(handled, HttpChild.head("POST", "/late/slow", "Content-Length: 3") + "123");
            child.await("HOLD slow");
            List<Socket> drips = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Socket drip = child.connect();
                HttpChild.send(drip, i % 2 == 0 ? "GET /who/h HTTP/1.1\r\nX: " : body(i));
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
            // It was read in time; how long it is handled is its handler's own affair.
            child.get("/open/slow");
            assertThat(HttpChild.answer(handled)).isEqualTo("200 read 3");
            handled.close();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> child.descriptors() <= before);
        }
    }

    private static String body(int i) {
        return HttpChild.head("POST", "/read/" + i, "Content-Length: 1000");
    }

    @Test
    void hooksThatFailAreCountedAndSwitchedOffAndRequestsAreServed() throws Exception {
        try (HttpChild child = agent("http.read-timeout=10s", "platform")) {
            assertThat(child.get("/who/a")).contains("request[GET /who/a]");
            AttachReply reply = Inspection.attach(child.jvm(), "");
            assertThat(child.get("/break/a")).isEqualTo("200 broken");
            assertThat(child.get("/who/b")).isEqualTo("200 context.Background no deadline");
            assertThat(hooks(Inspection.snapshot(reply, Map.of("grace", "0ms"))))
                    .contains("degraded");
            for (int i = 0; i < 120; i++) {
                assertThat(child.get("/left/" + i)).isEqualTo("200 null");
            }
            assertThat(hooks(Inspection.snapshot(reply, Map.of("grace", "0ms"))))
                    .containsOnly("off");
        }
    }

    @Test
    void anApplicationWithoutTheApiHasContextsToo() throws Exception {
        List<String> flags = List.of("-javaagent:" + ChildJvm.AGENT + "=http.timeout=300ms");
        try (HttpChild child =
                new HttpChild(ChildJvm.start(HttpIT::withoutApi, flags, HttpProgram.class, "jdk", "platform"))) {
            Socket blocked = child.connect();
            HttpChild.send(blocked, HttpChild.head("GET", "/block/a"));
            Snapshot snapshot = Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () -> {
                                Socket next = child.connect();
                                HttpChild.send(next, HttpChild.head("GET", "/block/b"));
                                return Inspection.snapshot(Inspection.attach(child.jvm(), ""), Map.of("grace", "0ms"));
                            },
                            seen -> seen.contexts().stream()
                                    .anyMatch(each -> each.kind().equals("request")));
            assertThat(request(snapshot, "GET /block/b").state()).isIn("live", "deadline-exceeded");
            assertThat(HttpChild.answer(blocked)).isEqualTo("503 " + LATE);
            blocked.close();
            assertThat(child.jvm().err()).allMatch(line -> line.startsWith("WARNING:"));
        }
    }

    private static String withoutApi(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.contains("/context/target") && !entry.contains("/ctx-context"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void anAnswerThatIsLeftToAnotherThreadKeepsTheContext() throws Exception {
        try (HttpChild child = agent("", "platform");
                Socket later = child.connect()) {
            HttpChild.send(later, HttpChild.head("GET", "/later/a"));
            child.await("LATER a");
            child.awaitKept("a", "live");
            assertThat(child.get("/finish/a")).isEqualTo("200 done");
            assertThat(HttpChild.answer(later)).isEqualTo("200 finished");
            child.awaitKept("a", DONE);
            try (Socket leaving = child.connect()) {
                HttpChild.send(leaving, HttpChild.head("GET", "/later/b"));
                child.await("LATER b");
            }
            child.awaitKept("b", "context canceled < io.ctxagent.boot.ClientGoneException: " + GONE);
        }
    }

    private static long left(String answer) {
        return Long.parseLong(answer.substring(answer.lastIndexOf("left ") + 5));
    }

    private static ContextInfo request(Snapshot snapshot, String name) throws IOException {
        return snapshot.contexts().stream()
                .filter(each -> each.kind().equals("request") && name.equals(each.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + snapshot.contexts()));
    }

    private static List<String> hooks(Snapshot snapshot) {
        return snapshot.agent().hooks().stream()
                .filter(hook -> hook.family().equals("http"))
                .map(HookInfo::state)
                .toList();
    }
}
