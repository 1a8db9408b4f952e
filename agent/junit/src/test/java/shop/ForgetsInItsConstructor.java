package shop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

class ForgetsInItsConstructor {

    ForgetsInItsConstructor() {
        Fixtures.forgetAContext();
    }

    @Test
    void clean() {
        Fixtures.deriveAndClose();
    }

    /** One instance for all: it is the class that forgets. */
    @TestInstance(Lifecycle.PER_CLASS)
    static class OnceForAll {

        OnceForAll() {
            Fixtures.forgetAContext();
        }

        @Test
        void clean() {
            Fixtures.deriveAndClose();
        }
    }
}
