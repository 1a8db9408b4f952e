package io.ctxagent.benchmarks.wakes;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Five hundred calls that end together, the first of their kind in this JVM, and once more: by how much the last of a hundred was out
 * late. Prints {@code FIRST SECOND}, the p99 in milliseconds of either round. {@link ManyAtOnce} starts it.
 */
public final class AtOnce {

    private static final int MANY = 500;

    /** Until the deadline; and from the moment that all have begun to that of a cancel. */
    private static final int BEFORE_MILLIS = 1500;

    private static final int SETTLE_MILLIS = 300;
    private static final int PATIENCE_SECONDS = 20;

    private final long[] out = new long[MANY];
    private final CountDownLatch begun = new CountDownLatch(MANY);
    private final CountDownLatch over = new CountDownLatch(MANY);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private final BlockingQueue<String> empty = new LinkedBlockingQueue<>();

    private AtOnce() {}

    /** @param args what ends them: {@code deadline}, {@code cancel}, {@code take}, {@code timeout} or {@code latch}; and the kind of thread */
    public static void main(String[] args) throws Exception {
        System.out.println(new AtOnce().round(args[0], args[1]) + " " + new AtOnce().round(args[0], args[1]));
        System.exit(0);
    }

    private double round(String what, String kind) throws Exception {
        try (ServerSocket server = new ServerSocket(0, MANY, InetAddress.getLoopbackAddress())) {
            List<Socket> accepted = new ArrayList<>();
            if (!what.equals("take") && !what.equals("latch")) {
                for (int i = 0; i < MANY; i++) {
                    Socket socket = new Socket();
                    socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
                    sockets.add(socket);
                    accepted.add(server.accept());
                }
            }
            double late = measure(what, kind);
            for (Socket socket : accepted) {
                socket.close();
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            return late;
        }
    }

    private double measure(String what, String kind) throws Exception {
        long deadline = System.nanoTime() + BEFORE_MILLIS * 1_000_000L;
        long end = deadline;
        CancelScope scope = what.equals("deadline")
                ? Context.background().withTimeout(Duration.ofMillis(BEFORE_MILLIS))
                : Context.background().withCancel();
        for (int i = 0; i < MANY; i++) {
            int each = i;
            Rounds.start(kind, scope.context().wrap(() -> wait(what, each, deadline)));
        }
        begun.await();
        if (what.equals("deadline") || what.equals("timeout")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all had begun when the first were to end");
            }
        } else {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            end = System.nanoTime();
            gate.countDown();
            scope.cancel();
        }
        if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(over.getCount() + " of " + MANY + " are still blocked");
        }
        scope.cancel();
        Arrays.sort(out);
        return (out[(int) Math.ceil(MANY * 0.99) - 1] - end) / 1e6;
    }

    private void wait(String what, int each, long deadline) {
        try {
            begin(what, each, deadline);
        } catch (Exception e) {
            // How it ends is the tests' business.
        }
        out[each] = System.nanoTime();
        over.countDown();
    }

    private void begin(String what, int each, long deadline) throws InterruptedException, IOException {
        switch (what) {
            case "take" -> {
                begun.countDown();
                empty.take();
            }
            case "latch" -> {
                begun.countDown();
                gate.await();
            }
            case "timeout" -> {
                sockets.get(each).setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                begun.countDown();
                sockets.get(each).getInputStream().read();
            }
            default -> {
                begun.countDown();
                sockets.get(each).getInputStream().read();
            }
        }
    }
}
