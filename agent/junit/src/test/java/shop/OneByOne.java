package shop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.context.Context;
import io.ctxagent.junit.AllowContextLeak;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneByOne {

    @Test
    void clean() {
        Fixtures.deriveAndClose();
        System.out.println("CONTEXT " + Context.current());
    }

    @Test
    void forgets() {
        Fixtures.forgetAContext();
    }

    @Test
    void forgetsElsewhere() {
        Fixtures.forgetAContextOfTheBackground();
    }

    @Test
    void leavesAThread() {
        Fixtures.leaveAThread();
    }

    @Test
    void leavesAPool() throws Exception {
        Fixtures.leaveAPool();
    }

    @Test
    void aThreadThatEndsInTime() {
        Fixtures.leaveAThreadThatEnds();
    }

    /** JUnit keeps a thread of its own for it from here on. */
    @Test
    @Timeout(60)
    void isGuarded() {
        Fixtures.deriveAndClose();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isGuardedOnAThreadOfItsOwn() {
        System.out.println("CONTEXT " + Context.current());
    }

    @Test
    void failsItselfAndForgets() {
        Fixtures.forgetAContext();
        throw new IllegalStateException("its own failure");
    }

    @Test
    void isSkippedAndForgets() {
        Fixtures.forgetAContext();
        assumeTrue(false, "not here");
    }

    @Test
    @AllowContextLeak(rule = "CTX101", reason = "shows that it may")
    void isAllowedTo() {
        Fixtures.forgetAContext();
    }

    @Test
    @AllowContextLeak(rule = "CTX104", reason = "another one")
    void isAllowedSomethingElse() {
        Fixtures.forgetAContext();
    }

    @Test
    @AllowContextLeak(rule = "CTX101", reason = " ")
    void isAllowedWithoutAReason() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void forgetsAtTwo(int number) {
        if (number == 2) {
            Fixtures.forgetAContext();
        }
    }

    @TestFactory
    Stream<DynamicTest> dynamic() {
        return Stream.of(
                DynamicTest.dynamicTest("keeps clean", Fixtures::deriveAndClose),
                DynamicTest.dynamicTest("forgets", Fixtures::forgetAContext));
    }

    @Nested
    class Inside {

        @Test
        void clean() {
            System.out.println("CONTEXT " + Context.current());
        }

        @Test
        void forgets() {
            Fixtures.forgetAContext();
        }
    }
}
