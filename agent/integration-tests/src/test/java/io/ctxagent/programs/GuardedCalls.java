package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Calls of sockets, channels, locks, pipes, selectors and databases that have all they need and end at once, unless they are
 * refused: made as they are, and in a class initialiser. All is made ready outside of any context.
 */
final class GuardedCalls {

    private static Map<String, Callable<Object>> calls = Map.of();

    private GuardedCalls() {}

    private static final class Initialised {
        static final String VALUE = all();
    }

    static String inInitialiser() {
        return Initialised.VALUE;
    }

    /** What each call of the last {@link #prepare} gave or threw. */
    static String all() {
        StringBuilder all = new StringBuilder();
        calls.forEach((name, call) -> {
            String result;
            try {
                result = String.valueOf(call.call());
            } catch (Exception e) {
                result = e.getClass().getSimpleName();
            }
            all.append(all.length() == 0 ? "" : " ").append(name).append(':').append(result);
        });
        return all.toString();
    }

    static void prepare() throws Exception {
        Map<String, Callable<Object>> made = new LinkedHashMap<>();
        SocketChannel near = connected();
        made.put("channel", () -> near.read(ByteBuffer.allocate(1)));
        DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        datagrams.send(new DatagramPacket(new byte[1], 1, datagrams.getLocalSocketAddress()));
        made.put("datagram", () -> {
            datagrams.receive(new DatagramPacket(new byte[1], 1));
            return 1;
        });
        Path file = Files.createTempFile("guarded", "");
        FileChannel locks = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        made.put("lock", () -> locks.lock().isValid());
        PipedOutputStream into = new PipedOutputStream();
        PipedInputStream piped = new PipedInputStream(into);
        into.write(1);
        made.put("pipe", piped::read);
        Pipe pipe = Pipe.open();
        pipe.sink().write(ByteBuffer.allocate(1));
        Selector selector = Selector.open();
        pipe.source().configureBlocking(false).register(selector, SelectionKey.OP_READ);
        made.put("select", selector::select);
        made.put("connection", () -> {
            DriverManager.getConnection("jdbc:h2:mem:").close();
            return "made";
        });
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = connection.createStatement();
        ResultSet rows = connection.createStatement().executeQuery("select x from system_range(1, 2)");
        made.put("statement", () -> statement.execute("select 1"));
        made.put("row", rows::next);
        connection.setAutoCommit(false);
        made.put("commit", () -> {
            connection.commit();
            return "made";
        });
        calls = made;
    }

    private static final class Reads {
        static final String VALUE = read();

        private static String read() {
            try {
                return ReadFrom.socket.getInputStream().read() + " read";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class ReadFrom {
        static Socket socket;
    }

    /** The thread is signalled, sees where it is, and goes on. */
    static String readThatIsCancelled() throws Exception {
        CancelScope scope = Context.background().withCancel();
        String[] seen = new String[1];
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ReadFrom.socket = new Socket(server.getInetAddress(), server.getLocalPort());
            try (Socket far = server.accept()) {
                Thread thread = Cases.daemonThread(() -> {
                    try {
                        seen[0] = scope.call(() -> Reads.VALUE);
                    } catch (Throwable e) {
                        seen[0] = e.toString();
                    }
                });
                thread.start();
                Still.await(thread, "NioSocketImpl.read");
                scope.cancel();
                Still.await(thread, "NioSocketImpl.read");
                far.getOutputStream().write(7);
                thread.join(10_000);
            }
        }
        return seen[0];
    }

    private static SocketChannel connected() throws Exception {
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel near = SocketChannel.open(server.getLocalAddress());
            server.accept().write(ByteBuffer.allocate(1));
            return near;
        }
    }
}
