package io.ctxagent.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Locks that somebody else holds, and what threads meet at; conditions are in {@link SynchronizerCases}. */
final class LockCases {

    private final List<BlockingCase> cases = new ArrayList<>();

    private LockCases() {}

    static List<BlockingCase> all() throws Exception {
        LockCases all = new LockCases();
        all.latches();
        all.semaphores();
        all.meetings();
        all.locks();
        all.stamped();
        all.cases.addAll(SynchronizerCases.all());
        return all.cases;
    }

    private void add(String name, BlockingCase.Call call, Runnable release) {
        int form = name.indexOf('(');
        cases.add(BlockingCase.of(name, form < 0 ? name : name.substring(0, form), call, release));
    }

    private void latches() {
        CountDownLatch latch = new CountDownLatch(1);
        add("CountDownLatch.await", latch::await, latch::countDown);
        CountDownLatch timed = new CountDownLatch(1);
        add("CountDownLatch.await(timed)", () -> timed.await(1, TimeUnit.HOURS), timed::countDown);
    }

    private void semaphores() {
        Semaphore one = new Semaphore(0);
        add("Semaphore.acquire", one::acquire, one::release);
        Semaphore two = new Semaphore(1);
        add("Semaphore.acquire(2)", () -> two.acquire(2), two::release);
        Semaphore timed = new Semaphore(0);
        add("Semaphore.tryAcquire", () -> timed.tryAcquire(1, TimeUnit.HOURS), timed::release);
        Semaphore twoTimed = new Semaphore(1);
        add("Semaphore.tryAcquire(2)", () -> twoTimed.tryAcquire(2, 1, TimeUnit.HOURS), twoTimed::release);
    }

    private void meetings() {
        CyclicBarrier barrier = new CyclicBarrier(2);
        add("CyclicBarrier.await", barrier::await, barrier::reset);
        CyclicBarrier timed = new CyclicBarrier(2);
        add("CyclicBarrier.await(timed)", () -> timed.await(1, TimeUnit.HOURS), timed::reset);
        Phaser phaser = new Phaser(1);
        add("Phaser.awaitAdvanceInterruptibly", () -> phaser.awaitAdvanceInterruptibly(0), phaser::arrive);
        Phaser timedPhaser = new Phaser(1);
        add(
                "Phaser.awaitAdvanceInterruptibly(timed)",
                () -> timedPhaser.awaitAdvanceInterruptibly(0, 1, TimeUnit.HOURS),
                timedPhaser::arrive);
        Exchanger<Integer> exchanger = new Exchanger<>();
        add("Exchanger.exchange", () -> exchanger.exchange(1), () -> exchange(exchanger));
        Exchanger<Integer> timedExchanger = new Exchanger<>();
        add(
                "Exchanger.exchange(timed)",
                () -> timedExchanger.exchange(1, 1, TimeUnit.HOURS),
                () -> exchange(timedExchanger));
    }

    private static void exchange(Exchanger<Integer> exchanger) {
        try {
            exchanger.exchange(2, 100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void locks() throws InterruptedException {
        HeldLock lock = new HeldLock();
        both("ReentrantLock", lock.lock, lock);
        HeldLock both = new HeldLock();
        both("ReadLock", both.both.readLock(), both);
        both("WriteLock", both.both.writeLock(), both);
    }

    private void both(String name, Lock lock, HeldLock held) {
        add(name + ".lockInterruptibly", lock::lockInterruptibly, held.release::countDown);
        add(name + ".tryLock", () -> lock.tryLock(1, TimeUnit.HOURS), held.release::countDown);
    }

    private void stamped() {
        StampedLock lock = new StampedLock();
        long stamp = lock.writeLock();
        Runnable release = () -> {
            if (lock.validate(stamp)) {
                lock.unlockWrite(stamp);
            }
        };
        add("StampedLock.readLockInterruptibly", lock::readLockInterruptibly, release);
        add("StampedLock.writeLockInterruptibly", lock::writeLockInterruptibly, release);
        add("StampedLock.tryReadLock", () -> lock.tryReadLock(1, TimeUnit.HOURS), release);
        add("StampedLock.tryWriteLock", () -> lock.tryWriteLock(1, TimeUnit.HOURS), release);
    }

    /** A lock, and a read-write lock, that a thread of its own holds until it is told. */
    private static final class HeldLock {
        final ReentrantLock lock = new ReentrantLock();
        final ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        final CountDownLatch release = new CountDownLatch(1);

        HeldLock() throws InterruptedException {
            CountDownLatch taken = new CountDownLatch(1);
            Cases.daemon(() -> {
                lock.lock();
                both.writeLock().lock();
                taken.countDown();
                release.await();
                both.writeLock().unlock();
                lock.unlock();
            });
            taken.await();
        }
    }
}
