package shop;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForgetsBeforeAll {

    @BeforeAll
    static void forgets() {
        Fixtures.forgetAContext();
    }

    @Test
    void clean() {
        Fixtures.deriveAndClose();
    }
}
