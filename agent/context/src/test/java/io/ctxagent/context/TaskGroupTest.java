package io.ctxagent.context;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TaskGroupTest {

    @Test
    void join_waits_for_all_and_the_results_are_there() throws Exception {
        try (TaskGroup group = TaskGroup.open(Context.background())) {
            Future<String> first = group.fork(() -> "a");
            Future<Integer> second = group.fork(() -> 2);
            group.join();
            assertThat(first.isDone()).isTrue();
            assertThat(first.get()).isEqualTo("a");
            assertThat(second.get()).isEqualTo(2);
            assertThat(group.context().isDone()).isTrue();
        }
    }

    @Test
    void tasks_run_under_the_context_of_the_group_with_the_values_of_its_parent() throws Exception {
        ContextKey<String> key = ContextKey.of("key", String.class);
        try (TaskGroup group = TaskGroup.open(Context.background().withValue(key, "v"))) {
            Future<Context> seen = group.fork(Context::current);
            Future<Thread> thread = group.fork(Thread::currentThread);
            group.join();
            assertThat(seen.get()).isSameAs(group.context());
            assertThat(seen.get().value(key)).isEqualTo("v");
            assertThat(thread.get().isDaemon()).isTrue();
            if (Runtime.version().feature() >= 21) {
                assertThat(thread.get().getClass().getName()).contains("Virtual");
            }
        }
    }

    @Test
    void the_first_failure_cancels_the_rest_and_join_throws_it_with_the_others_suppressed() throws Exception {
        IOException first = new IOException("first");
        IllegalStateException second = new IllegalStateException("second");
        try (TaskGroup group = TaskGroup.open(Context.background())) {
            Future<?> waiting = group.fork(() -> {
                group.context().awaitDone();
                throw second;
            });
            group.fork(() -> {
                throw first;
            });
            assertThatThrownBy(group::join).isSameAs(first);
            assertThat(first.getSuppressed()).containsExactly(second);
            assertThat(group.context().cause()).isSameAs(first);
            assertThatThrownBy(waiting::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(second);
            assertThatThrownBy(group::join).isSameAs(first);
        }
    }

    @Test
    void an_error_is_thrown_as_such() {
        try (TaskGroup group = TaskGroup.open(Context.background())) {
            group.fork(() -> {
                throw new StackOverflowError("x");
            });
            assertThatThrownBy(group::join).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void at_most_so_many_run_at_once() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        try (TaskGroup group = TaskGroup.open(Context.background(), 3)) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                futures.add(group.fork(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    gate.await();
                    running.decrementAndGet();
                    return number;
                }));
            }
            await().until(() -> running.get() == 3);
            gate.countDown();
            group.join();
            assertThat(most).hasValue(3);
            for (int i = 0; i < 50; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
            }
        }
        assertThatThrownBy(() -> TaskGroup.open(Context.background(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tasks_in_line_are_not_run_after_a_failure() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        IOException failure = new IOException("first");
        try (TaskGroup group = TaskGroup.open(Context.background(), 1)) {
            group.fork(() -> {
                gate.await();
                throw failure;
            });
            Future<?> refused = group.fork(runs::incrementAndGet);
            gate.countDown();
            assertThatThrownBy(group::join).isSameAs(failure);
            assertThat(failure.getSuppressed()).isEmpty();
            assertThatThrownBy(refused::get).hasCauseInstanceOf(CanceledException.class);
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void a_task_that_need_not_wait_is_run_after_a_failure_too_as_in_go() throws Exception {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        try (TaskGroup group = TaskGroup.open(Context.background())) {
            Future<?> failed = group.fork(() -> {
                throw first;
            });
            await().until(failed::isDone);
            group.fork(() -> {
                throw second;
            });
            assertThatThrownBy(group::join).isSameAs(first);
            assertThat(first.getSuppressed()).containsExactly(second);
        }
    }

    @Test
    void when_the_parent_has_ended_join_says_that_tasks_were_not_run() {
        RuntimeException cause = new RuntimeException("why");
        CancelScope parent = Context.background().withCancel();
        try (TaskGroup group = TaskGroup.open(parent.context(), 1)) {
            group.fork(() -> {
                group.context().awaitDone();
                return "ended well";
            });
            group.fork(() -> "never");
            parent.cancel(cause);
            assertThatThrownBy(group::join)
                    .isInstanceOf(CanceledException.class)
                    .hasCause(cause);
        }
    }

    @Test
    void the_parents_deadline_ends_the_tasks() {
        try (CancelScope parent = Context.background().withTimeout(ofMillis(20));
                TaskGroup group = TaskGroup.open(parent.context())) {
            group.fork(() -> {
                Context.current().awaitDone();
                Context.current().check();
                return null;
            });
            assertThatThrownBy(group::join).isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void tasks_may_fork_tasks() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (TaskGroup group = TaskGroup.open(Context.background(), 2)) {
            group.fork(() -> {
                for (int i = 0; i < 10; i++) {
                    group.fork(runs::incrementAndGet);
                }
                return null;
            });
            group.join();
        }
        assertThat(runs).hasValue(10);
    }

    @Test
    void close_cancels_and_waits_and_then_no_task_can_be_forked() {
        AtomicInteger ended = new AtomicInteger();
        TaskGroup group = TaskGroup.open(Context.background());
        group.fork(() -> {
            Context.current().awaitDone();
            return ended.incrementAndGet();
        });
        group.close();
        assertThat(ended).hasValue(1);
        assertThatThrownBy(() -> group.fork(() -> "x")).isInstanceOf(IllegalStateException.class);
        group.close();
    }

    @Test
    void an_interrupt_ends_join_but_not_close() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Thread joining = new Thread(() -> {
            try (TaskGroup group = TaskGroup.open(Context.background())) {
                group.fork(() -> {
                    release.await();
                    return ended.incrementAndGet();
                });
                group.join();
            } catch (Throwable e) {
                thrown.set(e);
            }
            flag.set(ended.get() == 1);
        });
        joining.start();
        await().until(() -> joining.getState() == Thread.State.WAITING);
        joining.interrupt();
        await().until(() -> joining.getState() == Thread.State.WAITING && !joining.isInterrupted());
        release.countDown();
        joining.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void close_keeps_an_interrupt_that_came_while_it_waited_and_makes_none() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
        Thread closing = new Thread(() -> {
            TaskGroup group = TaskGroup.open(Context.background());
            group.fork(() -> {
                release.await();
                return null;
            });
            group.close();
            interrupted.add(Thread.interrupted());
            TaskGroup quiet = TaskGroup.open(Context.background());
            quiet.fork(() -> null);
            quiet.close();
            interrupted.add(Thread.interrupted());
        });
        closing.start();
        await().until(() -> closing.getState() == Thread.State.WAITING);
        closing.interrupt();
        await().until(() -> closing.getState() == Thread.State.WAITING && !closing.isInterrupted());
        release.countDown();
        closing.join();
        assertThat(interrupted).containsExactly(true, false);
    }

    @Test
    void a_join_that_is_not_interrupted_leaves_no_interrupt() throws Exception {
        try (TaskGroup group = TaskGroup.open(Context.background())) {
            group.fork(() -> null);
            group.join();
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_place_that_was_left_is_one_place() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        try (TaskGroup group = TaskGroup.open(Context.background(), 2)) {
            group.fork(() -> null).get();
            group.fork(() -> null).get();
            for (int i = 0; i < 6; i++) {
                group.fork(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    gate.await();
                    return running.decrementAndGet();
                });
            }
            await().until(() -> running.get() == 2);
            gate.countDown();
            group.join();
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void a_future_that_is_cancelled_is_no_failure() throws Exception {
        try (TaskGroup group = TaskGroup.open(Context.background(), 1)) {
            CountDownLatch gate = new CountDownLatch(1);
            group.fork(() -> {
                gate.await();
                return null;
            });
            Future<String> inLine = group.fork(() -> "x");
            inLine.cancel(false);
            gate.countDown();
            group.join();
            assertThat(inLine.isCancelled()).isTrue();
        }
    }

    @Test
    void an_empty_group_joins_at_once() throws Exception {
        try (TaskGroup group = TaskGroup.open(Context.background())) {
            group.join();
        }
    }
}
