package io.ctxagent.samples.orders;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * {@code --leak=unbounded-io}, from the start of the service.
 *
 * <p>What is wrong: a background thread waits for price changes of the warehouse, which never sends any. It has a context,
 * so it can be cancelled, but no deadline anywhere on the path: nobody would notice that it waits for ever. CTX202.
 */
final class UnboundedIoLeak implements Fault {

    private final CancelScope feed;
    private final int warehousePort;

    UnboundedIoLeak(Context service, int warehousePort) {
        this.feed = service.withCancel().named("price-feed");
        this.warehousePort = warehousePort;
        Thread thread = new Thread(feed.context().wrap(this::listen), "price-feed");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void passed(String item) {
        // It waits at the service's start, not in a request.
    }

    private void listen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), warehousePort)) {
            socket.getOutputStream().write("SUBSCRIBE\n".getBytes(StandardCharsets.US_ASCII));
            while (socket.getInputStream().read() >= 0) {
                feed.context().check();
            }
        } catch (IOException closed) {
            // The service ends, or the context is done: nothing to do but end as well.
        }
    }
}
