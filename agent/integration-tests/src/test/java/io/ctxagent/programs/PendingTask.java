package io.ctxagent.programs;

import java.util.concurrent.ForkJoinTask;

/** A task that runs and is not done until somebody completes it: what waits for it, waits. */
final class PendingTask extends ForkJoinTask<Integer> {

    private static final long serialVersionUID = 1;

    /** Whether it was begun. */
    volatile boolean ran;

    @Override
    public Integer getRawResult() {
        return 1;
    }

    @Override
    protected void setRawResult(Integer value) {
        // It has no other.
    }

    @Override
    protected boolean exec() {
        ran = true;
        return false;
    }
}
