package io.ctxagent.context.outside;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ctxagent.context.AfterFunc;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.CanceledException;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import io.ctxagent.context.DeadlineExceededException;
import io.ctxagent.context.testing.FakeClock;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** gRPC's {@code ContextTest}, as far as there is the same thing. */
class GrpcContextTest {

    private static final ContextKey<String> PET = ContextKey.of("pet", String.class);
    private static final ContextKey<String> FOOD = ContextKey.of("food", String.class);
    private static final ContextKey<Object> FAVORITE = ContextKey.of("favorite", Object.class);

    @Test
    void the_default_is_the_root_on_each_thread() throws Exception {
        AtomicReference<@Nullable Context> seen = new AtomicReference<>();
        Context.background().withValue(PET, "dog").call(() -> {
            Thread thread = new Thread(() -> seen.set(Context.current()));
            thread.start();
            thread.join();
            return null;
        });
        assertThat(seen.get()).isSameAs(Context.background());
        assertThat(Context.current()).isSameAs(Context.background());
    }

    @Test
    void attach_and_detach_nest_and_survive_what_is_thrown() {
        Context outer = Context.background().withValue(PET, "dog");
        Context inner = outer.withValue(PET, null);
        outer.run(() -> {
            inner.run(() -> assertThat(Context.current().value(PET)).isNull());
            assertThat(Context.current()).isSameAs(outer);
            assertThatThrownBy(() -> inner.run(() -> {
                        throw new StackOverflowError("thrown by the task");
                    }))
                    .isInstanceOf(StackOverflowError.class);
            assertThat(Context.current()).isSameAs(outer);
        });
        assertThat(Context.current()).isSameAs(Context.background());
    }

    @Test
    void values_override() {
        Object object = new Object();
        Context base = Context.background().withValue(PET, "dog").withValue(FOOD, "lasagna");
        Context child = base.withValue(PET, null).withValue(FOOD, "cheese").withValue(FAVORITE, object);
        assertThat(child.value(PET)).isNull();
        assertThat(child.value(FOOD)).isEqualTo("cheese");
        assertThat(child.value(FAVORITE)).isSameAs(object);
        assertThat(base.value(PET)).isEqualTo("dog");
        assertThat(base.value(FAVORITE)).isNull();
    }

    /** gRPC hands out a surrogate; here the context is not the scope, nor a way to it. */
    @Test
    void who_has_the_context_cannot_cancel_it() {
        for (CancelScope scope : List.of(
                Context.background().withCancel(),
                Context.background().withTimeout(ofHours(1)),
                Context.background().withCancelFrom(Context.todo()),
                Context.background().withTimeout(ofHours(1)).context().withTimeout(ofHours(2)),
                Context.background().shield(ofHours(1)))) {
            Object context = scope.context();
            assertThat(context).isNotInstanceOfAny(CancelScope.class, AutoCloseable.class);
            if (context instanceof Reference<?> reference) {
                assertThat((Object) reference.get()).isNull();
                assertThat(reference.enqueue()).isFalse();
                reference.clear();
            }
            assertThat(scope.context().isDone()).isFalse();
            assertThat(scope.cancel()).isTrue();
        }
    }

    @Test
    void a_queueing_executor_is_handed_each_action_once_parents_first() {
        Queue<Runnable> queue = new ArrayDeque<>();
        List<String> order = new ArrayList<>();
        CancelScope base = Context.background().withCancel();
        CancelScope child = base.context().withCancel();
        child.context().afterFunc(() -> order.add("child"), queue::add);
        base.context().afterFunc(() -> order.add("base 1"), queue::add);
        AfterFunc stopped = base.context().afterFunc(() -> order.add("stopped"), queue::add);
        base.context().afterFunc(() -> order.add("base 2"), queue::add);
        assertThat(stopped.stop()).isTrue();
        base.cancel();
        assertThat(order).isEmpty();
        queue.forEach(Runnable::run);
        assertThat(order).containsExactly("base 1", "base 2", "child");
    }

    @Test
    void a_listener_that_throws_or_is_added_late_hurts_nobody() {
        AtomicInteger runs = new AtomicInteger();
        CancelScope base = Context.background().withCancel();
        base.context().done().thenRun(() -> {
            throw new AssertionError("thrown by a dependent");
        });
        base.context()
                .afterFunc(
                        () -> {
                            runs.incrementAndGet();
                            base.context().afterFunc(runs::incrementAndGet, Runnable::run);
                        },
                        Runnable::run);
        assertThat(base.cancel()).isTrue();
        assertThat(runs).hasValue(2);
    }

    /** Without a listener below, gRPC's child is not told; ours is done all the same. */
    @Test
    void a_cascade_reaches_children_below_what_has_no_cancel_of_its_own() {
        CancelScope base = Context.background().withCancel();
        CancelScope child =
                base.context().withValue(FOOD, "lasagna").withValue(PET, "cat").withCancel();
        Throwable cause = new Throwable("because");
        assertThat(base.cancel(cause)).isTrue();
        assertThat(child.context().cause()).isSameAs(cause);
        assertThat(child.cancel()).isFalse();
    }

    @Test
    void a_fork_carries_neither_cancellation_nor_deadline() {
        try (FakeClock clock = FakeClock.install()) {
            CancelScope base = Context.background().withValue(PET, "dog").withTimeout(ofHours(1));
            Context fork = base.context().withoutCancel();
            assertThat(fork.deadline()).isEmpty();
            clock.advance(ofHours(2));
            assertThat(base.context().err()).isInstanceOf(DeadlineExceededException.class);
            assertThat(fork.isDone()).isFalse();
            assertThat(fork.value(PET)).isEqualTo("dog");
        }
    }

    @Test
    void an_inner_deadline_completes_before_the_outer_one() {
        try (FakeClock clock = FakeClock.install()) {
            CancelScope outer = Context.background().withTimeout(ofSeconds(4));
            CancelScope inner = outer.context().withTimeout(ofSeconds(2));
            clock.advance(ofSeconds(2));
            assertThat(inner.context().isDone()).isTrue();
            assertThat(outer.context().isDone()).isFalse();
            clock.advance(ofSeconds(2));
            assertThat(outer.context().err()).isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void closing_is_a_cancel_without_a_cause() {
        CancelScope scope = Context.background().withCancel();
        try (scope) {
            assertThat(scope.context().isDone()).isFalse();
        }
        assertThat(scope.context().err()).isInstanceOf(CanceledException.class).hasNoCause();
    }

    @Test
    void wrapped_runnables_and_callables_run_under_their_context_and_throw_through() throws Exception {
        Context base = Context.background().withValue(PET, "cat");
        AtomicReference<@Nullable String> seen = new AtomicReference<>();
        base.wrap(() -> seen.set(Context.current().value(PET))).run();
        assertThat(seen).hasValue("cat");
        assertThat(base.<@Nullable String>wrap(() -> Context.current().value(PET))
                        .call())
                .isEqualTo("cat");
        Exception thrown = new Exception("checked");
        assertThatThrownBy(() -> base.wrap(() -> {
                            throw thrown;
                        })
                        .call())
                .isSameAs(thrown);
        assertThat(Context.current()).isSameAs(Context.background());
    }

    @Test
    void a_current_context_executor_captures_when_it_is_handed_the_task() {
        Queue<Runnable> queue = new ArrayDeque<>();
        Executor executor = Context.propagating((Executor) queue::add);
        AtomicReference<@Nullable Context> seen = new AtomicReference<>();
        Context base = Context.background().withValue(PET, "cat");
        base.run(() -> executor.execute(() -> seen.set(Context.current())));
        queue.remove().run();
        assertThat(seen).hasValue(base);
    }

    /** What is left of a cancelled child under a parent that lives: nothing. */
    @Test
    void a_cancelled_child_is_not_kept_by_its_parent_nor_by_the_timer() {
        CancelScope parent = Context.background().withCancel();
        List<WeakReference<Object>> children = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            children.add(derivedAndCancelled(parent.context(), i));
        }
        await().untilAsserted(() -> {
            System.gc();
            assertThat(children).allMatch(child -> child.get() == null);
        });
        Reference.reachabilityFence(parent);
    }

    private static WeakReference<Object> derivedAndCancelled(Context parent, int i) {
        CancelScope scope = switch (i % 4) {
            case 0 -> parent.withCancel();
            case 1 -> parent.withTimeout(ofHours(1));
            case 2 -> Context.background().withCancelFrom(parent);
            default -> parent.shield(ofHours(1));
        };
        scope.context().afterFunc(() -> {});
        AfterFunc stopped = scope.context().afterFunc(() -> {});
        stopped.stop();
        scope.cancel();
        return new WeakReference<>(scope.context());
    }
}
