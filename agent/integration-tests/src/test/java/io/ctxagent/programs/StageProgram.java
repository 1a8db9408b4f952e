package io.ctxagent.programs;

import static io.ctxagent.programs.HandOverProgram.KEY;
import static io.ctxagent.programs.HandOverProgram.seen;

import com.sun.net.httpserver.HttpServer;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Attaches every kind of function to a CompletableFuture under one context and completes it under another; prints
 * {@code kind=what the function saw, and that without a context where it was attached}.
 */
public final class StageProgram {

    private static final CancelScope SCOPE = Context.background().withCancel();
    private static final Context FIRST = SCOPE.context().withValue(KEY, "r1");
    private static final Context SECOND = SCOPE.context().withValue(KEY, "r2");
    private static final CompletableFuture<String> NEVER = new CompletableFuture<>();

    /** A pool that somebody wrote by hand: one thread for all, and a queue. */
    private static final LinkedBlockingQueue<Runnable> QUEUE = new LinkedBlockingQueue<>();

    private static final Executor HAND_WRITTEN = QUEUE::add;

    private static final Map<String, Attaching> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("thenApply", (f, see) -> f.thenApply(x -> see.it()));
        KINDS.put("thenApplyAsync", (f, see) -> f.thenApplyAsync(x -> see.it()));
        KINDS.put("thenApplyAsync by hand", (f, see) -> f.thenApplyAsync(x -> see.it(), HAND_WRITTEN));
        KINDS.put("thenAccept", (f, see) -> f.thenAccept(x -> see.it()));
        KINDS.put("thenAcceptAsync", (f, see) -> f.thenAcceptAsync(x -> see.it()));
        KINDS.put("thenRun", (f, see) -> f.thenRun(see::it));
        KINDS.put("thenRunAsync", (f, see) -> f.thenRunAsync(see::it));
        KINDS.put("whenComplete", (f, see) -> f.whenComplete((x, e) -> see.it()));
        KINDS.put("whenCompleteAsync", (f, see) -> f.whenCompleteAsync((x, e) -> see.it()));
        KINDS.put("handle", (f, see) -> f.handle((x, e) -> see.it()));
        KINDS.put("handleAsync", (f, see) -> f.handleAsync((x, e) -> see.it()));
        KINDS.put("exceptionally", (f, see) -> f.thenApply(StageProgram::fail).exceptionally(e -> see.it()));
        KINDS.put(
                "exceptionallyAsync",
                (f, see) -> f.thenApply(StageProgram::fail).exceptionallyAsync(e -> see.it()));
        KINDS.put(
                "exceptionallyCompose",
                (f, see) -> f.thenApply(StageProgram::fail)
                        .exceptionallyCompose(e -> CompletableFuture.completedFuture(see.it())));
        KINDS.put("thenCompose", (f, see) -> f.thenCompose(x -> CompletableFuture.completedFuture(see.it())));
        KINDS.put("thenComposeAsync", (f, see) -> f.thenComposeAsync(x -> CompletableFuture.completedFuture(see.it())));
        KINDS.put("thenCombine", (f, see) -> f.thenCombine(f, (x, y) -> see.it()));
        KINDS.put("thenCombineAsync", (f, see) -> f.thenCombineAsync(f, (x, y) -> see.it()));
        KINDS.put("thenAcceptBoth", (f, see) -> f.thenAcceptBoth(f, (x, y) -> see.it()));
        KINDS.put("runAfterBoth", (f, see) -> f.runAfterBoth(f, see::it));
        KINDS.put("applyToEither", (f, see) -> f.applyToEither(NEVER, x -> see.it()));
        KINDS.put("acceptEither", (f, see) -> f.acceptEither(NEVER, x -> see.it()));
        KINDS.put("runAfterEither", (f, see) -> f.runAfterEither(NEVER, see::it));
        KINDS.put("runAfterEitherAsync", (f, see) -> f.runAfterEitherAsync(NEVER, see::it));
    }

    private StageProgram() {}

    /** Looks at the context. */
    private interface See {
        String it();
    }

    /** Adds a function that calls {@code see} to a future. */
    private interface Attaching {
        Object to(CompletableFuture<String> future, See see);
    }

    public static void main(String[] args) throws Exception {
        Thread worker = new Thread(StageProgram::work);
        worker.setDaemon(true);
        worker.start();
        for (Map.Entry<String, Attaching> kind : KINDS.entrySet()) {
            System.out.println(kind.getKey() + "=" + under(FIRST, kind.getValue()) + " "
                    + under(Context.background(), kind.getValue()));
        }
        print(
                "supplyAsync",
                FIRST.call(() -> CompletableFuture.supplyAsync(HandOverProgram::seen))
                        .get());
        print(
                "supplyAsync by hand",
                FIRST.call(() -> CompletableFuture.supplyAsync(HandOverProgram::seen, HAND_WRITTEN))
                        .get());
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        FIRST.run(() -> CompletableFuture.runAsync(() -> seen.add(seen())));
        print("runAsync", seen.take());
        FIRST.run(() ->
                CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(() -> seen.add(seen())));
        print("delayedExecutor", seen.take());
        FIRST.run(() -> new CompletableFuture<String>()
                .completeOnTimeout("", 1, TimeUnit.MILLISECONDS)
                .thenRun(() -> seen.add(seen())));
        print("completeOnTimeout", seen.take());
        FIRST.run(() -> CompletableFuture.completedFuture("").thenRun(() -> seen.add(seen())));
        print("completed before", seen.take());
        http();
        SCOPE.cancel();
        System.out.println("END");
        System.exit(0);
    }

    private static void print(String way, String seen) {
        System.out.println(way + "=" + seen);
    }

    private static String fail(String ignored) {
        throw new IllegalStateException("as planned");
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void work() {
        while (true) {
            try {
                QUEUE.take().run();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** What a function sees that was attached under {@code context}; completed under another, which must stay. */
    private static String under(Context context, Attaching kind) throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        context.run(() -> kind.to(future, () -> {
            seen.add(seen());
            return "";
        }));
        SECOND.run(() -> {
            future.complete("");
            if (!seen().equals("r2")) {
                seen.add("the completing thread lost its own");
            }
        });
        return seen.take();
    }

    private static void http() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .build();
        print(
                "sendAsync.thenApply",
                FIRST.call(() -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                                .thenApply(response -> seen()))
                        .get());
        print(
                "sendAsync.thenApplyAsync",
                FIRST.call(() -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                                .thenApplyAsync(response -> seen()))
                        .get());
        server.stop(0);
    }
}
