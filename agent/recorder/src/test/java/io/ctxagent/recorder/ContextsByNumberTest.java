package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Port;
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

    private int add(long number) {
        Object[] row = Port.newScratch();
        row[Port.KIND] = "withCancel";
        row[Port.STATE] = "live";
        ((long[]) row[Port.NUMBERS])[Port.ID] = number;
        return table.add(row, "", ContextTable.ROOT);
    }
}
