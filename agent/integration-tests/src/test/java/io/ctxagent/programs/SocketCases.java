package io.ctxagent.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls of a stream socket, which stays open. */
final class SocketCases {

    private SocketCases() {}

    static List<BlockingCase> all() throws Exception {
        List<BlockingCase> cases =
                new ArrayList<>(List.of(read(0), read(3_600_000), write(), accept(), urlConnection()));
        cases.addAll(TurnCases.all());
        return cases;
    }

    private static BlockingCase read(int soTimeout) throws Exception {
        Pair pair = new Pair();
        pair.near.setSoTimeout(soTimeout);
        return new BlockingCase(
                soTimeout == 0 ? "Socket read" : "Socket read with SO_TIMEOUT",
                "NioSocketImpl.read",
                () -> pair.near.getInputStream().read(),
                () -> pair.send(7),
                () -> pair.stillWorks(soTimeout));
    }

    private static BlockingCase write() throws Exception {
        Pair pair = new Pair();
        byte[] much = new byte[64 << 20];
        return new BlockingCase(
                        "Socket write",
                        "NioSocketImpl.write",
                        () -> pair.near.getOutputStream().write(much),
                        pair::drain,
                        pair::stillWrites)
                .ready(() -> pair.near.getOutputStream().write(1));
    }

    private static BlockingCase accept() throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        return new BlockingCase(
                "ServerSocket.accept",
                "NioSocketImpl.accept",
                server::accept,
                () -> connect(server.getLocalPort()),
                () -> {
                    if (server.isClosed()) {
                        return "the server socket was closed";
                    }
                    connect(server.getLocalPort());
                    server.accept().close();
                    return "";
                });
    }

    private static BlockingCase urlConnection() throws Exception {
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var url = new java.net.URL("http://127.0.0.1:" + silent.getLocalPort() + "/");
        return BlockingCase.of(
                        "HttpURLConnection",
                        "NioSocketImpl.read",
                        () -> url.openConnection().getInputStream(),
                        () -> answer(silent))
                .readyAfter(() -> Cases.daemon(() -> answer(silent)));
    }

    private static void answer(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connect(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two ends of one connection. */
    static final class Pair {
        final Socket near = new Socket();
        final Socket far;

        Pair() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                near.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
                far = server.accept();
            }
        }

        void send(int value) {
            try {
                far.getOutputStream().write(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void drain() {
            Cases.daemon(() -> {
                byte[] buffer = new byte[1 << 20];
                while (far.getInputStream().read(buffer) >= 0) {
                    Thread.onSpinWait();
                }
            });
        }

        /** What a write that was ended has left under way comes first. */
        String stillWrites() throws Exception {
            if (near.isClosed()) {
                return "the socket was closed";
            }
            CompletableFuture<Byte> last = new CompletableFuture<>();
            Cases.daemon(() -> {
                byte[] all = far.getInputStream().readAllBytes();
                last.complete(all[all.length - 1]);
            });
            near.getOutputStream().write(42);
            near.shutdownOutput();
            return last.get(5, TimeUnit.SECONDS) == 42 ? "" : "the next byte is lost";
        }

        String stillWorks(int soTimeout) throws IOException {
            if (near.isClosed()) {
                return "the socket was closed";
            }
            if (near.getSoTimeout() != soTimeout) {
                return "SO_TIMEOUT is " + near.getSoTimeout();
            }
            send(42);
            return near.getInputStream().read() == 42 ? "" : "the next byte is lost";
        }
    }
}
