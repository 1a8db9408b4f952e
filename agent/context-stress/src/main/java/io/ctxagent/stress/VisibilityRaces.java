package io.ctxagent.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What somebody can see of a context while it is being cancelled. */
public final class VisibilityRaces {

    private VisibilityRaces() {}

    /** Who sees the error sees the stage complete (golang/go#75533). */
    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "before the cancel")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the cancel came between the two looks")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "after the cancel")
    @Outcome(expect = FORBIDDEN, desc = "an error, and the stage is not complete")
    @State
    public static class ErrThenStage {

        private final CancelScope scope = stagedScope();

        @Actor
        public void cancel() {
            scope.cancel();
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r1 = scope.context().err() != null;
            result.r2 = scope.context().done().toCompletableFuture().isDone();
        }
    }

    /** Who sees the stage complete sees the error. */
    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "before the cancel")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the cancel came between the two looks")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "after the cancel")
    @Outcome(expect = FORBIDDEN, desc = "the stage is complete, and there is no error")
    @State
    public static class StageThenErr {

        private final CancelScope scope = Context.background().withCancel();

        /** A copy that was taken before: it lives on its own. */
        private final CompletableFuture<ContextException> copy =
                scope.context().done().toCompletableFuture();

        @Actor
        public void cancel() {
            scope.cancel();
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r1 = copy.isDone();
            result.r2 = scope.context().err() != null;
        }
    }

    /** Who sees the error sees the cause that was given, not null and not the error in its stead. */
    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "before the cancel")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the cancel came between the two looks")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "after the cancel")
    @Outcome(expect = FORBIDDEN, desc = "an error without its cause")
    @State
    public static class ErrThenCause {

        private final CancelScope scope = Context.background().withCancel();

        @Actor
        public void cancel() {
            scope.cancel(Causes.ONE);
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r1 = scope.context().err() != null;
            result.r2 = scope.context().cause() == Causes.ONE;
        }
    }

    /** The same through a child, which its parent's cancel makes done. */
    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "before the cancel")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the cancel came between the two looks")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "after the cancel")
    @Outcome(expect = FORBIDDEN, desc = "a child is done, and its parent is not, or lacks the cause")
    @State
    public static class ChildThenParent {

        private final CancelScope scope = Context.background().withCancel();
        private final CancelScope child = scope.context().withCancel();

        @Actor
        public void cancel() {
            scope.cancel(Causes.ONE);
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r1 = child.context().isDone();
            result.r2 = scope.context().cause() == Causes.ONE;
        }
    }

    private static CancelScope stagedScope() {
        CancelScope scope = Context.background().withCancel();
        scope.context().done();
        return scope;
    }
}
