package io.ctxagent.context.testing;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.DeadlineExceededException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeClockTest {

    @Test
    void it_stands_still_until_it_is_moved() {
        try (FakeClock clock = FakeClock.install();
                CancelScope scope = Context.background().withTimeout(ofMinutes(1))) {
            Instant start = clock.now();
            assertThat(clock.now()).isEqualTo(start);
            assertThat(scope.context().deadline()).contains(start.plusSeconds(60));
            clock.advance(ofSeconds(59));
            assertThat(scope.context().isDone()).isFalse();
            assertThat(clock.now()).isEqualTo(start.plusSeconds(59));
            clock.advance(ofSeconds(1));
            assertThat(scope.context().isDone()).isTrue();
        }
    }

    @Test
    void deadlines_come_in_their_order_and_each_sees_its_own_time() {
        try (FakeClock clock = FakeClock.install();
                CancelScope third = Context.background().withTimeout(ofSeconds(3));
                CancelScope first = Context.background().withTimeout(ofSeconds(1));
                CancelScope second = Context.background().withTimeout(ofSeconds(2))) {
            Instant start = clock.now();
            List<Long> seen = new ArrayList<>();
            for (CancelScope each : List.of(third, first, second)) {
                each.context().done().thenRun(() -> seen.add(clock.now().getEpochSecond() - start.getEpochSecond()));
            }
            clock.advance(ofDays(1));
            assertThat(seen).containsExactly(1L, 2L, 3L);
            assertThat(clock.now()).isEqualTo(start.plusSeconds(86_400));
        }
    }

    @Test
    void a_deadline_set_by_a_callback_of_the_same_step_comes_too() {
        try (FakeClock clock = FakeClock.install();
                CancelScope scope = Context.background().withTimeout(ofSeconds(1))) {
            List<CancelScope> inner = new ArrayList<>();
            scope.context().done().thenRun(() -> inner.add(Context.background().withTimeout(ofSeconds(1))));
            clock.advance(ofSeconds(2));
            assertThat(inner).singleElement().matches(each -> each.context().isDone());
        }
    }

    @Test
    void it_is_exact_to_the_nanosecond() {
        try (FakeClock clock = FakeClock.install();
                CancelScope scope =
                        Context.background().withDeadline(clock.now().plusNanos(100))) {
            clock.advance(ofNanos(99));
            assertThat(scope.context().isDone()).isFalse();
            clock.advance(ofNanos(1));
            assertThat(scope.context().isDone()).isTrue();
        }
    }

    @Test
    void after_closing_the_system_clock_is_back() throws Exception {
        FakeClock clock = FakeClock.install();
        try (CancelScope fake = Context.background().withTimeout(ofSeconds(0, 1_000_000))) {
            clock.close();
            clock.close();
            try (CancelScope real = Context.background().withTimeout(ofSeconds(0, 5_000_000))) {
                assertThat(real.context().awaitDone(ofSeconds(10))).isTrue();
                assertThat(fake.context().isDone()).isFalse();
            }
        }
    }

    @Test
    void a_context_that_was_there_before_keeps_the_system_clock() throws Exception {
        try (CancelScope before = Context.background().withTimeout(ofSeconds(0, 30_000_000));
                FakeClock clock = FakeClock.install()) {
            before.context().awaitDone();
            assertThat(before.context().isDone()).isTrue();
            assertThat(clock.now()).isNotNull();
        }
    }

    @Test
    void below_a_deadline_on_the_system_clock_the_one_that_has_less_left_counts() {
        try (CancelScope parent = Context.background().withTimeout(ofHours(1));
                FakeClock clock = FakeClock.install();
                CancelScope earlier = parent.context().withTimeout(ofMinutes(30));
                CancelScope later = parent.context().withTimeout(ofHours(2))) {
            assertThat(later.context().deadline()).isEqualTo(parent.context().deadline());
            assertThat(earlier.context().remaining()).contains(ofMinutes(30));
            clock.advance(ofMinutes(30));
            assertThat(earlier.context().err()).isInstanceOf(DeadlineExceededException.class);
            clock.advance(ofHours(3));
            assertThat(later.context().isDone()).isFalse();
        }
    }

    @Test
    void only_one_can_be_installed() {
        try (FakeClock clock = FakeClock.install()) {
            assertThatThrownBy(FakeClock::install).isInstanceOf(IllegalStateException.class);
            clock.advance(ofSeconds(1));
        }
        FakeClock.install().close();
    }

    @Test
    void time_does_not_run_backwards() {
        try (FakeClock clock = FakeClock.install()) {
            assertThatThrownBy(() -> clock.advance(ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> clock.advance(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("step");
        }
    }

    @Test
    void huge_steps_are_clamped() {
        try (FakeClock clock = FakeClock.install();
                CancelScope far = Context.background().withTimeout(ofSeconds(Long.MAX_VALUE))) {
            clock.advance(ofSeconds(Long.MAX_VALUE));
            clock.advance(ofSeconds(Long.MAX_VALUE));
            try (CancelScope next = Context.background().withTimeout(ofSeconds(Long.MAX_VALUE))) {
                assertThat(next.context().isDone()).isFalse();
            }
            assertThat(far.context().remaining()).isPresent();
        }
    }
}
