package io.ctxagent.samples.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The same leak as in {@link LeakyTest}, in another JVM: one finding that names both tests. */
class CacheInAnotherForkTest {

    private static PriceCache cache;

    @Test
    void aSecondCacheThatIsNotClosed() {
        cache = new PriceCache();
        assertEquals(500, cache.cents("chair"));
    }
}
