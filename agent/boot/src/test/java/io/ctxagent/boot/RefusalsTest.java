package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final Refusals refusals = new Refusals();
    private final Object context = new Object();
    private final Object queue = new Object();

    @Test
    void oneThingIsRefusedSoOftenAndNoMore() {
        assertThat(refusedInARow(queue, Refusals.MOST_OF_ONE)).isEqualTo(Refusals.MOST_OF_ONE);
        assertThat(refusals.tooMany(context, queue, 1)).isTrue();
        assertThat(refusals.tooMany(context, queue, 1)).isTrue();
        assertThat(refusals.tooMany(context, null, 1)).isFalse();
    }

    @Test
    void manyThingsAreRefusedEach() {
        int refused = 0;
        for (int i = 0; i < 2 * Refusals.MOST_OF_ONE; i++) {
            refused += refusedInARow(new Object(), 1);
        }
        assertThat(refused).isEqualTo(2 * Refusals.MOST_OF_ONE);
    }

    @Test
    void howeverManyThingsThereAreItComesToAnEnd() {
        int refused = 0;
        for (int i = 0; i < 2 * Refusals.MOST_OF_ALL; i++) {
            refused += refusedInARow(new Object(), 1);
        }
        assertThat(refused).isEqualTo(Refusals.MOST_OF_ALL);
    }

    @Test
    void whoAsksNowAndThenIsAlwaysRefused() {
        long now = 0;
        for (int window = 0; window < 5; window++) {
            for (int i = 0; i < Refusals.MOST_OF_ONE - 1; i++) {
                assertThat(refusals.tooMany(context, queue, now)).isFalse();
            }
            now += Refusals.WINDOW_NANOS + 1;
        }
    }

    @Test
    void whoWasRefusedTooOftenStaysSoUnderThatContextOnly() {
        refusedInARow(queue, Refusals.MOST_OF_ONE);
        assertThat(refusals.tooMany(context, queue, 10 * Refusals.WINDOW_NANOS)).isTrue();
        assertThat(refusals.tooMany(new Object(), queue, 10 * Refusals.WINDOW_NANOS))
                .isFalse();
    }

    private int refusedInARow(Object thing, int times) {
        int refused = 0;
        for (int i = 0; i < times; i++) {
            refused += refusals.tooMany(context, thing, 0) ? 0 : 1;
        }
        return refused;
    }
}
