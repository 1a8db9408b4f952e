package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.advice.WaitAdvice;
import java.util.List;

/**
 * Locks, conditions and synchronizers in their interruptible forms. Woken by an interrupt. {@code lock()},
 * {@code awaitUninterruptibly} and their like declare nothing that could be thrown: the park under them is recorded.
 * A barrier that is woken breaks, as it does for any interrupt.
 */
public final class LockFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.LOCK;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return Hook.interruptible(
                Family.LOCK,
                WaitAdvice.class,
                "java.util.concurrent.locks.ReentrantLock",
                "java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock",
                "java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock",
                "java.util.concurrent.locks.StampedLock",
                "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject",
                "java.util.concurrent.locks.AbstractQueuedLongSynchronizer$ConditionObject",
                "java.util.concurrent.CountDownLatch",
                "java.util.concurrent.Semaphore",
                "java.util.concurrent.CyclicBarrier",
                "java.util.concurrent.Phaser",
                "java.util.concurrent.Exchanger");
    }
}
