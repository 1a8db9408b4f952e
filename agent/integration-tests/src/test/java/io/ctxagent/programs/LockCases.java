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
import java.util.function.Function;

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
        cases.add(of(name, call, release));
    }

    private static BlockingCase of(String name, BlockingCase.Call call, Runnable release) {
        int form = name.indexOf('(');
        return BlockingCase.of(name, form < 0 ? name : name.substring(0, form), call, release);
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
        CyclicBarrier ofOne = new CyclicBarrier(1);
        cases.add(of("CyclicBarrier.await", barrier::await, barrier::reset).ready(ofOne::await));
        CyclicBarrier timed = new CyclicBarrier(2);
        cases.add(of("CyclicBarrier.await(timed)", () -> timed.await(1, TimeUnit.HOURS), timed::reset)
                .ready(() -> ofOne.await(1, TimeUnit.HOURS)));
        Phaser phaser = new Phaser(1);
        add("Phaser.awaitAdvanceInterruptibly", () -> phaser.awaitAdvanceInterruptibly(0), phaser::arrive);
        Phaser timedPhaser = new Phaser(1);
        add(
                "Phaser.awaitAdvanceInterruptibly(timed)",
                () -> timedPhaser.awaitAdvanceInterruptibly(0, 1, TimeUnit.HOURS),
                timedPhaser::arrive);
        Exchanger<Integer> exchanger = new Exchanger<>();
        cases.add(of("Exchanger.exchange", () -> exchanger.exchange(1), () -> exchange(exchanger))
                .readyAfter(() -> Still.waiting("Exchanger.exchange", () -> exchanger.exchange(2))));
        Exchanger<Integer> timedExchanger = new Exchanger<>();
        cases.add(of(
                        "Exchanger.exchange(timed)",
                        () -> timedExchanger.exchange(1, 1, TimeUnit.HOURS),
                        () -> exchange(timedExchanger))
                .readyAfter(() -> Still.waiting("Exchanger.exchange", () -> timedExchanger.exchange(2))));
    }

    private static void exchange(Exchanger<Integer> exchanger) {
        try {
            exchanger.exchange(2, 100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void locks() throws InterruptedException {
        both("ReentrantLock", held -> held.lock);
        both("ReadLock", held -> held.both.readLock());
        both("WriteLock", held -> held.both.writeLock());
    }

    private void both(String name, Function<HeldLock, Lock> of) throws InterruptedException {
        HeldLock first = new HeldLock();
        add(name + ".lockInterruptibly", of.apply(first)::lockInterruptibly, first::free);
        HeldLock second = new HeldLock();
        add(name + ".tryLock", () -> of.apply(second).tryLock(1, TimeUnit.HOURS), second::free);
    }

    private interface Stamping {
        void on(StampedLock lock) throws InterruptedException;
    }

    private void stamped() {
        stamped("readLockInterruptibly", StampedLock::readLockInterruptibly);
        stamped("writeLockInterruptibly", StampedLock::writeLockInterruptibly);
        stamped("tryReadLock", lock -> lock.tryReadLock(1, TimeUnit.HOURS));
        stamped("tryWriteLock", lock -> lock.tryWriteLock(1, TimeUnit.HOURS));
    }

    private void stamped(String method, Stamping stamping) {
        StampedLock lock = new StampedLock();
        long stamp = lock.writeLock();
        add("StampedLock." + method, () -> stamping.on(lock), () -> lock.unlockWrite(stamp));
    }

    /** A lock, and a read-write lock, that a thread of its own holds until it is told. */
    private static final class HeldLock {
        final ReentrantLock lock = new ReentrantLock();
        final ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        private final CountDownLatch release = new CountDownLatch(1);
        private final Thread holder;

        HeldLock() throws InterruptedException {
            CountDownLatch taken = new CountDownLatch(1);
            holder = Cases.daemon(() -> {
                lock.lock();
                both.writeLock().lock();
                taken.countDown();
                release.await();
                both.writeLock().unlock();
                lock.unlock();
            });
            taken.await();
        }

        void free() {
            release.countDown();
            ChannelCases.quietly(holder::join).run();
        }
    }
}
