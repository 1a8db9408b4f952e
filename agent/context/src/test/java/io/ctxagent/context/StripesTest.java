package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StripesTest {

    private static final int THREADS = 8;
    private static final int EACH = 500;

    private final CancelScope parent = Context.background().withCancel();
    private final Node node = (Node) parent.context();
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void close() {
        parent.cancel();
        pool.shutdownNow();
    }

    @Test
    void children_of_many_threads_are_all_there_and_all_go() throws Exception {
        CancelScope before = parent.context().withCancel();
        node.spread();
        List<CancelScope> children = inAll(() -> parent.context().withCancel());
        assertThat(TreeWalk.children(node)).hasSize(1 + THREADS * EACH).doesNotHaveDuplicates();
        assertThat(stripes()).isGreaterThan(1);
        // By another thread than the one that made it.
        children.forEach(CancelScope::cancel);
        assertThat(TreeWalk.children(node)).containsExactly((Node) before.context());
        before.cancel();
        assertThat(TreeWalk.children(node)).isEmpty();
    }

    @Test
    void ids_are_unique_and_a_childs_is_higher_than_its_parents() throws Exception {
        node.spread();
        List<CancelScope> children = inAll(() -> {
            CancelScope child = parent.context().withCancel();
            ((Node) child.context()).spread();
            return child;
        });
        assertThat(children).extracting(StripesTest::number).doesNotHaveDuplicates();
        for (CancelScope child : children) {
            CancelScope below = child.context().withCancel();
            CancelScope shield = below.context().shield(java.time.Duration.ofHours(1));
            assertThat(number(child)).isGreaterThan(node.number());
            assertThat(number(below)).isGreaterThan(number(child));
            assertThat(number(shield)).isGreaterThan(number(below));
        }
    }

    @Test
    void children_are_listed_the_newest_first() throws Exception {
        parent.context().withCancel();
        node.spread();
        inAll(() -> parent.context().withCancel());
        assertThat(TreeWalk.children(node)).isSortedAccordingTo((a, b) -> Long.compare(b.number(), a.number()));
    }

    @Test
    void the_end_reaches_all_and_who_comes_later_is_done_at_once() throws Exception {
        node.spread();
        List<CancelScope> children = inAll(() -> parent.context().withCancel());
        List<CancelScope> below =
                children.stream().map(child -> child.context().withCancel()).toList();
        parent.cancel();
        assertThat(children)
                .allMatch(child -> child.context().err() == parent.context().err());
        assertThat(below)
                .allMatch(child -> child.context().err() == parent.context().err());
        assertThat(TreeWalk.children(node)).isEmpty();
        List<CancelScope> late = inAll(() -> parent.context().withCancel());
        assertThat(late)
                .allMatch(child -> child.context().err() == parent.context().err());
        assertThat(TreeWalk.children(node)).isEmpty();
    }

    /** Which list a thread has is chance, so as many threads come as it takes. */
    @Test
    void each_list_is_walked_holds_and_is_ended() throws Exception {
        node.spread();
        Stripes stripes = Objects.requireNonNull(Objects.requireNonNull(node.side).stripes);
        Map<Integer, CancelScope> children = new ConcurrentHashMap<>();
        while (children.size() < Ids.MASK) {
            Thread thread = new Thread(() -> children.computeIfAbsent(
                    Stripes.ofThisThread(), number -> parent.context().withCancel()));
            thread.start();
            thread.join();
        }
        assertThat(children.keySet()).allMatch(number -> number >= 1 && number <= Ids.MASK);
        assertThat(TreeWalk.children(node)).hasSize(Ids.MASK);
        for (int number = 1; number < Ids.MASK; number++) {
            assertThat(stripes.isHolding()).isTrue();
            children.get(number).cancel();
        }
        CancelScope last = children.get(Ids.MASK);
        assertThat(TreeWalk.children(node)).containsExactly((Node) last.context());
        assertThat(stripes.isHolding()).isTrue();
        parent.cancel();
        assertThat(last.context().isDone()).isTrue();
        assertThat(TreeWalk.children(node)).isEmpty();
    }

    @Test
    void a_callback_of_the_parent_is_called_before_those_of_its_children() {
        node.spread();
        List<String> called = new ArrayList<>();
        CancelScope child = parent.context().withCancel();
        child.context().afterFunc(() -> called.add("child"), Runnable::run);
        parent.context().afterFunc(() -> called.add("parent"), Runnable::run);
        parent.cancel();
        assertThat(called).containsExactly("parent", "child");
    }

    @Test
    void threads_that_meet_get_lists_of_their_own() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(pool.submit(() -> {
                while (!enough.get()) {
                    parent.context().withCancel().cancel();
                }
            }));
        }
        await().until(() -> node.side != null && node.side.stripes != null);
        enough.set(true);
        for (Future<?> each : running) {
            each.get();
        }
        assertThat(TreeWalk.children(node)).isEmpty();
    }

    @Test
    void one_thread_alone_never_gets_them() {
        for (int i = 0; i < 10_000; i++) {
            parent.context().withCancel().cancel();
        }
        assertThat(node.side).isNull();
    }

    @Test
    void what_is_done_gets_none() {
        parent.cancel();
        node.spread();
        assertThat(node.side == null || node.side.stripes == null).isTrue();
    }

    private static long number(CancelScope scope) {
        return ((Node) scope.context()).number();
    }

    private int stripes() {
        int found = 0;
        for (int number = 1; number <= Ids.MASK; number++) {
            found += node.side.stripes.at(number) == null ? 0 : 1;
        }
        return found;
    }

    private List<CancelScope> inAll(Callable<CancelScope> maker) throws Exception {
        List<Future<List<CancelScope>>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            results.add(pool.submit(() -> {
                List<CancelScope> made = new ArrayList<>();
                for (int j = 0; j < EACH; j++) {
                    made.add(maker.call());
                }
                return made;
            }));
        }
        List<CancelScope> all = new ArrayList<>();
        for (Future<List<CancelScope>> result : results) {
            all.addAll(result.get());
        }
        return all;
    }
}
