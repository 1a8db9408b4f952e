package io.ctxagent.samples.orders;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code --leak=orphan-thread}, in {@code POST /orders}.
 *
 * <p>What is wrong: the handler starts a thread for the audit of an item and forgets it. The thread looks at nobody's
 * context and works on long after the request is done. CTX104.
 */
final class OrphanThreadLeak implements Fault {

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final Set<String> audited = ConcurrentHashMap.newKeySet();
    private final AtomicLong rounds = new AtomicLong();

    @Override
    public void passed(String item) {
        if (audited.add(item)) {
            Thread audit = new Thread(this::audit, "audit-" + item);
            audit.setDaemon(true);
            audit.start();
        }
    }

    private void audit() {
        while (rounds.incrementAndGet() > 0) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }
}
