package io.ctxagent.programs;

import com.sun.net.httpserver.HttpServer;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event loops under a context that is done: one that entered the context, one that was started under it, and those
 * of the JDK's HTTP client and server, all at once. None may spin, and each goes on serving. Prints {@code name: served N of N, selects N}.
 */
public final class SelectorLoopProgram {

    private static final long WATCHED_MILLIS = 1_500;

    private SelectorLoopProgram() {}

    public static void main(String[] args) throws Exception {
        List<FutureTask<String>> watches = List.of(
                new FutureTask<>(SelectorLoopProgram::entered),
                new FutureTask<>(SelectorLoopProgram::inherited),
                new FutureTask<>(SelectorLoopProgram::http));
        watches.forEach(watch -> Cases.daemon(watch::run));
        for (FutureTask<String> watch : watches) {
            System.out.println(watch.get());
        }
        System.exit(0);
    }

    private static String entered() throws Exception {
        CancelScope scope = Context.background().withCancel();
        Loop loop = new Loop();
        Cases.daemon(() -> scope.call(loop::run));
        return watch("entered", loop, scope);
    }

    private static String inherited() throws Exception {
        CancelScope scope = Context.background().withCancel();
        Loop loop = new Loop();
        scope.run(() -> Cases.daemon(loop::run));
        return watch("inherited", loop, scope);
    }

    private static String watch(String name, Loop loop, CancelScope scope) throws Exception {
        if (!loop.serves()) {
            return name + ": serves nothing before the cancel";
        }
        scope.cancel();
        long before = loop.selects.get();
        // Each byte that is served is one select more.
        int served = 0;
        int sent = 0;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WATCHED_MILLIS);
        while (System.nanoTime() < until) {
            sent++;
            served += loop.serves() ? 1 : 0;
            TimeUnit.MILLISECONDS.sleep(WATCHED_MILLIS / 5);
        }
        return name + ": served " + served + " of " + sent + ", selects " + (loop.selects.get() - before);
    }

    /** Reads a byte from a pipe when its selector says so, and hands it on. */
    private static final class Loop {
        final AtomicLong selects = new AtomicLong();
        final SynchronousQueue<Integer> seen = new SynchronousQueue<>();
        final Pipe pipe = Pipe.open();
        final Selector selector = Selector.open();

        Loop() throws Exception {
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, SelectionKey.OP_READ);
        }

        Void run() throws Exception {
            ByteBuffer buffer = ByteBuffer.allocate(1);
            while (true) {
                selector.select();
                selects.incrementAndGet();
                if (selector.selectedKeys().remove(pipe.source().keyFor(selector))) {
                    pipe.source().read(buffer.clear());
                    Context.background().run(() -> offer(buffer.get(0)));
                }
            }
        }

        private void offer(int value) {
            try {
                seen.offer(value, 1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean serves() throws Exception {
            pipe.sink().write(ByteBuffer.allocate(1));
            return seen.poll(1, TimeUnit.SECONDS) != null;
        }
    }

    private static String http() throws Exception {
        CancelScope scope = Context.background().withCancel();
        HttpServer server = HttpServer.create(LoopbackChannels.loopback(), 5);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        HttpClient[] client = new HttpClient[1];
        scope.run(() -> {
            server.start();
            client[0] = HttpClient.newHttpClient();
        });
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        int before =
                client[0].send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        scope.cancel();
        int after =
                client[0].send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        long from = cpuMillis();
        TimeUnit.MILLISECONDS.sleep(WATCHED_MILLIS);
        long used = cpuMillis() - from;
        int later =
                client[0].send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return "http: " + before + " " + after + " " + later + ", " + used + " ms";
    }

    private static long cpuMillis() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("SelectorManager") || thread.getName().contains("HTTP-Dispatcher")) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getId()));
            }
        }
        return nanos / 1_000_000;
    }
}
