package io.ctxagent.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Must fail: a cancel that looks first and writes afterwards. While this one is found wrong, those that are not found wrong
 * mean something.
 */
public final class Canary {

    private Canary() {}

    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first one did it")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second one did it")
    @Outcome(expect = FORBIDDEN, desc = "both did it: what is to be seen here")
    @State
    public static class BrokenCancel {

        private volatile boolean done;

        @Actor
        public void first(ZZ_Result result) {
            result.r1 = cancel();
        }

        @Actor
        public void second(ZZ_Result result) {
            result.r2 = cancel();
        }

        private boolean cancel() {
            if (done) {
                return false;
            }
            done = true;
            return true;
        }
    }
}
