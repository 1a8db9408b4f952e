package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Calls of a stream socket while another thread, under no context, makes the same call of it: that one goes on. */
final class TurnCases {

    private static final int HOUR = 3_600_000;

    private TurnCases() {}

    static List<BlockingCase> all() throws Exception {
        // Where it is one's turn, it is the plain call.
        return Stream.of(read(0), read(HOUR), write(), accept())
                .map(BlockingCase::neverReady)
                .toList();
    }

    private static BlockingCase read(int soTimeout) throws Exception {
        SocketCases.Pair pair = new SocketCases.Pair();
        pair.near.setSoTimeout(soTimeout);
        Thread other = Cases.daemon(() -> pair.near.getInputStream().read());
        Still.await(other, "NioSocketImpl.read");
        return new BlockingCase(
                "Socket read behind another" + (soTimeout == 0 ? "" : " with SO_TIMEOUT"),
                "NioSocketImpl.read",
                () -> pair.near.getInputStream().read(),
                () -> {
                    pair.send(7);
                    pair.send(7);
                },
                () -> {
                    if (pair.near.isClosed() || !other.isAlive()) {
                        return "the other read was ended too";
                    }
                    if (pair.near.getSoTimeout() != soTimeout) {
                        return "SO_TIMEOUT is " + pair.near.getSoTimeout();
                    }
                    String complaint = soTimeout == 0 ? interrupted(pair) : timeout(pair);
                    pair.send(7);
                    other.join(5_000);
                    return other.isAlive() ? "the other read hangs" : complaint;
                });
    }

    /** The user's interrupt does not end the wait for a turn, and is there after it. */
    private static String interrupted(SocketCases.Pair pair) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        boolean[] kept = new boolean[1];
        try (CancelScope scope = Context.background().withCancel()) {
            Thread reader = Cases.daemon(() -> {
                scope.call(() -> pair.near.getInputStream().read());
                kept[0] = Thread.interrupted();
                over.countDown();
            });
            Still.await(reader, "NioSocketImpl.read");
            reader.interrupt();
            Still.await(reader, "NioSocketImpl.read");
            pair.send(7); // for the one before it
            pair.send(7);
            boolean read = over.await(5, TimeUnit.SECONDS);
            return !read ? "an interrupted read hangs" : kept[0] ? "" : "the user's interrupt is lost";
        }
    }

    /** From JDK 21 on SO_TIMEOUT bounds the wait for the other reader too. */
    private static String timeout(SocketCases.Pair pair) throws Exception {
        if (Runtime.version().feature() < 21) {
            return "";
        }
        pair.near.setSoTimeout(50);
        try (CancelScope scope = Context.background().withCancel()) {
            scope.call(() -> pair.near.getInputStream().read());
            return "a read behind another does not time out";
        } catch (SocketTimeoutException e) {
            return "Read timed out".equals(e.getMessage()) ? "" : "it says " + e.getMessage();
        } finally {
            pair.near.setSoTimeout(HOUR);
        }
    }

    private static BlockingCase write() throws Exception {
        SocketCases.Pair pair = new SocketCases.Pair();
        Thread other = Cases.daemon(() -> pair.near.getOutputStream().write(new byte[64 << 20]));
        Still.await(other, "NioSocketImpl.write");
        return new BlockingCase(
                "Socket write behind another",
                "NioSocketImpl.write",
                () -> pair.near.getOutputStream().write(1),
                pair::drain,
                () -> pair.near.isClosed() || !other.isAlive() ? "the other write was ended too" : "");
    }

    private static BlockingCase accept() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread other = Cases.daemon(server::accept);
        Still.await(other, "NioSocketImpl.accept");
        return new BlockingCase(
                "ServerSocket.accept behind another",
                "NioSocketImpl.accept",
                server::accept,
                () -> {
                    connect(server);
                    connectNext(server);
                },
                () -> server.isClosed() || !other.isAlive() ? "the other accept was ended too" : "");
    }

    /** A virtual thread that was interrupted while it waited for its turn closes the socket once it has it. */
    private static void connectNext(ServerSocket server) {
        try {
            connect(server);
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof ConnectException)) {
                throw e;
            }
        }
    }

    private static void connect(ServerSocket server) {
        try {
            new Socket(server.getInetAddress(), server.getLocalPort()).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
