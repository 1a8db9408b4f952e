package io.ctxagent.programs;

import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Calls that nothing wakes: shown as not cancellable; those that declare an exception are refused under a done context. */
final class UnwakeableCases {

    private UnwakeableCases() {}

    /** Blocked for good. The lookup needs {@code jdk.net.hosts.file} to name a pipe that nobody writes to. */
    static List<BlockingCase> blocked() throws Exception {
        List<BlockingCase> cases = new ArrayList<>();
        locks(cases);
        Semaphore semaphore = new Semaphore(0);
        add(
                cases,
                "Semaphore.acquireUninterruptibly",
                "Semaphore.acquireUninterruptibly",
                semaphore::acquireUninterruptibly);
        Phaser arriving = new Phaser(2);
        add(cases, "Phaser.arriveAndAwaitAdvance", "Phaser.arriveAndAwaitAdvance", arriving::arriveAndAwaitAdvance);
        add(cases, "LockSupport.park", "LockSupport.park", () -> LockSupport.park());
        add(cases, "System.in.read", "FileInputStream.read", () -> System.in.read());
        InputStream output = new ProcessBuilder("cat").start().getInputStream();
        add(cases, "Process.getInputStream().read", "FileInputStream.read", output::read);
        add(cases, "InetAddress.getByName", "InetAddress.getByName", () -> InetAddress.getByName("name.invalid"));
        return cases;
    }

    private static void locks(List<BlockingCase> cases) throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        Object monitor = new Object();
        CountDownLatch held = new CountDownLatch(1);
        Cases.daemon(() -> {
            lock.lock();
            both.writeLock().lock();
            synchronized (monitor) {
                held.countDown();
                new CountDownLatch(1).await();
            }
        });
        held.await();
        add(cases, "ReentrantLock.lock", "ReentrantLock.lock", lock::lock);
        add(cases, "ReadLock.lock", "ReadLock.lock", both.readLock()::lock);
        ReentrantLock free = new ReentrantLock();
        Condition condition = free.newCondition();
        add(cases, "Condition.awaitUninterruptibly", "ConditionObject.awaitUninterruptibly", () -> {
            free.lock();
            condition.awaitUninterruptibly();
        });
        add(cases, "synchronized", "UnwakeableCases.enter", () -> enter(monitor));
    }

    private static void enter(Object monitor) {
        synchronized (monitor) {
            Thread.onSpinWait();
        }
    }

    private static void add(List<BlockingCase> cases, String name, String frame, BlockingCase.Call call) {
        cases.add(BlockingCase.of(name, frame, call, () -> {}));
    }

    /** Refused, for a context that is done; none blocks. */
    static List<BlockingCase> refused() throws Exception {
        // Lives on: what a process left behind is in memory, and a read of it does not wait.
        InputStream output =
                new ProcessBuilder("sh", "-c", "echo hello; cat").start().getInputStream();
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return List.of(
                new BlockingCase(
                        "InetAddress.getByName",
                        "",
                        () -> InetAddress.getByName("localhost"),
                        () -> {},
                        () -> InetAddress.getByName("localhost").isLoopbackAddress() ? "" : "another address"),
                BlockingCase.of("System.in.read", "", () -> System.in.read(), () -> {}),
                new BlockingCase(
                        "Process.getInputStream().read",
                        "",
                        output::read,
                        () -> {},
                        () -> output.read() >= 0 ? "" : "the output is lost"),
                // These go on: an address is no lookup, a lookup by address would keep the refusal, a file does not
                // wait.
                BlockingCase.of("goes on: address", "", () -> InetAddress.getByName("127.0.0.1"), () -> {}),
                new BlockingCase(
                        "goes on: host name",
                        "",
                        loopback::getHostName,
                        () -> {},
                        () -> loopback.getHostName()
                                        .equals(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})
                                                .getHostName())
                                ? ""
                                : "the address was kept for its name"),
                BlockingCase.of("goes on: file", "", UnwakeableCases::readFile, () -> {}));
    }

    private static void readFile() throws Exception {
        Path file = Files.createTempFile("read", "");
        try (InputStream in = new FileInputStream(file.toFile())) {
            if (in.read() != -1) {
                throw new IllegalStateException("an empty file is not");
            }
        } finally {
            Files.delete(file);
        }
    }
}
