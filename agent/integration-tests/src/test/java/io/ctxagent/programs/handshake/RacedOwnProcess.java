package io.ctxagent.programs.handshake;

import io.ctxagent.programs.OwnProcess;
import java.util.concurrent.TimeUnit;

/** A process that an application made of {@code Process}, which waits by asking now and then; so nothing releases it but time. */
final class RacedOwnProcess implements RacedCall {

    private static final int SHORT_NANOS = 1_000;

    private volatile OwnProcess process = new OwnProcess();

    @Override
    public void prepare() {
        process = new OwnProcess();
    }

    @Override
    public void block() throws InterruptedException {
        if (process.waitFor(SHORT_NANOS, TimeUnit.NANOSECONDS) && process.isAlive()) {
            throw new IllegalStateException("it has not ended");
        }
    }

    @Override
    public void release() {
        process.destroy();
    }

    @Override
    public boolean settled(boolean returned) {
        return !process.isAlive();
    }
}
