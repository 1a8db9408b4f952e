package io.ctxagent.benchmarks.hooks;

import com.sun.net.httpserver.HttpServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.SynchronousQueue;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What {@link CallBenchmark} works on. Each lives as long as the JVM of the fork. */
public final class Calls {

    private static final int LENGTH = 64;

    private Calls() {}

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Two threads that wait for each other: both block each time. */
    @State(Scope.Thread)
    public static class PingPong {

        private final SynchronousQueue<Integer> there = new SynchronousQueue<>();
        private final SynchronousQueue<Integer> back = new SynchronousQueue<>();

        public PingPong() {
            daemon("pong", () -> {
                try {
                    while (true) {
                        back.put(there.take());
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        int roundTrip() throws InterruptedException {
            there.put(1);
            return back.take();
        }
    }

    /** Two threads that wait for each other on a monitor. */
    @State(Scope.Thread)
    public static class Monitors {

        private boolean turn;

        public Monitors() {
            daemon("other", () -> {
                try {
                    while (true) {
                        pass(true);
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        int roundTrip() throws InterruptedException {
            pass(false);
            return 1;
        }

        private synchronized void pass(boolean from) throws InterruptedException {
            while (turn != from) {
                wait();
            }
            turn = !from;
            notifyAll();
        }
    }

    /** A process that has ended. */
    @State(Scope.Benchmark)
    public static class Ended {

        final Process process;

        public Ended() {
            try {
                process = new ProcessBuilder("true").start();
                process.waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A datagram socket that sends to itself. */
    @State(Scope.Thread)
    public static class Datagrams {

        private final DatagramSocket socket;
        private final DatagramPacket sent;
        private final DatagramPacket received = new DatagramPacket(new byte[LENGTH], LENGTH);

        public Datagrams() {
            try {
                socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                sent = new DatagramPacket(new byte[LENGTH], LENGTH, socket.getLocalSocketAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int sendAndReceive() throws IOException {
            socket.send(sent);
            socket.receive(received);
            return received.getLength();
        }
    }

    /** A pipe of channels, written before it is read. */
    @State(Scope.Thread)
    public static class Pipes {

        private final Pipe pipe;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);

        public Pipes() {
            try {
                pipe = Pipe.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** All of a read but its system call, which takes a hundred times as long as a hook. */
        int readNothing() throws IOException {
            return pipe.source().read(buffer.limit(0));
        }

        int writeAndRead() throws IOException {
            buffer.clear();
            pipe.sink().write(buffer);
            buffer.clear();
            return pipe.source().read(buffer);
        }
    }

    /** A selector with a key that is always ready. */
    @State(Scope.Thread)
    public static class Selecting {

        private final Selector selector;

        public Selecting() {
            try {
                selector = Selector.open();
                Pipe pipe = Pipe.open();
                pipe.sink().configureBlocking(false);
                pipe.sink().register(selector, SelectionKey.OP_WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int select() throws IOException {
            int ready = selector.select();
            selector.selectedKeys().clear();
            return ready;
        }
    }

    /** A file that nobody else locks. */
    @State(Scope.Thread)
    public static class LockedFile {

        final FileChannel channel;

        public LockedFile() {
            try {
                Path file = Files.createTempFile("ctx-bench", ".lock");
                channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Piped streams, written before they are read. */
    @State(Scope.Thread)
    public static class Streams {

        private final PipedInputStream in = new PipedInputStream();
        private final PipedOutputStream out;
        private final byte[] message = new byte[LENGTH];

        public Streams() {
            try {
                out = new PipedOutputStream(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int writeAndRead() throws IOException {
            out.write(message);
            return in.read(message);
        }
    }

    /** A file stream of which there is always more. */
    @State(Scope.Thread)
    public static class Zeros {

        final FileInputStream stream;

        public Zeros() {
            try {
                stream = new FileInputStream("/dev/zero");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An embedded database and a query of ten rows. */
    @State(Scope.Thread)
    public static class Database {

        final PreparedStatement select;

        public Database() {
            try {
                Connection connection = DriverManager.getConnection("jdbc:h2:mem:bench");
                select = connection.prepareStatement("select x from system_range(1, 10)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The JDK's HTTP server and client. */
    @State(Scope.Thread)
    public static class Server {

        private final HttpClient client = HttpClient.newHttpClient();
        private final HttpRequest request;

        public Server() {
            try {
                HttpServer server =
                        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LENGTH);
                server.createContext("/", exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
                daemon("server", server::start);
                request = HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int get() throws IOException, InterruptedException {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
