package io.ctxagent.context;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AfterFuncTest {

    private final CancelScope scope = Context.background().withCancel();
    private final ConcurrentLinkedQueue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    private final Logger logger = Logger.getLogger("io.ctxagent.context");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void catchLog() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void releaseLog() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        scope.close();
    }

    @Test
    void it_runs_once_after_the_end_on_a_daemon_thread_of_its_own_under_no_context() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicReference<Context> current = new AtomicReference<>();
        AfterFunc registered = scope.context().afterFunc(() -> {
            thread.set(Thread.currentThread());
            current.set(Context.current());
            runs.incrementAndGet();
        });
        assertThat(runs).hasValue(0);
        scope.context().run(scope::cancel);
        await().until(() -> runs.get() == 1);
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(current.get()).isSameAs(Context.background());
        assertThat(registered.stop()).isFalse();
        if (Runtime.version().feature() >= 21) {
            assertThat(thread.get().getClass().getName()).contains("Virtual");
        }
    }

    @Test
    void it_runs_at_once_when_the_context_is_done_already() throws Exception {
        scope.cancel();
        CountDownLatch ran = new CountDownLatch(1);
        AfterFunc registered = scope.context().afterFunc(ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(registered.stop()).isFalse();
    }

    @Test
    void it_runs_after_a_timeout() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        try (CancelScope timed = Context.background().withTimeout(ofMillis(10))) {
            timed.context().afterFunc(ran::countDown);
            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Code of the application expects one, and threads inherit it from the one that starts them. */
    @Test
    void after_a_deadline_too_there_is_a_context_class_loader() throws Exception {
        AtomicReference<@Nullable ClassLoader> action = new AtomicReference<>();
        AtomicReference<@Nullable ClassLoader> dependent = new AtomicReference<>();
        AtomicReference<@Nullable ClassLoader> handedOver = new AtomicReference<>();
        CancelScope scope = Context.background().withTimeout(ofMillis(20));
        scope.context().afterFunc(() -> action.set(Thread.currentThread().getContextClassLoader()));
        scope.context().afterFunc(() -> handedOver.set(Thread.currentThread().getContextClassLoader()), Runnable::run);
        scope.context()
                .done()
                .thenRun(() -> dependent.set(Thread.currentThread().getContextClassLoader()));
        scope.context().awaitDone();
        await().untilAsserted(() -> {
            assertThat(action.get()).isNotNull();
            assertThat(dependent.get()).isNotNull();
            assertThat(handedOver.get()).isNotNull();
        });
        Reference.reachabilityFence(scope);
    }

    @Test
    void stop_is_true_once_and_keeps_it_from_running() {
        AtomicInteger runs = new AtomicInteger();
        AfterFunc registered = scope.context().afterFunc(runs::incrementAndGet, Runnable::run);
        assertThat(registered.stop()).isTrue();
        assertThat(registered.stop()).isFalse();
        scope.cancel();
        assertThat(runs).hasValue(0);
        assertThat(registered.stop()).isFalse();
    }

    @Test
    void after_cancel_has_returned_stop_is_too_late() {
        AfterFunc registered = scope.context().afterFunc(() -> {}, command -> {});
        scope.cancel();
        assertThat(registered.stop()).isFalse();
    }

    @Tag("slow")
    @Test
    void either_stop_or_the_action_wins() throws Exception {
        for (int round = 0; round < 2000; round++) {
            CancelScope raced = Context.background().withCancel();
            AtomicInteger runs = new AtomicInteger();
            AfterFunc registered = raced.context().afterFunc(runs::incrementAndGet, Runnable::run);
            Thread canceller = new Thread(raced::cancel);
            canceller.start();
            boolean stopped = registered.stop();
            canceller.join();
            assertThat(runs.get()).isEqualTo(stopped ? 0 : 1);
        }
    }

    @Test
    void registrations_are_independent() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        Runnable same = second::incrementAndGet;
        AfterFunc stopped = scope.context().afterFunc(first::incrementAndGet, Runnable::run);
        scope.context().afterFunc(same, Runnable::run);
        scope.context().afterFunc(same, Runnable::run);
        assertThat(stopped.stop()).isTrue();
        scope.cancel();
        assertThat(first).hasValue(0);
        assertThat(second).hasValue(2);
    }

    @Test
    void on_a_root_that_is_never_done_it_never_runs_and_stop_is_true_once() {
        AfterFunc registered = Context.background().afterFunc(() -> {});
        assertThat(registered.stop()).isTrue();
        assertThat(registered.stop()).isFalse();
        assertThat(((Node) Context.background()).side == null || ((Node) Context.background()).side.takeAll() == null)
                .isTrue();
    }

    @Test
    void cancel_does_not_wait_for_it_and_one_that_blocks_delays_no_other() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            scope.context().afterFunc(() -> awaitUninterruptibly(never));
            scope.context().afterFunc(others::countDown);
        }
        scope.cancel();
        assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
        never.countDown();
    }

    @Test
    void actions_are_handed_over_from_parent_to_descendants() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CancelScope child = scope.context().withCancel();
        CancelScope grandchild = child.context().withCancel();
        grandchild.context().afterFunc(() -> order.add("grandchild"), Runnable::run);
        child.context().afterFunc(() -> order.add("child"), Runnable::run);
        scope.context().afterFunc(() -> order.add("parent 1"), Runnable::run);
        scope.context().done().thenRun(() -> order.add("parent 2"));
        scope.context().afterFunc(() -> order.add("parent 3"), Runnable::run);
        scope.cancel();
        assertThat(order).containsExactly("parent 1", "parent 2", "parent 3", "child", "grandchild");
    }

    @Test
    void the_whole_subtree_is_done_when_the_first_action_runs() {
        CancelScope child = scope.context().withCancel();
        List<Boolean> seen = new ArrayList<>();
        scope.context().afterFunc(() -> seen.add(child.context().isDone()), Runnable::run);
        scope.cancel();
        assertThat(seen).containsExactly(true);
    }

    @Test
    void what_an_action_or_an_executor_throws_is_logged_once_and_hurts_nobody() {
        List<String> ran = new ArrayList<>();
        scope.context()
                .afterFunc(
                        () -> {
                            throw new IllegalStateException("action");
                        },
                        Runnable::run);
        scope.context()
                .afterFunc(
                        () -> {
                            throw new StackOverflowError("error");
                        },
                        Runnable::run);
        scope.context().afterFunc(() -> {}, command -> {
            throw new IllegalStateException("executor");
        });
        scope.context().afterFunc(() -> ran.add("last"), Runnable::run);
        CancelScope child = scope.context().withCancel();
        assertThat(scope.cancel()).isTrue();
        assertThat(ran).containsExactly("last");
        assertThat(child.context().isDone()).isTrue();
        assertThat(logged)
                .extracting(record -> record.getThrown().getMessage())
                .containsExactlyInAnyOrder("action", "error", "executor");
    }

    @Test
    void an_executor_that_throws_for_a_done_context_is_logged_too() {
        scope.cancel();
        scope.context().afterFunc(() -> {}, command -> {
            throw new IllegalStateException("executor");
        });
        assertThat(logged).hasSize(1);
    }

    @Test
    void an_executor_that_blocks_at_a_deadline_does_not_stop_other_deadlines() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        try (CancelScope first = Context.background().withTimeout(ofMillis(700));
                CancelScope second = Context.background().withTimeout(ofMillis(800))) {
            first.context().afterFunc(() -> {}, command -> {
                blocked.countDown();
                awaitUninterruptibly(never);
            });
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second.context().awaitDone(ofSeconds(10))).isTrue();
        } finally {
            never.countDown();
        }
    }

    @Test
    void an_action_may_cancel_derive_and_register() {
        ArrayDeque<String> seen = new ArrayDeque<>();
        scope.context()
                .afterFunc(
                        () -> {
                            assertThat(scope.cancel()).isFalse();
                            assertThat(scope.context().withCancel().context().isDone())
                                    .isTrue();
                            scope.context().afterFunc(() -> seen.add("inner"), Runnable::run);
                            seen.add("outer");
                        },
                        Runnable::run);
        scope.cancel();
        assertThat(seen).containsExactly("inner", "outer");
    }

    @Test
    void a_stopped_one_leaves_nothing_with_the_context() {
        AfterFunc stopped = scope.context().afterFunc(() -> {});
        assertThat(stopped.stop()).isTrue();
        assertThat(((Node) scope.context()).side.takeAll()).isNull();
    }

    @Test
    void a_stopped_one_keeps_nothing_of_its_action() {
        Object kept = new Object();
        WeakReference<Object> weak = new WeakReference<>(kept);
        AfterFunc registered = register(kept);
        registered.stop();
        kept = null;
        await().until(() -> {
            System.gc();
            return weak.get() == null;
        });
        assertThat(registered.stop()).isFalse();
    }

    private AfterFunc register(Object kept) {
        return scope.context().afterFunc(() -> System.identityHashCode(kept));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
