package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherStackTest {

    private static final long STACK_BYTES = 64 << 20;

    @ParameterizedTest(name = "{0} levels down")
    @ValueSource(ints = {0, 100, 3000})
    void beginsWhereTheThreadBegins(int levels) throws InterruptedException {
        CountDownLatch deep = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        Thread thread = new Thread(null, () -> down(levels, deep, seen), "deep", STACK_BYTES);
        thread.start();
        deep.await();
        StackTraceElement[] frames = OtherStack.frames(thread);
        seen.countDown();
        thread.join();
        assertThat(frames).hasSizeGreaterThan(levels);
        assertThat(frames[frames.length - 1].getClassName()).isEqualTo("java.lang.Thread");
    }

    private static void down(int levels, CountDownLatch deep, CountDownLatch seen) {
        if (levels > 0) {
            down(levels - 1, deep, seen);
            return;
        }
        deep.countDown();
        while (seen.getCount() != 0) {
            Thread.onSpinWait();
        }
    }
}
