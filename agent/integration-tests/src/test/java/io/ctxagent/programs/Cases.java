package io.ctxagent.programs;

import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Every blocking call that the agent ends; one object each, made afresh for each round. */
final class Cases {

    private Cases() {}

    /** Names of the families that {@link #of} knows. */
    static final List<String> FAMILIES = List.of("queue", "lock", "future", "sleep", "wait", "join", "socket");

    static List<BlockingCase> of(String family) throws Exception {
        return switch (family) {
            case "queue" -> queues();
            case "lock" -> locks();
            case "future" -> futures();
            case "sleep" -> sleeps();
            case "wait" -> waits();
            case "join" -> joins();
            case "socket" -> sockets();
            case "process" -> CallCases.processes();
            case "httpclient" -> CallCases.httpClients();
            case "above-socket" -> CallCases.aboveSockets();
            case "more-futures" -> FutureCases.all();
            case "scope" -> ScopeCases.all();
            case "coroutine" -> CoroutineCases.all();
            case "own-queue" -> QueueCases.all();
            case "tls" -> TlsCases.all();
            case "libraries" -> LibraryCases.all();
            case "ready" -> ReadyCases.all();
            case "unwakeable" -> UnwakeableCases.blocked();
            case "refused" -> UnwakeableCases.refused();
            default -> throw new IllegalArgumentException(family);
        };
    }

    private static List<BlockingCase> queues() throws Exception {
        List<BlockingCase> cases = new ArrayList<>();
        take(cases, new ArrayBlockingQueue<>(1));
        take(cases, new LinkedBlockingQueue<>());
        take(cases, new LinkedBlockingDeque<>());
        take(cases, new PriorityBlockingQueue<>());
        take(cases, new LinkedTransferQueue<>());
        SynchronousQueue<Integer> synchronous = new SynchronousQueue<>();
        cases.add(BlockingCase.of(
                "SynchronousQueue.take", "SynchronousQueue.take", synchronous::take, () -> synchronous.offer(1)));
        DelayQueue<Later> delays = new DelayQueue<>();
        cases.add(BlockingCase.of("DelayQueue.take", "DelayQueue.take", delays::take, () -> delays.put(new Later())));
        behindItsLock(cases, new ArrayBlockingQueue<>(2));
        behindItsLock(cases, new LinkedBlockingQueue<>());
        put(cases, new ArrayBlockingQueue<>(1));
        put(cases, new LinkedBlockingQueue<>(1));
        put(cases, new LinkedBlockingDeque<>(1));
        LinkedTransferQueue<Integer> transfers = new LinkedTransferQueue<>();
        cases.add(BlockingCase.of(
                "LinkedTransferQueue.transfer",
                "LinkedTransferQueue.transfer",
                () -> transfers.transfer(1),
                transfers::poll));
        LinkedBlockingQueue<Integer> polled = new LinkedBlockingQueue<>();
        cases.add(BlockingCase.of(
                "LinkedBlockingQueue.poll",
                "LinkedBlockingQueue.poll",
                () -> polled.poll(1, TimeUnit.HOURS),
                () -> polled.add(1)));
        return cases;
    }

    private static void take(List<BlockingCase> cases, BlockingQueue<Integer> queue) {
        String name = queue.getClass().getSimpleName() + ".take";
        cases.add(BlockingCase.of(name, name, queue::take, () -> queue.add(1)));
    }

    /** The element is there; another thread holds the lock, because it drains the queue into what does not take it. */
    private static void behindItsLock(List<BlockingCase> cases, BlockingQueue<Integer> queue)
            throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        queue.add(0);
        queue.add(1);
        daemon(() -> queue.drainTo(new Reluctant(held, release), 1));
        held.await();
        String name = queue.getClass().getSimpleName();
        cases.add(BlockingCase.of(name + ".take behind its lock", name + ".take", queue::take, release::countDown));
    }

    private static final class Reluctant extends AbstractCollection<Integer> {
        private final CountDownLatch asked;
        private final CountDownLatch open;

        Reluctant(CountDownLatch asked, CountDownLatch open) {
            this.asked = asked;
            this.open = open;
        }

        @Override
        public boolean add(Integer element) {
            asked.countDown();
            return awaited(open) == 1;
        }

        @Override
        public Iterator<Integer> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public int size() {
            return 0;
        }
    }

    private static void put(List<BlockingCase> cases, BlockingQueue<Integer> queue) {
        queue.add(0);
        String name = queue.getClass().getSimpleName() + ".put";
        cases.add(new BlockingCase(
                name,
                name,
                () -> queue.put(1),
                queue::poll,
                () -> queue.size() <= 1 ? "" : "element put all the same"));
    }

    private static final class Later implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    private static List<BlockingCase> locks() throws Exception {
        List<BlockingCase> cases = new ArrayList<>();
        CountDownLatch latch = new CountDownLatch(1);
        cases.add(BlockingCase.of("CountDownLatch.await", "CountDownLatch.await", latch::await, latch::countDown));
        Semaphore semaphore = new Semaphore(0);
        cases.add(BlockingCase.of("Semaphore.acquire", "Semaphore.acquire", semaphore::acquire, semaphore::release));
        Semaphore timed = new Semaphore(0);
        cases.add(BlockingCase.of(
                "Semaphore.tryAcquire",
                "Semaphore.tryAcquire",
                () -> timed.tryAcquire(1, TimeUnit.HOURS),
                timed::release));
        CyclicBarrier barrier = new CyclicBarrier(2);
        cases.add(BlockingCase.of("CyclicBarrier.await", "CyclicBarrier.await", barrier::await, barrier::reset));
        Phaser phaser = new Phaser(1);
        cases.add(BlockingCase.of(
                "Phaser.awaitAdvanceInterruptibly",
                "Phaser.awaitAdvanceInterruptibly",
                () -> phaser.awaitAdvanceInterruptibly(0),
                phaser::arrive));
        Exchanger<Integer> exchanger = new Exchanger<>();
        cases.add(BlockingCase.of(
                "Exchanger.exchange", "Exchanger.exchange", () -> exchanger.exchange(1), () -> exchange(exchanger)));
        HeldLock held = new HeldLock();
        cases.add(BlockingCase.of(
                "ReentrantLock.lockInterruptibly",
                "ReentrantLock.lockInterruptibly",
                held.lock::lockInterruptibly,
                held.release::countDown));
        HeldLock tried = new HeldLock();
        cases.add(BlockingCase.of(
                "ReentrantLock.tryLock",
                "ReentrantLock.tryLock",
                () -> tried.lock.tryLock(1, TimeUnit.HOURS),
                tried.release::countDown));
        HeldLock written = new HeldLock();
        cases.add(BlockingCase.of(
                "ReadLock.lockInterruptibly",
                "ReadLock.lockInterruptibly",
                written.both.readLock()::lockInterruptibly,
                written.release::countDown));
        OwnLock own = new OwnLock();
        own.acquire(1);
        cases.add(BlockingCase.of(
                "own acquireInterruptibly",
                "AbstractQueuedSynchronizer.acquire",
                () -> own.acquireInterruptibly(1),
                () -> own.release(1)));
        OwnLock ownTimed = new OwnLock();
        ownTimed.acquire(1);
        cases.add(BlockingCase.of(
                "own tryAcquireNanos",
                "AbstractQueuedSynchronizer.acquire",
                () -> ownTimed.tryAcquireNanos(1, TimeUnit.HOURS.toNanos(1)),
                () -> ownTimed.release(1)));
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        cases.add(BlockingCase.of("Condition.await", "ConditionObject.await", () -> await(lock, condition), () -> {
            lock.lock();
            condition.signalAll();
            lock.unlock();
        }));
        return cases;
    }

    private static void exchange(Exchanger<Integer> exchanger) {
        try {
            exchanger.exchange(2, 1, TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(ReentrantLock lock, Condition condition) throws InterruptedException {
        lock.lock();
        try {
            condition.await();
        } finally {
            // Throws when await came out without the lock.
            lock.unlock();
        }
    }

    /** As an application builds one, on what the JDK's are built on. */
    private static final class OwnLock extends AbstractQueuedSynchronizer {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean tryAcquire(int permits) {
            return compareAndSetState(0, 1);
        }

        @Override
        protected boolean tryRelease(int permits) {
            setState(0);
            return true;
        }
    }

    /** A lock, and a read-write lock, that a thread of its own holds until it is told. */
    private static final class HeldLock {
        final ReentrantLock lock = new ReentrantLock();
        final ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        final CountDownLatch release = new CountDownLatch(1);

        HeldLock() throws InterruptedException {
            CountDownLatch taken = new CountDownLatch(1);
            daemon(() -> {
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

    private static List<BlockingCase> futures() throws Exception {
        List<BlockingCase> cases = new ArrayList<>();
        FutureTask<Integer> task = new FutureTask<>(() -> 1);
        cases.add(BlockingCase.of("FutureTask.get", "FutureTask.get", task::get, task::run));
        CompletableFuture<Integer> future = new CompletableFuture<>();
        cases.add(BlockingCase.of(
                "CompletableFuture.get", "CompletableFuture.get", future::get, () -> future.complete(1)));
        CompletableFuture<Integer> timed = new CompletableFuture<>();
        cases.add(BlockingCase.of(
                "CompletableFuture.get(timed)",
                "CompletableFuture.get",
                () -> timed.get(1, TimeUnit.HOURS),
                () -> timed.complete(1)));
        CompletableFuture<Integer> joined = new CompletableFuture<>();
        cases.add(BlockingCase.of(
                "CompletableFuture.join", "CompletableFuture.join", joined::join, () -> joined.complete(1)));
        ForkJoinTask<Integer> forked = ForkJoinTask.adapt(() -> 1);
        cases.add(BlockingCase.of("ForkJoinTask.get", "ForkJoinTask.get", forked::get, () -> forked.complete(1)));
        ExecutorService pool = Executors.newFixedThreadPool(1, Cases::daemonThread);
        pool.submit(() -> 1).get();
        cases.add(BlockingCase.of(
                "ThreadPoolExecutor.awaitTermination",
                "ThreadPoolExecutor.awaitTermination",
                () -> pool.awaitTermination(1, TimeUnit.HOURS),
                pool::shutdown));
        CountDownLatch open = new CountDownLatch(1);
        ExecutorService busy = Executors.newFixedThreadPool(1, Cases::daemonThread);
        cases.add(BlockingCase.of(
                "ExecutorService.invokeAll",
                "AbstractExecutorService.invokeAll",
                () -> busy.invokeAll(List.of(() -> outside(open))),
                open::countDown));
        return cases;
    }

    /** Under no context: what is ended is the wait for the task, not the task. */
    private static int outside(CountDownLatch latch) throws Exception {
        return Context.background().call(() -> {
            latch.await();
            return 1;
        });
    }

    static int awaited(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return 1;
            } catch (InterruptedException e) {
                if (latch.getCount() == 0 || e.getCause() != null) {
                    return 0;
                }
                interrupted = true;
            }
        }
    }

    private static List<BlockingCase> sleeps() {
        // Nothing ends a sleep but its time: longer than any test.
        return List.of(
                BlockingCase.of("Thread.sleep(long)", "Thread.sleep", () -> Thread.sleep(3_600_000), () -> {}),
                BlockingCase.of("Thread.sleep(long,int)", "Thread.sleep", () -> Thread.sleep(3_600_000, 1), () -> {}),
                BlockingCase.of("TimeUnit.sleep", "TimeUnit.sleep", () -> TimeUnit.HOURS.sleep(1), () -> {}));
    }

    private static List<BlockingCase> waits() {
        List<BlockingCase> cases = new ArrayList<>(List.of(
                waiting("Object.wait()", Object::wait),
                waiting("Object.wait(long)", monitor -> monitor.wait(3_600_000)),
                waiting("Object.wait(long,int)", monitor -> monitor.wait(3_600_000, 1))));
        if (Runtime.version().feature() < 19) {
            ReferenceQueue<Object> references = new ReferenceQueue<>();
            WeakReference<Object> reference = new WeakReference<>(references, references);
            cases.add(BlockingCase.of(
                    "ReferenceQueue.remove", "ReferenceQueue.remove", references::remove, reference::enqueue));
        }
        return cases;
    }

    private interface Waiting {
        void on(Object monitor) throws InterruptedException;
    }

    private static BlockingCase waiting(String name, Waiting waiting) {
        Object monitor = new Object();
        return BlockingCase.of(
                name,
                "Object.wait",
                () -> {
                    synchronized (monitor) {
                        waiting.on(monitor);
                    }
                },
                () -> {
                    synchronized (monitor) {
                        monitor.notifyAll();
                    }
                });
    }

    private static List<BlockingCase> joins() {
        CountDownLatch first = new CountDownLatch(1);
        Thread joined = daemon(first::await);
        CountDownLatch second = new CountDownLatch(1);
        Thread timed = daemon(second::await);
        return List.of(
                BlockingCase.of("Thread.join()", "Thread.join", joined::join, first::countDown),
                BlockingCase.of("Thread.join(long)", "Thread.join", () -> timed.join(3_600_000), second::countDown));
    }

    private static List<BlockingCase> sockets() throws Exception {
        List<BlockingCase> cases =
                new ArrayList<>(List.of(read(0), read(3_600_000), write(), accept(), urlConnection()));
        cases.addAll(TurnCases.all());
        return cases;
    }

    private static BlockingCase read(int soTimeout) throws Exception {
        Pair pair = new Pair();
        pair.near.setSoTimeout(soTimeout);
        return new BlockingCase(
                soTimeout == 0 ? "Socket read" : "Socket read with SO_TIMEOUT",
                "NioSocketImpl.read",
                () -> pair.near.getInputStream().read(),
                () -> pair.send(7),
                () -> pair.stillWorks(soTimeout));
    }

    private static BlockingCase write() throws Exception {
        Pair pair = new Pair();
        byte[] much = new byte[64 << 20];
        return new BlockingCase(
                "Socket write",
                "NioSocketImpl.write",
                () -> pair.near.getOutputStream().write(much),
                pair::drain,
                pair::stillWrites);
    }

    private static BlockingCase accept() throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        return new BlockingCase(
                "ServerSocket.accept",
                "NioSocketImpl.accept",
                server::accept,
                () -> connect(server.getLocalPort()),
                () -> {
                    if (server.isClosed()) {
                        return "the server socket was closed";
                    }
                    connect(server.getLocalPort());
                    server.accept().close();
                    return "";
                });
    }

    private static BlockingCase urlConnection() throws Exception {
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var url = new java.net.URL("http://127.0.0.1:" + silent.getLocalPort() + "/");
        return BlockingCase.of(
                "HttpURLConnection",
                "NioSocketImpl.read",
                () -> url.openConnection().getInputStream(),
                () -> answer(silent));
    }

    private static void answer(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connect(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two ends of one connection. */
    static final class Pair {
        final Socket near = new Socket();
        final Socket far;

        Pair() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                near.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
                far = server.accept();
            }
        }

        void send(int value) {
            try {
                far.getOutputStream().write(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void drain() {
            daemon(() -> {
                byte[] buffer = new byte[1 << 20];
                while (far.getInputStream().read(buffer) >= 0) {
                    Thread.onSpinWait();
                }
            });
        }

        /** What a write that was ended has left under way comes first. */
        String stillWrites() throws Exception {
            if (near.isClosed()) {
                return "the socket was closed";
            }
            CompletableFuture<Byte> last = new CompletableFuture<>();
            daemon(() -> {
                byte[] all = far.getInputStream().readAllBytes();
                last.complete(all[all.length - 1]);
            });
            near.getOutputStream().write(42);
            near.shutdownOutput();
            return last.get(5, TimeUnit.SECONDS) == 42 ? "" : "the next byte is lost";
        }

        String stillWorks(int soTimeout) throws IOException {
            if (near.isClosed()) {
                return "the socket was closed";
            }
            if (near.getSoTimeout() != soTimeout) {
                return "SO_TIMEOUT is " + near.getSoTimeout();
            }
            send(42);
            return near.getInputStream().read() == 42 ? "" : "the next byte is lost";
        }
    }

    interface Body {
        void run() throws Exception;
    }

    static Thread daemon(Body body) {
        Thread thread = daemonThread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    static Thread daemonThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
