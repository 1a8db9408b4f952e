package io.ctxagent.programs.handshake;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** The calls that are raced, by name. */
final class RacedCalls {

    private static final boolean NATIVE_SLEEP = Runtime.version().feature() < 19;

    private RacedCalls() {}

    static RacedCall of(String name) throws Exception {
        return switch (name) {
            case "take" -> RacedQueue.take(new LinkedBlockingQueue<>());
            case "put" -> RacedQueue.put(new LinkedBlockingQueue<>(1));
            case "lock" -> new Lock();
            case "latch" -> new Latch();
            case "semaphore" -> new Permits();
            case "wait" -> new Wait();
            case "get" -> new Future(false);
            case "join" -> new Future(true);
            case "sleep" -> new Sleep();
            case "socket" -> RacedRead.ofSocket();
            case "datagram" -> new RacedDatagram();
            case "pipe" -> new RacedPipe();
            case "select" -> new RacedSelect();
            case "statement" -> new RacedStatement();
            case "filelock" -> new RacedFileLock();
            case "array-take" -> RacedQueue.take(new ArrayBlockingQueue<>(1));
            case "array-put" -> RacedQueue.put(new ArrayBlockingQueue<>(1));
            case "deque-take" -> RacedQueue.take(new LinkedBlockingDeque<>());
            case "deque-put" -> RacedQueue.put(new LinkedBlockingDeque<>(1));
            case "priority-take" -> RacedQueue.take(new PriorityBlockingQueue<>());
            case "delay-take" -> RacedQueue.takeDelayed();
            case "transfer-take" -> RacedQueue.take(new LinkedTransferQueue<>());
            case "transfer" -> RacedHandOver.transfer();
            case "synchronous-take" -> RacedHandOver.take();
            case "synchronous-put" -> RacedHandOver.put();
            case "thread" -> new RacedJoin();
            case "process" -> new RacedProcess();
            case "own-process" -> new RacedOwnProcess();
            case "piped-read" -> RacedRead.ofPipe();
            case "piped-write" -> new RacedPipedWrite();
            case "tls" -> RacedTls.read();
            case "send" -> new RacedSend();
            case "pool" -> new RacedPool();
            case "rows" -> RacedRows.ofH2();
            case "postgresql-rows" -> RacedRows.ofPostgres();
            case "postgresql-query" -> new RacedQuery(Database.POSTGRESQL);
            case "mariadb-query" -> new RacedQuery(Database.MARIADB);
            case "postgresql-commit" -> new RacedCommit(Database.POSTGRESQL);
            case "mariadb-commit" -> new RacedCommit(Database.MARIADB);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Whether a cancel is ever in time: MariaDB has made a commit before the request has come. */
    static boolean endedByContext(String name) {
        return !name.equals("mariadb-commit");
    }

    /**
     * Whether a user's interrupt ends it: {@code CompletableFuture.join} waits on and keeps the interrupt, a select comes back as
     * if it had been woken.
     */
    static boolean endedByUser(String name) {
        return !name.equals("join") && !name.equals("select");
    }

    private static final class Lock implements RacedCall {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void arm() {
            lock.lock();
        }

        @Override
        public void block() throws InterruptedException {
            lock.lockInterruptibly();
        }

        @Override
        public void release() {
            lock.unlock();
        }

        @Override
        public boolean settled(boolean returned) {
            boolean held = lock.isHeldByCurrentThread();
            if (held) {
                lock.unlock();
            }
            return held == returned && !lock.isLocked();
        }
    }

    private static final class Latch implements RacedCall {
        private volatile CountDownLatch latch = new CountDownLatch(1);

        @Override
        public void prepare() {
            latch = new CountDownLatch(1);
        }

        @Override
        public void block() throws InterruptedException {
            latch.await();
        }

        @Override
        public void release() {
            latch.countDown();
        }

        @Override
        public boolean settled(boolean returned) {
            return latch.getCount() == 0;
        }
    }

    private static final class Permits implements RacedCall {
        private final Semaphore semaphore = new Semaphore(0);

        @Override
        public void block() throws InterruptedException {
            semaphore.acquire();
        }

        @Override
        public void release() {
            semaphore.release();
        }

        @Override
        public boolean settled(boolean returned) {
            return (returned ? 1 : 0) + semaphore.drainPermits() == 1;
        }
    }

    private static final class Wait implements RacedCall {
        private final Object monitor = new Object();
        private int tokens;

        @Override
        public void block() throws InterruptedException {
            synchronized (monitor) {
                while (tokens == 0) {
                    monitor.wait();
                }
                tokens--;
            }
        }

        @Override
        public void release() {
            synchronized (monitor) {
                tokens++;
                monitor.notifyAll();
            }
        }

        @Override
        public boolean settled(boolean returned) {
            synchronized (monitor) {
                int left = tokens;
                tokens = 0;
                return (returned ? 1 : 0) + left == 1;
            }
        }
    }

    private static final class Future implements RacedCall {
        private final boolean join;
        private volatile CompletableFuture<Integer> future = new CompletableFuture<>();
        private int got;

        Future(boolean join) {
            this.join = join;
        }

        @Override
        public void prepare() {
            future = new CompletableFuture<>();
            got = 0;
        }

        @Override
        public void block() throws Exception {
            got = join ? future.join() : future.get();
        }

        @Override
        public void release() {
            future.complete(7);
        }

        @Override
        public boolean settled(boolean returned) {
            return future.isDone() && got == (returned ? 7 : 0);
        }
    }

    /** Nothing releases it but time. Before JDK 19 the shortest is a millisecond. */
    private static final class Sleep implements RacedCall {
        @Override
        public void block() throws InterruptedException {
            if (NATIVE_SLEEP) {
                Thread.sleep(1);
            } else {
                Thread.sleep(0, 30_000);
            }
        }

        @Override
        public void release() {}

        @Override
        public boolean settled(boolean returned) {
            return true;
        }
    }
}
