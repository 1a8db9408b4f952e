package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.Detached;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent leaves a server in the middle of its requests. */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT)
class DetachRequestsIT {

    private static final String OPTIONS = "http.timeout=10m,http.read-timeout=10m,http.deadline-header=X-Left-Ms";

    @ParameterizedTest
    @CsvSource({
        "jdk, platform",
        "jdk, virtual",
        "tomcat10, platform",
        "tomcat11, platform",
        "tomcat11, virtual",
        "jetty11, platform",
        "jetty11, virtual"
    })
    void requestsThatAreOpenMeanwhileEndAsIfItHadNotBeenThere(String server, String threads) throws Exception {
        boolean servlets = !server.equals("jdk");
        List<String> flags = List.of("-javaagent:" + ChildJvm.AGENT + "=" + OPTIONS);
        try (HttpChild child = HttpChild.servlets(flags, server, threads);
                Socket held = child.connect();
                Socket body = child.connect();
                Socket head = child.connect();
                Socket async = child.connect();
                Socket listened = child.connect();
                Socket idle = child.connect()) {
            HttpChild.send(idle, HttpChild.head("GET", "/who/i"));
            assertThat(HttpChild.answer(idle)).contains("request[GET /who/i]");
            HttpChild.send(held, HttpChild.head("GET", "/hold/h"));
            HttpChild.send(body, HttpChild.head("POST", "/keepread/b", "Content-Length: 3") + "1");
            HttpChild.send(head, "GET /who/e HTTP/1.1\r\nX: y");
            HttpChild.send(async, HttpChild.head("GET", "/later/l"));
            child.await("HOLD h");
            child.await("READ b");
            child.await("LATER l");
            if (servlets) {
                HttpChild.send(listened, HttpChild.head("POST", "/listen/n", "Content-Length: 4") + "12");
                child.await("LISTEN n");
            }
            AttachReply reply = Inspection.attach(child.jvm(), "");
            assertThat(live(Inspection.snapshot(reply, Map.of("grace", "0ms")))).hasSize(servlets ? 4 : 3);
            Detached detached = Inspection.detach(reply);
            assertThat(detached.left()).isEmpty();

            assertThat(child.get("/who/a")).isEqualTo("200 context.Background no deadline");
            assertThat(child.get("/kept/b")).isEqualTo("200 live");
            assertThat(child.get("/kept/l")).isEqualTo("200 live");
            assertThat(child.get("/open/h")).isEqualTo("200 opened");
            assertThat(HttpChild.answer(held)).isEqualTo("200 held");
            HttpChild.send(body, "23");
            assertThat(HttpChild.answer(body)).isEqualTo("200 read 3");
            HttpChild.send(head, "\r\nHost: x\r\n\r\n");
            assertThat(HttpChild.answer(head)).isEqualTo("200 context.Background no deadline");
            assertThat(child.get("/finish/l")).isEqualTo("200 done");
            assertThat(HttpChild.answer(async)).isEqualTo("200 finished");
            if (servlets) {
                HttpChild.send(listened, "34");
                assertThat(HttpChild.answer(listened)).startsWith("200 read 4 ");
            }
            // Their connections serve the next ones.
            for (Socket connection : List.of(held, body, head, async, idle)) {
                HttpChild.send(connection, HttpChild.head("GET", "/who/z"));
                assertThat(HttpChild.answer(connection)).isEqualTo("200 context.Background no deadline");
            }
            assertThat(child.jvm().out()).noneMatch(line -> line.startsWith("NOT READ"));

            // What the program itself keeps of them it gives up here.
            for (String name : List.of("b", "l", "n", "i", "e", "a", "z")) {
                child.get("/forget/" + name);
            }
            AttachReply again = Inspection.attach(child.jvm(), "");
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                child.get("/collect");
                assertThat(live(Inspection.snapshot(again, Map.of("grace", "0ms"))))
                        .isEmpty();
            });
            assertThat(Inspection.snapshot(again, Map.of("grace", "0ms")).threads())
                    .noneMatch(thread -> thread.context() != null);
            assertThat(child.jvm().err()).allMatch(line -> line.startsWith("WARNING:"));
        }
    }

    /** Requests that are not this test's own question of the moment. */
    private static List<ContextInfo> live(Snapshot snapshot) {
        return snapshot.contexts().stream()
                .filter(each -> each.kind().equals("request") && each.state().equals("live"))
                .toList();
    }
}
