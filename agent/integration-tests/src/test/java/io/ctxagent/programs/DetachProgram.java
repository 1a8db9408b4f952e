package io.ctxagent.programs;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Works under contexts all the time while an agent comes and goes. On standard input: {@code h} prints what is left of agents,
 * {@code b} and {@code v} block a platform or a virtual thread in {@code take} and one in {@code Socket.read}, {@code c} cancels
 * those, {@code e} gives them what they wait for, {@code d} takes an element under a context that is done, {@code j}
 * begins to ask a database all the time, {@code n} asks a server of the JDK's by its HTTP client and shakes hands by TLS.
 */
public final class DetachProgram {

    private static final LinkedBlockingQueue<String> QUEUE = new LinkedBlockingQueue<>();

    private static CancelScope scope = Context.background().withCancel();
    private static CountDownLatch ended = new CountDownLatch(0);
    private static Socket far;

    private DetachProgram() {}

    public static void main(String[] args) throws Exception {
        keepBusy();
        System.out.println("READY");
        for (int command = System.in.read(); command >= 0; command = System.in.read()) {
            switch (command) {
                case 'h' -> System.out.println(left());
                case 'b' -> block(false);
                case 'v' -> block(true);
                case 'c' -> scope.cancel();
                case 'e' -> {
                    QUEUE.add("element");
                    far.getOutputStream().write(7);
                }
                case 'd' -> takeUnderADoneContext();
                case 'j' -> keepQuerying();
                case 'n' -> askServers();
                default -> {}
            }
        }
        System.exit(0);
    }

    /** Calls of many families, so that classes change under running code. */
    private static void keepBusy() {
        Context context = Context.background().withCancel().named("busy").context();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        ReentrantLock lock = new ReentrantLock();
        Cases.daemon(() -> context.call(() -> {
            LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
            while (true) {
                pool.submit(() -> queue.add(1)).get();
                queue.take();
                queue.poll(1, TimeUnit.MILLISECONDS);
                lock.lockInterruptibly();
                lock.unlock();
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }));
    }

    private static void keepQuerying() throws Exception {
        Context context = Context.background().withCancel().named("querying").context();
        PreparedStatement query =
                DriverManager.getConnection("jdbc:h2:mem:detach").prepareStatement("select 1");
        Cases.daemon(() -> context.call(() -> {
            while (true) {
                query.executeQuery().close();
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }));
    }

    private static void askServers() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        int status = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
        SSLContext tls = TestKeys.context();
        SSLServerSocket secret = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Cases.daemon(() -> secret.accept().getOutputStream().write(7));
        int told = tls.getSocketFactory()
                .createSocket("127.0.0.1", secret.getLocalPort())
                .getInputStream()
                .read();
        try (HikariDataSource pool = JdbcWaitCases.pool("h2")) {
            pool.getConnection().close();
        }
        System.out.println("ASKED " + status + " " + told);
    }

    private static void block(boolean virtual) throws Exception {
        scope = Context.background().withCancel();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
        far = server.accept();
        CountDownLatch over = new CountDownLatch(2);
        ended = over;
        List<Thread> threads = new ArrayList<>();
        threads.add(start(virtual, over, "take", QUEUE::take));
        threads.add(start(virtual, over, "read", () -> near.getInputStream().read()));
        for (Thread thread : threads) {
            Still.await(thread);
        }
        System.out.println("BLOCKED");
    }

    private static Thread start(
            boolean virtual, CountDownLatch over, String name, java.util.concurrent.Callable<Object> call)
            throws Exception {
        CancelScope under = scope;
        Runnable task = () -> {
            String end;
            try {
                end = String.valueOf(under.call(call));
            } catch (Exception e) {
                end = e.getClass().getSimpleName();
            }
            end += Thread.interrupted() ? " interrupted" : "";
            System.out.println("ENDED " + name + " " + end);
            over.countDown();
        };
        Thread thread;
        if (virtual) {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            thread = (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, task);
        } else {
            thread = Cases.daemonThread(task);
        }
        thread.start();
        return thread;
    }

    private static void takeUnderADoneContext() throws Exception {
        try (CancelScope done = Context.background().withCancel()) {
            done.cancel();
            QUEUE.add("kept");
            done.call(() -> {
                try {
                    System.out.println("TOOK " + QUEUE.take());
                } catch (InterruptedException e) {
                    System.out.println("TOOK nothing: " + e.getClass().getSimpleName());
                }
                return null;
            });
            QUEUE.clear();
        }
    }

    /** The class histogram counts after a full collection. */
    private static String left() throws Exception {
        String histogram = histogram();
        long metaspace = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                metaspace = pool.getUsage().getUsed() / 1024;
            }
        }
        List<String> threads = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("ctx-agent")) {
                threads.add(thread.getName());
            }
        }
        return "LEFT loaders=" + instances(histogram, "io.ctxagent.javaagent.AgentClassLoader") + " weavers="
                + instances(histogram, "io.ctxagent.instrument.Weaver") + " threads=" + threads + " classes="
                + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() + " metaspace=" + metaspace;
    }

    private static String histogram() throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }

    private static int instances(String histogram, String type) {
        for (String line : histogram.split("\n", -1)) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length >= 4 && columns[3].equals(type)) {
                return Integer.parseInt(columns[1]);
            }
        }
        return 0;
    }
}
