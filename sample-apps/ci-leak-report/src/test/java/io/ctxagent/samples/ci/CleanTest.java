package io.ctxagent.samples.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs beside the leaky ones and is never blamed. */
class CleanTest {

    @ParameterizedTest
    @ValueSource(strings = {"lamp", "chair", "table"})
    void aCacheThatIsClosed(String item) {
        try (PriceCache cache = new PriceCache()) {
            assertEquals(100 * item.length(), cache.cents(item));
        }
    }
}
