package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;

/**
 * A context for each HTTP request that comes in, and the time that is left in each one that goes out. This file is the
 * JDK's own server and clients; Tomcat and Jetty are in {@link ServletHooks}.
 *
 * <p>{@code Filter.Chain.doFilter} is what the server calls for each request, with filters or without, so handlers that were
 * registered before a late attach are under it too; the outermost call counts. A handler may return and leave the answer to
 * another thread: then the request ends in {@code ServerImpl.responseCompleted} or with its connection. A request is being read
 * from its first byte until {@code ServerImpl.requestCompleted}, all by {@code ReadStream.read} of a blocking channel. Read
 * in JDK 17.0.15 and 25.0.3, which differ in nothing of this.
 */
public final class HttpFamily implements BlockingFamily {

    private static final String CHAIN = "com.sun.net.httpserver.Filter$Chain";
    private static final String SERVER = "sun.net.httpserver.ServerImpl";
    private static final String CONNECTION = "sun.net.httpserver.HttpConnection";
    private static final String STREAM = "sun.net.httpserver.Request$ReadStream";
    private static final String OUT = "sun.net.httpserver.Request$WriteStream";
    private static final String REST = "sun.net.httpserver.LeftOverInputStream";
    private static final String TLS = "sun.net.httpserver.SSLStreams$EngineWrapper";
    private static final String CLIENT_REQUEST = "jdk.internal.net.http.HttpRequestImpl";
    private static final String URL_CONNECTION = "sun.net.www.protocol.http.HttpURLConnection";

    @Override
    public Family family() {
        return Family.HTTP;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                Hook.of(Family.HTTP, CHAIN, "doFilter", HttpAdvice.JdkRequest.class),
                Hook.of(Family.HTTP, SERVER + "$Exchange", "run", HttpAdvice.TurnToField.class),
                Hook.of(Family.HTTP, SERVER, "responseCompleted", HttpAdvice.ArgumentEnded.class),
                Hook.of(Family.HTTP, CONNECTION, "close", HttpAdvice.ThisEnded.class),
                Hook.of(Family.HTTP, SERVER, "requestCompleted", HttpAdvice.JdkReadComplete.class),
                new Hook(Family.HTTP, STREAM, "read", "([BII)I", HttpAdvice.JdkRead.class),
                Hook.of(Family.HTTP, TLS, "recvAndUnwrap", HttpAdvice.JdkTlsRead.class),
                new Hook(Family.HTTP, OUT, "write", "([BII)V", HttpAdvice.Write.class),
                Hook.of(Family.HTTP, TLS, "wrapAndSendX", HttpAdvice.Write.class),
                Hook.of(Family.HTTP, REST, "drain", HttpAdvice.Write.class),
                new Hook(
                        Family.HTTP,
                        CLIENT_REQUEST,
                        Hook.CONSTRUCTOR,
                        "(Ljava/net/http/HttpRequest;Ljava/net/ProxySelector;)V",
                        HttpAdvice.ClientRequest.class),
                Hook.of(Family.HTTP, URL_CONNECTION, "writeRequests", HttpAdvice.ConnectionRequest.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.support(
                        "a context of kind `request` for each request that the JDK's server handles; it ends with the handler,"
                                + " or with the answer where the handler leaves that to another thread",
                        Target.of(CHAIN, "doFilter").as("Filter.Chain", "doFilter"),
                        Target.of(SERVER + "$Exchange", "run"),
                        Target.of(SERVER, "responseCompleted"),
                        Target.of(CONNECTION, "close")),
                Facts.support(
                        "the option `http.read-timeout`: how long the server waits for the bytes of a request",
                        Target.of(STREAM, "read"),
                        Target.of(TLS, "recvAndUnwrap"),
                        Target.of(SERVER, "requestCompleted")),
                Facts.support(
                        "the server's own writes know no context, nor does its passing over of what is left of a body: an answer goes"
                                + " out after the deadline too",
                        Target.of(OUT, "write"),
                        Target.of(REST, "drain"),
                        Target.of(TLS, "wrapAndSendX")),
                Facts.support(
                        "the option `http.deadline-header`: calls that go out carry the time that is left; a redirect of"
                                + " `HttpClient` does not",
                        Target.of(CLIENT_REQUEST, Hook.CONSTRUCTOR).as("HttpClient", "send", "sendAsync"),
                        Target.of(URL_CONNECTION, "writeRequests").as("HttpURLConnection", "connect")),
                Facts.support(
                        "the same contexts and the same timeout for servlets, synchronous and asynchronous",
                        Target.inApplications("Tomcat 10.1 and 11: `StandardHostValve.invoke`,"
                                + " `CoyoteAdapter.asyncDispatch` and the connector"),
                        Target.inApplications(
                                "Jetty 12.1, `ee10` and `ee11`: `ServletChannel.handle` and `HttpConnection`")),
                Facts.support(
                        "the same timeout for the body of an HTTP/2 stream, which is cut off alone, for its head, which is cut off"
                                + " with its connection, and for TLS handshakes"
                                + " ([decision 63](../docs/decisions/0063-heads-and-resets-of-http-2.md))",
                        Target.inApplications("Tomcat 10.1 and 11: `Stream.StandardStreamInputBuffer`, `Http2Parser`,"
                                + " `Http2AsyncParser` and `SecureNioChannel.handshake`"),
                        Target.inApplications(
                                "Jetty 12.1: `HttpStreamOverHTTP2`, `HTTP2Connection` and `SslConnection`")),
                Facts.support(
                        "a stream of HTTP/2 that its client resets cancels its request, and no other of its connection",
                        Target.inApplications("Tomcat 10.1 and 11: `Stream.receiveReset`"),
                        Target.inApplications("Jetty 12.1: `HTTP2Stream.onReset`")));
    }
}
