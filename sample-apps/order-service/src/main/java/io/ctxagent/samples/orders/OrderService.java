package io.ctxagent.samples.orders;

import io.ctxagent.context.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command. It starts the service, waits until the JVM shuts down, and closes everything on the main thread.
 *
 * <p>Exit codes: 0 or the signal's own after an orderly end, 1 when it could not start, 2 for a wrong option.
 */
public final class OrderService {

    private static final long CLOSING_SECONDS = 15;

    private OrderService() {}

    /** Runs until SIGTERM, SIGINT or {@link System#exit}. */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println("order-service: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        CountDownLatch closed = holdShutdownUntilClosed();
        int status = 0;
        try (Service service = Service.start(options)) {
            System.out.println("listening on 127.0.0.1:" + service.port());
            Context.untilShutdown().awaitDone();
        } catch (Exception failed) {
            System.err.println("order-service: cannot run: " + failed);
            status = 1;
        } finally {
            // Before any exit below: its hook waits for this.
            closed.countDown();
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * SIGTERM makes the root context done and wakes the main thread, which then closes the service while the hooks run. The
     * JVM halts when the last hook has ended, so one of them has to wait for the main thread.
     */
    private static CountDownLatch holdShutdownUntilClosed() {
        CountDownLatch closed = new CountDownLatch(1);
        Thread hold = new Thread(
                () -> {
                    try {
                        if (!closed.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println(
                                    "order-service: still closing after " + CLOSING_SECONDS + " s, giving up");
                        }
                    } catch (InterruptedException hurry) {
                        Thread.currentThread().interrupt();
                    }
                },
                "order-service-hold");
        Runtime.getRuntime().addShutdownHook(hold);
        return closed;
    }
}
