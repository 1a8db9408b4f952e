package io.ctxagent.instrument.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpChannelState;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream of a real server and client, whose request waits for a body. */
class JettyStreamsTest {

    private final Server server = new Server();
    private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>();

    @BeforeEach
    void serve() throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        ServerConnector connector = new ServerConnector(
                server, new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (request.getMethod().equals("POST")) {
                    request.demand(() -> told.add(text(request.read())));
                    waiting.add(request);
                } else {
                    callback.succeeded();
                }
                return true;
            }
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // A connection becomes one of HTTP/2 by its first request.
        HttpResponse<String> first = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
        client.sendAsync(
                HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.fromPublisher(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @AfterEach
    void stop() throws Exception {
        body.close();
        server.stop();
    }

    /** The build runs this twice. */
    @Test
    void theServerIsTheOneThatIsMeant() {
        String meant = System.getProperty("ctx.test.jetty");
        assumeTrue(meant != null, "only the build says which");
        assertThat(Server.getVersion()).isEqualTo(meant);
    }

    @Test
    void whoWaitsIsToldOfATimeout() throws Throwable {
        JettyStreams.cut(stream(channel(waiting.take())));
        assertThat(told.poll(20, TimeUnit.SECONDS)).contains(TimeoutException.class.getName(), "http.read-timeout");
    }

    @Test
    void nothingIsFailedWhereDataHasComeJustNow() throws Throwable {
        Request request = waiting.take();
        HttpChannel channel = channel(request);
        Runnable tellsOfData = channel.onContentAvailable();
        JettyStreams.cut(stream(channel));
        tellsOfData.run();
        assertThat(told.take()).isEqualTo("nothing yet");
        request.demand(() -> told.add(text(request.read())));
        // What is published before anybody has subscribed is lost, and the server has the head before the client does.
        await().until(body::hasSubscribers);
        body.submit(ByteBuffer.wrap(new byte[3]));
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("3 bytes");
    }

    private static String text(Content.@Nullable Chunk chunk) {
        if (chunk == null) {
            return "nothing yet";
        }
        return Content.Chunk.isFailure(chunk) ? chunk.getFailure().toString() : chunk.remaining() + " bytes";
    }

    private static HttpChannel channel(Request request) throws ReflectiveOperationException {
        Field channel = request.getClass().getDeclaredField("_httpChannelState");
        channel.setAccessible(true);
        return (HttpChannel) channel.get(request);
    }

    private static Object stream(HttpChannel channel) {
        return ((HttpChannelState) channel).getHttpStream();
    }
}
