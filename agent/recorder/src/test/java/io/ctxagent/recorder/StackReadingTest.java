package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import shop.Blocked;

/** Real threads in real calls: what the stack alone tells of them. */
class StackReadingTest {

    @Test
    void queues() throws Exception {
        assertBlocked("queue", "LinkedBlockingQueue.take", Blocked.in(new LinkedBlockingQueue<>()::take));
        assertBlocked("queue", "SynchronousQueue.put", Blocked.in(() -> {
            new SynchronousQueue<>().put("");
            return null;
        }));
        assertBlocked(
                "queue",
                "LinkedBlockingQueue.poll",
                Blocked.in(() -> new LinkedBlockingQueue<>().poll(1, TimeUnit.HOURS)));
    }

    @Test
    void locksAndSynchronizers() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        assertBlocked(
                "lock",
                "ReentrantLock.lock",
                Blocked.in(
                        () -> {
                            lock.lock();
                            return null;
                        },
                        lock::unlock));
        ReentrantLock own = new ReentrantLock();
        assertBlocked("lock", "Condition.await", Blocked.in(() -> {
            own.lock();
            own.newCondition().await();
            return null;
        }));
        assertBlocked("lock", "CountDownLatch.await", Blocked.in(() -> {
            new CountDownLatch(1).await();
            return null;
        }));
        assertBlocked("lock", "Semaphore.acquire", Blocked.in(() -> {
            new Semaphore(0).acquire();
            return null;
        }));
        assertBlocked("lock", "LockSupport.park", Blocked.in(() -> {
            LockSupport.park();
            return null;
        }));
    }

    @Test
    void aMonitor() throws Exception {
        Object monitor = new Object();
        CountDownLatch held = new CountDownLatch(1);
        try (Blocked holder = Blocked.in(() -> {
            synchronized (monitor) {
                held.countDown();
                new CountDownLatch(1).await();
                return null;
            }
        })) {
            held.await();
            Blocked blocked = Blocked.in(
                    () -> {
                        synchronized (monitor) {
                            return null;
                        }
                    },
                    holder);
            assertBlocked("lock", "synchronized", blocked);
        }
    }

    @Test
    void futures() throws Exception {
        assertBlocked("future", "FutureTask.get", Blocked.in(new FutureTask<>(() -> null)::get));
        assertBlocked("future", "CompletableFuture.get", Blocked.in(new CompletableFuture<>()::get));
        CompletableFuture<Object> future = new CompletableFuture<>();
        assertBlocked("future", "CompletableFuture.join", Blocked.in(future::join, () -> future.complete(1)));
        ExecutorService pool = Executors.newFixedThreadPool(1);
        assertBlocked(
                "future",
                "ThreadPoolExecutor.awaitTermination",
                Blocked.in(() -> pool.awaitTermination(1, TimeUnit.HOURS), pool::shutdownNow));
    }

    @Test
    void sleepWaitJoinAndProcesses() throws Exception {
        assertBlocked("sleep", "Thread.sleep", Blocked.in(() -> {
            Thread.sleep(3_600_000);
            return null;
        }));
        assertBlocked("sleep", "TimeUnit.sleep", Blocked.in(() -> {
            TimeUnit.HOURS.sleep(1);
            return null;
        }));
        assertBlocked("wait", "Object.wait", Blocked.in(() -> {
            Object monitor = new Object();
            synchronized (monitor) {
                monitor.wait();
                return null;
            }
        }));
        Thread test = Thread.currentThread();
        assertBlocked("join", "Thread.join", Blocked.in(() -> {
            test.join();
            return null;
        }));
        Process process = new ProcessBuilder("sleep", "600").start();
        assertBlocked("process", "Process.waitFor", Blocked.in(process::waitFor, process::destroy));
        PipedInputStream pipe = new PipedInputStream(new PipedOutputStream());
        assertBlocked("pipe", "PipedInputStream.read", Blocked.in(pipe::read));
    }

    @Test
    void socketsAndChannels() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertBlocked("socket", "ServerSocket.accept", Blocked.in(server::accept, server));
        }
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
            assertBlocked("socket", "Socket.read", Blocked.in(socket.getInputStream()::read, socket));
        }
        DatagramSocket datagrams = new DatagramSocket();
        assertBlocked(
                "datagram",
                "DatagramSocket.receive",
                Blocked.in(
                        () -> {
                            datagrams.receive(new java.net.DatagramPacket(new byte[1], 1));
                            return null;
                        },
                        datagrams));
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel channel = SocketChannel.open(server.getLocalAddress());
            assertBlocked(
                    "channel", "SocketChannel.read", Blocked.in(() -> channel.read(ByteBuffer.allocate(1)), channel));
            assertBlocked(
                    "channel",
                    "ServerSocketChannel.accept",
                    Blocked.in(
                            () -> {
                                server.accept();
                                return server.accept();
                            },
                            server));
        }
        DatagramChannel open = DatagramChannel.open();
        assertBlocked(
                "datagram",
                "DatagramSocket.receive",
                Blocked.in(
                        () -> {
                            open.socket().receive(new java.net.DatagramPacket(new byte[1], 1));
                            return null;
                        },
                        open));
        DatagramChannel receiving = DatagramChannel.open();
        assertBlocked(
                "channel",
                "DatagramChannel.receive",
                Blocked.in(() -> receiving.receive(ByteBuffer.allocate(1)), receiving));
        Selector selector = Selector.open();
        assertBlocked("selector", "Selector.select", Blocked.in(selector::select, selector));
    }

    @Test
    void theSocketOfAChannel() throws Exception {
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel channel = SocketChannel.open(server.getLocalAddress());
            assertBlocked("channel", "Socket.read", Blocked.in(channel.socket().getInputStream()::read, channel));
            SocketChannel writes = SocketChannel.open(server.getLocalAddress());
            assertBlocked(
                    "channel",
                    "Socket.write",
                    Blocked.in(
                            () -> {
                                writes.socket().getOutputStream().write(new byte[64 << 20]);
                                return null;
                            },
                            writes));
            server.accept().close();
            server.accept().close();
            server.socket().setSoTimeout(3_600_000);
            assertBlocked("channel", "ServerSocket.accept", Blocked.in(server.socket()::accept, server));
        }
    }

    @Test
    void aTurnInsideTlsIsAWaitForTheSocketAndItsOwnWorkIsNone() {
        StackTraceElement[] frames = {
            jdk("java.util.concurrent.locks.LockSupport", "park"),
            jdk("java.util.concurrent.locks.ReentrantLock", "lock"),
            jdk("sun.security.ssl.SSLSocketImpl$AppInputStream", "read"),
            new StackTraceElement("shop.Mailer", "run", "Mailer.java", 33),
        };
        assertThat(new StackReading(frames, Thread.State.WAITING).call())
                .isEqualTo(SeenCall.onStack("socket", "Socket.read"));
        assertThat(new StackReading(frames, Thread.State.RUNNABLE).call()).isNull();
    }

    @Test
    void aFileThatIsSentIsBlockedInTheTransferAndACopyIsNot() {
        StackTraceElement transfer = jdk("sun.nio.ch.FileChannelImpl", "transferTo");
        StackTraceElement caller = new StackTraceElement("shop.Mailer", "run", "Mailer.java", 33);
        StackTraceElement[] sends = {jdk("sun.nio.ch.SocketChannelImpl", "write"), transfer, caller};
        StackTraceElement[] copies = {jdk("sun.nio.ch.FileChannelImpl", "write"), transfer, caller};
        assertThat(new StackReading(sends, Thread.State.RUNNABLE).call())
                .isEqualTo(SeenCall.onStack("channel", "FileChannel.transferTo"));
        assertThat(new StackReading(copies, Thread.State.RUNNABLE).call()).isNull();
    }

    @Test
    void theOutputOfAProcess() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        assertBlocked("input", "FileInputStream.read", Blocked.in(process.getInputStream()::read, process::destroy));
    }

    @Test
    void virtualThreads() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        assertBlocked("queue", "LinkedBlockingQueue.take", Blocked.virtuallyIn(new LinkedBlockingQueue<>()::take));
        assertBlocked("sleep", "Thread.sleep", Blocked.virtuallyIn(() -> {
            Thread.sleep(3_600_000);
            return null;
        }));
    }

    @Test
    void anIdleWorkerOfAPoolIsNotBlocked() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            Thread worker = pool.submit(Thread::currentThread).get();
            await().until(() -> worker.getState() == Thread.State.WAITING);
            assertThat(read(worker).call()).isNull();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aRunnableThreadThatPassesThroughATakeIsNotBlockedInIt() {
        StackTraceElement[] frames = {
            jdk("java.util.concurrent.LinkedBlockingQueue", "take"),
            new StackTraceElement("shop.Mailer", "run", "Mailer.java", 33),
        };
        assertThat(new StackReading(frames, Thread.State.RUNNABLE).call()).isNull();
        assertThat(new StackReading(frames, Thread.State.WAITING).call()).isNotNull();
    }

    @Test
    void theStatementIsTheCallAndTheSiteIsBelowTheDriver() {
        StackTraceElement[] frames = {
            jdk("sun.nio.ch.NioSocketImpl", "read"),
            jdk("java.net.Socket$SocketInputStream", "read"),
            new StackTraceElement("org.postgresql.core.PGStream", "receiveChar", "PGStream.java", 1),
            new StackTraceElement("org.postgresql.jdbc.PgPreparedStatement", "executeQuery", "P.java", 2),
            new StackTraceElement("com.zaxxer.hikari.pool.HikariProxyPreparedStatement", "executeQuery", "H.java", -1),
            new StackTraceElement("shop.OrderDao", "find", "OrderDao.java", 71),
            new StackTraceElement("shop.Main", "main", "Main.java", 3),
        };
        StackReading reading = new StackReading(frames, Thread.State.RUNNABLE);
        assertThat(reading.call()).isEqualTo(SeenCall.onStack("jdbc", "PreparedStatement.executeQuery"));
        assertThat(reading.top()).isEqualTo(frames[5]);
        assertThat(reading.entry()).isEqualTo(frames[6]);
    }

    @Test
    void belowAServerTheWorkBeginsAtItsHandler() {
        StackTraceElement[] frames = {
            jdk("java.lang.Thread", "sleep"),
            new StackTraceElement("shop.Orders", "find", "Orders.java", 42),
            new StackTraceElement("shop.OrderController", "get", "OrderController.java", 12),
            new StackTraceElement("org.springframework.web.servlet.DispatcherServlet", "doDispatch", "D.java", 1),
            new StackTraceElement("org.apache.tomcat.util.threads.TaskThread", "run", "TaskThread.java", 63),
            jdk("java.lang.Thread", "run"),
        };
        StackReading reading = new StackReading(frames, Thread.State.TIMED_WAITING);
        assertThat(reading.entry()).isEqualTo(frames[4]);
        assertThat(reading.ownEntry()).isEqualTo(frames[2]);
        StackTraceElement[] server = {frames[3], frames[4], frames[5]};
        assertThat(new StackReading(server, Thread.State.RUNNABLE).ownEntry()).isEqualTo(frames[4]);
    }

    @Test
    void aStatementOfAnUnknownDriverIsFoundWhereAHookSaysThatOneRuns() {
        StackTraceElement[] frames = {
            jdk("java.net.Socket$SocketInputStream", "read"),
            new StackTraceElement("com.acme.driver.Wire", "read", "Wire.java", 1),
            new StackTraceElement("com.acme.driver.AcmeStatement", "execute", "AcmeStatement.java", 2),
            new StackTraceElement("shop.OrderDao", "find", "OrderDao.java", 71),
        };
        assertThat(new StackReading(frames, Thread.State.RUNNABLE, true).top()).isEqualTo(frames[3]);
        assertThat(new StackReading(frames, Thread.State.RUNNABLE).top()).isEqualTo(frames[1]);
    }

    /** With the parts that JDK 17 tells of another thread's stack, and later ones do not. */
    @Test
    void itsLinesAreThoseOfAnException() {
        StackTraceElement[] frames = {
            new StackTraceElement(null, "java.base", "17.0.15", "java.lang.Thread", "sleep", null, -2),
            new StackTraceElement(null, "jdk.httpserver", "17.0.15", "sun.net.httpserver.ServerImpl", "run", null, -1),
            new StackTraceElement("app", null, null, "shop.Orders", "find", "Orders.java", 42),
            new StackTraceElement("app", "shop.web", "2.1", "shop.web.Main", "main", "Main.java", 3),
            new StackTraceElement("plugins", null, null, "plugin.Job", "run", "Job.java", 7),
        };
        assertThat(new StackReading(frames, Thread.State.TIMED_WAITING).lines())
                .containsExactly(
                        "java.base/java.lang.Thread.sleep(Native Method)",
                        "jdk.httpserver/sun.net.httpserver.ServerImpl.run(Unknown Source)",
                        "shop.Orders.find(Orders.java:42)",
                        "app/shop.web@2.1/shop.web.Main.main(Main.java:3)",
                        "plugins//plugin.Job.run(Job.java:7)");
    }

    @Test
    void anotherThreadsLinesAreThoseOfAnException() throws Exception {
        try (Blocked blocked = Blocked.in(new LinkedBlockingQueue<>()::take)) {
            await().untilAsserted(() -> assertThat(read(blocked.thread()).lines())
                    .anyMatch(line -> line.startsWith("java.base/java.util.concurrent.LinkedBlockingQueue.take("))
                    .anyMatch(line -> line.startsWith("shop.Blocked.")));
        }
    }

    private static StackTraceElement jdk(String type, String method) {
        return new StackTraceElement("app", "java.base", "17", type, method, null, -1);
    }

    private static StackReading read(Thread thread) {
        return new StackReading(thread.getStackTrace(), thread.getState());
    }

    private static void assertBlocked(String family, String call, Blocked blocked) throws Exception {
        SeenCall expected = SeenCall.onStack(family, call);
        try (blocked) {
            await().untilAsserted(() ->
                    assertThat(read(blocked.thread()).call()).as("call").isEqualTo(expected));
            assertThat(read(blocked.thread()).entry()).isNotNull();
        }
    }
}
