package io.ctxagent.samples.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP server: each request runs on a pool thread, under a context of its own with a deadline and a trace id. */
final class HttpFront implements Part {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    private static final int THREADS = 8;
    private static final String TRACE_HEADER = "X-Trace-Id";

    private final CancelScope scope;
    private final boolean untilHangUp;
    private final Endpoint endpoint;
    private final ExecutorService workers;
    private final HttpServer server;

    HttpFront(int port, boolean untilHangUp, Context service, Endpoint endpoint) throws IOException {
        this.scope = service.withCancel().named("server");
        this.untilHangUp = untilHangUp;
        this.endpoint = endpoint;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        AtomicInteger number = new AtomicInteger();
        this.workers =
                Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "http-" + number.incrementAndGet()));
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String traceId = traceId(exchange);
        Context traced = scope.context().withValue(Trace.ID, traceId);
        String name =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        Reply reply = untilHangUp ? answerUntilHangUp(exchange, traced, name) : answer(exchange, traced, name);
        // Out here the request's context is not current any more: one that is done would refuse the write.
        exchange.getResponseHeaders().set(TRACE_HEADER, traceId);
        send(exchange, reply);
    }

    /** Out here the agent's own context of the request is the current one; without the agent there is none. */
    private Reply answerUntilHangUp(HttpExchange exchange, Context traced, String name) {
        try (CancelScope both = traced.withCancelFrom(Context.current())) {
            return answer(exchange, both.context(), name);
        }
    }

    private Reply answer(HttpExchange exchange, Context traced, String name) {
        try (CancelScope request = traced.withTimeout(REQUEST_TIMEOUT).named(name)) {
            try {
                return request.call(() -> {
                    Reply reply = endpoint.answer(Request.read(exchange));
                    // Without the agent a slow answer comes all the same; it is too late then.
                    request.context().check();
                    return reply;
                });
            } catch (Exception failed) {
                return Reply.failure(request.context(), failed);
            }
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.bytes();
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static String traceId(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst(TRACE_HEADER);
        return given != null && given.matches("[\\w-]{1,64}")
                ? given
                : UUID.randomUUID().toString();
    }

    /** Cancels the requests, lets their answers out, then stops listening. */
    @Override
    public void close() throws InterruptedException {
        scope.close();
        workers.shutdown();
        // Two seconds more than a request may last: without the agent nothing wakes a query early.
        boolean ended = workers.awaitTermination(REQUEST_TIMEOUT.toSeconds() + 2, TimeUnit.SECONDS);
        server.stop(0);
        if (!ended) {
            workers.shutdownNow();
        }
    }
}
