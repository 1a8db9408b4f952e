package io.ctxagent.samples.gracefulshutdown;

import io.ctxagent.context.Context;
import io.ctxagent.context.TaskGroup;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Three workers wait for mail. SIGTERM cancels what they run under, they end, then {@code main} does. */
public final class GracefulShutdown {

    private static final int WORKERS = 3;

    private GracefulShutdown() {}

    public static void main(String[] args) throws Exception {
        BlockingQueue<String> mails = new LinkedBlockingQueue<>(List.of("to Ann", "to Ben"));
        try (TaskGroup workers = TaskGroup.open(Context.untilShutdown())) {
            for (int i = 0; i < WORKERS; i++) {
                workers.fork(() -> deliver(mails));
            }
            workers.join(); // all have ended: nothing is cut off in the middle
        }
        System.out.println("all workers have ended, " + mails.size() + " mails left");
    }

    private static long deliver(BlockingQueue<String> mails) {
        long delivered = 0;
        try {
            while (true) {
                mails.take();
                delivered++;
                System.out.println("delivered a mail");
            }
        } catch (InterruptedException e) {
            System.out.println("a worker ends: " + e.getMessage());
            return delivered;
        }
    }
}
