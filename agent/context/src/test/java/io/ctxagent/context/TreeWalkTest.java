package io.ctxagent.context;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TreeWalkTest {

    private final List<CancelScope> kept = new ArrayList<>();

    @Test
    void it_shows_each_live_node_once_and_parents_first() {
        CancelScope server = keep(Context.background().withCancel());
        CancelScope request = keep(server.context().withTimeout(ofHours(1)));
        CancelScope done = keep(server.context().withCancel());
        CancelScope call = keep(request.context().withCancelFrom(server.context()));
        CancelScope shield = keep(call.context().shield(ofHours(1)));
        Context free = shield.context().withoutCancel();
        CancelScope background = keep(free.withoutCancel().withCancel());
        CancelScope deeper = keep(background.context().shield(ofHours(1)));
        CancelScope untilShutdown = keep(Context.untilShutdown().withCancel());
        CancelScope later = keep(Context.todo().withCancel());
        done.cancel();
        List<Node> seen = walk();
        assertThat(seen).doesNotHaveDuplicates().doesNotContain(node(done));
        assertThat(seen)
                .contains(
                        node(server),
                        node(request),
                        node(call),
                        node(shield),
                        node(background),
                        node(deeper),
                        node(untilShutdown),
                        node(later),
                        (Node) free,
                        (Node) Context.todo(),
                        (Node) Context.untilShutdown(),
                        (Node) Context.background());
        assertParentsFirst(seen);
    }

    /** More than a part of the stack holds, with children of their own where one ends. */
    @Test
    void of_many_siblings_the_oldest_is_shown_first_and_each_before_the_next() {
        CancelScope server = keep(Context.background().withCancel());
        List<Node> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            CancelScope child = keep(server.context().withCancel());
            expected.add(node(child));
            for (int below = 0; below < i % 3; below++) {
                expected.add(node(keep(child.context().withCancel())));
            }
        }
        List<Node> seen = walk();
        int first = seen.indexOf(expected.get(0));
        assertThat(seen.subList(first, first + expected.size())).isEqualTo(expected);
        server.cancel(); // else the other tests walk over them too
    }

    @Test
    void each_todo_that_was_asked_for_while_somebody_observed_is_shown_until_it_is_dropped() {
        Creation.install(() -> new @Nullable Object[] {"shop.Cache.start(Cache.java:52)", null});
        try {
            Context[] todos = new Context[200];
            for (int i = 0; i < todos.length; i++) {
                todos[i] = Context.todo();
            }
            assertThat(walk()).contains((Node) todos[0], (Node) todos[1], (Node) todos[199]);
            assertThat(Forest.todos()).hasSizeGreaterThanOrEqualTo(200);
            Arrays.fill(todos, null);
        } finally {
            Creation.install(null);
        }
        await().until(() -> {
            System.gc();
            return Forest.todos().isEmpty();
        });
    }

    @Test
    void a_shield_is_shown_after_its_parent_has_ended() {
        CancelScope parent = keep(Context.background().withCancel());
        CancelScope shield = keep(parent.context().shield(ofHours(1)));
        CancelScope below = keep(shield.context().withCancel());
        parent.cancel();
        assertThat(walk()).contains(node(shield), node(below)).doesNotContain(node(parent));
        assertThat(Rows.of(node(shield))[Rows.PARENT]).isEqualTo(node(parent).number());
    }

    @Tag("slow")
    @Test
    void a_million_levels_overflow_nothing() {
        CancelScope top = keep(Context.background().withCancel());
        Context leaf = top.context();
        for (int i = 0; i < 1_000_000; i++) {
            leaf = leaf.withCancel().context();
        }
        assertThat(walk()).contains((Node) leaf);
        top.cancel();
        assertThat(walk()).doesNotContain((Node) leaf);
    }

    @Tag("slow")
    @Test
    void whatever_happens_meanwhile_it_misses_nobody_who_stays_and_shows_nobody_twice() throws Exception {
        CancelScope parent = keep(Context.background().withCancel());
        Set<Node> staying = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            CancelScope scope = keep(
                    i % 3 == 0
                            ? Context.background().withCancel()
                            : parent.context().withCancel());
            staying.add(node(scope));
        }
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            Random random = new Random(seed);
            Thread thread = new Thread(() -> {
                List<CancelScope> coming = new ArrayList<>();
                begun.countDown();
                while (!stop.get()) {
                    Context above = random.nextInt(4) == 0 ? Context.background() : parent.context();
                    coming.add(above.withCancel());
                    if (coming.size() > 200) {
                        coming.remove(random.nextInt(coming.size())).cancel();
                    }
                }
                coming.forEach(CancelScope::cancel);
            });
            threads.add(thread);
            thread.start();
        }
        begun.await();
        for (int round = 0; round < 300; round++) {
            List<Node> seen = walk();
            assertThat(new HashSet<>(seen)).hasSameSizeAs(seen).containsAll(staying);
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void it_goes_on_while_application_code_holds_what_locks_it_can() throws Exception {
        CancelScope scope = keep(Context.background().withCancel());
        CountDownLatch inCallback = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CancelScope child = keep(scope.context().withCancel());
        child.context()
                .afterFunc(
                        () -> {
                            inCallback.countDown();
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        Runnable::run);
        Thread canceller = new Thread(child::cancel);
        canceller.start();
        inCallback.await();
        synchronized (scope.context()) {
            List<Node> seen = new ArrayList<>();
            Thread walker = new Thread(() -> TreeWalk.walk(seen::add));
            walker.start();
            walker.join();
            assertThat(seen).contains(node(scope)).doesNotContain(node(child));
        }
        release.countDown();
        canceller.join();
    }

    @Test
    void a_dead_node_that_is_kept_holds_no_sibling() {
        CancelScope parent = keep(Context.background().withCancel());
        CancelScope oldest = keep(parent.context().withCancel());
        CancelScope middle = keep(parent.context().withCancel());
        CancelScope newest = keep(parent.context().withCancel());
        middle.cancel();
        assertThat(node(middle).next()).isSameAs(node(middle));
        assertThat(node(middle).prev).isNull();
        assertThat(node(newest).next()).isSameAs(node(oldest));
        parent.cancel();
        for (CancelScope scope : List.of(oldest, newest)) {
            assertThat(node(scope).next()).isSameAs(node(scope));
            assertThat(node(scope).prev).isNull();
        }
    }

    @Test
    void where_what_it_stood_on_was_taken_out_it_goes_on_from_the_last_one_that_was_not() {
        CancelScope parent = keep(Context.background().withCancel());
        List<CancelScope> children = new ArrayList<>();
        List<Link> seen = new ArrayList<>();
        for (int i = 0; i < TreeWalk.LATELY + 2; i++) {
            children.add(0, keep(parent.context().withCancel()));
        }
        children.forEach(child -> seen.add(node(child)));
        Node newest = node(keep(parent.context().withCancel()));
        assertThat(TreeWalk.resume(node(parent), seen)).isNull();
        assertThat(TreeWalk.resume(node(parent), List.of())).isSameAs(newest);
        int last = seen.size() - 1;
        for (int i = last; i > 2; i--) {
            children.get(i).cancel();
            assertThat(TreeWalk.resume(node(parent), seen)).isNull();
            assertThat(TreeWalk.resume(node(parent), seen.subList(0, i))).isNull();
        }
        Node next = node(children.get(2));
        assertThat(TreeWalk.resume(node(parent), seen.subList(0, 2))).isSameAs(next);
        assertThat(TreeWalk.resume(node(parent), seen.subList(0, 1))).isSameAs(seen.get(1));
        children.get(2).cancel();
        assertThat(TreeWalk.resume(node(parent), seen))
                .as("those two were seen too long ago")
                .isSameAs(newest);
        assertThat(TreeWalk.resume(node(parent), seen.subList(1, last)))
                .as("one is near enough")
                .isNull();
    }

    private CancelScope keep(CancelScope scope) {
        kept.add(scope);
        return scope;
    }

    private static Node node(CancelScope scope) {
        return (Node) scope.context();
    }

    private static List<Node> walk() {
        List<Node> seen = new ArrayList<>();
        TreeWalk.walk(seen::add);
        return seen;
    }

    private static void assertParentsFirst(List<Node> seen) {
        Set<Node> before = new HashSet<>();
        for (Node node : seen) {
            Layer above = node.parent();
            if (above != null && !above.node().isDone() && seen.contains(above.node())) {
                assertThat(before).contains(above.node());
            }
            before.add(node);
        }
    }
}
