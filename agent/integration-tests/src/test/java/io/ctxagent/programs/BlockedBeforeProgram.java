package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Threads named after the call that they are blocked in, each under a context, all before an agent comes. */
public final class BlockedBeforeProgram {

    private BlockedBeforeProgram() {}

    private interface Call {
        void run() throws Exception;
    }

    private record Blocked(String name, String frame, Call call) {}

    public static void main(String[] args) throws Exception {
        List<Blocked> calls = calls(args[0].equals("virtual"));
        CancelScope scope =
                Context.background().withTimeout(Duration.ofHours(1)).named("job");
        for (Blocked blocked : calls) {
            Runnable task = () -> {
                try {
                    scope.call(() -> {
                        blocked.call().run();
                        return null;
                    });
                } catch (Exception e) {
                    System.out.println("ENDED " + blocked.name() + " " + e);
                }
            };
            Thread thread = args[0].equals("virtual") ? virtual(task) : Cases.daemonThread(task);
            thread.setName(blocked.name());
            thread.start();
            Still.await(thread, blocked.frame());
        }
        System.out.println("READY");
        while (System.in.read() >= 0) {
            scope.cancel();
        }
        System.exit(0);
    }

    private static Thread virtual(Runnable task) throws Exception {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, task);
    }

    private static List<Blocked> calls(boolean virtual) throws Exception {
        List<Blocked> calls = new ArrayList<>();
        Thread main = Thread.currentThread();
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket far = server.accept();
        Object monitor = new Object();
        calls.add(new Blocked("queue take", "LinkedBlockingQueue.take", () -> new LinkedBlockingQueue<>().take()));
        calls.add(new Blocked("lock await", "CountDownLatch.await", () -> new CountDownLatch(1).await()));
        calls.add(new Blocked("lock lock", "ReentrantLock.lock", lock::lock));
        calls.add(new Blocked("lock park", "LockSupport.park", () -> {
            while (true) {
                LockSupport.park();
            }
        }));
        calls.add(new Blocked("future get", "CompletableFuture.get", () -> new CompletableFuture<>().get()));
        calls.add(new Blocked("future join", "CompletableFuture.join", () -> new CompletableFuture<>().join()));
        calls.add(new Blocked("sleep sleep", ".sleep", () -> TimeUnit.HOURS.sleep(1)));
        calls.add(new Blocked("join join", "Thread.join", main::join));
        calls.add(new Blocked("socket read", "", () -> {
            if (far.isBound()) {
                near.getInputStream().read();
            }
        }));
        calls.add(new Blocked("socket accept", "", server::accept));
        if (!virtual) {
            // On a virtual thread before JDK 24 these hold the carrier, and there are few of those.
            calls.add(new Blocked("wait wait", "Object.wait", () -> {
                synchronized (monitor) {
                    monitor.wait();
                }
            }));
            Object held = new Object();
            CountDownLatch holds = new CountDownLatch(1);
            Cases.daemon(() -> {
                synchronized (held) {
                    holds.countDown();
                    new CountDownLatch(1).await();
                }
            });
            holds.await();
            calls.add(new Blocked("lock synchronized", "", () -> {
                synchronized (held) {
                    System.out.println("never");
                }
            }));
            Class.forName("org.h2.Driver");
            Connection connection = DriverManager.getConnection("jdbc:h2:mem:blocked");
            Statement statement = connection.createStatement();
            calls.add(new Blocked(
                    "jdbc executeQuery",
                    "executeQuery",
                    () -> statement.executeQuery(
                            "select sum(a.x * b.x) from system_range(1, 1000000) a, system_range(1, 1000000) b")));
        }
        return calls;
    }
}
