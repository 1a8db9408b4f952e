package io.ctxagent.boot;

import net.bytebuddy.asm.Advice;

/** The end of {@link LateStore}, now and then after a while. */
public final class StoreArrives {

    private StoreArrives() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) ThreadRecord record) {
        long now = System.nanoTime();
        for (long until = now % 4 == 0 ? now + 200_000 : now; System.nanoTime() < until; ) {
            Thread.yield();
        }
        record.stand();
    }
}
