package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CancelTest {

    private static final RuntimeException CAUSE = new RuntimeException("why");
    private static final RuntimeException LATER = new RuntimeException("later");

    @Test
    void a_live_context_has_no_error_and_no_cause() {
        try (CancelScope scope = Context.background().withCancel()) {
            Context context = scope.context();
            assertThat(context.isDone()).isFalse();
            assertThat(context.err()).isNull();
            assertThat(context.cause()).isNull();
            assertThat(scope.context()).isSameAs(context);
            context.check();
        }
    }

    @Test
    void cancel_is_idempotent_and_only_the_first_call_did_it() {
        CancelScope scope = Context.background().withCancel();
        assertThat(scope.cancel()).isTrue();
        ContextException err = scope.context().err();
        assertThat(scope.cancel()).isFalse();
        assertThat(scope.cancel(LATER)).isFalse();
        scope.close();
        assertThat(scope.context().err()).isSameAs(err).isInstanceOf(CanceledException.class);
        assertThat(scope.context().cause()).isSameAs(err);
    }

    @Test
    void close_cancels() {
        CancelScope scope = Context.background().withCancel();
        try (scope) {
            assertThat(scope.context().isDone()).isFalse();
        }
        assertThat(scope.context().err()).hasMessage("context canceled");
    }

    @Test
    void of_many_threads_that_cancel_exactly_one_did_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 500; round++) {
                CancelScope scope = Context.background().withCancel();
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<Boolean>> calls = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Throwable own = new RuntimeException("cause " + i);
                    calls.add(threads.submit(() -> {
                        start.await();
                        boolean mine = scope.cancel(own);
                        if (mine) {
                            assertThat(scope.context().cause()).isSameAs(own);
                        }
                        assertThat(scope.context().isDone()).isTrue();
                        return mine;
                    }));
                }
                int winners = 0;
                for (Future<Boolean> call : calls) {
                    winners += call.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void cancel_reaches_all_descendants_before_it_returns_and_nobody_else() {
        CancelScope parent = Context.background().withCancel();
        CancelScope middle = parent.context().withCancel();
        CancelScope sibling = parent.context().withCancel();
        CancelScope leaf = middle.context()
                .withValue(ContextKey.of("k", String.class), "v")
                .withTimeout(Duration.ofHours(1));
        middle.cancel(CAUSE);
        assertThat(leaf.context().cause()).isSameAs(CAUSE);
        assertThat(leaf.context().err()).isSameAs(middle.context().err());
        assertThat(sibling.context().isDone()).isFalse();
        assertThat(parent.context().isDone()).isFalse();
        parent.cancel();
        assertThat(sibling.context().isDone()).isTrue();
    }

    @Test
    void the_first_cause_wins_at_each_node() {
        CancelScope parent = Context.background().withCancel();
        CancelScope childFirst = parent.context().withCancel();
        CancelScope parentFirst = parent.context().withCancel();
        childFirst.cancel(CAUSE);
        parent.cancel(LATER);
        parentFirst.cancel(CAUSE);
        assertThat(childFirst.context().cause()).isSameAs(CAUSE);
        assertThat(parent.context().cause()).isSameAs(LATER);
        assertThat(parentFirst.context().cause()).isSameAs(LATER);
    }

    @Test
    void a_child_of_a_done_context_is_done_from_the_start_with_the_same_error_and_cause() {
        CancelScope parent = Context.background().withCancel();
        parent.cancel(CAUSE);
        for (CancelScope child : List.of(
                parent.context().withCancel(),
                parent.context().withTimeout(Duration.ofHours(1)),
                parent.context().withTimeout(Duration.ZERO, LATER),
                parent.context().withCancelFrom(Context.background()))) {
            assertThat(child.context().err()).isSameAs(parent.context().err());
            assertThat(child.context().cause()).isSameAs(CAUSE);
            assertThat(child.cancel(LATER)).isFalse();
        }
        assertThat(parent.context()
                        .withValue(ContextKey.of("k", String.class), "v")
                        .isDone())
                .isTrue();
    }

    @Test
    void a_cancelled_child_leaves_its_parent() {
        CancelScope parent = Context.background().withCancel();
        List<CancelScope> children = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            children.add(parent.context().withCancel());
        }
        Node node = (Node) parent.context();
        assertThat(TreeWalk.children(node)).hasSize(1000);
        for (int i = 0; i < 1000; i += 2) {
            children.get(i).cancel(); // from the far end of the list, and from its middle
        }
        assertThat(TreeWalk.children(node)).hasSize(500);
        children.forEach(CancelScope::cancel);
        assertThat(TreeWalk.children(node)).isEmpty();
        assertThat(node.firstChild()).isNull();
    }

    @Test
    void a_child_with_an_action_leaves_its_parent_too() {
        CancelScope parent = Context.background().withCancel();
        for (int i = 0; i < 1000; i++) {
            CancelScope child = parent.context().withCancel();
            child.context().afterFunc(() -> {}, Runnable::run);
            child.cancel();
        }
        assertThat(((Node) parent.context()).firstChild()).isNull();
        assertThat(((Node) parent.context()).side).isNull();
    }

    @Test
    void leaving_costs_the_same_among_many_siblings() {
        CancelScope parent = Context.background().withCancel();
        List<CancelScope> siblings = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            siblings.add(parent.context().withCancel());
        }
        long start = System.nanoTime();
        siblings.forEach(CancelScope::cancel);
        // A list that is searched takes minutes here.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Tag("slow")
    @Test
    void a_million_levels_overflow_nothing() {
        CancelScope top = Context.background().withCancel();
        ContextKey<String> key = ContextKey.of("key", String.class);
        Context leaf = top.context().withValue(key, "value");
        for (int i = 0; i < 1_000_000; i++) {
            leaf = leaf.withCancel().context();
        }
        assertThat(leaf.value(key)).isEqualTo("value");
        assertThat(leaf.deadline()).isEmpty();
        assertThat(leaf.toString()).hasSizeLessThan(1000);
        top.cancel(CAUSE);
        assertThat(leaf.cause()).isSameAs(CAUSE);
    }

    @Tag("slow")
    @Test
    void a_million_levels_of_each_kind_overflow_nothing() {
        CancelScope top = Context.background().withCancel();
        Context leaf = top.context();
        ContextKey<Integer> key = ContextKey.of("key", Integer.class);
        for (int i = 0; i < 250_000; i++) {
            leaf = leaf.withValue(key, i);
            leaf = leaf.withTimeout(Duration.ofHours(2).minusNanos(i)).context();
            leaf = leaf.withTimeout(Duration.ofHours(3)).context();
            leaf = leaf.withCancelFrom(Context.background()).context();
        }
        assertThat(leaf.value(key)).isEqualTo(249_999);
        assertThat(leaf.deadline()).isPresent();
        assertThat(leaf.remaining()).isPresent();
        assertThat(leaf.toString()).hasSizeLessThan(1000);
        top.cancel();
        assertThat(leaf.isDone()).isTrue();
    }

    @Tag("slow")
    @Test
    void a_million_contexts_that_follow_each_other_overflow_nothing() {
        CancelScope first = Context.background().withCancel();
        Context last = first.context();
        List<CancelScope> scopes = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            CancelScope next = Context.background().withCancelFrom(last);
            scopes.add(next);
            last = next.context();
        }
        first.cancel(CAUSE);
        assertThat(last.cause()).isSameAs(CAUSE);
        assertThat(scopes).allMatch(scope -> scope.context().isDone());
    }

    @Test
    void deriving_while_the_parent_is_cancelled_leaves_no_live_child() throws Exception {
        for (int round = 0; round < 300; round++) {
            CancelScope parent = Context.background().withCancel();
            CountDownLatch begun = new CountDownLatch(1);
            List<CancelScope> children = new ArrayList<>();
            Thread deriving = new Thread(() -> {
                begun.countDown();
                for (int i = 0; i < 200; i++) {
                    children.add(parent.context().withCancel());
                }
            });
            deriving.start();
            begun.await();
            parent.cancel(CAUSE);
            deriving.join();
            assertThat(children).allMatch(child -> child.context().cause() == CAUSE);
            assertThat(((Node) parent.context()).firstChild()).isNull();
        }
    }

    @Test
    void children_that_cancel_themselves_while_the_parent_does_are_all_done_once() throws Exception {
        for (int round = 0; round < 200; round++) {
            CancelScope parent = Context.background().withCancel();
            List<CancelScope> children = new ArrayList<>();
            List<CancelScope> grandchildren = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                children.add(parent.context().withCancel());
                grandchildren.add(children.get(i).context().withCancel());
            }
            Thread cancelling = new Thread(() -> children.forEach(CancelScope::cancel));
            cancelling.start();
            parent.cancel(CAUSE);
            cancelling.join();
            assertThat(children).allMatch(child -> child.context().isDone());
            assertThat(grandchildren).allMatch(child -> child.context().isDone());
            for (int i = 0; i < 100; i++) {
                assertThat(grandchildren.get(i).context().err())
                        .isSameAs(children.get(i).context().err());
            }
        }
    }

    @Test
    void users_may_synchronize_on_a_context() throws Exception {
        CancelScope scope = Context.background().withCancel();
        synchronized (scope.context()) {
            Thread canceller = new Thread(scope::cancel);
            canceller.start();
            canceller.join();
        }
        assertThat(scope.context().isDone()).isTrue();
    }

    @Test
    void the_last_name_wins() {
        try (CancelScope scope = Context.background().withCancel()) {
            assertThat(scope.named("a").named("b")).isSameAs(scope);
            assertThat(scope.context()).hasToString("context.Background.withCancel[b]");
        }
    }
}
