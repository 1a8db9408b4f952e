package io.ctxagent.benchmarks.inspect;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A service with twenty requests that wait, for a tool to look at. Ends when its standard input does. */
public final class InspectedService {

    private static final int REQUESTS = 20;

    private InspectedService() {}

    public static void main(String[] args) throws IOException {
        CancelScope server = Context.background().withCancel().named("server");
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < REQUESTS; i++) {
            CancelScope request =
                    server.context().withTimeout(Duration.ofHours(1)).named("request");
            Thread worker = new Thread(() -> request.run(() -> await(never)), "worker-" + i);
            worker.setDaemon(true);
            worker.start();
        }
        while (System.in.read() >= 0) {
            // Whatever is written here has no meaning.
        }
        server.close();
    }

    private static void await(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
