package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Port;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextsByNumberTest {

    private final ContextsByNumber contexts = new ContextsByNumber();

    @Test
    void eachIsFoundByItsNumberAlsoAfterTheTableHasGrown() {
        for (long number = 1; number <= 5_000; number++) {
            assertThat(contexts.add(context(number * 64))).isTrue();
        }
        for (long number = 1; number <= 5_000; number++) {
            assertThat(contexts.get(number * 64))
                    .isNotNull()
                    .extracting(found -> found.number)
                    .isEqualTo(number * 64);
            assertThat(contexts.get(number * 64 + 1)).isNull();
        }
    }

    @Test
    void theFirstOfANumberStays() {
        SeenContext first = context(7);
        assertThat(contexts.add(first)).isTrue();
        assertThat(contexts.add(context(7))).isFalse();
        assertThat(contexts.get(7)).isSameAs(first);
    }

    private static SeenContext context(long number) {
        Object[] row = new Object[Port.ROW_LENGTH];
        row[Port.ID] = number;
        row[Port.PARENT] = 0L;
        row[Port.KIND] = "withCancel";
        row[Port.STATE] = "live";
        row[Port.CREATED_NANOS] = 1L;
        row[Port.KEYS] = List.of();
        row[Port.LOST] = false;
        return SeenContext.of(row, "");
    }
}
