package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Parks;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code LockSupport.park*}: the place where the waits of java.util.concurrent really block, so a hooked call that never
 * blocks never pays for its registration. Nothing is thrown from here: {@code ConditionObject.await} would leave without
 * its lock. A park that belongs to no hooked call is shown and not woken.
 */
public final class ParkFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.PARK;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        String type = "java.util.concurrent.locks.LockSupport";
        return List.of(
                Hook.of(Family.PARK, type, "park", ParkAdvice.class),
                Hook.of(Family.PARK, type, "parkNanos", ParkAdvice.class),
                Hook.of(Family.PARK, type, "parkUntil", ParkAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(Facts.shownOnly(
                Facts.Recorded.ON_ENTRY,
                "code above a park expects no exception from it, and an interrupt would be lost there; `Lock.lock()`, "
                        + "`awaitUninterruptibly` and a bare `LockSupport.park` end here",
                Target.of("java.util.concurrent.locks.LockSupport", "park", "parkNanos", "parkUntil")));
    }

    static final class ParkAdvice {

        private ParkAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter() {
            return Parks.park(null);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object call) {
            if (call != null) {
                Parks.unpark(call);
            }
        }
    }
}
