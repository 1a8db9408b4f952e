package io.ctxagent.context.outside;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ctxagent.context.AfterFunc;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.CanceledException;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import io.ctxagent.context.ContextKey;
import io.ctxagent.context.DeadlineExceededException;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Go's {@code context_test.go} and {@code x_test.go}, in their order and under their names where there is the same thing. */
class GoContextTest {

    private static final Throwable PARENT_CAUSE = new Exception("parent cause");
    private static final Throwable CHILD_CAUSE = new Exception("child cause");
    private static final Throwable TOO_SLOW = new Exception("too slow");

    private static void assertLive(Context context) {
        assertThat(context.isDone()).isFalse();
        assertThat(context.err()).isNull();
        assertThat(context.cause()).isNull();
        assertThat(context.done().toCompletableFuture()).isNotDone();
        context.check();
    }

    private static void assertCanceled(Context context) {
        assertDone(context, CanceledException.class, "context canceled");
    }

    private static void assertExceeded(Context context) {
        assertDone(context, DeadlineExceededException.class, "context deadline exceeded");
    }

    private static void assertDone(Context context, Class<? extends ContextException> type, String message) {
        assertThat(context.isDone()).isTrue();
        assertThat(context.err()).isExactlyInstanceOf(type).hasMessage(message).isSameAs(context.err());
        assertThat(context.done().toCompletableFuture()).isCompletedWithValue(context.err());
        assertThat(context.cause()).isNotNull();
        assertThatThrownBy(context::check).isExactlyInstanceOf(type).hasMessage(message);
    }

    @Test
    void background_and_todo() throws Exception {
        for (Context root : List.of(Context.background(), Context.todo())) {
            assertLive(root);
            assertThat(root.deadline()).isEmpty();
            assertThat(root.remaining()).isEmpty();
            assertThat(root.awaitDone(ofMillis(1))).isFalse();
        }
        assertThat(Context.background()).isNotSameAs(Context.todo()).hasToString("context.Background");
        assertThat(Context.todo()).hasToString("context.TODO");
    }

    @Test
    void with_cancel() throws Exception {
        CancelScope scope = Context.background().withCancel();
        assertThat(scope.context()).hasToString("context.Background.withCancel");
        assertLive(scope.context());
        assertThat(scope.cancel()).isTrue();
        assertThat(scope.context().awaitDone(ofSeconds(10))).isTrue();
        assertCanceled(scope.context());
    }

    /** Parent, value layers, a timeout: whichever way they are mixed, the end of the parent ends all of them. */
    @Test
    void parent_finishes_child() throws Exception {
        ContextKey<String> key = ContextKey.of("key", String.class);
        CancelScope parent = Context.background().withCancel();
        CancelScope cancelChild = parent.context().withCancel();
        Context valueChild = parent.context().withValue(key, "value");
        CancelScope timerChild = valueChild.withTimeout(ofHours(10));
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch after = new CountDownLatch(1);
        parent.context().afterFunc(after::countDown);
        List<Context> all = List.of(parent.context(), cancelChild.context(), valueChild, timerChild.context());
        all.forEach(each -> each.done().thenRun(ended::incrementAndGet));
        all.forEach(GoContextTest::assertLive);

        assertThat(parent.cancel()).isTrue();

        assertThat(ended).hasValue(4);
        all.forEach(GoContextTest::assertCanceled);
        assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
        CancelScope late = parent.context().withCancel();
        assertCanceled(late.context());
        assertThat(late.cancel()).isFalse();
        assertThat(timerChild.cancel()).isFalse();
        assertThat(timerChild.context().value(key)).isEqualTo("value");
    }

    @Test
    void child_finishes_first() {
        CancelScope cancellable = Context.background().withCancel();
        for (Context parent : List.of(Context.background(), cancellable.context())) {
            CancelScope child = parent.withCancel();
            child.cancel();
            assertCanceled(child.context());
            assertLive(parent);
        }
    }

    @Test
    void deadline_and_timeout() throws Exception {
        for (Function<Context, CancelScope> soon : List.<Function<Context, CancelScope>>of(
                context -> context.withTimeout(ofMillis(20)),
                context -> context.withDeadline(Instant.now().plusMillis(20)),
                context -> context.withDeadline(Instant.now().plusMillis(20))
                        .context()
                        .withCancel(),
                context -> context.withTimeout(ofMillis(20)).context().withTimeout(ofHours(1)),
                context -> context.withTimeout(ofHours(1)).context().withTimeout(ofMillis(20)))) {
            CancelScope scope = soon.apply(Context.background());
            assertThat(scope.context().deadline()).isPresent();
            assertThat(scope.context().awaitDone(ofSeconds(10))).isTrue();
            assertExceeded(scope.context());
            assertThat(scope.cancel()).isFalse();
            assertExceeded(scope.context());
            Reference.reachabilityFence(scope);
        }
        for (CancelScope past : List.of(
                Context.background().withTimeout(ZERO),
                Context.background().withTimeout(ofSeconds(Long.MIN_VALUE)),
                Context.background().withDeadline(Instant.now().minusSeconds(1)),
                Context.background().withDeadline(Instant.MIN))) {
            assertExceeded(past.context());
            assertThat(past.context().remaining()).contains(ZERO);
        }
    }

    @Test
    void canceled_timeout() throws Exception {
        CancelScope scope = Context.background().withTimeout(ofMillis(5));
        CancelScope child = scope.context().withTimeout(ofHours(1));
        CancelScope witness = Context.background().withTimeout(ofMillis(15));
        scope.cancel();
        assertThat(witness.context().awaitDone(ofSeconds(10))).isTrue();
        assertCanceled(scope.context());
        assertCanceled(child.context());
    }

    @Test
    void values() {
        ContextKey<Object> k1 = ContextKey.of("k", Object.class);
        ContextKey<Object> k2 = ContextKey.of("k", Object.class);
        Context c1 = Context.background().withValue(k1, "c1k1");
        Context c2 = c1.withValue(k2, "c2k2");
        Context c3 = c2.withCancel().context().withValue(k1, null);
        Context o4 = Context.background().withCancelFrom(c3).context();
        assertThat(c1).hasToString("context.Background.withValue(k)");
        assertThat(c1.value(k1)).isEqualTo("c1k1");
        assertThat(c1.value(k2)).isNull();
        assertThat(c2.value(k1)).isEqualTo("c1k1");
        assertThat(c2.value(k2)).isEqualTo("c2k2");
        assertThat(c3.value(k1)).isNull();
        assertThat(c3.value(k2)).isEqualTo("c2k2");
        assertThat(o4.value(k2)).isNull();
    }

    @Test
    void simultaneous_cancels() throws Exception {
        CancelScope root = Context.background().withCancel();
        List<CancelScope> scopes = new ArrayList<>(List.of(root));
        for (int at = 0; scopes.size() < 100; at++) {
            Context context = scopes.get(at).context();
            scopes.add(context.withCancel());
            scopes.add(context.withTimeout(ofHours(1)));
        }
        List<Thread> threads =
                scopes.stream().map(scope -> new Thread(scope::cancel)).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        scopes.forEach(scope -> assertCanceled(scope.context()));
    }

    @Test
    void interlocked_cancels() throws Exception {
        CancelScope parent = Context.background().withCancel();
        CancelScope child = parent.context().withCancel();
        parent.context().afterFunc(child::cancel);
        child.context().afterFunc(parent::cancel, Runnable::run);
        child.cancel();
        assertThat(parent.context().awaitDone(ofSeconds(10))).isTrue();
        assertCanceled(child.context());
    }

    /** Go's {@code testLayers}: a random stack of values, cancels and deadlines, cancelled somewhere in the middle. */
    @Test
    void layers() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            boolean timeout = seed % 20 == 0;
            List<ContextKey<Integer>> keys = new ArrayList<>();
            List<CancelScope> scopes = new ArrayList<>();
            int timed = 0;
            Context context = Context.background();
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        ContextKey<Integer> key = ContextKey.of("k" + i, Integer.class);
                        context = context.withValue(key, keys.size());
                        keys.add(key);
                    }
                    case 1 -> {
                        scopes.add(context.withCancel());
                        context = scopes.get(scopes.size() - 1).context();
                    }
                    default -> {
                        scopes.add(context.withTimeout(timeout ? ofMillis(20) : ofHours(1 + timed++)));
                        context = scopes.get(scopes.size() - 1).context();
                    }
                }
            }
            Context leaf = context;
            assertValues(leaf, keys);
            if (timeout) {
                assertThat(leaf.awaitDone(ofSeconds(10))).isTrue();
                assertExceeded(leaf);
            } else {
                assertLive(leaf);
                int at = random.nextInt(scopes.size());
                assertThat(scopes.get(at).cancel(PARENT_CAUSE)).isTrue();
                assertCanceled(leaf);
                for (int i = 0; i < scopes.size(); i++) {
                    assertThat(scopes.get(i).context().cause()).isSameAs(i < at ? null : PARENT_CAUSE);
                }
                scopes.get(0).cancel();
            }
            assertValues(leaf, keys);
        }
    }

    private static void assertValues(Context leaf, List<ContextKey<Integer>> keys) {
        for (int i = 0; i < keys.size(); i++) {
            assertThat(leaf.value(keys.get(i))).isEqualTo(i);
        }
    }

    /** The rows of Go's {@code TestCause}. */
    @Test
    void cause() {
        assertThat(Context.background().cause()).isNull();
        assertThat(Context.todo().cause()).isNull();

        assertCause(canceled(scope -> scope.cancel()), null);
        assertCause(canceled(scope -> scope.cancel(PARENT_CAUSE)), PARENT_CAUSE);
        assertCause(canceled(scope -> scope.cancel(null)), null);

        CancelScope parent = Context.background().withCancel();
        CancelScope child = parent.context().withCancel();
        parent.cancel(PARENT_CAUSE);
        child.cancel(CHILD_CAUSE);
        assertThat(parent.context().cause()).isSameAs(PARENT_CAUSE);
        assertThat(child.context().cause()).isSameAs(PARENT_CAUSE);

        CancelScope parent2 = Context.background().withCancel();
        CancelScope child2 = parent2.context().withCancel();
        child2.cancel(CHILD_CAUSE);
        parent2.cancel(PARENT_CAUSE);
        assertThat(parent2.context().cause()).isSameAs(PARENT_CAUSE);
        assertThat(child2.context().cause()).isSameAs(CHILD_CAUSE);

        CancelScope parent3 = Context.background().withCancel();
        Context value = parent3.context().withValue(ContextKey.of("k", String.class), "v");
        parent3.cancel(PARENT_CAUSE);
        assertThat(value.cause()).isSameAs(PARENT_CAUSE);

        CancelScope slow = Context.background().withTimeout(ZERO, TOO_SLOW);
        assertExceeded(slow.context());
        assertThat(slow.context().cause()).isSameAs(TOO_SLOW);
        assertThat(slow.context().withCancel().context().cause()).isSameAs(TOO_SLOW);
        assertThat(slow.cancel(CHILD_CAUSE)).isFalse();
        assertThat(slow.context().cause()).isSameAs(TOO_SLOW);

        CancelScope cancelled = Context.background().withTimeout(ofHours(1), TOO_SLOW);
        cancelled.cancel();
        assertThat(cancelled.context().cause()).isSameAs(cancelled.context().err());

        CancelScope outer = Context.background().withTimeout(ofHours(1));
        CancelScope inner = outer.context().withTimeout(ofHours(2), TOO_SLOW);
        outer.cancel(PARENT_CAUSE);
        assertThat(inner.context().cause()).isSameAs(PARENT_CAUSE);

        CancelScope dead = Context.background().withCancel();
        dead.cancel(PARENT_CAUSE);
        CancelScope past = dead.context().withDeadline(Instant.MIN, TOO_SLOW);
        assertCanceled(past.context());
        assertThat(past.context().cause()).isSameAs(PARENT_CAUSE);

        Context without = dead.context().withoutCancel();
        assertLive(without);
        CancelScope below = without.withCancel();
        below.cancel(CHILD_CAUSE);
        assertThat(below.context().cause()).isSameAs(CHILD_CAUSE);
    }

    private static Context canceled(java.util.function.Consumer<CancelScope> cancel) {
        CancelScope scope = Context.background().withCancel();
        cancel.accept(scope);
        return scope.context();
    }

    private static void assertCause(Context context, @Nullable Throwable cause) {
        assertCanceled(context);
        assertThat(context.cause()).isSameAs(cause == null ? context.err() : cause);
        assertThatThrownBy(context::check)
                .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(cause));
    }

    @Test
    void cause_race() throws Exception {
        CancelScope scope = Context.background().withCancel();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> winners = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            Exception cause = new Exception("cause " + i);
            threads.add(new Thread(() -> {
                if (scope.cancel(cause)) {
                    winners.add(cause);
                }
                assertThat(scope.context().cause()).isNotNull();
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(winners).containsExactly(scope.context().cause());
    }

    @Test
    void without_cancel() throws Exception {
        ContextKey<String> key = ContextKey.of("key", String.class);
        CancelScope parent = Context.background().withValue(key, "value").withTimeout(ofHours(1));
        Context without = parent.context().withoutCancel();
        assertThat(without.deadline()).isEmpty();
        assertThat(without.value(key)).isEqualTo("value");
        assertThat(without).hasToString("context.Background.withValue(key).withTimeout.withoutCancel");
        parent.cancel();
        assertLive(without);
        assertThat(without.awaitDone(ofMillis(1))).isFalse();
        CancelScope later = without.withTimeout(ofHours(2));
        assertLive(later.context());
        assertThat(later.context().remaining().orElseThrow()).isGreaterThan(ofHours(1));
    }

    @Test
    void after_func() throws Exception {
        CancelScope scope = Context.background().withCancel();
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger never = new AtomicInteger();
        AfterFunc first = scope.context().afterFunc(both::countDown);
        AfterFunc second =
                scope.context().withValue(ContextKey.of("k", String.class), "v").afterFunc(both::countDown);
        AfterFunc stopped = scope.context().afterFunc(never::incrementAndGet);
        assertThat(stopped.stop()).isTrue();
        assertThat(stopped.stop()).isFalse();
        scope.cancel();
        assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(first.stop()).isFalse();
        assertThat(second.stop()).isFalse();
        assertThat(never).hasValue(0);

        CountDownLatch atOnce = new CountDownLatch(1);
        AfterFunc late = scope.context().afterFunc(atOnce::countDown);
        assertThat(atOnce.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(late.stop()).isFalse();
    }

    @Test
    void after_func_is_asynchronous() throws Exception {
        CancelScope scope = Context.background().withTimeout(ofMillis(1));
        CountDownLatch cont = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        scope.context().afterFunc(() -> {
            try {
                cont.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ran.countDown();
        });
        assertThat(scope.context().awaitDone(ofSeconds(10))).isTrue();
        assertThat(ran.getCount()).isEqualTo(1);
        cont.countDown();
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** golang/go#75533 the other way round as well: who sees the stage complete sees the error, also below. */
    @Tag("slow")
    @Test
    void err_and_done_agree() throws Exception {
        for (int round = 0; round < 200; round++) {
            CancelScope scope = Context.background().withCancel();
            CancelScope child = scope.context().withCancel();
            Thread thread = new Thread(scope::cancel);
            thread.start();
            child.context().awaitDone();
            assertCanceled(child.context());
            thread.join();
            assertCanceled(scope.context());
        }
    }
}
