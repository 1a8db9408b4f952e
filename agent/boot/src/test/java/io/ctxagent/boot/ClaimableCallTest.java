package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One who makes calls, and one who claims them, at full speed. */
class ClaimableCallTest {

    private static final int CLAIMS = 20_000;
    private static final int LONGEST_NANOS = 60_000;

    private final FakeContext context = new FakeContext();
    private final Set<BlockedCall> claimed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<BlockedCall> handedOver = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicReference<ThreadRecord> record = new AtomicReference<>();
    private volatile boolean over;
    private Selector selector;

    @BeforeEach
    void enforce() throws IOException {
        Settings.enforce = true;
        selector = Selector.open();
    }

    @AfterEach
    void clear() throws IOException {
        Settings.enforce = false;
        selector.close();
    }

    @Test
    void whoeverClaimsACallHasItHandedOver() throws Exception {
        race(Family.PARK, LONGEST_NANOS, ThreadRecord::see, () -> claimed.size() < CLAIMS);
        assertThat(claimed.equals(handedOver)).isTrue();
    }

    @Test
    void soHasWhoClaimsOneThatIsLeftWithAFence() throws Exception {
        race(Family.SELECTOR, LONGEST_NANOS, ThreadRecord::see, () -> claimed.size() < CLAIMS);
        assertThat(claimed.equals(handedOver)).isTrue();
    }

    @Test
    void soHasWhoClaimsSeveralTogether() throws Exception {
        Function<ThreadRecord, BlockedCall> together = of -> {
            long asked = of.ask();
            ClaimableCall.awaitStores(System.nanoTime());
            return of.see(asked);
        };
        race(Family.PARK, LONGEST_NANOS, together, () -> claimed.size() < CLAIMS);
        assertThat(claimed.equals(handedOver)).isTrue();
    }

    private void race(
            Family family, int longestNanos, Function<ThreadRecord, BlockedCall> claim, BooleanSupplier goesOn)
            throws Exception {
        Thread caller = new Thread(() -> call(family, longestNanos));
        caller.start();
        try {
            while (record.get() == null) {
                Thread.onSpinWait();
            }
            while (goesOn.getAsBoolean()) {
                BlockedCall call = claim.apply(record.get());
                if (call != null) {
                    claimed.add(call);
                }
            }
        } finally {
            over = true;
            caller.join();
        }
    }

    private void call(Family family, int longestNanos) {
        ThreadRecord own = ThreadRecord.current();
        record.set(own);
        while (!over) {
            StandingCalls.show(own, family, context, "call", selector);
            long until = System.nanoTime() + ThreadLocalRandom.current().nextInt(longestNanos);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            if (!own.leaveUnseen()) {
                handedOver.add(own.settle());
                own.unregistered();
            }
            own.end();
        }
    }
}
