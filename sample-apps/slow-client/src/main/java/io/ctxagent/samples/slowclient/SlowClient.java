package io.ctxagent.samples.slowclient;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A server with two threads, two attackers that want to keep both, and a customer. */
public final class SlowClient {

    private static final int THREADS = 2;

    private SlowClient() {}

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        server.setExecutor(pool);
        server.createContext("/", SlowClient::hello);
        server.start();
        int port = server.getAddress().getPort();

        ExecutorService clients = Executors.newCachedThreadPool();
        List<Future<Long>> attackers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Attacker attacker = new Attacker(port);
            attackers.add(clients.submit(attacker::drip));
            attacker.awaitFirstByte();
        }
        System.out.println("two attackers send a byte of their header now and then");
        System.out.println("customer: " + ask(port));
        for (Future<Long> attacker : attackers) {
            System.out.println("an attacker was cut off after " + attacker.get() + " ms");
        }
        clients.shutdown();
        server.stop(0);
        pool.shutdown();
    }

    private static void hello(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String ask(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
