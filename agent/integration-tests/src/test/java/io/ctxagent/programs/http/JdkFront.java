package io.ctxagent.programs.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ctxagent.programs.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/** The routes on the JDK's server, behind a filter. */
final class JdkFront {

    private JdkFront() {}

    static int start(Executor executor) throws IOException {
        return start(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0), executor);
    }

    static int startSecure(Executor executor) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TestKeys.context()));
        return start(server, executor);
    }

    private static int start(HttpServer server, Executor executor) {
        server.createContext("/", exchange -> Routes.handle(new OfExchange(exchange)))
                .getFilters()
                .add(new PassingOn());
        server.setExecutor(executor);
        server.start();
        return server.getAddress().getPort();
    }

    private static final class PassingOn extends Filter {

        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            chain.doFilter(exchange);
        }

        @Override
        public String description() {
            return "passes on";
        }
    }

    private static final class OfExchange implements Call {
        private final HttpExchange exchange;

        OfExchange(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public String path() {
            return exchange.getRequestURI().getPath();
        }

        @Override
        public String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        @Override
        public InputStream body() {
            return exchange.getRequestBody();
        }

        @Override
        public void answer(int status, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void leaveOpen() {
            // Nothing ends an exchange but its answer.
        }
    }
}
