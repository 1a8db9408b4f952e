package io.ctxagent.programs;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
        parks(cases);
        inputs(cases);
        lookups(cases);
        add(cases, "ForkJoinTask.quietlyJoin", "ForkJoinTask.quietlyJoin", new PendingTask()::quietlyJoin);
        add(cases, "ForkJoinTask.quietlyInvoke", "ForkJoinTask.quietlyInvoke", new PendingTask()::quietlyInvoke);
        namedPipes(cases);
        return cases;
    }

    private static void parks(List<BlockingCase> cases) {
        long hour = TimeUnit.HOURS.toNanos(1);
        add(cases, "LockSupport.park", "LockSupport.park", () -> LockSupport.park());
        add(cases, "LockSupport.park(blocker)", "LockSupport.park", () -> LockSupport.park(cases));
        add(cases, "LockSupport.parkNanos", "LockSupport.parkNanos", () -> LockSupport.parkNanos(hour));
        add(cases, "LockSupport.parkNanos(blocker)", "LockSupport.parkNanos", () -> LockSupport.parkNanos(cases, hour));
        add(cases, "LockSupport.parkUntil", "LockSupport.parkUntil", () -> LockSupport.parkUntil(Long.MAX_VALUE));
        add(
                cases,
                "LockSupport.parkUntil(blocker)",
                "LockSupport.parkUntil",
                () -> LockSupport.parkUntil(cases, Long.MAX_VALUE));
    }

    private static void inputs(List<BlockingCase> cases) throws IOException {
        // In a run of these that are ready it is at its end.
        BlockingCase.Call standardInput = () -> System.in.read();
        ready(cases, "System.in.read", "FileInputStream.read", standardInput, standardInput);
        InputStream first = new ProcessBuilder("cat").start().getInputStream();
        InputStream saidFirst = said("echo hello; cat").getInputStream();
        ready(cases, "Process.getInputStream().read", "FileInputStream.read", first::read, saidFirst::read);
        InputStream second = new ProcessBuilder("cat").start().getErrorStream();
        InputStream saidSecond = said("echo hello >&2; cat").getErrorStream();
        ready(cases, "Process.getErrorStream().read", "FileInputStream.read", second::read, saidSecond::read);
        // What is below System.in, in the forms that its buffer does not call.
        InputStream bare = new FileInputStream(FileDescriptor.in);
        ready(cases, "standard input read()", "FileInputStream.read", bare::read, bare::read);
        BlockingCase.Call array = () -> bare.read(new byte[9]);
        ready(cases, "standard input read(byte[])", "FileInputStream.read", array, array);
    }

    private static Process said(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }

    private static void lookups(List<BlockingCase> cases) throws IOException {
        InetAddress nameless = InetAddress.getByAddress(new byte[] {127, 9, 9, 1});
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 9, 9, 2});
        ready(
                cases,
                "InetAddress.getByName",
                "InetAddress.getByName",
                () -> InetAddress.getByName("name.invalid"),
                () -> InetAddress.getByName("localhost"));
        ready(
                cases,
                "InetAddress.getAllByName",
                "InetAddress.getAllByName",
                () -> InetAddress.getAllByName("names.invalid"),
                () -> InetAddress.getAllByName("localhost"));
        ready(
                cases,
                "InetAddress.getLocalHost",
                "InetAddress.getLocalHost",
                InetAddress::getLocalHost,
                InetAddress::getLocalHost);
        add(cases, "InetAddress.getHostName", "InetAddress.getHostName", nameless::getHostName);
        add(cases, "InetAddress.getCanonicalHostName", "InetAddress.getCanonicalHostName", other::getCanonicalHostName);
    }

    /** Shown by their stack: a hook would have to ask of every file what it is. */
    private static void namedPipes(List<BlockingCase> cases) throws Exception {
        Path folder = Files.createTempDirectory("pipes");
        File silent = namedPipe(folder.resolve("silent"));
        // Open at both ends, so that opening it waits for nobody.
        RandomAccessFile ends = new RandomAccessFile(silent, "rw");
        InputStream in = new FileInputStream(silent);
        add(cases, "named pipe read", "FileInputStream.read", () -> {
            in.read();
            ends.close();
        });
        File nobody = namedPipe(folder.resolve("nobody"));
        add(cases, "named pipe open", "FileInputStream.open", () -> new FileInputStream(nobody).close());
        folder.toFile().deleteOnExit();
    }

    private static File namedPipe(Path path) throws Exception {
        if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
            throw new IllegalStateException("no named pipe " + path);
        }
        path.toFile().deleteOnExit();
        return path.toFile();
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
                synchronized (lock) {
                    held.countDown();
                    new CountDownLatch(1).await();
                }
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
        // The lock that another case waits for as a lock.
        add(cases, "synchronized on a lock", "UnwakeableCases.enter", () -> enter(lock));
    }

    private static void enter(Object monitor) {
        synchronized (monitor) {
            Thread.onSpinWait();
        }
    }

    private static void add(List<BlockingCase> cases, String name, String frame, BlockingCase.Call call) {
        cases.add(BlockingCase.of(name, frame, call, () -> {}).neverReady());
    }

    private static void ready(
            List<BlockingCase> cases, String name, String frame, BlockingCase.Call call, BlockingCase.Call ready) {
        cases.add(BlockingCase.of(name, frame, call, () -> {}).ready(ready));
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
