package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CurrentTest {

    private final CancelScope scope = Context.background().withCancel();
    private final Context context = scope.context();
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        scope.close();
        pool.shutdownNow();
        assertThat(Context.current()).isSameAs(Context.background());
    }

    @Test
    void where_there_is_none_it_is_background() {
        assertThat(Context.current()).isSameAs(Context.background());
        assertThat(Ambient.SLOT.get()).isNull();
    }

    @Test
    void run_and_call_set_it_and_put_back_what_was_there() throws Exception {
        Context layered = context.withValue(ContextKey.of("k", String.class), "v");
        String result = context.call(() -> {
            assertThat(Context.current()).isSameAs(context);
            layered.run(() -> assertThat(Context.current()).isSameAs(layered));
            assertThat(Context.current()).isSameAs(context);
            return "x";
        });
        assertThat(result).isEqualTo("x");
    }

    @Test
    void registering_an_action_and_cancelling_leave_it_as_it_was() {
        List<Context> seen = new ArrayList<>();
        context.run(() -> {
            CancelScope other = Context.background().withCancel();
            other.context().afterFunc(() -> seen.add(Context.current()), Runnable::run);
            assertThat(Context.current()).isSameAs(context);
            other.cancel();
            assertThat(Context.current()).isSameAs(context);
            other.context().afterFunc(() -> seen.add(Context.current()), Runnable::run);
            assertThat(Context.current()).isSameAs(context);
        });
        assertThat(seen).containsExactly(Context.background(), Context.background());
    }

    @Test
    void under_background_there_is_none() {
        context.run(() -> {
            Context.background().run(() -> {
                assertThat(Context.current()).isSameAs(Context.background());
                assertThat(Ambient.SLOT.get()).isNull();
            });
            assertThat(Context.current()).isSameAs(context);
        });
    }

    @Test
    void it_is_put_back_when_the_task_throws() {
        assertThatThrownBy(() -> context.run(() -> {
                    throw new IllegalStateException("x");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Context.current()).isSameAs(Context.background());
        assertThatThrownBy(() -> scope.call(() -> {
                    throw new IOException("x");
                }))
                .isInstanceOf(IOException.class);
        assertThat(Context.current()).isSameAs(Context.background());
    }

    @Test
    void a_scope_runs_and_calls_without_cancelling() throws Exception {
        scope.run(() -> assertThat(Context.current()).isSameAs(context));
        assertThat(scope.<Context>call(Context::current)).isSameAs(context);
        assertThat(context.isDone()).isFalse();
    }

    @Test
    void a_new_thread_has_none() throws Exception {
        AtomicReference<Context> seen = new AtomicReference<>();
        context.run(() -> {
            Thread thread = new Thread(() -> seen.set(Context.current()));
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(seen.get()).isSameAs(Context.background());
    }

    @Test
    void wrapped_tasks_bring_it_along() throws Exception {
        AtomicReference<Context> seen = new AtomicReference<>();
        pool.submit(context.wrap(() -> seen.set(Context.current()))).get();
        assertThat(seen.get()).isSameAs(context);
        Callable<Context> task = context.wrap(Context::current);
        assertThat(pool.submit(task).get()).isSameAs(context);
        assertThat(pool.submit(Context::current).get()).isSameAs(Context.background());
    }

    @Test
    void a_propagating_executor_captures_at_the_hand_over() {
        List<Runnable> queue = new ArrayList<>();
        Executor executor = Context.propagating((Executor) queue::add);
        List<Context> seen = new ArrayList<>();
        context.run(() -> executor.execute(() -> seen.add(Context.current())));
        executor.execute(() -> seen.add(Context.current()));
        Context.todo().run(() -> queue.forEach(Runnable::run));
        assertThat(seen).containsExactly(context, Context.background());
    }

    @Test
    void a_propagating_service_captures_in_every_method() throws Exception {
        ExecutorService service = Context.propagating(pool);
        Callable<Context> task = Context::current;
        scope.call(() -> {
            AtomicReference<Context> seen = new AtomicReference<>();
            CountDownLatch ran = new CountDownLatch(1);
            service.execute(() -> {
                seen.set(Context.current());
                ran.countDown();
            });
            ran.await();
            assertThat(seen.get()).isSameAs(context);
            assertThat(service.submit(task).get()).isSameAs(context);
            service.submit(() -> seen.set(Context.current().withValue(ContextKey.of("k", String.class), "v")))
                    .get();
            assertThat(seen.get()).hasToString(context + ".withValue(k)");
            assertThat(service.submit(() -> {}, "result").get()).isEqualTo("result");
            assertThat(service.invokeAll(List.of(task, task)).get(1).get()).isSameAs(context);
            assertThat(service.invokeAll(List.of(task), 10, TimeUnit.SECONDS)
                            .get(0)
                            .get())
                    .isSameAs(context);
            assertThat(service.invokeAny(List.of(task))).isSameAs(context);
            assertThat(service.invokeAny(List.of(task), 10, TimeUnit.SECONDS)).isSameAs(context);
            return null;
        });
        assertThat(service.isShutdown()).isFalse();
        service.shutdown();
        assertThat(service.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(service.isTerminated()).isTrue();
        assertThat(pool.isShutdown()).isTrue();
    }

    @Test
    void shutdown_now_gives_back_the_tasks_as_they_were() throws Exception {
        ExecutorService service = Context.propagating(pool);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        service.execute(() -> {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException expected) {
                // shutdownNow
            }
        });
        busy.await();
        Runnable waiting = () -> {};
        service.execute(waiting);
        assertThat(service.shutdownNow()).containsExactly(waiting);
    }

    @Test
    void a_propagating_service_says_of_its_end_what_the_one_below_says() throws Exception {
        ExecutorService service = Context.propagating(pool);
        CountDownLatch release = new CountDownLatch(1);
        service.submit(() -> {
            release.await();
            return null;
        });
        service.shutdown();
        assertThat(service.isShutdown()).isTrue();
        assertThat(service.isTerminated()).isFalse();
        assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        release.countDown();
        assertThat(service.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(service.isTerminated()).isTrue();
    }

    @Test
    void an_interrupt_while_a_propagating_service_is_closed_stops_its_tasks_and_is_kept() throws Exception {
        ExecutorService service = Context.propagating(pool);
        CountDownLatch stopped = new CountDownLatch(1);
        service.submit(() -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                stopped.countDown();
            }
            return null;
        });
        AtomicReference<Boolean> kept = new AtomicReference<>();
        Thread closing = new Thread(() -> {
            ((PropagatingExecutorService) service).close();
            kept.set(Thread.interrupted());
        });
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        closing.interrupt();
        closing.join();
        assertThat(stopped.getCount()).isZero();
        assertThat(kept.get()).isTrue();
    }

    @Test
    void closing_a_propagating_service_leaves_no_interrupt() {
        ((PropagatingExecutorService) Context.propagating(pool)).close();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void closing_a_propagating_service_closes_the_one_below() throws Exception {
        ExecutorService service = Context.propagating(pool);
        service.submit(() -> {});
        ((PropagatingExecutorService) service).close();
        assertThat(pool.isTerminated()).isTrue();
    }
}
