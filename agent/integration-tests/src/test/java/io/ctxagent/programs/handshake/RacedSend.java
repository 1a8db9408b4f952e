package io.ctxagent.programs.handshake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A request in each round that the server answers when it is told, with what was asked: no other round's answer comes. */
final class RacedSend implements RacedCall {

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService handlers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile CountDownLatch told = new CountDownLatch(1);
    private int round;
    private String answer = "";

    RacedSend() throws IOException {
        server.setExecutor(handlers);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        // Its own context ends with its client.
        Context.background().run(this::awaitTold);
        byte[] path = exchange.getRequestURI().getPath().getBytes();
        exchange.sendResponseHeaders(200, path.length);
        exchange.getResponseBody().write(path);
        exchange.close();
    }

    private void awaitTold() {
        try {
            told.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void prepare() {
        told = new CountDownLatch(1);
        round++;
        answer = "";
    }

    @Override
    public void block() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path());
        answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private String path() {
        return "/" + round;
    }

    @Override
    public void release() {
        told.countDown();
    }

    @Override
    public boolean settled(boolean returned) {
        return answer.equals(returned ? path() : "");
    }

    @Override
    public void close() {
        server.stop(0);
        handlers.shutdownNow();
    }
}
