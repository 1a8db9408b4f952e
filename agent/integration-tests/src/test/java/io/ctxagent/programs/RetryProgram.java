package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Code that swallows the exception of a call and makes the call again until it has what it wants, under contexts that are done:
 * {@code platform|virtual}. Prints how many of many futures it was refused; goes on after the end of standard input, and then
 * prints how often the others were refused.
 */
public final class RetryProgram {

    private static final int FUTURES = 5_000;

    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger takes = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(2);

    private RetryProgram() {}

    public static void main(String[] args) throws Exception {
        RetryProgram program = new RetryProgram();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket far = server.accept()) {
            InputStream in = near.getInputStream();
            start(args[0], "takes", program::take);
            start(args[0], "reads", () -> program.read(in));
            System.out.println("futures: " + refusedFutures() + " of " + FUTURES);
            System.in.read();
            program.queue.add("an element");
            far.getOutputStream().write(1);
            program.over.await();
            System.out.println("take: " + program.takes);
            System.out.println("read: " + program.reads);
        }
        System.exit(0);
    }

    private static void start(String kind, String name, Runnable task) throws Exception {
        CancelScope scope = Context.background().withCancel().named(name);
        scope.cancel();
        Thread thread = WakeProgram.thread(kind, () -> scope.run(task));
        thread.setName(name);
        thread.start();
    }

    private void take() {
        while (true) {
            try {
                queue.take();
                over.countDown();
                return;
            } catch (InterruptedException e) {
                takes.incrementAndGet();
            }
        }
    }

    /** As pgjdbc reads where nobody has asked it for a timeout. */
    private void read(InputStream in) {
        while (true) {
            try {
                in.read();
                over.countDown();
                return;
            } catch (IOException e) {
                reads.incrementAndGet();
            }
        }
    }

    /** As many things as a batch may have, each asked once. */
    private static int refusedFutures() throws Exception {
        CancelScope scope = Context.background().withCancel();
        scope.cancel();
        return scope.call(() -> {
            int refused = 0;
            for (int i = 0; i < FUTURES; i++) {
                try {
                    new CompletableFuture<Integer>().get();
                } catch (InterruptedException | ExecutionException e) {
                    refused++;
                }
            }
            return refused;
        });
    }
}
