package io.ctxagent.context;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each context is made in a method of its own, so that no local variable keeps it. */
@Tag("heap")
class LostScopesTest {

    private static final RuntimeException CAUSE = new RuntimeException("why");

    private final CancelScope parent = prepared(Context.background().withCancel());

    /** What has children passes through here. */
    CancelScope prepared(CancelScope scope) {
        return scope;
    }

    @Test
    void a_dropped_scope_is_noticed_and_its_context_released() {
        WeakReference<Object> context = drop(() -> parent.context().withCancel().named("dropped 1"));
        awaitLost("dropped 1");
        awaitCollected(context);
        awaitEmpty(parent);
    }

    @Test
    void a_dropped_scope_is_released_by_whoever_derives_next() {
        drop(() -> parent.context().withCancel());
        drop(() -> parent.context().withCancel());
        CancelScope other = Context.background().withCancel();
        await().until(() -> {
            System.gc();
            other.context().withCancel().cancel();
            return isEmpty(parent);
        });
        drop(() -> parent.context().withCancel());
        await().until(() -> {
            System.gc();
            other.context().withCancelFrom(Context.background()).cancel();
            return isEmpty(parent);
        });
        drop(() -> parent.context().withCancel());
        await().until(() -> {
            System.gc();
            other.context().withTimeout(ofHours(1)).cancel();
            return isEmpty(parent);
        });
    }

    @Test
    void a_dropped_scope_is_released_by_whoever_walks_the_tree() {
        drop(() -> parent.context().withCancel());
        await().until(() -> {
            System.gc();
            TreeWalk.walk(node -> {});
            return isEmpty(parent);
        });
    }

    @Test
    void a_dropped_timeout_is_released_by_the_timer_too() {
        int before = TimerThread.scheduled();
        WeakReference<Object> context =
                drop(() -> parent.context().withTimeout(ofHours(1)).named("dropped 2"));
        awaitLost("dropped 2");
        awaitCollected(context);
        await().untilAsserted(() -> {
            LostScopes.drainAll();
            assertThat(TimerThread.scheduled()).isLessThanOrEqualTo(before);
        });
        awaitEmpty(parent);
    }

    @Test
    void a_dropped_merge_is_released_by_those_that_it_follows() {
        CancelScope other = Context.background().withCancel();
        WeakReference<Object> context =
                drop(() -> parent.context().withCancelFrom(other.context()).named("dropped 3"));
        awaitLost("dropped 3");
        awaitCollected(context);
        await().untilAsserted(() -> {
            LostScopes.drainAll();
            assertThat(((Node) other.context()).side.takeAll()).isNull();
        });
    }

    @Test
    void a_dropped_root_is_noticed_with_its_site() {
        WeakReference<Object> context;
        Creation.install(() -> new @Nullable Object[] {"shop.Cache.start(Cache.java:52)", null});
        try {
            context = drop(() -> Context.background().withCancel().named("dropped 4"));
        } finally {
            Creation.install(null);
        }
        awaitLost("dropped 4");
        assertThat(row("dropped 4")[Rows.SITE]).isEqualTo("shop.Cache.start(Cache.java:52)");
        assertThat(row("dropped 4")[Rows.LOST]).isEqualTo(true);
        assertThat(row("dropped 4")[Rows.STATE]).isEqualTo("live");
        awaitCollected(context);
    }

    @Test
    void one_that_cannot_be_told_of_is_released_and_does_not_fail_whoever_derives_next() {
        WeakReference<Object> context;
        Creation.install(() -> new @Nullable Object[] {"no text, no frame".chars(), null});
        try {
            context = drop(() -> parent.context().withCancel().named("dropped 20"));
        } finally {
            Creation.install(null);
        }
        await().until(() -> {
            System.gc();
            parent.context().withCancel().cancel();
            return context.get() == null;
        });
        awaitEmpty(parent);
    }

    @Test
    void a_context_that_is_still_used_hears_of_its_parents_end() {
        Context used = contextOf(parent.context().withCancel().named("dropped 5"));
        awaitLost("dropped 5");
        assertThat(Rows.of((Layer) used)[Rows.LOST]).isEqualTo(true);
        parent.cancel(CAUSE);
        assertThat(used.cause()).isSameAs(CAUSE);
    }

    @Tag("slow")
    @Test
    void a_timeout_that_is_still_used_ends_at_its_deadline() throws Exception {
        Context used =
                contextOf(parent.context().withTimeout(Duration.ofMillis(1500)).named("dropped 6"));
        awaitLost("dropped 6");
        assertThat(used.isDone()).isFalse();
        used.awaitDone();
        assertThat(used.err()).isInstanceOf(DeadlineExceededException.class);
        awaitEmpty(parent);
    }

    @Test
    void an_action_on_a_context_that_nobody_else_holds_still_runs() {
        AtomicInteger runs = new AtomicInteger();
        registerAndDrop(runs);
        awaitLost("dropped 7");
        collectGarbage();
        parent.cancel();
        assertThat(runs).hasValue(1);
    }

    private void registerAndDrop(AtomicInteger runs) {
        parent.context().withCancel().named("dropped 7").context().afterFunc(runs::incrementAndGet, Runnable::run);
    }

    @Test
    void an_action_below_two_lost_contexts_still_runs() {
        AtomicInteger runs = new AtomicInteger();
        registerBelowAndDrop(runs);
        awaitLost("dropped 15");
        awaitLost("dropped 16");
        collectGarbage();
        parent.cancel();
        assertThat(runs).hasValue(1);
    }

    private void registerBelowAndDrop(AtomicInteger runs) {
        Context above =
                prepared(parent.context().withCancel()).named("dropped 15").context();
        above.withCancel().named("dropped 16").context().afterFunc(runs::incrementAndGet, Runnable::run);
    }

    @Test
    void an_action_that_is_stopped_below_two_lost_contexts_lets_both_go() {
        AfterFunc[] action = {belowTwoDropped()};
        awaitLost("dropped 17");
        awaitLost("dropped 18");
        collectGarbage();
        assertThat(TreeWalk.children((Node) parent.context())).hasSize(1);
        assertThat(action[0].stop()).isTrue();
        action[0] = null;
        awaitEmpty(parent);
    }

    private AfterFunc belowTwoDropped() {
        Context above =
                prepared(parent.context().withCancel()).named("dropped 17").context();
        return above.withCancel().named("dropped 18").context().afterFunc(() -> {});
    }

    @Tag("slow")
    @Test
    void whatever_is_dropped_and_collected_each_action_runs_once() throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            Random random = new Random(seed);
            Thread thread = new Thread(() -> {
                try {
                    for (int round = 0; round < 50; round++) {
                        growDropAndCancel(random);
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private void growDropAndCancel(Random random) {
        CancelScope top = Context.background().withCancel();
        CancelScope other = Context.background().withCancel();
        List<Context> used = new ArrayList<>(List.of(top.context()));
        List<CancelScope> kept = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        int expected = 0;
        for (int i = 0; i < 300; i++) {
            Context above = used.get(random.nextInt(used.size()));
            CancelScope scope = prepared(
                    switch (random.nextInt(4)) {
                        case 0 -> above.withTimeout(ofHours(1));
                        case 1 -> above.withCancelFrom(other.context());
                        default -> above.withCancel();
                    });
            if (random.nextBoolean()) {
                kept.add(scope);
            }
            if (random.nextInt(3) == 0) {
                used.add(scope.context());
            }
            if (random.nextInt(5) == 0) {
                scope.context().afterFunc(runs::incrementAndGet, Runnable::run);
                expected++;
            }
            if (random.nextInt(6) == 0 && !kept.isEmpty()) {
                kept.remove(random.nextInt(kept.size())).cancel();
            }
            if (random.nextInt(10) == 0 && used.size() > 1) {
                used.remove(1 + random.nextInt(used.size() - 1));
            }
            if (random.nextInt(300) == 0) {
                System.gc();
            }
        }
        if (random.nextBoolean()) {
            other.cancel();
        }
        top.cancel();
        assertThat(used).allMatch(Context::isDone);
        assertThat(kept).allMatch(scope -> scope.context().isDone());
        assertThat(runs).hasValue(expected);
        assertThat(isEmpty(top)).isTrue();
        other.cancel();
    }

    @Test
    void a_stage_of_a_context_that_nobody_else_holds_still_completes() {
        AtomicInteger runs = new AtomicInteger();
        Context used = contextOf(parent.context().withCancel().named("dropped 8"));
        awaitLost("dropped 8");
        used.done().thenRun(runs::incrementAndGet);
        used = null;
        collectGarbage();
        parent.cancel();
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_stage_below_two_lost_contexts_still_completes() {
        AtomicInteger runs = new AtomicInteger();
        Context used = contextOf(contextOf(parent.context().withCancel().named("dropped 21"))
                .withCancel()
                .named("dropped 22"));
        awaitLost("dropped 21");
        awaitLost("dropped 22");
        used.done().thenRun(runs::incrementAndGet);
        used = null;
        collectGarbage();
        parent.cancel();
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_lost_context_that_another_ends_leaves_its_parent_at_once() {
        CancelScope other = Context.background().withCancel();
        Context used =
                contextOf(parent.context().withCancelFrom(other.context()).named("dropped 23"));
        awaitLost("dropped 23");
        assertThat(isEmpty(parent)).isFalse();
        other.cancel(CAUSE);
        assertThat(used.cause()).isSameAs(CAUSE);
        assertThat(isEmpty(parent)).isTrue();
    }

    @Test
    void a_child_that_goes_lets_its_lost_parent_go() {
        CancelScope child = childOfDropped("dropped 19");
        awaitLost("dropped 19");
        collectGarbage();
        child.cancel();
        child = null;
        awaitEmpty(parent);
    }

    @Test
    void a_live_child_of_a_lost_context_hears_of_the_end_above() {
        CancelScope child = childOfDropped("dropped 9");
        awaitLost("dropped 9");
        collectGarbage();
        assertThat(child.context().isDone()).isFalse();
        parent.cancel(CAUSE);
        assertThat(child.context().cause()).isSameAs(CAUSE);
    }

    @Test
    void the_loss_of_a_child_of_a_lost_context_is_noticed_too_and_both_are_released() {
        CancelScope child = childOfDropped("dropped 10").named("child 10");
        awaitLost("dropped 10");
        collectGarbage();
        Reference.reachabilityFence(child);
        child = null;
        awaitLost("child 10");
        awaitEmpty(parent);
    }

    private CancelScope childOfDropped(String name) {
        return prepared(parent.context().withCancel()).named(name).context().withCancel();
    }

    @Test
    void a_cancelled_scope_is_not_lost() {
        drop(() -> {
            CancelScope scope = parent.context().withCancel().named("cancelled");
            scope.cancel();
            return scope;
        });
        drop(() -> parent.context().withCancel().named("dropped 11"));
        awaitLost("dropped 11");
        assertThat(LostScopes.rows()).noneMatch(row -> "cancelled".equals(row[Rows.NAME]));
    }

    @Test
    void a_scope_is_not_lost_while_it_runs_a_task() {
        Context.background().withCancel().named("running").run(() -> {
            drop(() -> parent.context().withCancel().named("dropped 12"));
            awaitLost("dropped 12");
            assertThat(LostScopes.rows()).noneMatch(row -> "running".equals(row[Rows.NAME]));
        });
    }

    @Test
    void a_lost_context_that_is_cancelled_with_its_parent_leaves_nothing() {
        Context used = contextOf(parent.context().withCancel().named("dropped 13"));
        CancelScope child = used.withCancel();
        awaitLost("dropped 13");
        child.cancel();
        CancelScope second = used.withTimeout(ofHours(1));
        parent.cancel(CAUSE);
        assertThat(second.context().cause()).isSameAs(CAUSE);
        assertThat(((Node) used).firstChild()).isNull();
    }

    @Test
    void it_remembers_only_so_many() {
        for (int i = 0; i < LostScopes.REMEMBERED + 50; i++) {
            parent.context().withCancel();
        }
        await().until(() -> {
            System.gc();
            return LostScopes.rows().size() == LostScopes.REMEMBERED;
        });
        awaitEmpty(parent);
        assertThat(LostScopes.rows()).hasSize(LostScopes.REMEMBERED);
    }

    /** Each look collects garbage, and what was collected is in the queue soon after: a tenth of a second is long. */
    private static ConditionFactory await() {
        return Awaitility.with()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .await();
    }

    private static boolean isEmpty(CancelScope owner) {
        Node node = (Node) owner.context();
        Side side = node.side;
        Stripes stripes = side == null ? null : side.stripes;
        boolean empty = node.firstChild() == null;
        for (int number = 1; stripes != null && number <= Ids.MASK; number++) {
            Stripe stripe = stripes.at(number);
            empty &= stripe == null || stripe.firstChild() == null;
        }
        return empty;
    }

    private static WeakReference<Object> drop(Supplier<CancelScope> maker) {
        return new WeakReference<>(maker.get().context());
    }

    private static Context contextOf(CancelScope scope) {
        return scope.context();
    }

    private static @Nullable Object[] row(String name) {
        List<@Nullable Object[]> rows = LostScopes.rows();
        return rows.stream()
                .filter(row -> name.equals(row[Rows.NAME]))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitLost(String name) {
        await().until(() -> {
            System.gc();
            return LostScopes.rows().stream().anyMatch(row -> name.equals(row[Rows.NAME]));
        });
    }

    private static void awaitCollected(WeakReference<Object> reference) {
        await().until(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    private static void awaitEmpty(CancelScope owner) {
        await().until(() -> {
            System.gc();
            LostScopes.drainAll();
            return isEmpty(owner);
        });
    }

    /** As good as certain: an object of no use to anybody is gone. */
    private static void collectGarbage() {
        awaitCollected(new WeakReference<>(new Object()));
        LostScopes.drainAll();
        awaitCollected(new WeakReference<>(new Object()));
    }
}
