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
        OwnLock lock = new OwnLock();
        lock.acquire(1);
        String frame = "AbstractQueuedSynchronizer.acquire";
        Runnable release = () -> lock.release(1);
        add("own acquireInterruptibly", frame, () -> lock.acquireInterruptibly(1), release);
        add("own tryAcquireNanos", frame, () -> lock.tryAcquireNanos(1, HOUR_NANOS), release);
        add("own acquireSharedInterruptibly", frame, () -> lock.acquireSharedInterruptibly(1), release);
        add("own tryAcquireSharedNanos", frame, () -> lock.tryAcquireSharedNanos(1, HOUR_NANOS), release);
    }

    private void ownLong() {
        OwnLongLock lock = new OwnLongLock();
        lock.acquire(1);
        String frame = "AbstractQueuedLongSynchronizer.acquire";
        Runnable release = () -> {
            if (lock.isHeldExclusively()) {
                lock.release(1);
            }
        };
        add("own long acquireInterruptibly", frame, () -> lock.acquireInterruptibly(1), release);
        add("own long tryAcquireNanos", frame, () -> lock.tryAcquireNanos(1, HOUR_NANOS), release);
        add("own long acquireSharedInterruptibly", frame, () -> lock.acquireSharedInterruptibly(1), release);
        add("own long tryAcquireSharedNanos", frame, () -> lock.tryAcquireSharedNanos(1, HOUR_NANOS), release);
    }

    private void add(String name, String frame, BlockingCase.Call call, Runnable release) {
        cases.add(BlockingCase.of(name, frame, call, release));
    }

    private interface Waiting {
        void on(Condition condition) throws InterruptedException;
    }

    private void conditions() {
        both("await", "await", Condition::await);
        both("await(timed)", "await", condition -> condition.await(1, TimeUnit.HOURS));
        both("awaitNanos", "awaitNanos", condition -> condition.awaitNanos(HOUR_NANOS));
        both("awaitUntil", "awaitUntil", condition -> condition.awaitUntil(new Date(Long.MAX_VALUE)));
    }

    private void both(String form, String method, Waiting waiting) {
        ReentrantLock lock = new ReentrantLock();
        condition("Condition." + form, method, lock.newCondition(), lock::lock, lock::unlock, waiting);
        OwnLongLock longLock = new OwnLongLock();
        condition(
                "own long Condition." + form,
                method,
                longLock.new ConditionObject(),
                () -> longLock.acquire(1),
                () -> longLock.release(1),
                waiting);
    }

    private void condition(
            String name, String method, Condition condition, Runnable lock, Runnable unlock, Waiting waiting) {
        BlockingCase.Call call = () -> {
            lock.run();
            try {
                waiting.on(condition);
            } finally {
                // Throws when the wait came out without the lock.
                unlock.run();
            }
        };
        add(name, "ConditionObject." + method, call, () -> {
            lock.run();
            condition.signalAll();
            unlock.run();
        });
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
