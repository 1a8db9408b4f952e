package io.ctxagent.samples.timeout;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a server that accepts connections and never answers. Nobody sets a timeout on the socket. */
public final class Timeout {

    private Timeout() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            try (CancelScope scope = Context.background().withTimeout(Duration.ofMillis(300))) {
                System.out.println("the price is " + scope.call(() -> ask(silent.getLocalPort())));
            } catch (IOException e) {
                System.out.println("no price after " + (System.nanoTime() - start) / 1_000_000 + " ms");
                System.out.println("  thrown: " + e);
                System.out.println("  by:     " + e.getCause());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Knows of no deadline. */
    private static @Nullable String ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("price of a lamp?\n".getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
