package io.ctxagent.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A cancel against whatever else can happen to the same subtree at the same time. */
public final class CancelRaces {

    private CancelRaces() {}

    /** Exactly one call did it, and its cause is the one that everybody sees. */
    @JCStressTest
    @Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "the first one did it")
    @Outcome(id = "false, true, true", expect = ACCEPTABLE, desc = "the second one did it")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or the loser's cause")
    @State
    public static class CancelCancel {

        private final CancelScope scope = Context.background().withCancel();
        private final Exception one = Causes.ONE;
        private final Exception two = Causes.TWO;

        @Actor
        public void first(ZZZ_Result result) {
            result.r1 = scope.cancel(one);
        }

        @Actor
        public void second(ZZZ_Result result) {
            result.r2 = scope.cancel(two);
        }

        @Arbiter
        public void causes(ZZZ_Result result) {
            result.r3 = scope.context().cause() == (result.r1 ? one : two);
        }
    }

    /** Whoever derives while the parent is cancelled gets a child that is done in the end. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the child is done")
    @Outcome(expect = FORBIDDEN, desc = "a child escaped the cancel")
    @State
    public static class CancelDerive {

        private final CancelScope scope = Context.background().withCancel();
        private @Nullable CancelScope child;

        @Actor
        public void cancel() {
            scope.cancel();
        }

        @Actor
        public void derive() {
            child = scope.context().withCancel();
        }

        @Arbiter
        public void childIsDone(Z_Result result) {
            CancelScope derived = child;
            result.r1 = derived != null && derived.context().isDone();
        }
    }

    /** The same two levels down, where the sweep comes by on its way. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both are done, by the same error")
    @Outcome(expect = FORBIDDEN, desc = "a grandchild escaped the cancel")
    @State
    public static class CancelDeriveBelow {

        private final CancelScope scope = Context.background().withCancel();
        private final CancelScope middle = scope.context().withCancel();
        private @Nullable CancelScope child;

        @Actor
        public void cancel() {
            scope.cancel();
        }

        @Actor
        public void derive() {
            child = middle.context().withCancel();
        }

        @Arbiter
        public void allAreDone(ZZ_Result result) {
            CancelScope derived = child;
            result.r1 = derived != null && derived.context().isDone();
            result.r2 = derived != null
                    && derived.context().err() == scope.context().err();
        }
    }

    /** A child that cancels itself while its parent does: it says that it did it just when its own cause stayed. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the child was first")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the parent was first")
    @Outcome(expect = FORBIDDEN, desc = "the child's answer and its cause contradict each other")
    @State
    public static class ChildParent {

        private final CancelScope scope = Context.background().withCancel();
        private final CancelScope child = scope.context().withCancel();

        @Actor
        public void parent() {
            scope.cancel(Causes.ONE);
        }

        @Actor
        public void itself(ZZ_Result result) {
            result.r1 = child.cancel(Causes.TWO);
        }

        @Arbiter
        public void cause(ZZ_Result result) {
            result.r2 = child.context().cause() == (result.r1 ? Causes.TWO : Causes.ONE);
        }
    }

    /** A context that follows two others takes error and cause from one of them, and both agree. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "done, error and cause of the same one")
    @Outcome(expect = FORBIDDEN, desc = "not done, or a mixture")
    @State
    public static class CancelFrom {

        private final CancelScope one = Context.background().withCancel();
        private final CancelScope two = Context.background().withCancel();
        private final CancelScope both = one.context().withCancelFrom(two.context());

        @Actor
        public void first() {
            one.cancel(Causes.ONE);
        }

        @Actor
        public void second() {
            two.cancel(Causes.TWO);
        }

        @Arbiter
        public void followed(ZZ_Result result) {
            Context context = both.context();
            result.r1 = context.isDone();
            result.r2 = (context.err() == one.context().err() && context.cause() == Causes.ONE)
                    || (context.err() == two.context().err() && context.cause() == Causes.TWO);
        }
    }
}
