package io.ctxagent.programs;

import io.ctxagent.context.Context;
import java.util.concurrent.CountDownLatch;

/** Work that neither an interrupt nor a context ends. */
final class Busy {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    int work() {
        Context.background().run(() -> {
            begun.countDown();
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        });
        return 1;
    }

    void end() {
        end.countDown();
    }
}
