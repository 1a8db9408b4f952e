package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Joins;
import io.ctxagent.boot.Waits;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.WaitAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Locks, conditions and synchronizers in their interruptible forms. Woken by an interrupt. {@code lock()},
 * {@code awaitUninterruptibly} and their like declare nothing that could be thrown: the park under them is recorded.
 * A barrier that is woken breaks, as it does for any interrupt.
 */
public final class LockFamily implements BlockingFamily {

    private static final String AQS = "java.util.concurrent.locks.AbstractQueuedSynchronizer";
    private static final String AQLS = "java.util.concurrent.locks.AbstractQueuedLongSynchronizer";
    private static final String[] OWN = {
        "acquireInterruptibly", "acquireSharedInterruptibly", "tryAcquireNanos", "tryAcquireSharedNanos"
    };
    private static final String[] CONDITION_WAITS = {"await", "awaitNanos", "awaitUntil"};

    @Override
    public Family family() {
        return Family.LOCK;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(Hook.interruptible(
                Family.LOCK,
                WaitAdvice.class,
                "java.util.concurrent.locks.ReentrantLock",
                "java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock",
                "java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock",
                "java.util.concurrent.locks.StampedLock",
                "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject",
                "java.util.concurrent.locks.AbstractQueuedLongSynchronizer$ConditionObject",
                "java.util.concurrent.Semaphore",
                "java.util.concurrent.CyclicBarrier",
                "java.util.concurrent.Phaser",
                "java.util.concurrent.Exchanger"));
        hooks.add(Hook.of(Family.LOCK, "java.util.concurrent.CountDownLatch", "await", LatchAdvice.class));
        hooks.add(new Hook(Family.LOCK, AQS, "acquire", acquire(AQS, "I"), OwnSynchronizerAdvice.class));
        hooks.add(new Hook(Family.LOCK, AQLS, "acquire", acquire(AQLS, "J"), OwnSynchronizerAdvice.class));
        return hooks;
    }

    /** The wait of all acquires, once it is known that they wait; JDK 17 to 25. */
    private static String acquire(String type, String argument) {
        return "(L" + type.replace('.', '/') + "$Node;" + argument + "ZZZJ)I";
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
                        Target.of("java.util.concurrent.CyclicBarrier", "await")),
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "fails fast where it would have to wait; a permit that is free is given out under a done context too."
                                + " A class that parks by itself is shown and not woken: see `park`",
                        Target.of(AQS, "acquire")
                                .as("a synchronizer that the application built on AbstractQueuedSynchronizer", OWN),
                        Target.of(AQLS, "acquire")
                                .as(
                                        "a synchronizer that the application built on AbstractQueuedLongSynchronizer",
                                        OWN)));
    }

    /** An open latch is not waited for. */
    static final class LatchAdvice {

        private LatchAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#t.#m") String call, @Advice.This CountDownLatch latch)
                throws InterruptedException {
            return Joins.await(Family.LOCK, call, latch);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (begun != null) {
                thrown = Waits.end(begun, thrown);
            }
        }
    }

    /** Interruptible acquires of a synchronizer that has no hook of its own; those of the JDK's are below theirs. */
    static final class OwnSynchronizerAdvice {

        private OwnSynchronizerAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("#t.#m") String call,
                @Advice.This Object synchronizer,
                @Advice.Argument(3) boolean interruptible)
                throws InterruptedException {
            return interruptible ? Waits.begin(Family.LOCK, call, synchronizer) : null;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object begun,
                @Advice.Return int acquired,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (begun != null) {
                // Its callers make of this what it says by a negative number.
                thrown = Waits.end(begun, thrown == null && acquired < 0 ? new InterruptedException() : thrown);
            }
        }
    }
}
