package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked often allocates nothing, compiled or not. */
class AllocationTest {

    private static final int CALLS = 100_000;
    private static final ContextKey<String> KEY = ContextKey.of("key", String.class);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private @Nullable Object sink;

    @Test
    void asking_a_live_or_done_context_allocates_nothing() {
        Context live = Context.background().withValue(KEY, "v").withCancel().context();
        CancelScope scope = live.withCancel();
        scope.cancel(new RuntimeException("why"));
        for (Context context : new Context[] {live, scope.context(), live.withValue(KEY, "w")}) {
            assertNoAllocation(context::isDone);
            assertNoAllocation(context::err);
            assertNoAllocation(context::cause);
            assertNoAllocation(() -> context.value(KEY));
            context.run(() -> assertNoAllocation(Context::current));
        }
        assertNoAllocation(Context::current);
    }

    @Test
    void a_value_among_many_is_found_without_allocation() {
        Context context = Context.background().withValue(KEY, "v");
        for (int i = 0; i < 100; i++) {
            context = context.withValue(ContextKey.of("k" + i, Integer.class), i);
        }
        Context deep = context;
        assertNoAllocation(() -> deep.value(KEY));
    }

    @Test
    void run_allocates_nothing() {
        Context context = Context.background().withCancel().context();
        Runnable task = () -> sink = null;
        assertNoAllocation(() -> {
            context.run(task);
            return null;
        });
    }

    private void assertNoAllocation(Supplier<@Nullable Object> call) {
        for (int i = 0; i < 100; i++) {
            sink = call.get();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            sink = call.get();
        }
        long perCall = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
        assertThat(perCall).isZero();
    }
}
