package io.ctxagent.context;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.context.testing.FakeClock;
import org.junit.jupiter.api.Test;

class ShieldTest {

    private static final ContextKey<String> KEY = ContextKey.of("key", String.class);

    @Test
    void a_shield_is_not_cancelled_by_its_parent_but_ends_with_its_grace() {
        try (FakeClock clock = FakeClock.install();
                CancelScope parent = Context.background().withTimeout(ofSeconds(1));
                CancelScope shield = parent.context().withValue(KEY, "v").shield(ofSeconds(5));
                CancelScope below = shield.context().withTimeout(ofHours(1))) {
            parent.cancel();
            assertThat(shield.context().isDone()).isFalse();
            assertThat(shield.context().value(KEY)).isEqualTo("v");
            assertThat(shield.context().remaining()).contains(ofSeconds(5));
            assertThat(below.context().remaining()).contains(ofSeconds(5));
            clock.advance(ofSeconds(5));
            assertThat(shield.context().err()).isInstanceOf(DeadlineExceededException.class);
            assertThat(below.context().err()).isSameAs(shield.context().err());
        }
    }

    @Test
    void a_shield_of_a_done_context_is_live() {
        try (CancelScope parent = Context.background().withCancel()) {
            parent.cancel();
            try (CancelScope shield = parent.context().shield(ofSeconds(5))) {
                assertThat(shield.context().isDone()).isFalse();
                assertThat(shield.context().withCancel().context().isDone()).isFalse();
                shield.cancel();
                assertThat(shield.context().err()).isInstanceOf(CanceledException.class);
            }
        }
    }

    @Test
    void grace_counts_from_the_call_whatever_the_parent_has_left() {
        try (FakeClock clock = FakeClock.install();
                CancelScope parent = Context.background().withTimeout(ofSeconds(1));
                CancelScope longer = parent.context().shield(ofSeconds(5));
                CancelScope shorter = parent.context().shield(ofSeconds(0, 500))) {
            assertThat(longer.context().deadline().orElseThrow())
                    .isAfter(parent.context().deadline().orElseThrow());
            assertThat(shorter.context().remaining()).contains(ofSeconds(0, 500));
            clock.advance(ofSeconds(1));
            assertThat(parent.context().isDone()).isTrue();
            assertThat(longer.context().isDone()).isFalse();
        }
    }

    @Test
    void no_grace_is_done_at_once() {
        assertThat(Context.background().shield(ZERO).context().err()).isInstanceOf(DeadlineExceededException.class);
        assertThat(Context.background().shield(ofSeconds(-1)).context().isDone())
                .isTrue();
    }

    @Test
    void without_cancel_keeps_values_and_drops_all_else() {
        try (CancelScope parent = Context.background().withTimeout(ofHours(1))) {
            Context free = parent.context().withValue(KEY, "v").withoutCancel();
            parent.cancel();
            Context late = parent.context().withValue(KEY, "late").withoutCancel();
            for (Context context : new Context[] {free, late}) {
                assertThat(context.isDone()).isFalse();
                assertThat(context.err()).isNull();
                assertThat(context.cause()).isNull();
                assertThat(context.deadline()).isEmpty();
                assertThat(context.done().toCompletableFuture()).isNotDone();
            }
            assertThat(free.value(KEY)).isEqualTo("v");
            assertThat(late.value(KEY)).isEqualTo("late");
            assertThat(free.withCancel().context().isDone()).isFalse();
        }
    }

    @Test
    void below_without_cancel_a_tree_of_its_own_begins() {
        Context free = Context.background().withCancel().context().withoutCancel();
        try (CancelScope scope = free.withCancel();
                CancelScope other = free.withCancel()) {
            scope.cancel();
            assertThat(scope.context().isDone()).isTrue();
            assertThat(other.context().isDone()).isFalse();
        }
    }
}
