package io.ctxagent.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.ctxagent.context.AfterFunc;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZZ_Result;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** An action against the cancel that starts it. The actions run on the cancelling thread, so that their end is seen. */
public final class AfterFuncRaces {

    private AfterFuncRaces() {}

    /** It ran, or it was stopped; never both and never neither. */
    @JCStressTest
    @Outcome(id = "0, true", expect = ACCEPTABLE, desc = "stopped before it started")
    @Outcome(id = "1, false", expect = ACCEPTABLE, desc = "it ran, stop() says so")
    @Outcome(expect = FORBIDDEN, desc = "stopped and run, or neither")
    @State
    public static class StopCancel {

        private final CancelScope scope = Context.background().withCancel();
        private final AtomicInteger runs = new AtomicInteger();
        private final AfterFunc action = scope.context().afterFunc(runs::incrementAndGet, Runnable::run);

        @Actor
        public void cancel() {
            scope.cancel();
        }

        @Actor
        public void stop(IZ_Result result) {
            result.r2 = action.stop();
        }

        @Arbiter
        public void count(IZ_Result result) {
            result.r1 = runs.get();
        }
    }

    /** Of two that stop it at most one did. */
    @JCStressTest
    @Outcome(id = "0, true, false", expect = ACCEPTABLE, desc = "the first one stopped it")
    @Outcome(id = "0, false, true", expect = ACCEPTABLE, desc = "the second one stopped it")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or it ran all the same")
    @State
    public static class StopStop {

        private final CancelScope scope = Context.background().withCancel();
        private final AtomicInteger runs = new AtomicInteger();
        private final AfterFunc action = scope.context().afterFunc(runs::incrementAndGet, Runnable::run);

        @Actor
        public void first(IZZ_Result result) {
            result.r2 = action.stop();
        }

        @Actor
        public void second(IZZ_Result result) {
            result.r3 = action.stop();
        }

        @Arbiter
        public void count(IZZ_Result result) {
            scope.cancel();
            result.r1 = runs.get();
        }
    }

    /** An action that is added while the context is cancelled runs once. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it ran once")
    @Outcome(expect = FORBIDDEN, desc = "lost, or run twice")
    @State
    public static class AddCancel {

        private final CancelScope scope = Context.background().withCancel();
        private final AtomicInteger runs = new AtomicInteger();

        @Actor
        public void cancel() {
            scope.cancel();
        }

        @Actor
        public void add() {
            scope.context().afterFunc(runs::incrementAndGet, Runnable::run);
        }

        @Arbiter
        public void count(I_Result result) {
            result.r1 = runs.get();
        }
    }

    /** Stopping one action while another one is added to the same context spoils neither. */
    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "one stopped, the other ran")
    @Outcome(expect = FORBIDDEN, desc = "the list of actions is broken")
    @State
    public static class StopAdd {

        private final CancelScope scope = Context.background().withCancel();
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger stoppedRuns = new AtomicInteger();
        private final AfterFunc action = scope.context().afterFunc(stoppedRuns::incrementAndGet, Runnable::run);

        @Actor
        public void stop(IZ_Result result) {
            result.r2 = action.stop();
        }

        @Actor
        public void add() {
            scope.context().afterFunc(runs::incrementAndGet, Runnable::run);
        }

        @Arbiter
        public void count(IZ_Result result) {
            scope.cancel();
            result.r1 = runs.get() + 10 * stoppedRuns.get();
        }
    }
}
