package io.ctxagent.context;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ctxagent.context.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final RuntimeException CAUSE = new RuntimeException("why");
    private static final RuntimeException OTHER = new RuntimeException("other");

    @Test
    void a_timeout_ends_the_context_not_before_it_is_over() throws InterruptedException {
        long start = System.nanoTime();
        try (CancelScope scope = Context.background().withTimeout(ofMillis(30))) {
            scope.context().awaitDone();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
            assertThat(scope.context().err())
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessage("context deadline exceeded");
            assertThat(scope.context().err().isTimeout()).isTrue();
            assertThat(scope.context().cause()).isSameAs(scope.context().err());
        }
    }

    @Test
    void the_cause_counts_when_the_timer_ends_it() {
        try (FakeClock clock = FakeClock.install();
                CancelScope scope = Context.background().withTimeout(ofHours(1), CAUSE);
                CancelScope child = scope.context().withCancel()) {
            clock.advance(ofHours(1).minusNanos(1));
            assertThat(scope.context().isDone()).isFalse();
            clock.advance(Duration.ofNanos(1));
            assertThat(scope.context().err()).isInstanceOf(DeadlineExceededException.class);
            assertThat(child.context().err()).isSameAs(scope.context().err());
            assertThat(child.context().cause()).isSameAs(CAUSE);
        }
    }

    @Test
    void the_cause_does_not_count_when_something_else_ends_it() {
        try (CancelScope parent = Context.background().withCancel();
                CancelScope byParent = parent.context().withTimeout(ofHours(1), CAUSE);
                CancelScope byItself = parent.context().withTimeout(ofHours(1), CAUSE)) {
            byItself.cancel();
            parent.cancel(OTHER);
            assertThat(byItself.context().cause()).isInstanceOf(CanceledException.class);
            assertThat(byParent.context().cause()).isSameAs(OTHER);
        }
    }

    @Test
    void an_earlier_deadline_of_the_parent_counts_and_no_timer_is_started() {
        try (FakeClock clock = FakeClock.install();
                CancelScope parent = Context.background().withTimeout(ofMinutes(1), CAUSE);
                CancelScope child = parent.context().withTimeout(ofMinutes(2), OTHER)) {
            assertThat(child.context()).isNotInstanceOf(Timed.class);
            assertThat(child.context().deadline()).isEqualTo(parent.context().deadline());
            assertThat(child.context()).hasToString("context.Background.withTimeout.withTimeout");
            clock.advance(ofMinutes(1));
            assertThat(child.context().cause()).isSameAs(CAUSE);
        }
    }

    @Test
    void of_two_points_in_time_the_earlier_one_counts() {
        Instant soon = Instant.now().plusSeconds(60);
        try (CancelScope parent = Context.background().withDeadline(soon);
                CancelScope later = parent.context().withDeadline(soon.plusNanos(1));
                CancelScope earlier = parent.context().withDeadline(soon.minusNanos(1))) {
            assertThat(later.context()).isNotInstanceOf(Timed.class);
            assertThat(later.context().deadline()).contains(soon);
            assertThat(earlier.context()).isInstanceOf(Timed.class);
            assertThat(earlier.context().deadline()).contains(soon.minusNanos(1));
        }
    }

    @Test
    void of_merged_points_in_time_the_earliest_one_counts_to_the_nanosecond() {
        Instant soon = Instant.now().plusSeconds(60);
        try (CancelScope own = Context.background().withDeadline(soon);
                CancelScope other = Context.background().withDeadline(soon.minusNanos(1));
                CancelScope merged = own.context().withCancelFrom(other.context());
                CancelScope reversed = other.context().withCancelFrom(own.context())) {
            assertThat(merged.context().deadline()).contains(soon.minusNanos(1));
            assertThat(reversed.context().deadline()).contains(soon.minusNanos(1));
        }
    }

    @Test
    void an_equal_deadline_has_a_timer_of_its_own() {
        Instant deadline = Instant.now().plusSeconds(3600);
        try (CancelScope parent = Context.background().withDeadline(deadline);
                CancelScope child = parent.context().withDeadline(deadline)) {
            assertThat(child.context()).isInstanceOf(Timed.class);
        }
    }

    @Test
    void a_later_deadline_of_the_parent_does_not_matter() {
        try (FakeClock clock = FakeClock.install();
                CancelScope parent = Context.background().withTimeout(ofMinutes(2));
                CancelScope child = parent.context().withTimeout(ofMinutes(1))) {
            clock.advance(ofMinutes(1));
            assertThat(child.context().isDone()).isTrue();
            assertThat(parent.context().isDone()).isFalse();
        }
    }

    @Test
    void a_deadline_that_has_passed_ends_it_before_the_call_returns() {
        List<CancelScope> scopes = List.of(
                Context.background().withTimeout(Duration.ZERO, CAUSE),
                Context.background().withTimeout(ofSeconds(-1), CAUSE),
                Context.background().withTimeout(ofSeconds(Long.MIN_VALUE), CAUSE),
                Context.background().withDeadline(Instant.now(), CAUSE),
                Context.background().withDeadline(Instant.MIN, CAUSE));
        for (CancelScope scope : scopes) {
            assertThat(scope.context().err()).isInstanceOf(DeadlineExceededException.class);
            assertThat(scope.context().cause()).isSameAs(CAUSE);
            assertThat(scope.context().remaining()).contains(Duration.ZERO);
            assertThat(scope.cancel(OTHER)).isFalse();
            assertThat(scope.context().err()).isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void cancelled_before_the_deadline_stays_cancelled_after_it() {
        try (FakeClock clock = FakeClock.install();
                CancelScope scope = Context.background().withTimeout(ofSeconds(1))) {
            scope.cancel();
            ContextException err = scope.context().err();
            clock.advance(ofSeconds(2));
            assertThat(scope.context().err()).isSameAs(err).isInstanceOf(CanceledException.class);
        }
    }

    @Test
    void the_deadline_is_what_was_given_and_calls_agree() {
        Instant given = Instant.now().plusSeconds(100).plusNanos(123);
        try (CancelScope exact = Context.background().withDeadline(given);
                CancelScope relative = Context.background().withTimeout(ofSeconds(100))) {
            assertThat(exact.context().deadline()).contains(given);
            Instant first = relative.context().deadline().orElseThrow();
            assertThat(first).isCloseTo(Instant.now().plusSeconds(100), within(20, ChronoUnit.SECONDS));
            assertThat(relative.context().deadline()).contains(first);
            assertThat(relative.context().withCancel().context().deadline()).contains(first);
        }
    }

    @Test
    void a_child_is_never_due_after_its_parent_whichever_is_asked_first() {
        List<Context> chain = new ArrayList<>();
        Context context = Context.background();
        for (int i = 0; i < 50; i++) {
            context = context.withTimeout(ofHours(1)).context();
            chain.add(context);
        }
        for (int i = chain.size() - 1; i > 0; i -= 7) {
            chain.get(i).deadline();
        }
        for (int i = 1; i < chain.size(); i++) {
            assertThat(chain.get(i).deadline().orElseThrow())
                    .isBeforeOrEqualTo(chain.get(i - 1).deadline().orElseThrow());
        }
    }

    @Test
    void huge_durations_and_instants_are_clamped() {
        for (CancelScope scope : List.of(
                Context.background().withTimeout(ofSeconds(Long.MAX_VALUE)),
                Context.background().withTimeout(ofSeconds(Long.MAX_VALUE, 999_999_999)),
                Context.background().withDeadline(Instant.MAX),
                Context.background().shield(ofSeconds(Long.MAX_VALUE)))) {
            assertThat(scope.context().isDone()).isFalse();
            assertThat(scope.context().deadline()).isPresent();
            assertThat(scope.context().remaining().orElseThrow()).isGreaterThan(Duration.ofDays(36_500));
            CancelScope child = scope.context().withTimeout(ofSeconds(Long.MAX_VALUE));
            assertThat(child.context().isDone()).isFalse();
            scope.close();
        }
        assertThat(Context.background().withDeadline(Instant.MAX).context().deadline())
                .contains(Instant.MAX);
    }

    @Test
    void remaining_shrinks_to_zero() {
        try (FakeClock clock = FakeClock.install();
                CancelScope scope = Context.background().withTimeout(ofSeconds(10))) {
            assertThat(scope.context().remaining()).contains(ofSeconds(10));
            clock.advance(ofSeconds(4));
            assertThat(scope.context().remaining()).contains(ofSeconds(6));
            clock.advance(ofSeconds(40));
            assertThat(scope.context().remaining()).contains(Duration.ZERO);
        }
    }

    @Test
    void without_a_deadline_there_is_none() {
        assertThat(Context.background().deadline()).isEmpty();
        assertThat(Context.background().remaining()).isEmpty();
        assertThat(Context.background().withCancel().context().remaining()).isEmpty();
    }

    @Test
    void a_cancelled_timeout_leaves_nothing_in_the_timer() {
        int before = TimerThread.scheduled();
        CancelScope parent = Context.background().withCancel();
        List<CancelScope> scopes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            scopes.add(parent.context().withTimeout(ofHours(1).plusMillis(i * 77L)));
        }
        assertThat(TimerThread.scheduled()).isGreaterThanOrEqualTo(1000);
        for (int i = 0; i < 1000; i += 2) {
            scopes.get(i).cancel();
        }
        parent.cancel();
        assertThat(TimerThread.scheduled()).isLessThanOrEqualTo(before);
    }
}
