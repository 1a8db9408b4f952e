package io.ctxagent.javaagent;

import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A body that never ends: some bytes every 50 ms, as long as somebody wants them. So many at a time that Tomcat does not close the
 * connection for the overhead of its frames.
 */
final class Drip implements Flow.Publisher<ByteBuffer> {

    private static final int BYTES = 1500;

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "drips");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicInteger sent = new AtomicInteger();

    int sent() {
        return sent.get();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        AtomicLong wanted = new AtomicLong();
        var ticks = CLOCK.scheduleWithFixedDelay(
                () -> {
                    if (wanted.get() > 0) {
                        wanted.decrementAndGet();
                        sent.incrementAndGet();
                        subscriber.onNext(ByteBuffer.allocate(BYTES));
                    }
                },
                50,
                50,
                TimeUnit.MILLISECONDS);
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                wanted.accumulateAndGet(count, (left, more) -> Math.min(left + more, Integer.MAX_VALUE));
            }

            @Override
            public void cancel() {
                ticks.cancel(false);
            }
        });
    }
}
