package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoarseClockTest {

    private final ThreadRecord record = ThreadRecord.current();

    @BeforeEach
    void connect() {
        CoarseClock.stop();
        Settings.connected = true;
    }

    @AfterEach
    void disconnect() {
        Settings.connected = false;
        CoarseClock.stop();
    }

    /** One call after another, as fast as they come, until it ticks. */
    private void tick() {
        await().until(() -> {
            for (int call = 0; call < 1_000; call++) {
                record.startNanos = CoarseClock.nanos(record);
            }
            return CoarseClock.ticks();
        });
    }

    @Test
    void itTicksWhereCallsComeFastAndIsNeverAhead() {
        tick();
        long before = CoarseClock.nanos(record);
        await().until(() -> {
            long now = CoarseClock.nanos(record);
            assertThat(System.nanoTime() - now).isNotNegative();
            return now != before;
        });
    }

    @Test
    void whoCallsNowAndThenAsksForTheTime() {
        for (int call = 0; call < 1_000; call++) {
            record.startNanos = System.nanoTime() - 1_000_000;
            CoarseClock.nanos(record);
        }
        assertThat(CoarseClock.ticks()).isFalse();
    }

    @Test
    void itStandsStillWhenNobodyReadsIt() {
        tick();
        await().until(() -> !CoarseClock.ticks());
        long before = System.nanoTime();
        assertThat(CoarseClock.nanos(record)).isBetween(before, System.nanoTime());
        tick();
    }

    @Test
    void itEndsWithTheAgent() {
        tick();
        CoarseClock.stop();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("ctx-agent-clock")));
        assertThat(CoarseClock.ticks()).isFalse();
    }

    @Test
    void itDoesNotTickWithoutAnAgent() {
        Settings.connected = false;
        for (int call = 0; call < 100_000; call++) {
            record.startNanos = CoarseClock.nanos(record);
        }
        assertThat(CoarseClock.ticks()).isFalse();
    }
}
