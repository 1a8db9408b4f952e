package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Port;
import io.ctxagent.boot.ScratchRow;
import org.junit.jupiter.api.Test;

class ContextsByNumberTest {

    private final ContextTable table = new ContextTable();
    private final ContextsByNumber contexts = new ContextsByNumber(table);

    @Test
    void eachIsFoundByItsNumberAlsoAfterTheTableHasGrown() {
        for (int i = 0; i < 5_000; i++) {
            contexts.add(add((i + 1) * 64L));
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(contexts.get((i + 1) * 64L)).isEqualTo(i);
            assertThat(contexts.get((i + 1) * 64L + 1)).isEqualTo(-1);
        }
    }

    @Test
    void andWhateverItWasToldToExpect() {
        for (int expected : new int[] {0, 1, 100, 2_500, 1_000_000}) {
            ContextTable other = new ContextTable();
            ContextsByNumber guessed = new ContextsByNumber(other, expected);
            for (int i = 0; i < 5_000; i++) {
                assertThat(guessed.get(i + 1)).isEqualTo(-1);
                guessed.add(add(other, i + 1));
            }
            for (int i = 0; i < 5_000; i++) {
                assertThat(guessed.get(i + 1)).isEqualTo(i);
            }
        }
    }

    private int add(long number) {
        return add(table, number);
    }

    private static int add(ContextTable table, long number) {
        Object[] row = ScratchRow.create();
        row[Port.KIND] = "withCancel";
        row[Port.STATE] = "live";
        ((long[]) row[ScratchRow.NUMBERS])[Port.ID] = number;
        return table.add(row, "", ContextTable.ROOT);
    }
}
