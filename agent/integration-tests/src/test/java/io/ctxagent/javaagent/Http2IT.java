package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2: what belongs to a connection ends the connection, what belongs to a stream leaves the others of its connection alone. */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT)
class Http2IT {

    private static final String RESET =
            "context canceled < io.ctxagent.boot.ClientGoneException: the client reset the stream";

    private static final Duration LONG = Duration.ofSeconds(20);

    private static HttpChild agent(String options, String server, String threads) {
        return HttpChild.servlets(List.of("-javaagent:" + ChildJvm.AGENT + "=" + options), server, threads);
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat10+h2, platform, enforce",
        "tomcat11+h2, platform, enforce",
        "tomcat11+h2, virtual, enforce",
        "tomcat11+h2, platform, observe",
        "tomcat11+h2blocking, platform, enforce",
        "jetty10+h2, platform, enforce",
        "jetty11+h2, platform, enforce",
        "jetty11+h2, virtual, enforce",
        "jetty11+h2, platform, observe"
    })
    void aHeadThatDripsIsCutOffAndOthersAreServed(String server, String threads, String mode) throws Exception {
        try (HttpChild child = agent("http.read-timeout=600ms,mode=" + mode, server, threads)) {
            assertThat(child.get("/who/a")).startsWith("200 ");
            long before = child.descriptors();
            // One that has been answered, and asks for nothing while the others are cut off.
            Http2Wire idle = new Http2Wire(child.connect());
            idle.get(1, "/who/i");
            assertThat(idle.answer(1)).startsWith("context.UntilShutdown.request[GET /who/i]");
            List<Socket> drips = drips(child);
            assertThat(child.get("/who/b")).startsWith("200 ");
            assertThat(HttpChild.cutWhileDripping(drips, LONG)).isEqualTo(drips.size());
            idle.get(3, "/who/j");
            assertThat(idle.answer(3)).startsWith("context.UntilShutdown.request[GET /who/j]");
            idle.close();
            Awaitility.await().atMost(LONG).until(() -> child.descriptors() <= before);
            assertThat(child.jvm().err()).allMatch(line -> line.startsWith("WARNING:"));
        }
    }

    /** In the first frame of a head, in the second, in that of a connection whose streams are at work, and before the first stream. */
    private static List<Socket> drips(HttpChild child) throws IOException {
        List<Socket> drips = new ArrayList<>();
        drips.add(new Http2Wire(child.connect()).openFrame(1, "/who/f").socket());
        drips.add(new Http2Wire(child.connect()).openContinuation(1, "/who/c").socket());
        Http2Wire busy = new Http2Wire(child.connect());
        busy.get(1, "/hold/h" + drips.size());
        child.await("HOLD h" + drips.size());
        drips.add(busy.openContinuation(3, "/who/h").socket());
        drips.add(Http2Wire.withoutSettings(child.connect()));
        return drips;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat11+h2", "jetty11+h2"})
    void withoutTheAgentAHeadDripsOn(String server) throws Exception {
        try (HttpChild child = HttpChild.servlets(List.of(), server, "platform")) {
            assertThat(HttpChild.cutWhileDripping(drips(child), Duration.ofSeconds(3)))
                    .isZero();
        }
    }

    /** What Tomcat does by itself, and what it does not: a stream that is at work, whichever, keeps its connection. */
    @ParameterizedTest
    @ValueSource(strings = {"tomcat10+h2", "tomcat11+h2"})
    void tomcatItselfClosesAConnectionThatHasNoStreamAndCompletesNoFrame(String server) throws Exception {
        try (HttpChild child = HttpChild.servlets(List.of("-Dhttp2.keepAlive=500"), server, "platform")) {
            Socket idle = new Http2Wire(child.connect()).openFrame(1, "/who/f").socket();
            assertThat(HttpChild.cutWhileDripping(List.of(idle), LONG)).isEqualTo(1);
            Http2Wire busy = new Http2Wire(child.connect());
            busy.get(1, "/hold/h");
            child.await("HOLD h");
            assertThat(HttpChild.cutWhileDripping(
                            List.of(busy.openFrame(3, "/who/h").socket()), Duration.ofSeconds(3)))
                    .isZero();
        }
    }

    /** Each waits for less than the time, all of them together for more, and so do the pauses in between. */
    @ParameterizedTest
    @ValueSource(strings = {"tomcat10+h2", "tomcat11+h2", "tomcat11+h2blocking", "jetty11+h2"})
    void eachHeadOfAConnectionHasItsOwnTime(String server) throws Exception {
        try (HttpChild child = agent("http.read-timeout=2s", server, "platform");
                Http2Wire wire = new Http2Wire(child.connect())) {
            for (int stream = 1; stream < 8; stream += 2) {
                wire.firstHalf(stream, "/who/" + stream);
                Thread.sleep(700); // that the client takes its time is the case itself
                wire.secondHalf(stream);
                assertThat(wire.answer(stream))
                        .isEqualTo("context.UntilShutdown.request[GET /who/" + stream + "] no deadline");
                Thread.sleep(700); // the same
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat10+h2, platform",
        "tomcat11+h2, platform",
        "tomcat11+h2, virtual",
        "tomcat11+h2blocking, platform",
        "jetty10+h2, platform",
        "jetty11+h2, platform",
        "jetty11+h2, virtual"
    })
    void aStreamThatItsClientResetsCancelsItsRequestAndNoOther(String server, String threads) throws Exception {
        // A connection each: Tomcat closes one that resets two of its first streams.
        try (HttpChild child = agent("http=on", server, threads);
                Http2Wire wire = new Http2Wire(child.connect());
                Http2Wire second = new Http2Wire(child.connect())) {
            wire.get(1, "/keepblock/blocked");
            wire.get(3, "/keepblock/other");
            second.get(1, "/later/later");
            child.await("BLOCK blocked");
            child.await("BLOCK other");
            child.await("LATER later");
            wire.reset(1);
            second.reset(1);
            assertThat(child.awaitStart("BLOCKED blocked "))
                    .isEqualTo("BLOCKED blocked ContextInterruptedException < CanceledException < ClientGoneException");
            child.awaitKept("blocked", RESET);
            child.awaitKept("later", RESET);
            assertThat(child.get("/kept/other")).isEqualTo("200 live");
            for (Http2Wire each : List.of(wire, second)) {
                each.get(5, "/who/same");
                assertThat(each.answer(5)).isEqualTo("context.UntilShutdown.request[GET /who/same] no deadline");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat11+h2", "jetty11+h2"})
    void withoutTheAgentAHandlerIsNotToldOfAReset(String server) throws Exception {
        try (HttpChild child = HttpChild.servlets(List.of(), server, "platform");
                Http2Wire wire = new Http2Wire(child.connect())) {
            wire.get(1, "/block/blocked");
            child.await("BLOCK blocked");
            wire.reset(1);
            for (int stream = 3; stream < 40; stream += 2) {
                wire.get(stream, "/who/same");
                assertThat(wire.answer(stream)).startsWith("context.Background");
            }
            assertThat(child.jvm().out()).noneMatch(line -> line.startsWith("BLOCKED"));
        }
    }
}
