package io.ctxagent.context;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A deadline that comes while somebody cancels. It stands in the library's package because what the timer calls is not
 * public; the deadlines are in the real timer and far away, and the actor does what the timer's thread would do.
 */
public final class TimerRaces {

    private static final Duration HOUR = Duration.ofHours(1);

    private TimerRaces() {}

    /** Whichever was first gives the error, and it stays; the timer keeps nothing. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "cancelled before the deadline")
    @Outcome(id = "false, true, true", expect = ACCEPTABLE, desc = "the deadline came first")
    @Outcome(expect = FORBIDDEN, desc = "answer and error contradict each other, or the timer holds it still")
    @State
    public static class ExpireCancel {

        private final CancelScope scope = Context.background().withTimeout(HOUR);

        @Actor
        public void expire() {
            ((Timed) scope.context()).expire();
        }

        @Actor
        public void cancel(ZZZ_Result result) {
            result.r1 = scope.cancel();
        }

        @Arbiter
        public void error(ZZZ_Result result) {
            ContextException err = scope.context().err();
            result.r2 = err != null && err.isTimeout() != result.r1;
            result.r3 = ((Timed) scope.context()).slotNext() == null;
        }
    }

    /** A timeout that is started while its parent is cancelled is done, and not in the timer. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "done, and the timer keeps nothing")
    @Outcome(expect = FORBIDDEN, desc = "not done, or the timer holds it for an hour")
    @State
    public static class StartCancel {

        private final CancelScope scope = Context.background().withCancel();
        private @Nullable CancelScope timed;

        @Actor
        public void cancel() {
            scope.cancel();
        }

        @Actor
        public void derive() {
            timed = scope.context().withTimeout(HOUR);
        }

        @Arbiter
        public void released(ZZ_Result result) {
            CancelScope derived = timed;
            result.r1 = derived != null && derived.context().isDone();
            result.r2 = derived != null && ((Timed) derived.context()).slotNext() == null;
        }
    }
}
