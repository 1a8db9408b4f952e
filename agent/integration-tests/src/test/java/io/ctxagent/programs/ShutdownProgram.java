package io.ctxagent.programs;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program with a worker below {@code untilShutdown()} that waits to be shut down. The first argument says what else it does,
 * the second how it ends: {@code signal} waits for one, {@code exit} calls {@code System.exit(3)}, {@code main} returns,
 * {@code throw} throws out of it.
 */
public final class ShutdownProgram {

    private static final CancelScope ROOT = Context.untilShutdown().withCancel().named("workers");

    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final List<Object> KEPT = new ArrayList<>();

    private ShutdownProgram() {}

    public static void main(String[] args) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        ROOT.run(() -> worker(started).start());
        started.await();
        begin(args[0]);
        System.out.println("READY");
        switch (args.length > 1 ? args[1] : "signal") {
            case "exit" -> System.exit(3);
            case "main" -> {}
            case "throw" -> throw new IllegalStateException("out of main");
            default -> Context.untilShutdown().awaitDone();
        }
    }

    private static void begin(String what) throws Exception {
        switch (what) {
            case "stubborn" -> ROOT.run(() -> stubborn().start());
            case "hook" -> hook("slow-hook", ShutdownProgram::forEver);
            case "exiting hook" -> hook("exiting-hook", () -> System.exit(9));
            case "tidy hook" -> hook("tidy-hook", ShutdownProgram::tidyUp);
            case "leak" -> Context.background().withCancel().named("forgotten");
            case "virtual" -> virtual();
            case "server" -> server(false);
            case "server and pool" -> server(true);
            case "hikari" -> hikari();
            case "jdk pools" -> jdkPools();
            case "daemon" -> Cases.daemonThread(ShutdownProgram::forEver).start();
            default -> {}
        }
    }

    private static void hook(String name, Runnable body) {
        Runtime.getRuntime().addShutdownHook(new Thread(body, name));
    }

    private static Thread worker(CountDownLatch started) {
        Thread thread = new Thread(() -> work(started), "worker");
        thread.setDaemon(true);
        return thread;
    }

    private static void work(CountDownLatch started) {
        started.countDown();
        try {
            new LinkedBlockingQueue<Integer>().take();
        } catch (InterruptedException e) {
            System.out.println("worker ends: " + e.getMessage());
        }
    }

    private static Thread stubborn() throws RuntimeException {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        Thread thread = new Thread(lock::lock, "stubborn");
        thread.setDaemon(true);
        return thread;
    }

    private static void forEver() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The hook of an application that ends its thread itself, which is there until then. */
    private static void tidyUp() {
        System.err.println("tidy-hook begins");
        Thread late = new Thread(ShutdownProgram::forEver, "late");
        late.start();
        try {
            late.join(300); // the last line could be printed by then if nobody waited for this hook
            late.interrupt();
            late.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.err.println("tidy-hook ends");
    }

    /** Three under a context that obey it, two that do not, one under none. */
    private static void virtual() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        KEPT.add(lock);
        lock.lock();
        CountDownLatch running = new CountDownLatch(6);
        for (int i = 0; i < 3; i++) {
            ROOT.run(() -> startVirtually(() -> {
                running.countDown();
                forEver();
            }));
        }
        for (int i = 0; i < 2; i++) {
            ROOT.run(() -> startVirtually(() -> {
                running.countDown();
                lock.lock();
            }));
        }
        startVirtually(() -> {
            running.countDown();
            forEver();
        });
        running.await();
    }

    private static void startVirtually(Runnable body) {
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server, its executor and a client, all of which have worked and are left as they are. */
    private static void server(boolean withPool) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService pool = Executors.newFixedThreadPool(1);
        server.setExecutor(withPool ? pool : null);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).get();
        KEPT.addAll(List.of(server, client));
    }

    private static void hikari() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:left");
        config.setMaximumPoolSize(1);
        HikariDataSource pool = new HikariDataSource(config);
        pool.getConnection().close();
        KEPT.add(pool);
    }

    /** Threads that the JDK keeps once they were needed. */
    private static void jdkPools() throws Exception {
        CompletableFuture.supplyAsync(() -> 1).get();
        new CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)
                .get();
        new ProcessBuilder("true").start().waitFor();
        KEPT.add(Cleaner.create());
    }
}
