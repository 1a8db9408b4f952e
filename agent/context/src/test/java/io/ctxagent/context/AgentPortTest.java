package io.ctxagent.context;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions as the agent calls them: by name, with JDK types. */
class AgentPortTest {

    private final Map<String, Object> port = AgentPort.open();

    @Test
    void it_is_the_same_map_each_time_with_its_version_and_the_slot() {
        assertThat(AgentPort.open()).isSameAs(port);
        assertThat(port.get("version")).isEqualTo(1);
        assertThat(port.get("slot")).isSameAs(Ambient.SLOT);
    }

    @Test
    void whatever_is_in_the_slot_answers_whether_it_is_done() {
        CancelScope scope = Context.background().withCancel();
        for (Context context : List.of(
                scope.context(),
                scope.context().withValue(ContextKey.of("k", String.class), "v"),
                scope.context().withTimeout(ofHours(1)).context(),
                scope.context().withCancelFrom().context())) {
            context.run(() -> {
                BooleanSupplier inSlot = (BooleanSupplier) Ambient.SLOT.get();
                assertThat(inSlot.getAsBoolean()).isFalse();
            });
            assertThat(((BooleanSupplier) context).getAsBoolean()).isFalse();
        }
        scope.cancel();
        assertThat(((BooleanSupplier) scope.context()).getAsBoolean()).isTrue();
    }

    @Test
    void a_waker_runs_once_on_the_cancelling_thread_or_at_once_or_never() {
        CancelScope scope = Context.background().withCancel();
        List<String> woken = new ArrayList<>();
        onDone(scope.context(), () -> woken.add("first"));
        Runnable forget = onDone(scope.context(), () -> woken.add("forgotten"));
        onDone(scope.context(), () -> {
            throw new StackOverflowError("a waker that fails");
        });
        onDone(scope.context(), () -> woken.add("last"));
        scope.context().done().thenRun(() -> woken.add("application"));
        forget.run();
        forget.run();
        scope.cancel();
        onDone(scope.context(), () -> woken.add("late"));
        onDone(Context.background(), () -> woken.add("never")).run();
        assertThat(woken).containsExactly("first", "last", "application", "late");
    }

    @Test
    void forgotten_wakers_leave_nothing() {
        CancelScope scope = Context.background().withCancel();
        for (int i = 0; i < 100; i++) {
            onDone(scope.context(), () -> {}).run();
        }
        assertThat(((Node) scope.context()).side.takeAll()).isNull();
    }

    @Test
    void it_tells_error_and_deadline() {
        Function<Object, @Nullable RuntimeException> error = function("error");
        Predicate<Object> timedOut = function("timedOut");
        Function<Object, @Nullable Long> deadline = function("deadline");
        RuntimeException cause = new RuntimeException("why");
        CancelScope scope = Context.background().withTimeout(ofHours(1));
        assertThat(error.apply(scope.context())).isNull();
        assertThat(timedOut.test(scope.context())).isFalse();
        assertThat(deadline.apply(scope.context()) - System.nanoTime())
                .isBetween(ofHours(1).toNanos() - 60_000_000_000L, ofHours(1).toNanos());
        assertThat(deadline.apply(Context.background())).isNull();
        scope.cancel(cause);
        assertThat(error.apply(scope.context()))
                .isInstanceOf(CanceledException.class)
                .hasCause(cause);
        assertThat(timedOut.test(scope.context())).isFalse();
        Context late = Context.background().withTimeout(java.time.Duration.ZERO).context();
        assertThat(timedOut.test(late)).isTrue();
    }

    @Test
    void a_row_tells_all_there_is_to_tell() {
        Function<Object, @Nullable Object[]> row = function("row");
        RuntimeException cause = new RuntimeException("why");
        CancelScope parent = Context.background().withCancel().named("server");
        Context layered = parent.context().withValue(ContextKey.of("traceId", String.class), "secret");
        CancelScope scope = layered.withTimeout(ofHours(1));
        @Nullable Object[] live = row.apply(scope.context());
        assertThat(live).hasSize(13);
        assertThat(live[Rows.PARENT]).isEqualTo(row.apply(parent.context())[Rows.ID]);
        assertThat((Long) live[Rows.ID]).isGreaterThan((Long) live[Rows.PARENT]);
        assertThat(live[Rows.KIND]).isEqualTo("withTimeout");
        assertThat(live[Rows.STATE]).isEqualTo("live");
        assertThat(live[Rows.KEYS]).isEqualTo(List.of("traceId"));
        assertThat((Long) live[Rows.CREATED_NANOS]).isLessThanOrEqualTo(System.nanoTime());
        assertThat(live[Rows.DEADLINE_NANOS]).isNotNull();
        assertThat(live[Rows.DONE_NANOS]).isNull();
        assertThat(live[Rows.CAUSE]).isNull();
        assertThat(live[Rows.LOST]).isEqualTo(false);
        assertThat(row.apply(parent.context())[Rows.NAME]).isEqualTo("server");
        assertThat(row.apply(parent.context())[Rows.KEYS]).isEqualTo(List.of());
        assertThat(row.apply(layered)[Rows.ID]).isEqualTo(row.apply(parent.context())[Rows.ID]);
        assertThat(row.apply(layered)[Rows.KEYS]).isEqualTo(List.of("traceId"));
        scope.cancel(cause);
        @Nullable Object[] done = row.apply(scope.context());
        assertThat(done[Rows.STATE]).isEqualTo("canceled");
        assertThat(done[Rows.CAUSE]).isSameAs(cause);
        assertThat((Long) done[Rows.DONE_NANOS]).isBetween((Long) done[Rows.CREATED_NANOS], System.nanoTime());
        Context late = parent.context().withTimeout(java.time.Duration.ZERO).context();
        assertThat(row.apply(late)[Rows.STATE]).isEqualTo("deadline-exceeded");
        assertThat(row.apply(Context.background())[Rows.PARENT]).isEqualTo(0L);
    }

    @Test
    void a_row_that_is_filled_again_tells_the_same_as_a_new_one() {
        Function<Object, @Nullable Object[]> row = function("row");
        BiConsumer<Object, @Nullable Object[]> fill = function("fill");
        CancelScope parent = Context.background().withCancel().named("server");
        Context layered = parent.context().withValue(ContextKey.of("traceId", String.class), "secret");
        CancelScope canceled = layered.withTimeout(ofHours(1));
        canceled.cancel(new RuntimeException("why"));
        @Nullable Object[] scratch = scratch();
        for (Context context : List.of(
                canceled.context(),
                parent.context(),
                layered,
                layered.withCancel().context(),
                Context.background(),
                canceled.context())) {
            fill.accept(context, scratch);
            assertThat(inBoxes(scratch)).isEqualTo(row.apply(context));
        }
    }

    @Test
    void a_scan_shows_the_rows_of_a_walk() {
        Consumer<Consumer<@Nullable Object[]>> walk = function("walk");
        BiConsumer<@Nullable Object[], Runnable> scan = function("scan");
        CancelScope parent = Context.background().withCancel().named("scanned");
        CancelScope child = parent.context()
                .withValue(ContextKey.of("traceId", String.class), "secret")
                .withTimeout(ofHours(1));
        CancelScope other = parent.context().withCancel();
        List<List<@Nullable Object>> scanned = new ArrayList<>();
        List<List<@Nullable Object>> walked = new ArrayList<>();
        @Nullable Object[] scratch = scratch();
        scan.accept(scratch, () -> scanned.add(Arrays.asList(inBoxes(scratch))));
        walk.accept(each -> walked.add(Arrays.asList(each)));
        assertThat(scanned).containsExactlyElementsOf(walked).hasSizeGreaterThan(2);
        java.lang.ref.Reference.reachabilityFence(List.of(parent, child, other));
    }

    private static @Nullable Object[] scratch() {
        @Nullable Object[] scratch = new @Nullable Object[Rows.VALUES + 1];
        scratch[Rows.NUMBERS] = new long[Rows.LENGTH];
        return scratch;
    }

    private static @Nullable Object[] inBoxes(@Nullable Object[] scratch) {
        long[] numbers = (long[]) scratch[Rows.NUMBERS];
        @Nullable Object[] row = Arrays.copyOf(scratch, Rows.LENGTH);
        for (int at : List.of(Rows.ID, Rows.PARENT, Rows.CREATED_NANOS, Rows.DEADLINE_NANOS, Rows.DONE_NANOS)) {
            row[at] = numbers[at] == Rows.NONE ? null : numbers[at];
        }
        return row;
    }

    @Test
    void each_kind_has_its_name() {
        Function<Object, @Nullable Object[]> row = function("row");
        Context root = Context.background();
        List<Context> contexts = List.of(
                root,
                Context.todo(),
                Context.untilShutdown(),
                root.withCancel().context(),
                root.withTimeout(ofHours(1)).context(),
                root.withDeadline(java.time.Instant.MAX).context(),
                root.withCancelFrom().context(),
                root.shield(ofHours(1)).context(),
                root.withoutCancel());
        assertThat(contexts)
                .extracting(context -> row.apply(context)[Rows.KIND])
                .containsExactly(
                        "background",
                        "todo",
                        "shutdown",
                        "withCancel",
                        "withTimeout",
                        "withDeadline",
                        "withCancelFrom",
                        "shield",
                        "withoutCancel");
    }

    @Test
    void the_observer_is_asked_once_for_each_node_and_may_fail() {
        Consumer<@Nullable Supplier<@Nullable Object[]>> creation = function("creation");
        Function<Object, @Nullable Object[]> row = function("row");
        AtomicInteger asked = new AtomicInteger();
        Object owner = new Object();
        creation.accept(() -> new @Nullable Object[] {"site " + asked.incrementAndGet(), owner});
        try {
            CancelScope scope = Context.background().withCancel();
            Context layer = scope.context().withValue(ContextKey.of("k", String.class), "v");
            assertThat(asked).hasValue(1);
            assertThat(row.apply(layer)[Rows.SITE]).isEqualTo("site 1");
            assertThat(row.apply(layer)[Rows.OWNER]).isSameAs(owner);
            layer.withoutCancel();
            layer.withTimeout(ofHours(1)).close();
            assertThat(asked).hasValue(3);
            Context todo = Context.todo();
            assertThat(todo).isNotSameAs(Context.todo()).hasToString("context.TODO");
            assertThat(row.apply(todo)[Rows.SITE]).isEqualTo("site 4");
            creation.accept(() -> {
                throw new StackOverflowError("an observer that fails");
            });
            assertThat(scope.context().withCancel().context().isDone()).isFalse();
            creation.accept(() -> new @Nullable Object[0]);
            assertThat(scope.context().withCancel().context().isDone()).isFalse();
            creation.accept(() -> null);
            assertThat(scope.context().withCancel().context().isDone()).isFalse();
        } finally {
            creation.accept(null);
        }
        assertThat(Context.todo()).isSameAs(Context.todo());
    }

    @Test
    void the_agent_derives_its_own_kinds() {
        BiFunction<@Nullable Object, @Nullable Object[], Object> derive = function("derive");
        Function<Object, Object> contextOf = function("context");
        Function<Object, @Nullable Object[]> row = function("row");
        Supplier<Object> untilShutdown = function("untilShutdown");
        Object request = derive.apply(untilShutdown.get(), new @Nullable Object[] {"request", "GET /orders", null});
        Object context = contextOf.apply(request);
        assertThat(row.apply(context)[Rows.KIND]).isEqualTo("request");
        assertThat(row.apply(context)[Rows.NAME]).isEqualTo("GET /orders");
        assertThat(context).hasToString("context.UntilShutdown.request[GET /orders]");
        Object timed = derive.apply(null, new @Nullable Object[] {"test", null, 1_000_000L});
        assertThat(row.apply(contextOf.apply(timed))[Rows.KIND]).isEqualTo("test");
        assertThat(((Context) contextOf.apply(timed)).deadline()).isPresent();
        ((CancelScope) request).close();
        ((CancelScope) timed).close();
    }

    @Test
    void a_request_has_what_the_agent_says_and_nobody_is_asked_for_more() {
        Function<@Nullable Object[], Object> request = function("request");
        Function<Object, @Nullable Object[]> row = function("row");
        Consumer<@Nullable Supplier<@Nullable Object[]>> creation = function("creation");
        Object owner = new Object();
        @Nullable Object[] wanted = {"GET /orders", owner, null};
        creation.accept(() -> new @Nullable Object[] {"shop.Other.site(Other.java:1)", new Object()});
        try (CancelScope scope = (CancelScope) request.apply(wanted)) {
            assertThat(wanted[2]).isSameAs(scope.context());
            assertThat(scope.context()).hasToString("context.UntilShutdown.request[GET /orders]");
            @Nullable Object[] seen = row.apply(scope.context());
            assertThat(seen[Rows.KIND]).isEqualTo("request");
            assertThat(seen[Rows.OWNER]).isSameAs(owner);
            assertThat(seen[Rows.SITE]).isNull();
            assertThat(seen[Rows.STATE]).isEqualTo("live");
        } finally {
            creation.accept(null);
        }
        assertThat(((Context) wanted[2]).isDone()).isTrue();
    }

    @Test
    void a_name_is_asked_for_its_text_when_somebody_looks() {
        BiFunction<@Nullable Object, @Nullable Object[], Object> derive = function("derive");
        Function<Object, Object> contextOf = function("context");
        Function<Object, @Nullable Object[]> row = function("row");
        AtomicInteger asked = new AtomicInteger();
        Object name = new Object() {
            @Override
            public String toString() {
                asked.incrementAndGet();
                return "GET /orders";
            }
        };
        for (@Nullable Long timeout : new @Nullable Long[] {null, 1_000_000_000L}) {
            asked.set(0);
            Object scope = derive.apply(null, new @Nullable Object[] {"request", name, timeout});
            Object context = contextOf.apply(scope);
            assertThat(asked).hasValue(0);
            assertThat(row.apply(context)[Rows.NAME]).isEqualTo("GET /orders");
            assertThat(context).hasToString("context.Background.request[GET /orders]");
            ((CancelScope) scope).named("mine").close();
            assertThat(row.apply(context)[Rows.NAME]).isEqualTo("mine");
        }
    }

    @Test
    void it_cancels_by_id() {
        BiPredicate<Long, @Nullable Throwable> cancel = function("cancel");
        Function<Object, @Nullable Object[]> row = function("row");
        RuntimeException cause = new RuntimeException("by hand");
        CancelScope scope = Context.background().withCancel();
        Long id = (Long) row.apply(scope.context())[Rows.ID];
        assertThat(cancel.test(id, cause)).isTrue();
        assertThat(cancel.test(id, cause)).isFalse();
        assertThat(scope.context().cause()).isSameAs(cause);
        assertThat(cancel.test((Long) row.apply(Context.background())[Rows.ID], cause))
                .isFalse();
    }

    @Tag("slow")
    @Test
    void with_the_bridge_there_first_its_slot_is_adopted(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("src/Ports.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                package io.ctxagent.boot;
                public final class Ports {
                    public static final ThreadLocal<Object> SLOT = new ThreadLocal<>();
                    public static java.util.Map<String, Object> functions;
                    public static ClassLoader loader;
                    public static ThreadLocal<Object> register(java.util.Map<String, Object> map, ClassLoader from) {
                        functions = map;
                        loader = from;
                        return SLOT;
                    }
                }
                """);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int result =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(result).isZero();
        String output = ChildJvm.start(WithBridge.class, List.of("-Xbootclasspath/a:" + classes))
                .output();
        assertThat(output).isEqualTo("in the slot: true, in the map: true, same loader: true, walk: 2\n");
    }

    static final class WithBridge {
        public static void main(String[] args) throws Exception {
            CancelScope scope = Context.background().withCancel();
            Class<?> bridge = Class.forName("io.ctxagent.boot.Ports", true, null);
            ThreadLocal<?> slot = (ThreadLocal<?>) bridge.getField("SLOT").get(null);
            Map<?, ?> functions = (Map<?, ?>) bridge.getField("functions").get(null);
            boolean inSlot = scope.call(() -> slot.get() == scope.context());
            AtomicInteger rows = new AtomicInteger();
            @SuppressWarnings("unchecked")
            Consumer<Consumer<Object[]>> walk = (Consumer<Consumer<Object[]>>) functions.get("walk");
            walk.accept(row -> rows.incrementAndGet());
            System.out.println("in the slot: " + inSlot + ", in the map: " + (functions.get("slot") == slot)
                    + ", same loader: " + (bridge.getField("loader").get(null) == Context.class.getClassLoader())
                    + ", walk: " + rows);
            java.lang.ref.Reference.reachabilityFence(scope);
        }
    }

    private Runnable onDone(Object context, Runnable waker) {
        BiFunction<Object, Runnable, Runnable> onDone = function("onDone");
        return onDone.apply(context, waker);
    }

    @SuppressWarnings("unchecked")
    private <T> T function(String name) {
        return (T) port.get(name);
    }
}
