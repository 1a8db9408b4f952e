package io.ctxagent.programs;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What applications build on the JDK's synchronizers, and conditions of both kinds. */
final class SynchronizerCases {

    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final List<BlockingCase> cases = new ArrayList<>();

    private SynchronizerCases() {}

    static List<BlockingCase> all() {
        SynchronizerCases all = new SynchronizerCases();
        all.own();
        all.ownLong();
        all.conditions();
        return all.cases;
    }

    private void own() {
        own("acquireInterruptibly", lock -> lock.acquireInterruptibly(1));
        own("tryAcquireNanos", lock -> lock.tryAcquireNanos(1, HOUR_NANOS));
        own("acquireSharedInterruptibly", lock -> lock.acquireSharedInterruptibly(1));
        own("tryAcquireSharedNanos", lock -> lock.tryAcquireSharedNanos(1, HOUR_NANOS));
    }

    private interface Use<L> {
        void of(L lock) throws InterruptedException;
    }

    private void own(String method, Use<OwnLock> use) {
        OwnLock lock = new OwnLock();
        lock.acquire(1);
        add("own " + method, "AbstractQueuedSynchronizer.acquire", () -> use.of(lock), () -> lock.release(1));
    }

    private void ownLong() {
        ownLong("acquireInterruptibly", lock -> lock.acquireInterruptibly(1));
        ownLong("tryAcquireNanos", lock -> lock.tryAcquireNanos(1, HOUR_NANOS));
        ownLong("acquireSharedInterruptibly", lock -> lock.acquireSharedInterruptibly(1));
        ownLong("tryAcquireSharedNanos", lock -> lock.tryAcquireSharedNanos(1, HOUR_NANOS));
    }

    private void ownLong(String method, Use<OwnLongLock> use) {
        OwnLongLock lock = new OwnLongLock();
        lock.acquire(1);
        add("own long " + method, "AbstractQueuedLongSynchronizer.acquire", () -> use.of(lock), () -> lock.release(1));
    }

    private void add(String name, String frame, BlockingCase.Call call, Runnable release) {
        cases.add(BlockingCase.of(name, frame, call, release));
    }

    private void conditions() {
        both("await", "await", Condition::await, null);
        both(
                "await(timed)",
                "await",
                condition -> condition.await(1, TimeUnit.HOURS),
                condition -> condition.await(0, TimeUnit.HOURS));
        both(
                "awaitNanos",
                "awaitNanos",
                condition -> condition.awaitNanos(HOUR_NANOS),
                condition -> condition.awaitNanos(0));
        both(
                "awaitUntil",
                "awaitUntil",
                condition -> condition.awaitUntil(new Date(Long.MAX_VALUE)),
                condition -> condition.awaitUntil(new Date(0)));
    }

    /** @param over the same when its time is over; null for one that has none */
    private void both(String form, String method, Use<Condition> waiting, Use<Condition> over) {
        ReentrantLock lock = new ReentrantLock();
        condition("Condition." + form, method, lock.newCondition(), lock::lock, lock::unlock, waiting, over);
        OwnLongLock longLock = new OwnLongLock();
        condition(
                "own long Condition." + form,
                method,
                longLock.new ConditionObject(),
                () -> longLock.acquire(1),
                () -> longLock.release(1),
                waiting,
                over);
    }

    private void condition(
            String name,
            String method,
            Condition condition,
            Runnable lock,
            Runnable unlock,
            Use<Condition> waiting,
            Use<Condition> over) {
        BlockingCase blocking = BlockingCase.of(
                name, "ConditionObject." + method, locked(lock, unlock, () -> waiting.of(condition)), () -> {
                    lock.run();
                    condition.signalAll();
                    unlock.run();
                });
        cases.add(
                over == null ? blocking.neverReady() : blocking.ready(locked(lock, unlock, () -> over.of(condition))));
    }

    private static BlockingCase.Call locked(Runnable lock, Runnable unlock, BlockingCase.Call call) {
        return () -> {
            lock.run();
            try {
                call.run();
            } finally {
                // Throws when the wait came out without the lock.
                unlock.run();
            }
        };
    }

    /** For one, of whom it does not ask who it is. */
    private static final class OwnLock extends AbstractQueuedSynchronizer {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean tryAcquire(int permits) {
            return compareAndSetState(0, 1);
        }

        @Override
        protected int tryAcquireShared(int permits) {
            return tryAcquire(permits) ? 0 : -1;
        }

        @Override
        protected boolean tryRelease(int permits) {
            setState(0);
            return true;
        }
    }

    /** The same with a state of 64 bits. */
    private static final class OwnLongLock extends AbstractQueuedLongSynchronizer {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean tryAcquire(long permits) {
            return compareAndSetState(0, 1);
        }

        @Override
        protected long tryAcquireShared(long permits) {
            return tryAcquire(permits) ? 0 : -1;
        }

        @Override
        protected boolean tryRelease(long permits) {
            if (getState() == 0) {
                throw new IllegalMonitorStateException();
            }
            setState(0);
            return true;
        }

        @Override
        protected boolean isHeldExclusively() {
            return getState() != 0;
        }
    }
}
