package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private static final long MILLI = 1_000_000;

    private final long start = Long.MAX_VALUE - 12_345; // nanoTime may wrap around
    private final TimerWheel wheel = new TimerWheel(start);

    @Test
    void an_entry_is_due_at_the_end_of_its_tick_and_not_before() {
        Entry entry = add(5 * MILLI + 1);
        assertThat(advance(5 * MILLI)).isEmpty();
        assertThat(advance(6 * MILLI - 1)).isEmpty();
        assertThat(advance(6 * MILLI)).containsExactly(entry);
        assertThat(wheel.size()).isZero();
        assertThat(wheel.nextEvent()).isEqualTo(TimerWheel.NEVER);
    }

    @Test
    void one_that_is_due_already_is_handed_out_at_the_next_tick() {
        advance(100 * MILLI);
        Entry entry = add(50 * MILLI);
        assertThat(advance(101 * MILLI)).containsExactly(entry);
    }

    @Test
    void a_removed_one_is_gone_and_removing_it_again_does_nothing() {
        Entry entry = add(5 * MILLI);
        wheel.remove(entry);
        wheel.remove(entry);
        assertThat(wheel.size()).isZero();
        assertThat(wheel.nextEvent()).isEqualTo(TimerWheel.NEVER);
        assertThat(entry.slotNext()).isNull();
        assertThat(advance(10 * MILLI)).isEmpty();
    }

    @Test
    void between_two_events_there_is_nothing_to_do() {
        add(3_600_000 * MILLI);
        int events = 0;
        while (wheel.size() > 0) {
            advance(wheel.nanosUntil(wheel.nextEvent(), start));
            events++;
        }
        assertThat(events).isLessThanOrEqualTo(4); // one for each level that an hour goes through
    }

    @Test
    void the_farthest_deadline_stays_in_order() {
        Entry far = add(Long.MAX_VALUE / 2);
        Entry near = add(MILLI);
        assertThat(advance(2 * MILLI)).containsExactly(near);
        assertThat(advance(Long.MAX_VALUE / 2 - MILLI)).isEmpty();
        assertThat(advance(Long.MAX_VALUE / 2 + MILLI)).containsExactly(far);
    }

    @Test
    void any_history_hands_out_each_entry_in_time() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            TimerWheel tested = new TimerWheel(start);
            Set<Entry> live = new HashSet<>();
            long now = 0;
            for (int step = 0; step < 3000; step++) {
                long scale = 1L << random.nextInt(45);
                if (random.nextInt(3) > 0) {
                    Entry entry = new Entry(start + now + (long) (random.nextDouble() * scale));
                    tested.add(entry);
                    live.add(entry);
                } else if (!live.isEmpty() && random.nextInt(3) == 0) {
                    Entry entry = live.iterator().next();
                    tested.remove(entry);
                    live.remove(entry);
                } else {
                    long before = now;
                    now += (long) (random.nextDouble() * scale);
                    List<Timed> due = new ArrayList<>();
                    tested.advance(start + now, due);
                    for (Timed each : due) {
                        assertThat(live.remove((Entry) each)).isTrue();
                        assertThat(each.dueNanos() - start).isLessThanOrEqualTo(now);
                    }
                    long reached = now;
                    // At the end of a tick all of it is out; adding in the past waits for one tick more.
                    if (now / MILLI > before / MILLI + 1) {
                        assertThat(live).allMatch(entry -> entry.dueNanos() - start > (reached / MILLI - 1) * MILLI);
                    }
                }
                assertThat(tested.size()).isEqualTo(live.size());
            }
        }
    }

    @Test
    void one_that_cannot_be_handed_out_stays() {
        Entry entry = add(3 * MILLI);
        List<Timed> noMemory = new ArrayList<>() {
            @Override
            public boolean add(Timed due) {
                throw new OutOfMemoryError("not really");
            }
        };
        assertThatThrownBy(() -> advance(5 * MILLI, noMemory)).isInstanceOf(OutOfMemoryError.class);
        assertThat(wheel.size()).isEqualTo(1);
        assertThat(advance(5 * MILLI)).containsExactly(entry);
        assertThat(wheel.size()).isZero();
    }

    private Entry add(long nanos) {
        Entry entry = new Entry(start + nanos);
        wheel.add(entry);
        return entry;
    }

    private List<Timed> advance(long nanos) {
        List<Timed> due = new ArrayList<>();
        advance(nanos, due);
        return due;
    }

    private void advance(long nanos, List<Timed> due) {
        wheel.advance(start + nanos, due);
    }

    private static final class Entry implements Timed {

        private final long dueNanos;
        private @Nullable Timed next;
        private @Nullable Timed prev;

        Entry(long dueNanos) {
            this.dueNanos = dueNanos;
        }

        @Override
        public long dueNanos() {
            return dueNanos;
        }

        @Override
        public void expire() {}

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public @Nullable Timed slotNext() {
            return next;
        }

        @Override
        public @Nullable Timed slotPrev() {
            return prev;
        }

        @Override
        public void slotNext(@Nullable Timed entry) {
            next = entry;
        }

        @Override
        public void slotPrev(@Nullable Timed entry) {
            prev = entry;
        }
    }
}
