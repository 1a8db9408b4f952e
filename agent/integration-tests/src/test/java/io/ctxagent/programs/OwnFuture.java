package io.ctxagent.programs;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A future that parks by itself, as libraries have them. */
final class OwnFuture implements Future<Integer> {

    private volatile boolean done;
    private volatile Thread waiter;

    @Override
    public Integer get() throws InterruptedException {
        return get(1, TimeUnit.HOURS);
    }

    @Override
    public Integer get(long timeout, TimeUnit unit) throws InterruptedException {
        waiter = Thread.currentThread();
        while (!done) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(this, unit.toNanos(timeout));
        }
        return 1;
    }

    void complete() {
        done = true;
        LockSupport.unpark(waiter);
    }

    @Override
    public boolean cancel(boolean interrupt) {
        return false;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return done;
    }
}
