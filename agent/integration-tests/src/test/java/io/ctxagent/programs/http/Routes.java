package io.ctxagent.programs.http;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** What the application does, by the first part of the path; the rest of it is a name that tests choose. */
final class Routes {

    static final String HEADER = "X-Left-Ms";

    static volatile int port;

    private static final ConcurrentHashMap<String, Call> OPEN = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private Routes() {}

    static void handle(Call call) throws IOException {
        String[] parts = call.path().split("/", 3);
        String name = parts.length > 2 ? parts[2] : "";
        switch (parts[1]) {
            case "who" -> {
                Contexts.keep(name);
                call.answer(200, Contexts.current());
            }
            case "kept" -> call.answer(200, Contexts.state(name));
            case "forget" -> {
                Contexts.forget(name);
                call.answer(200, "forgotten");
            }
            case "block" -> block(call, name);
            case "keepblock" -> {
                Contexts.keep(name);
                block(call, name);
            }
            case "read" -> read(call, name);
            case "keepread" -> {
                Contexts.keep(name);
                read(call, name);
            }
            case "late" -> {
                await(name);
                read(call, name);
            }
            case "collect" -> {
                System.gc();
                call.answer(200, "collected");
            }
            case "hold" -> {
                await(name);
                call.answer(200, "held");
            }
            case "open" -> {
                GATES.computeIfAbsent(name, key -> new CountDownLatch(1)).countDown();
                call.answer(200, "opened");
            }
            case "later" -> {
                Contexts.keep(name);
                OPEN.put(name, call);
                call.leaveOpen();
                System.out.println("LATER " + name);
            }
            case "finish" -> {
                Call open = OPEN.remove(name);
                if (open != null) {
                    open.answer(200, "finished");
                }
                call.answer(200, open == null ? "nothing" : "done");
            }
            case "left" -> call.answer(200, String.valueOf(call.header(HEADER)));
            case "break" -> {
                BrokenSupport.install();
                call.answer(200, "broken");
            }
            case "calls" -> call.answer(200, calls());
            case "large" -> {
                blockQuietly();
                call.answer(200, "x".repeat(3_000_000));
            }
            default -> call.answer(404, "no such route");
        }
    }

    /** Until the context ends it; answers all the same. */
    private static void block(Call call, String name) throws IOException {
        String how;
        System.out.println("BLOCK " + name);
        try {
            new LinkedBlockingQueue<>().take();
            how = "an element";
        } catch (InterruptedException e) {
            how = chain(e);
        }
        System.out.println("BLOCKED " + name + " " + how);
        call.answer(503, how);
    }

    private static void blockQuietly() {
        try {
            new LinkedBlockingQueue<>().take();
        } catch (InterruptedException e) {
            // The deadline.
        }
    }

    private static void read(Call call, String name) throws IOException {
        System.out.println("READ " + name);
        try {
            int length = call.body().readAllBytes().length;
            System.out.println("HAS READ " + name + " " + length);
            call.answer(200, "read " + length);
        } catch (IOException e) {
            System.out.println("NOT READ " + name + " " + chain(e));
            throw e;
        }
    }

    private static void await(String name) {
        System.out.println("HOLD " + name);
        try {
            GATES.computeIfAbsent(name, key -> new CountDownLatch(1)).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What header each way of calling sends. */
    private static String calls() throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/left");
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
        try {
            String send = client.send(HttpRequest.newBuilder(uri).build(), text).body();
            String async = client.sendAsync(HttpRequest.newBuilder(uri).build(), text)
                    .join()
                    .body();
            String own = client.send(
                            HttpRequest.newBuilder(uri).header(HEADER, "mine").build(), text)
                    .body();
            String connection = read(uri, null);
            String ownConnection = read(uri, "mine");
            return send + " " + async + " " + own + " " + connection + " " + ownConnection;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String read(URI uri, String own) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (own != null) {
            connection.setRequestProperty(HEADER, own);
        }
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static String chain(Throwable thrown) {
        StringBuilder chain = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            chain.append(chain.length() == 0 ? "" : " < ")
                    .append(each.getClass().getSimpleName());
        }
        return chain.toString();
    }
}
