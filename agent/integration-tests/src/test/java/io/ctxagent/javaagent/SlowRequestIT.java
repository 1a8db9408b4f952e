package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code http.read-timeout} wherever else a server reads: streams of HTTP/2, bodies that nobody waits for, TLS handshakes. */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT)
class SlowRequestIT {

    private static final String SLOW = "context canceled < io.ctxagent.boot.SlowClientException: "
            + "the request had not come whole after 400 ms of waiting (http.read-timeout)";

    private static final boolean OLD_CLIENT = Runtime.version().feature() == 17;

    private static final Duration LONG = Duration.ofSeconds(20);

    /** A record of 512 bytes that holds a handshake, of which not all is here. */
    private static final String HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003";

    private static HttpChild agent(String options, String server, String threads) {
        return HttpChild.servlets(List.of("-javaagent:" + ChildJvm.AGENT + "=" + options), server, threads);
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat10+h2, platform, enforce",
        "tomcat11+h2, platform, enforce",
        "tomcat11+h2, virtual, enforce",
        "tomcat11+h2, platform, observe",
        "jetty10+h2, platform, enforce",
        "jetty11+h2, platform, enforce",
        "jetty11+h2, virtual, enforce",
        "jetty11+h2, platform, observe"
    })
    void aStreamThatDripsIsCutOffAndTheOthersOfItsConnectionAreServed(String server, String threads, String mode)
            throws Exception {
        String woken =
                mode.equals("enforce") ? "ContextInterruptedException < CanceledException < SlowClientException" : "";
        try (HttpChild child = agent("http.read-timeout=400ms,mode=" + mode, server, threads)) {
            HttpClient client = client();
            HttpResponse<String> first = client.send(get(child, "/who/a"), BodyHandlers.ofString());
            assertThat(first.body()).isEqualTo("context.UntilShutdown.request[GET /who/a] no deadline");
            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
            child.get("/who/a");
            long before = child.descriptors();
            var handled = client.sendAsync(
                    post(child, "/late/slow", BodyPublishers.ofString("123")), BodyHandlers.ofString());
            child.await("HOLD slow");
            List<CompletableFuture<HttpResponse<String>>> drips = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String path = (i % 2 == 0 ? "/keepread/" : "/listen/") + i;
                drips.add(client.sendAsync(
                        post(child, path, BodyPublishers.fromPublisher(new Drip())), BodyHandlers.ofString()));
            }
            assertThat(client.send(get(child, "/who/b"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            for (int i = 0; i < drips.size(); i++) {
                var drip = drips.get(i);
                // The client of 17 goes on when its body is refused, and tells nobody.
                Awaitility.await("drip " + i).atMost(LONG).until(() -> drip.isDone() || OLD_CLIENT);
                assertThat(child.awaitStart("NOT READ " + i + " ")).contains(i % 2 == 0 ? woken : "Exception");
                child.awaitKept(String.valueOf(i), SLOW);
            }
            // It was read in time; how long it is handled is its handler's own affair.
            assertThat(client.send(get(child, "/open/slow"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(handled.get().body()).isEqualTo("read 3");
            Awaitility.await().atMost(LONG).until(() -> child.descriptors() <= before);
            assertThat(child.jvm().err()).allMatch(line -> line.startsWith("WARNING:"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat11+h2", "jetty11+h2"})
    void withoutTheAgentAStreamDripsOn(String server) throws Exception {
        try (HttpChild child = HttpChild.servlets(List.of(), server, "platform")) {
            HttpClient client = client();
            client.send(get(child, "/who/a"), BodyHandlers.ofString());
            Drip read = new Drip();
            Drip listen = new Drip();
            var both = List.of(
                    client.sendAsync(
                            post(child, "/keepread/r", BodyPublishers.fromPublisher(read)), BodyHandlers.ofString()),
                    client.sendAsync(
                            post(child, "/listen/l", BodyPublishers.fromPublisher(listen)), BodyHandlers.ofString()));
            Awaitility.await().atMost(LONG).until(() -> read.sent() > 30 && listen.sent() > 30);
            assertThat(both).noneMatch(CompletableFuture::isDone);
            assertThat(child.jvm().out()).noneMatch(line -> line.startsWith("NOT READ"));
        }
    }

    @ParameterizedTest
    @CsvSource({"tomcat10, platform", "tomcat11, platform", "tomcat11, virtual", "jetty11, platform", "jetty11, virtual"
    })
    void aBodyThatAListenerReadsIsCutOff(String server, String threads) throws Exception {
        try (HttpChild child = agent("http.read-timeout=400ms", server, threads)) {
            child.get("/who/a");
            long before = child.descriptors();
            List<Socket> drips = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Socket drip = child.connect();
                HttpChild.send(drip, listen(String.valueOf(i), 1000) + "1");
                drips.add(drip);
            }
            assertThat(child.get("/who/b")).startsWith("200 ");
            assertThat(HttpChild.cutWhileDripping(drips, LONG)).isEqualTo(5);
            for (int i = 0; i < 5; i++) {
                assertThat(child.awaitStart("NOT READ " + i + " ")).contains("Exception");
                assertThat(child.awaitStart("HEARD " + i + " "))
                        .startsWith("HEARD " + i + " context.UntilShutdown.request[POST /listen/" + i + "]");
                child.awaitKept(String.valueOf(i), SLOW);
            }
            Awaitility.await().atMost(LONG).until(() -> child.descriptors() <= before);
        }
    }

    /** Each waits for less than the time, all of them together for more. */
    @ParameterizedTest
    @ValueSource(strings = {"tomcat10", "tomcat11", "jetty11"})
    void eachRequestOfAConnectionHasItsOwnTime(String server) throws Exception {
        try (HttpChild child = agent("http.read-timeout=3s", server, "platform");
                Socket socket = child.connect()) {
            for (String name : List.of("a", "b", "c", "d")) {
                HttpChild.send(socket, listen(name, 4) + "12");
                child.awaitStart("HEARD " + name + " ");
                Thread.sleep(900); // that the client takes its time is the case itself
                HttpChild.send(socket, "34");
                assertThat(HttpChild.answer(socket))
                        .isEqualTo("200 read 4 context.UntilShutdown.request[POST /listen/" + name + "] no deadline");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat11", "jetty11"})
    void withoutTheAgentAListenerIsDrippedOn(String server) throws Exception {
        try (HttpChild child = HttpChild.servlets(List.of(), server, "platform");
                Socket socket = child.connect()) {
            HttpChild.send(socket, listen("a", 1000));
            assertThat(HttpChild.cutWhileDripping(List.of(socket), Duration.ofSeconds(2)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https, platform",
        "tomcat10+tls, platform",
        "tomcat11+tls, platform",
        "tomcat11+tls, virtual",
        "jetty11+tls, platform",
        "jetty11+tls, virtual"
    })
    void aHandshakeThatDripsIsCutOffAndOthersAreServed(String server, String threads) throws Exception {
        // So much, because the client that shakes hands as it should makes its first ones here.
        try (HttpChild child = agent("http.read-timeout=3s", server, threads)) {
            assertThat(secureGet(child, "/who/a")).startsWith("200 context.UntilShutdown.request[GET /who/a]");
            long before = child.descriptors();
            // One that has shaken hands, and asks for nothing while the others are cut off.
            Socket idle = child.connectSecurely();
            HttpChild.send(idle, HttpChild.head("GET", "/who/i"));
            assertThat(HttpChild.answer(idle)).startsWith("200 ");
            List<Socket> drips = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Socket drip = child.connect();
                drip.getOutputStream().write(HELLO.getBytes(StandardCharsets.ISO_8859_1));
                drips.add(drip);
            }
            assertThat(secureGet(child, "/who/b")).startsWith("200 ");
            assertThat(HttpChild.cutWhileDripping(drips, LONG)).isEqualTo(5);
            HttpChild.send(idle, HttpChild.head("GET", "/who/j"));
            assertThat(HttpChild.answer(idle)).startsWith("200 ");
            idle.close();
            Awaitility.await().atMost(LONG).until(() -> child.descriptors() <= before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "tomcat11+tls", "jetty11+tls"})
    void withoutTheAgentAHandshakeDripsOn(String server) throws Exception {
        try (HttpChild child = HttpChild.servlets(List.of(), server, "platform");
                Socket socket = child.connect()) {
            socket.getOutputStream().write(HELLO.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(HttpChild.cutWhileDripping(List.of(socket), Duration.ofSeconds(2)))
                    .isZero();
        }
    }

    private static String listen(String name, int length) {
        return HttpChild.head("POST", "/listen/" + name, "Content-Length: " + length);
    }

    private static String secureGet(HttpChild child, String path) throws IOException {
        try (Socket socket = child.connectSecurely()) {
            HttpChild.send(socket, HttpChild.head("GET", path));
            return HttpChild.answer(socket);
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    private static HttpRequest get(HttpChild child, String path) {
        return HttpRequest.newBuilder(uri(child, path)).build();
    }

    private static HttpRequest post(HttpChild child, String path, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(uri(child, path)).POST(body).build();
    }

    private static URI uri(HttpChild child, String path) {
        return URI.create("http://127.0.0.1:" + child.port() + path);
    }
}
