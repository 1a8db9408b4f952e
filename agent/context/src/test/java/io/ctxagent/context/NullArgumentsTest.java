package io.ctxagent.context;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NullArgumentsTest {

    @Test
    void each_null_is_reported_by_name_on_live_and_done_contexts() {
        CancelScope live = Context.background().withCancel();
        CancelScope dead = Context.background().withCancel();
        dead.cancel();
        for (CancelScope scope : List.of(live, dead)) {
            Context context = scope.context();
            Context layer = context.withValue(ContextKey.of("k", String.class), "v");
            for (Context each : List.of(context, layer)) {
                calls(each).forEach(NullArgumentsTest::assertNamed);
            }
            assertNamed("task scope.run", () -> scope.run(null));
            assertNamed("task scope.call", () -> scope.call(null));
            assertNamed("name", () -> scope.named(null));
        }
        calls(Context.background()).forEach(NullArgumentsTest::assertNamed);
        assertNamed("executor 1", () -> Context.propagating((Executor) null));
        assertNamed("executor 2", () -> Context.propagating((ExecutorService) null));
        assertNamed(
                "command", () -> Context.propagating((Executor) Runnable::run).execute(null));
        assertNamed("name key", () -> ContextKey.of(null, String.class));
        assertNamed("type", () -> ContextKey.of("k", null));
        assertNamed("parent", () -> TaskGroup.open(null));
        assertNamed("parent 2", () -> TaskGroup.open(null, 3));
    }

    private static Map<String, ThrowingCallable> calls(Context context) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("timeout 1", () -> context.withTimeout(null));
        calls.put("timeout 2", () -> context.withTimeout(null, new RuntimeException()));
        calls.put("deadline 1", () -> context.withDeadline((Instant) null));
        calls.put("deadline 2", () -> context.withDeadline(null, null));
        calls.put("others array", () -> context.withCancelFrom((Context[]) null));
        calls.put("others element", () -> context.withCancelFrom(context, null));
        calls.put("grace", () -> context.shield(null));
        calls.put("key 1", () -> context.withValue(null, "v"));
        calls.put("key 2", () -> context.value(null));
        calls.put("timeout 3", () -> context.awaitDone((Duration) null));
        calls.put("action 1", () -> context.afterFunc(null));
        calls.put("action 2", () -> context.afterFunc(null, Runnable::run));
        calls.put("executor", () -> context.afterFunc(() -> {}, null));
        calls.put("task 1", () -> context.run(null));
        calls.put("task 2", () -> context.call(null));
        calls.put("task 3", () -> context.wrap((Runnable) null));
        calls.put("task 4", () -> context.wrap((Callable<String>) null));
        return calls;
    }

    private static void assertNamed(String parameter, ThrowingCallable call) {
        assertThatThrownBy(call)
                .as(parameter)
                .isInstanceOf(NullPointerException.class)
                .hasMessage(parameter.split(" ")[0]);
    }

    @Test
    void null_is_allowed_where_the_contract_says_so() {
        try (CancelScope scope = Context.background().withTimeout(ofSeconds(9), null);
                CancelScope other = scope.context().withDeadline(Instant.MAX, null)) {
            other.context().withValue(ContextKey.of("k", String.class), null);
            other.cancel(null);
        }
    }
}
