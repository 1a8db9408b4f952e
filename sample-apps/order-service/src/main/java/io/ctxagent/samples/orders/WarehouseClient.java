package io.ctxagent.samples.orders;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the warehouse over a socket. No timeout is set on the socket: the context's deadline is the timeout. */
final class WarehouseClient {

    private static final Duration LIMIT = Duration.ofMillis(1_500);

    private final int port;

    WarehouseClient(int port) {
        this.port = port;
    }

    /** The price in cents. */
    int price(String item) throws Exception {
        try (CancelScope scope = Context.current().withTimeout(LIMIT).named("warehouse.price")) {
            return scope.call(() -> ask(item));
        }
    }

    private int ask(String item) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write(("PRICE " + item + "\n").getBytes(StandardCharsets.US_ASCII));
            String cents = lines.readLine();
            if (cents == null) {
                throw new IOException("the warehouse hung up");
            }
            return Integer.parseInt(cents);
        }
    }
}
