package io.ctxagent.context;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.context.testing.FakeClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CancelFromTest {

    private static final RuntimeException A = new RuntimeException("a");
    private static final RuntimeException B = new RuntimeException("b");

    private final CancelScope self = Context.background().withCancel();
    private final CancelScope first = Context.background().withCancel();
    private final CancelScope second = Context.background().withCancel();

    @Test
    void it_ends_with_the_error_and_cause_of_whichever_ends_first() {
        CancelScope merged = self.context().withCancelFrom(first.context(), second.context());
        CancelScope below = merged.context().withCancel();
        second.cancel(B);
        first.cancel(A);
        assertThat(merged.context().err()).isSameAs(second.context().err());
        assertThat(below.context().cause()).isSameAs(B);
        assertThat(self.context().isDone()).isFalse();
    }

    @Test
    void of_several_that_have_ended_this_one_counts_first_then_the_order_of_the_arguments() {
        second.cancel(B);
        first.cancel(A);
        assertThat(self.context()
                        .withCancelFrom(first.context(), second.context())
                        .context()
                        .cause())
                .isSameAs(A);
        assertThat(self.context()
                        .withCancelFrom(second.context(), first.context())
                        .context()
                        .cause())
                .isSameAs(B);
        RuntimeException own = new RuntimeException("own");
        self.cancel(own);
        assertThat(self.context()
                        .withCancelFrom(first.context(), second.context())
                        .context()
                        .cause())
                .isSameAs(own);
    }

    @Test
    void values_come_from_this_one_alone() {
        ContextKey<String> key = ContextKey.of("key", String.class);
        Context other = Context.background().withValue(key, "other");
        assertThat(self.context().withCancelFrom(other).context().value(key)).isNull();
        assertThat(self.context()
                        .withValue(key, "own")
                        .withCancelFrom(other)
                        .context()
                        .value(key))
                .isEqualTo("own");
    }

    @Test
    void the_deadline_is_the_earliest_of_all() {
        try (FakeClock clock = FakeClock.install();
                CancelScope hour = Context.background().withTimeout(ofHours(1));
                CancelScope minute = Context.background().withTimeout(ofMinutes(1))) {
            Context merged = hour.context().withCancelFrom(minute.context()).context();
            assertThat(merged.deadline()).isEqualTo(minute.context().deadline());
            assertThat(minute.context().withCancelFrom(hour.context()).context().deadline())
                    .isEqualTo(minute.context().deadline());
            clock.advance(ofMinutes(1));
            assertThat(merged.err()).isSameAs(minute.context().err());
        }
    }

    @Test
    void the_array_is_copied() {
        Context[] others = {first.context()};
        CancelScope merged = self.context().withCancelFrom(others);
        others[0] = second.context();
        second.cancel();
        assertThat(merged.context().isDone()).isFalse();
        first.cancel();
        assertThat(merged.context().isDone()).isTrue();
    }

    @Test
    void none_itself_twice_and_roots_are_fine() {
        Context context = self.context();
        List<CancelScope> scopes = List.of(
                context.withCancelFrom(),
                context.withCancelFrom(context, context),
                context.withCancelFrom(Context.background(), Context.todo()));
        assertThat(scopes).noneMatch(scope -> scope.context().isDone());
        self.cancel(A);
        assertThat(scopes).allMatch(scope -> scope.context().cause() == A);
    }

    @Test
    void once_it_is_done_the_others_know_nothing_of_it() {
        for (int i = 0; i < 100; i++) {
            self.context().withCancelFrom(first.context(), second.context()).cancel();
        }
        Side side = ((Node) first.context()).side;
        assertThat(side).isNotNull();
        assertThat(side.takeAll()).isNull();
        assertThat(((Node) self.context()).firstChild()).isNull();
    }

    @Test
    void it_leaves_its_parent_when_another_ends_it() {
        List<CancelScope> merged = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            merged.add(self.context().withCancelFrom(first.context()));
        }
        first.cancel();
        assertThat(((Node) self.context()).firstChild()).isNull();
        assertThat(merged).allMatch(scope -> scope.context().isDone());
    }

    @Test
    void a_value_layer_counts_as_the_context_below_it() {
        Context layered = first.context().withValue(ContextKey.of("key", String.class), "x");
        CancelScope merged = self.context().withCancelFrom(layered);
        first.cancel(A);
        assertThat(merged.context().cause()).isSameAs(A);
    }

    @Tag("slow")
    @Test
    void racing_with_the_end_of_an_other_it_is_always_told() throws Exception {
        for (int round = 0; round < 500; round++) {
            CancelScope other = Context.background().withCancel();
            Thread canceller = new Thread(other::cancel);
            canceller.start();
            CancelScope merged = self.context().withCancelFrom(other.context());
            canceller.join();
            assertThat(merged.context().isDone()).isTrue();
        }
        assertThat(((Node) self.context()).firstChild()).isNull();
    }
}
