package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS over a stream socket: the handshake, a read, a read that has half a record, a write. */
final class TlsCases {

    private static SSLContext made;
    private static final byte[] MESSAGE = "a message that is long enough to be cut in two".getBytes();

    private static final int NOTHING_READ = -1;

    private TlsCases() {}

    static List<BlockingCase> all() throws Exception {
        SSLContext tls = made == null ? TestKeys.context() : made;
        made = tls;
        return List.of(
                handshake(tls).neverReady(),
                read(tls),
                halfARecord(tls).neverReady(),
                write(tls),
                handshakeBehindAnother(tls).neverReady(),
                readBehindAnother(tls).neverReady(),
                writeBehindAnother(tls).neverReady());
    }

    private static BlockingCase handshake(SSLContext tls) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept();
        return new BlockingCase(
                "SSLSocket.startHandshake",
                "NioSocketImpl.read",
                socket::startHandshake,
                () -> close(accepted),
                () -> socket.isClosed() ? "the socket was closed" : "");
    }

    private static BlockingCase read(SSLContext tls) throws Exception {
        Connection connection = new Connection(tls);
        return new BlockingCase(
                        "SSLSocket read",
                        "NioSocketImpl.read",
                        () -> connection.client.getInputStream().read(),
                        connection.cut::hangUp,
                        () -> connection.client.isClosed() ? "the socket was closed" : refused(connection))
                .readyAfter(connection::send);
    }

    /** A read under a done context fails also where its byte is there already, and leaves it there. */
    private static String refused(Connection connection) throws Exception {
        connection.send();
        int first = connection.client.getInputStream().read();
        CancelScope scope = Context.background().withCancel();
        scope.cancel();
        try {
            scope.call(() -> connection.client.getInputStream().read());
            return "read under a done context";
        } catch (SocketException e) {
            return connection.expect(first);
        }
    }

    /** The other end has sent, and what is between has let through half of it. */
    private static BlockingCase halfARecord(SSLContext tls) throws Exception {
        Connection connection = new Connection(tls);
        connection.cut.hold();
        connection.send();
        connection.cut.awaitHalf();
        return new BlockingCase(
                "SSLSocket read with half a record",
                "NioSocketImpl.read",
                () -> connection.client.getInputStream().read(),
                connection.cut::hangUp,
                () -> {
                    connection.cut.letGo();
                    return connection.expect(NOTHING_READ);
                });
    }

    private static BlockingCase write(SSLContext tls) throws Exception {
        Connection connection = new Connection(tls);
        connection.cut.stopReading();
        byte[] much = new byte[64 << 20];
        return new BlockingCase(
                        "SSLSocket write",
                        "NioSocketImpl.write",
                        () -> connection.client.getOutputStream().write(much),
                        connection.cut::hangUp,
                        () -> connection.client.isClosed() ? "the socket was closed" : "")
                .ready(() -> connection.client.getOutputStream().write(1));
    }

    private static BlockingCase handshakeBehindAnother(SSLContext tls) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", server.getLocalPort());
        Socket accepted = server.accept();
        Thread other = Cases.daemon(() -> Cut.untilHungUp(socket::startHandshake));
        Still.await(other, "NioSocketImpl.read");
        return new BlockingCase(
                "SSLSocket read behind a handshake",
                "SSLSocketImpl.ensureNegotiated",
                () -> socket.getInputStream().read(),
                () -> close(accepted),
                () -> socket.isClosed() || !other.isAlive() ? "the handshake was ended too" : "");
    }

    private static BlockingCase readBehindAnother(SSLContext tls) throws Exception {
        Connection connection = new Connection(tls);
        int[] first = new int[1];
        Thread other = Cases.daemon(() -> Cut.untilHungUp(
                () -> first[0] = connection.client.getInputStream().read()));
        Still.await(other, "NioSocketImpl.read");
        return new BlockingCase(
                "SSLSocket read behind another",
                "SSLSocketImpl$AppInputStream.read",
                () -> connection.client.getInputStream().read(),
                connection.cut::hangUp,
                () -> {
                    if (connection.client.isClosed() || !other.isAlive()) {
                        return "the other read was ended too";
                    }
                    connection.send();
                    other.join(5_000);
                    return other.isAlive() ? "the other read hangs" : connection.expect(first[0]);
                });
    }

    private static BlockingCase writeBehindAnother(SSLContext tls) throws Exception {
        Connection connection = new Connection(tls);
        connection.cut.stopReading();
        Thread other = Cases.daemon(
                () -> Cut.untilHungUp(() -> connection.client.getOutputStream().write(new byte[64 << 20])));
        Still.await(other, "NioSocketImpl.write");
        return new BlockingCase(
                "SSLSocket write behind another",
                "SSLSocketImpl$AppOutputStream.write",
                () -> connection.client.getOutputStream().write(1),
                connection.cut::hangUp,
                () -> connection.client.isClosed() || !other.isAlive() ? "the other write was ended too" : "");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client and a server that have shaken hands, with somebody between them. */
    private static final class Connection {
        final SSLSocket client;
        final SSLSocket server;
        final Cut cut;

        Connection(SSLContext tls) throws Exception {
            SSLServerSocket listening = (SSLServerSocket)
                    tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            cut = new Cut(listening.getLocalPort());
            client = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", cut.port());
            SSLSocket[] accepted = new SSLSocket[1];
            CountDownLatch shaken = new CountDownLatch(1);
            Cases.daemon(() -> {
                accepted[0] = (SSLSocket) listening.accept();
                accepted[0].startHandshake();
                // A byte behind the session tickets of TLS 1.3, so that no record of theirs is under way later.
                accepted[0].getOutputStream().write(1);
                shaken.countDown();
            });
            client.startHandshake();
            if (client.getInputStream().read() != 1) {
                throw new IllegalStateException("no first byte");
            }
            shaken.await();
            server = accepted[0];
        }

        void send() throws IOException {
            server.getOutputStream().write(MESSAGE);
            server.getOutputStream().flush();
        }

        /** The message, or what is left of it when its first byte was read. */
        String expect(int first) throws IOException {
            byte[] read = Arrays.copyOf(MESSAGE, MESSAGE.length);
            int from = first == MESSAGE[0] ? 1 : 0;
            client.getInputStream().readNBytes(read, from, read.length - from);
            return Arrays.equals(read, MESSAGE) ? "" : "read " + new String(read);
        }
    }

    /** Between client and server; holds back the second half of what the server says when it is told to. */
    private static final class Cut {
        private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch rest = new CountDownLatch(1);
        private volatile Socket near = new Socket();
        private volatile boolean holding;
        private volatile boolean reading = true;

        Cut(int serverPort) throws IOException {
            Cases.daemon(() -> {
                near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Cases.daemon(() -> untilHungUp(() -> towardsServer(near, far)));
                untilHungUp(() -> towardsClient(far, near));
            });
        }

        int port() {
            return listening.getLocalPort();
        }

        private static void untilHungUp(Cases.Body body) throws Exception {
            try {
                body.run();
            } catch (IOException e) {
                // One of the two ends has gone.
            }
        }

        /** Ends the client's connection from outside: closing the client itself would wait for its writer. */
        void hangUp() {
            close(near);
        }

        void hold() {
            holding = true;
        }

        void stopReading() {
            reading = false;
        }

        void awaitHalf() throws InterruptedException {
            half.await();
        }

        void letGo() {
            rest.countDown();
        }

        private void towardsServer(Socket near, Socket far) throws Exception {
            byte[] buffer = new byte[8192];
            InputStream in = near.getInputStream();
            for (int read = in.read(buffer); read >= 0 && reading; read = in.read(buffer)) {
                far.getOutputStream().write(buffer, 0, read);
            }
            new CountDownLatch(1).await();
        }

        private void towardsClient(Socket far, Socket near) throws Exception {
            byte[] buffer = new byte[8192];
            InputStream in = far.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int first = holding ? read / 2 : read;
                near.getOutputStream().write(buffer, 0, first);
                near.getOutputStream().flush();
                if (holding) {
                    half.countDown();
                    rest.await();
                    near.getOutputStream().write(buffer, first, read - first);
                }
            }
        }
    }
}
