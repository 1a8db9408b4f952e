package io.ctxagent.context;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ctxagent.context.testing.FakeClock;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DoneTest {

    private final CancelScope scope = Context.background().withCancel();
    private final Context context = scope.context();

    @Test
    void done_is_the_same_stage_on_each_call_before_and_after() {
        CompletionStage<ContextException> stage = context.done();
        assertThat(context.done() == stage).isTrue();
        assertThat(context.withValue(ContextKey.of("k", String.class), "v").done() == stage)
                .isTrue();
        assertThat(stage.toCompletableFuture()).isNotDone();
        scope.cancel();
        assertThat(context.done() == stage).isTrue();
        assertThat(stage.toCompletableFuture()).isCompletedWithValue(context.err());
    }

    @Test
    void asked_for_afterwards_it_is_complete() {
        scope.cancel();
        assertThat(context.done().toCompletableFuture()).isCompletedWithValue(context.err());
        assertThat(context.done() == context.done()).isTrue();
    }

    @Test
    void completing_it_from_outside_has_no_effect() {
        CompletionStage<ContextException> stage = context.done();
        stage.toCompletableFuture().complete(null);
        stage.toCompletableFuture().cancel(true);
        stage.toCompletableFuture().completeExceptionally(new IllegalStateException());
        assertThat(context.isDone()).isFalse();
        assertThat(context.done().toCompletableFuture()).isNotDone();
        scope.cancel();
        assertThat(context.done().toCompletableFuture()).isCompletedWithValue(context.err());
    }

    @Test
    void dependents_run_on_the_cancelling_thread_and_see_the_error() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        List<Object> seen = new ArrayList<>();
        context.done().thenAccept(err -> {
            thread.set(Thread.currentThread());
            seen.add(err);
            seen.add(context.err());
            seen.add(context.done().toCompletableFuture().getNow(null));
        });
        scope.cancel();
        assertThat(thread.get()).isSameAs(Thread.currentThread());
        assertThat(seen).containsExactly(context.err(), context.err(), context.err());
    }

    @Test
    void a_dependent_that_throws_hurts_nobody() {
        AtomicBoolean after = new AtomicBoolean();
        CompletionStage<Void> failing = context.done().thenRun(() -> {
            throw new IllegalStateException();
        });
        context.done().thenRun(() -> after.set(true));
        assertThat(scope.cancel()).isTrue();
        assertThat(after).isTrue();
        assertThat(failing.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void a_root_that_is_never_done_keeps_nobody_who_waits_for_its_end() {
        List<Object> waiting = new ArrayList<>();
        WeakReference<Object> kept = new WeakReference<>(waiting);
        for (Context eternal : List.of(Context.background(), Context.todo(), context.withoutCancel())) {
            List<Object> captured = waiting;
            eternal.done().thenAccept(captured::add);
            eternal.done().toCompletableFuture().thenAccept(captured::add);
        }
        waiting = null;
        await().until(() -> {
            System.gc();
            return kept.get() == null;
        });
    }

    @Test
    void a_root_that_is_never_done_has_a_stage_that_never_completes() {
        assertThat(Context.background().done() == Context.background().done()).isTrue();
        assertThat(Context.background().done().toCompletableFuture()).isNotDone();
        assertThat(Context.todo().done()).isNotNull();
    }

    /** golang/go#75533. */
    @Tag("slow")
    @Test
    void whoever_sees_the_error_sees_the_stage_complete() throws Exception {
        for (int round = 0; round < 2000; round++) {
            CancelScope raced = Context.background().withCancel();
            CompletionStage<ContextException> stage = raced.context().done();
            AtomicInteger late = new AtomicInteger();
            Thread watcher = new Thread(() -> {
                while (raced.context().err() == null) {
                    Thread.onSpinWait();
                }
                if (!stage.toCompletableFuture().isDone()) {
                    late.incrementAndGet();
                }
                AtomicBoolean ran = new AtomicBoolean();
                stage.thenRun(() -> ran.set(true));
                if (!ran.get()) {
                    late.incrementAndGet();
                }
            });
            watcher.start();
            raced.cancel();
            watcher.join();
            assertThat(late).hasValue(0);
        }
    }

    @Test
    void every_method_of_the_stage_works_before_and_after() throws Exception {
        CancelScope live = Context.background().withCancel();
        CancelScope dead = Context.background().withCancel();
        dead.cancel();
        List<CompletionStage<?>> results = new ArrayList<>();
        for (CancelScope each : List.of(live, dead)) {
            for (Method method : CompletionStage.class.getMethods()) {
                if (method.getName().equals("toCompletableFuture")) {
                    continue;
                }
                results.add((CompletionStage<?>) call(method, each.context().done()));
            }
        }
        live.cancel();
        await().until(() ->
                results.stream().allMatch(stage -> stage.toCompletableFuture().isDone()));
        assertThat(results).noneMatch(stage -> stage.toCompletableFuture().isCompletedExceptionally());
        assertThat(results.size()).isGreaterThanOrEqualTo(2 * 38);
    }

    private static Object call(Method method, CompletionStage<ContextException> stage)
            throws IllegalAccessException, InvocationTargetException {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            if (type == Executor.class) {
                arguments[i] = (Executor) Runnable::run;
            } else if (type == Runnable.class) {
                arguments[i] = (Runnable) () -> {};
            } else if (type == CompletionStage.class) {
                arguments[i] = CompletableFuture.completedFuture(null);
            } else if (type == Consumer.class) {
                arguments[i] = (Consumer<Object>) value -> {};
            } else if (type == BiConsumer.class) {
                arguments[i] = (BiConsumer<Object, Object>) (value, other) -> {};
            } else if (type == BiFunction.class) {
                arguments[i] = (BiFunction<Object, Object, Object>) (value, other) -> value;
            } else if (method.getName().contains("Compose")) {
                arguments[i] = (Function<Object, Object>) CompletableFuture::completedFuture;
            } else {
                arguments[i] = Function.identity();
            }
        }
        return method.invoke(stage, arguments);
    }

    @Test
    void awaiting_returns_when_it_is_done() throws Exception {
        Thread canceller = new Thread(scope::cancel);
        canceller.start();
        context.awaitDone();
        assertThat(context.isDone()).isTrue();
        context.awaitDone();
        assertThat(context.awaitDone(ofMillis(0))).isTrue();
        canceller.join();
    }

    @Test
    void many_threads_may_await() throws Exception {
        AtomicInteger woken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            boolean timed = i % 2 == 0;
            threads.add(new Thread(() -> {
                try {
                    if (timed) {
                        context.awaitDone(ofSeconds(60));
                    } else {
                        context.awaitDone();
                    }
                    woken.incrementAndGet();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        await().until(() -> threads.stream()
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING));
        scope.cancel();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(woken).hasValue(20);
    }

    @Test
    void awaiting_for_a_time_says_whether_it_is_done() throws Exception {
        assertThat(context.awaitDone(ofMillis(5))).isFalse();
        assertThat(context.awaitDone(ofSeconds(-1))).isFalse();
        assertThat(((Node) context).side.takeAll()).isNull();
    }

    @Test
    void an_interrupt_ends_the_wait_and_leaves_nothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(context::awaitDone).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> context.awaitDone(ofSeconds(1))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void an_interrupt_during_the_wait_ends_it_even_of_a_root() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                Context.background().awaitDone();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        waiting.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_timed_wait_goes_by_the_fake_clock() throws Exception {
        try (FakeClock clock = FakeClock.install()) {
            AtomicReference<Boolean> result = new AtomicReference<>();
            Thread waiting = new Thread(() -> {
                try {
                    result.set(context.awaitDone(ofSeconds(3600)));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.WAITING);
            clock.advance(ofSeconds(3600));
            waiting.join();
            assertThat(result.get()).isFalse();
        }
    }

    @Test
    void check_throws_a_fresh_one_on_every_call() {
        context.check();
        RuntimeException cause = new RuntimeException("why");
        scope.cancel(cause);
        ContextException first = thrownBy(context);
        ContextException second = thrownBy(context);
        assertThat(first).isNotSameAs(second).isNotSameAs(context.err()).hasCause(cause);
        assertThat(first.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("thrownBy");
        assertThat(context.err().getStackTrace()).isEmpty();
    }

    @Test
    void without_a_cause_what_check_throws_has_none() {
        scope.cancel();
        assertThat(thrownBy(context))
                .hasNoCause()
                .isInstanceOf(CanceledException.class)
                .hasMessage("context canceled");
        assertThat(context.cause()).isSameAs(context.err());
        assertThat(context.err().isTimeout()).isFalse();
        try (CancelScope late = Context.background().withTimeout(ofSeconds(0))) {
            assertThat(thrownBy(late.context())).isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void the_cause_of_an_error_is_fixed() {
        scope.cancel();
        assertThatThrownBy(() -> context.err().initCause(new RuntimeException()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(context.err()).hasNoCause();
    }

    private static ContextException thrownBy(Context context) {
        try {
            context.check();
        } catch (ContextException e) {
            return e;
        }
        throw new AssertionError("nothing thrown");
    }
}
