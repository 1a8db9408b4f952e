package io.ctxagent.recorder;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The blocking calls that a stack alone tells of: public entry points of JDK 17 to 25; where the JDK has an
 * implementation below an interface, that class under the public name.
 */
final class BlockingFrames {

    /**
     * One call that blocks.
     *
     * @param call as {@code ctx-snapshot/1} has it, {@code LinkedBlockingQueue.take}
     * @param parks the thread waits in such a call and never runs, so a runnable thread is only passing through
     */
    private record Row(String family, String call, boolean parks) {}

    /**
     * A frame that is no call by itself, as it mostly computes or copies, and names the one of that family below it.
     */
    private record Above(String family, Row row) {}

    private static final Map<String, Row> ROWS = new HashMap<>(512);
    private static final Map<String, Above> ABOVE = new HashMap<>();

    private static final Set<String> STATEMENT = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeBatch", "executeLargeUpdate", "executeLargeBatch");

    private static final Set<String> IDLE = Set.of(
            "java.util.concurrent.ThreadPoolExecutor.getTask",
            "java.util.concurrent.ForkJoinPool.awaitWork",
            "java.util.concurrent.DelayScheduler.loop",
            "java.util.TimerThread.mainLoop");

    static {
        String juc = "java.util.concurrent.";
        String queue = "take put poll offer transfer tryTransfer";
        waits("queue", juc, "ArrayBlockingQueue", queue);
        waits("queue", juc, "LinkedBlockingQueue", queue);
        waits("queue", juc, "PriorityBlockingQueue", queue);
        waits("queue", juc, "DelayQueue", queue);
        waits("queue", juc, "SynchronousQueue", queue);
        waits("queue", juc, "LinkedTransferQueue", queue);
        waits("queue", juc, "LinkedBlockingDeque", queue + " takeFirst takeLast putFirst putLast");
        waits("queue", juc, "LinkedBlockingDeque", "pollFirst pollLast offerFirst offerLast");

        String locks = juc + "locks.";
        String lock = "lock lockInterruptibly tryLock";
        String await = "await awaitNanos awaitUntil awaitUninterruptibly";
        waits("lock", locks, "ReentrantLock", lock);
        waits("lock", locks, "ReentrantReadWriteLock$ReadLock", "ReadLock", lock);
        waits("lock", locks, "ReentrantReadWriteLock$WriteLock", "WriteLock", lock);
        waits("lock", locks, "StampedLock", "readLock writeLock tryReadLock tryWriteLock");
        waits("lock", locks, "StampedLock", "readLockInterruptibly writeLockInterruptibly");
        waits("lock", locks, "AbstractQueuedSynchronizer$ConditionObject", "Condition", await);
        waits("lock", locks, "AbstractQueuedLongSynchronizer$ConditionObject", "Condition", await);
        waits("lock", locks, "AbstractQueuedSynchronizer", "acquire");
        waits("lock", locks, "AbstractQueuedLongSynchronizer", "acquire");
        waits("lock", locks, "LockSupport", "park parkNanos parkUntil");
        waits("lock", juc, "CountDownLatch", "await");
        waits("lock", juc, "CyclicBarrier", "await");
        waits("lock", juc, "Semaphore", "acquire acquireUninterruptibly tryAcquire");
        waits("lock", juc, "Phaser", "awaitAdvance awaitAdvanceInterruptibly arriveAndAwaitAdvance");
        waits("lock", juc, "Exchanger", "exchange");

        waits("future", juc, "FutureTask", "get");
        waits("future", juc, "CompletableFuture", "get join");
        waits("future", juc, "ForkJoinTask", "get join quietlyJoin invoke invokeAll");
        waits("future", juc, "ForkJoinTask", "quietlyInvoke quietlyJoinUninterruptibly");
        waits("future", juc, "StructuredTaskScope", "join joinUntil close");
        waits("future", juc, "StructuredTaskScopeImpl", "StructuredTaskScope", "join close");
        waits("future", juc, "ExecutorCompletionService", "take poll");
        waits("future", juc, "AbstractExecutorService", "ExecutorService", "invokeAll invokeAny");
        waits("future", juc, "ThreadPoolExecutor", "awaitTermination");
        waits("future", juc, "ForkJoinPool", "awaitTermination awaitQuiescence invoke invokeAll invokeAny");
        waits("future", juc, "ForkJoinPool", "ExecutorService", "close");
        waits("future", juc, "ThreadPerTaskExecutor", "ExecutorService", "awaitTermination invokeAll invokeAny close");
        waits("future", juc, "ExecutorService", "close");

        waits("sleep", "java.lang.", "Thread", "sleep");
        waits("sleep", juc, "TimeUnit", "sleep");
        waits("join", "java.lang.", "Thread", "join");
        waits("wait", "java.lang.", "Object", "wait");
        waits("wait", "java.lang.ref.", "ReferenceQueue", "remove");
        waits("process", "java.lang.", "Process", "waitFor");
        waits("process", "java.lang.", "ProcessImpl", "Process", "waitFor");
        waits("pipe", "java.io.", "PipedInputStream", "read");
        waits("pipe", "java.io.", "PipedOutputStream", "write");
        waits("pipe", "java.io.", "PipedReader", "read");
        waits("pipe", "java.io.", "PipedWriter", "write");
        waits("httpclient", "jdk.internal.net.http.", "HttpClientImpl", "HttpClient", "send awaitTermination");
        waits("httpclient", "java.net.http.", "HttpClient", "close");
        String body = "ResponseSubscribers$HttpResponseInputStream";
        waits("httpclient", "jdk.internal.net.http.", body, "HttpResponseInputStream", "read");
        waits("httpclient", "jdk.internal.net.http.", "HttpClientFacade", "HttpClient", "send");

        calls("socket", "java.net.", "Socket", "Socket", "connect");
        calls("socket", "java.net.", "Socket$SocketInputStream", "Socket", "read");
        calls("socket", "java.net.", "Socket$SocketOutputStream", "Socket", "write");
        calls("socket", "java.net.", "ServerSocket", "ServerSocket", "accept");
        calls("socket", "sun.nio.ch.", "NioSocketImpl", "Socket", "read write connect accept");
        calls("datagram", "java.net.", "DatagramSocket", "DatagramSocket", "receive send");
        calls("datagram", "sun.nio.ch.", "DatagramSocketAdaptor", "DatagramSocket", "receive send");
        calls("channel", "sun.nio.ch.", "DatagramChannelImpl", "DatagramChannel", "receive read send write");
        calls("channel", "sun.nio.ch.", "SocketChannelImpl", "SocketChannel", "read write connect finishConnect");
        // The socket of a channel, and a stream over one.
        row("sun.nio.ch.SocketChannelImpl.blockingRead", new Row("channel", "Socket.read", false));
        row("sun.nio.ch.SocketChannelImpl.blockingWriteFully", new Row("channel", "Socket.write", false));
        row("sun.nio.ch.SocketChannelImpl.blockingConnect", new Row("channel", "Socket.connect", false));
        row("sun.nio.ch.ServerSocketChannelImpl.blockingAccept", new Row("channel", "ServerSocket.accept", false));
        calls("channel", "sun.nio.ch.", "ServerSocketChannelImpl", "ServerSocketChannel", "accept");
        calls("channel", "sun.nio.ch.", "SourceChannelImpl", "Pipe.SourceChannel", "read");
        calls("channel", "sun.nio.ch.", "SinkChannelImpl", "Pipe.SinkChannel", "write");
        calls("selector", "sun.nio.ch.", "SelectorImpl", "Selector", "select");
        calls("filelock", "sun.nio.ch.", "FileChannelImpl", "FileChannel", "lock");
        calls(
                "dns",
                "java.net.",
                "InetAddress",
                "InetAddress",
                "getByName getAllByName getLocalHost getHostName getCanonicalHostName");
        calls("input", "java.io.", "FileInputStream", "FileInputStream", "open read");

        Row handshake = new Row("socket", "SSLSocket.startHandshake", true);
        above("lock", "sun.security.ssl.SSLSocketImpl.startHandshake", handshake);
        above("lock", "sun.security.ssl.SSLSocketImpl.ensureNegotiated", handshake);
        above("lock", "sun.security.ssl.SSLSocketImpl$AppInputStream.read", new Row("socket", "Socket.read", true));
        above("lock", "sun.security.ssl.SSLSocketImpl$AppOutputStream.write", new Row("socket", "Socket.write", true));
        above("channel", "sun.nio.ch.FileChannelImpl.transferTo", new Row("channel", "FileChannel.transferTo", false));
    }

    private BlockingFrames() {}

    /** A worker that waits for work, which is nobody's blocking call. */
    static boolean isIdleWorker(StackTraceElement frame) {
        return IDLE.contains(key(frame));
    }

    /** Whether {@code frame} is one of the calls, whatever its thread does. */
    static boolean isCall(StackTraceElement frame) {
        return call(frame, Thread.State.WAITING) != null;
    }

    /** The call that {@code frame} is in a thread of that state; null for a frame that does not block. */
    static @Nullable SeenCall call(StackTraceElement frame, Thread.State state) {
        if (CodeOwner.isDatabase(frame.getClassName())) {
            return statement(frame);
        }
        Row row = ROWS.get(key(frame));
        if (row == null || (row.parks() && state == Thread.State.RUNNABLE)) {
            return null;
        }
        return SeenCall.onStack(row.family(), row.call());
    }

    /**
     * The name of a call that a hook has noted as {@code java.util.concurrent.LinkedBlockingQueue.take}: the same as where its stack
     * tells of it.
     */
    static String name(String noted) {
        Row row = ROWS.get(noted);
        return row == null ? FrameNames.withoutPackage(noted) : row.call();
    }

    /** What {@code frame} makes of the call below it; null where that keeps its name. */
    static @Nullable SeenCall above(StackTraceElement frame, SeenCall below) {
        Above above = ABOVE.get(key(frame));
        return above == null || !above.family().equals(below.family())
                ? null
                : SeenCall.onStack(above.row().family(), above.row().call());
    }

    /** A driver's or a pool's own class, under the name of the JDBC interface that its name speaks of. */
    static @Nullable SeenCall statement(StackTraceElement frame) {
        String name = frame.getClassName();
        boolean named = name.endsWith("Statement") || (name.contains("Statement") && CodeOwner.isDatabase(name));
        if (!named || !STATEMENT.contains(frame.getMethodName())) {
            return null;
        }
        String type = name.contains("Callable")
                ? "CallableStatement"
                : name.contains("Prepared") ? "PreparedStatement" : "Statement";
        return SeenCall.onStack("jdbc", type + "." + frame.getMethodName());
    }

    private static void waits(String family, String prefix, String type, String methods) {
        add(family, prefix, type, type, methods, true);
    }

    private static void waits(String family, String prefix, String type, String label, String methods) {
        add(family, prefix, type, label, methods, true);
    }

    private static void calls(String family, String prefix, String type, String label, String methods) {
        add(family, prefix, type, label, methods, false);
    }

    private static void add(String family, String prefix, String type, String label, String methods, boolean parks) {
        for (String method : methods.split(" ", -1)) {
            row(prefix + type + "." + method, new Row(family, label + "." + method, parks));
        }
    }

    private static void row(String frame, Row row) {
        ROWS.put(frame, row);
    }

    private static void above(String family, String frame, Row row) {
        ABOVE.put(frame, new Above(family, row));
    }

    private static String key(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }
}
