package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.WaitAdvice;
import java.util.List;

/**
 * Locks, conditions and synchronizers in their interruptible forms. Woken by an interrupt. {@code lock()},
 * {@code awaitUninterruptibly} and their like declare nothing that could be thrown: the park under them is recorded.
 * A barrier that is woken breaks, as it does for any interrupt.
 */
public final class LockFamily implements BlockingFamily {

    private static final String[] CONDITION_WAITS = {"await", "awaitNanos", "awaitUntil"};

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

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "`lock()`, `awaitUninterruptibly` and their like declare nothing that could be thrown: see `park`."
                                + " `synchronized` on a lock's object is a monitor, and shown as one",
                        Target.of("java.util.concurrent.locks.ReentrantLock", "lockInterruptibly", "tryLock"),
                        Target.of(
                                "java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock",
                                "lockInterruptibly",
                                "tryLock"),
                        Target.of(
                                "java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock",
                                "lockInterruptibly",
                                "tryLock"),
                        Target.of(
                                "java.util.concurrent.locks.StampedLock",
                                "readLockInterruptibly",
                                "tryReadLock",
                                "tryWriteLock",
                                "writeLockInterruptibly"),
                        Target.of("java.util.concurrent.CountDownLatch", "await"),
                        Target.of("java.util.concurrent.Semaphore", "acquire", "tryAcquire"),
                        Target.of("java.util.concurrent.Phaser", "awaitAdvanceInterruptibly"),
                        Target.of("java.util.concurrent.Exchanger", "exchange")),
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "throws when it has its lock again, as it must",
                        Target.of(
                                "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject",
                                CONDITION_WAITS),
                        Target.of(
                                "java.util.concurrent.locks.AbstractQueuedLongSynchronizer$ConditionObject",
                                CONDITION_WAITS)),
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "a barrier that is left breaks for all of its parties, as for any interrupt",
                        Target.of("java.util.concurrent.CyclicBarrier", "await")));
    }
}
