package io.ctxagent.benchmarks.wakes;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One call or two of each family. */
final class Waits {

    /** Ends of connections that would be closed if nobody held them. */
    private static final List<Socket> OPEN = new CopyOnWriteArrayList<>();

    private Waits() {}

    static List<Wait> all() throws Exception {
        List<Wait> all = new ArrayList<>();
        concurrent(all);
        threads(all);
        network(all);
        channels(all);
        Statements.add(all);
        return all;
    }

    private static void concurrent(List<Wait> all) throws InterruptedException {
        LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        all.add(new Wait("queue", "LinkedBlockingQueue.take", queue::take));
        ReentrantLock held = new ReentrantLock();
        CountDownLatch locked = new CountDownLatch(1);
        daemon("holder", () -> {
            held.lock();
            locked.countDown();
            forever();
        });
        locked.await();
        all.add(new Wait("lock", "ReentrantLock.lockInterruptibly", () -> {
            held.lockInterruptibly();
            return held;
        }));
        CompletableFuture<Object> future = new CompletableFuture<>();
        all.add(new Wait("future", "CompletableFuture.get", future::get));
        all.add(new Wait("future", "CompletableFuture.join", future::join));
    }

    private static void threads(List<Wait> all) throws Exception {
        all.add(new Wait("sleep", "TimeUnit.sleep", () -> {
            TimeUnit.HOURS.sleep(1);
            return all;
        }));
        Object monitor = new Object();
        all.add(new Wait("wait", "Object.wait", () -> {
            synchronized (monitor) {
                while (true) {
                    monitor.wait();
                }
            }
        }));
        Thread endless = daemon("endless", Waits::forever);
        all.add(new Wait("join", "Thread.join", () -> {
            endless.join();
            return endless;
        }));
        Process process = new ProcessBuilder("cat").start(); // until the pipe to it is closed, with this JVM
        all.add(new Wait("process", "Process.waitFor", process::waitFor));
    }

    private static void network(List<Wait> all) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        ServerSocket listener = new ServerSocket(0, 8, loopback);
        Socket silent = new Socket(loopback, listener.getLocalPort());
        OPEN.add(listener.accept());
        all.add(new Wait("socket", "Socket read", silent.getInputStream()::read));
        ServerSocket lonely = new ServerSocket(0, 1, loopback);
        all.add(new Wait("socket", "ServerSocket.accept", lonely::accept));
        DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(loopback, 0));
        all.add(new Wait("datagram", "DatagramSocket.receive", () -> {
            datagrams.receive(new DatagramPacket(new byte[1], 1));
            return datagrams;
        }));
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"))
                .build();
        daemon("silent server", () -> {
            try {
                while (true) {
                    OPEN.add(listener.accept());
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        all.add(new Wait(
                "httpclient", "HttpClient.send", () -> client.send(request, HttpResponse.BodyHandlers.discarding())));
    }

    private static void channels(List<Wait> all) throws Exception {
        all.add(new Wait("channel", "Pipe.SourceChannel.read", () -> {
            Pipe pipe = Pipe.open(); // closed by the wake
            return pipe.source().read(ByteBuffer.allocate(1));
        }));
        Selector selector = Selector.open();
        all.add(new Wait("selector", "Selector.select", selector::select));
        PipedInputStream piped = new PipedInputStream(new PipedOutputStream());
        all.add(new Wait("pipe", "PipedInputStream.read", piped::read));
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
