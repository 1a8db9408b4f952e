package io.ctxagent.context;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimerThreadTest {

    @Test
    void it_is_one_daemon_under_no_context() throws Exception {
        try (CancelScope scope = Context.background().withTimeout(ofMillis(1))) {
            scope.context().awaitDone();
        }
        List<Thread> timers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("ctx-timer"))
                .toList();
        assertThat(timers).singleElement().matches(Thread::isDaemon);
    }

    @Test
    void deadlines_come_within_milliseconds_in_the_middle() throws Exception {
        List<Long> late = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 100; i++) {
            long due = System.nanoTime() + 3_000_000;
            try (CancelScope scope = Context.background().withTimeout(ofMillis(3))) {
                scope.context().awaitDone();
                late.add(System.nanoTime() - due);
            }
        }
        Collections.sort(late);
        assertThat(late.get(0)).isNotNegative();
        assertThat(late.get(50)).isLessThan(20_000_000); // 2 ms on a quiet machine
    }

    @Test
    void a_nearer_deadline_wakes_it_from_a_long_sleep() throws Exception {
        try (CancelScope far = Context.background().withTimeout(ofHours(1));
                CancelScope near = Context.background().withTimeout(ofMillis(20))) {
            assertThat(near.context().awaitDone(ofSeconds(10))).isTrue();
            assertThat(far.context().isDone()).isFalse();
        }
    }

    @Test
    void an_interrupt_neither_stops_it_nor_makes_it_spin() throws Exception {
        try (CancelScope scope = Context.background().withTimeout(ofMillis(100))) {
            Thread timer = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("ctx-timer"))
                    .findAny()
                    .orElseThrow();
            timer.interrupt();
            assertThat(scope.context().awaitDone(ofSeconds(10))).isTrue();
            await().until(() -> !timer.isInterrupted());
        }
    }

    @Test
    void a_dependent_that_blocks_does_not_stop_other_deadlines() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (CancelScope first = Context.background().withTimeout(ofMillis(700));
                CancelScope second = Context.background().withTimeout(ofMillis(800))) {
            first.context().done().thenRun(() -> {
                blocked.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second.context().awaitDone(ofSeconds(10))).isTrue();
        } finally {
            never.countDown();
        }
    }

    @Test
    void deadlines_racing_with_cancel_leave_nothing() throws Exception {
        int before = TimerThread.scheduled();
        CancelScope parent = Context.background().withCancel();
        List<CancelScope> scopes = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            CancelScope scope = parent.context().withTimeout(ofMillis(i % 7));
            scopes.add(scope);
            if (i % 3 == 0) {
                scope.cancel();
            }
        }
        for (CancelScope scope : scopes) {
            scope.context().awaitDone();
        }
        await().until(() -> TimerThread.scheduled() <= before);
        assertThat(((Node) parent.context()).firstChild()).isNull();
    }

    @Test
    void where_there_is_no_memory_it_tries_again() {
        for (String failing : List.of("dueNanos", "expire")) {
            Failing entry = new Failing(failing);
            TimerThread.schedule(entry);
            await().until(() -> entry.done);
            assertThat(entry.failures).isZero();
        }
    }

    @Test
    void what_ends_meanwhile_is_not_tried_again() {
        int before = TimerThread.scheduled();
        Failing entry = new Failing("expire");
        entry.done = true;
        TimerThread.schedule(entry);
        await().until(() -> entry.failures == 2 && TimerThread.scheduled() <= before);
        assertThat(entry.failures).isEqualTo(2);
    }

    /** Due in a few milliseconds; a method of it throws three times. */
    private static final class Failing implements Timed {

        private final long dueNanos = System.nanoTime() + 5_000_000;
        private final String failing;
        private volatile int failures = 3;
        private volatile boolean done;
        private @Nullable Timed next;
        private @Nullable Timed prev;

        Failing(String failing) {
            this.failing = failing;
        }

        private void fail(String method) {
            if (failures > 0 && failing.equals(method)) {
                failures--;
                throw new OutOfMemoryError("not really");
            }
        }

        @Override
        public long dueNanos() {
            if (Thread.currentThread() instanceof TimerThread) {
                fail("dueNanos");
            }
            return dueNanos;
        }

        @Override
        public void expire() {
            fail("expire");
            done = true;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public @Nullable Timed slotNext() {
            return next;
        }

        @Override
        public @Nullable Timed slotPrev() {
            return prev;
        }

        @Override
        public void slotNext(@Nullable Timed entry) {
            next = entry;
        }

        @Override
        public void slotPrev(@Nullable Timed entry) {
            prev = entry;
        }
    }
}
