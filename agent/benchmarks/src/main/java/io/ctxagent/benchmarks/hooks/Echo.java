package io.ctxagent.benchmarks.hooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A connection to a thread that sends back what it gets, as long as the JVM lives. */
@State(Scope.Thread)
public class Echo {

    private static final int LENGTH = 64;

    private final byte[] message = new byte[LENGTH];
    private final Socket client;

    public Echo() {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(listener.getInetAddress(), listener.getLocalPort());
            client.setTcpNoDelay(true);
            Socket server = listener.accept();
            server.setTcpNoDelay(true);
            Thread thread = new Thread(() -> serve(server), "echo");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void roundTrip() throws IOException {
        client.getOutputStream().write(message);
        if (client.getInputStream().readNBytes(message, 0, LENGTH) != LENGTH) {
            throw new IOException("the echo ended");
        }
    }

    private static void serve(Socket server) {
        byte[] buffer = new byte[LENGTH];
        try (server) {
            while (true) {
                int read = server.getInputStream().read(buffer);
                if (read < 0) {
                    return;
                }
                server.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
