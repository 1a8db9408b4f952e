package io.ctxagent.boot;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** How long a server has waited for one request, or for a TLS handshake. Thread-safe. */
final class ReadTime {

    final SocketChannel channel;
    private final int server;

    /** What the server is told to cut off, because the end of its input would not do or would end others too; else null. */
    private final @Nullable Object own;

    private @Nullable IncomingRequest request;

    /** Who has begun to wait last, or has left it to be called. */
    private @Nullable Thread reader;

    private long spent;
    private long since;
    private boolean running;
    private boolean told;

    ReadTime(SocketChannel channel, int server, @Nullable Object own) {
        this.channel = channel;
        this.server = server;
        this.own = own;
    }

    /**
     * @param of the request that is read, where it is handled already; null where that is not known
     */
    synchronized void begin(@Nullable IncomingRequest of) {
        if (of != null) {
            request = of;
        }
        reader = Thread.currentThread();
        if (!running) {
            since = System.nanoTime();
            running = true;
        }
    }

    synchronized void pause() {
        if (running) {
            spent += System.nanoTime() - since;
            running = false;
        }
    }

    synchronized boolean over(long now, long limit) {
        return running && spent + (now - since) >= limit;
    }

    /**
     * Cancels the request, and ends what it came by. A thread that waits for a stream is woken by the cancel, with its cause; what
     * the server does for its own timeout is for those that are not.
     *
     * @return whether that was all; otherwise it is to be called again when the server waits on
     */
    boolean cut(long limit) throws Throwable {
        IncomingRequest handled;
        Thread waits;
        synchronized (this) {
            handled = told ? null : request;
            told = true;
            waits = reader;
        }
        // Before the cancel: whoever that wakes may be out of it at once.
        BlockedCall blocked = waits == null ? null : BlockedCall.of(waits);
        if (handled != null) {
            handled.tooSlow(limit);
        }
        if (own == null) {
            end();
            return true;
        }
        // Once, until it waits anew: what is set going here may take its time, and Jetty takes a second one
        // for a failure of the request as a whole, which no listener is told.
        pause();
        RequestSupport support = RequestSupport.instance;
        if (support != null && (blocked == null || !blocked.contextDone())) {
            support.cutOff(server, own);
        }
        return false;
    }

    private void end() throws IOException {
        if (server == RequestSupport.JDK) {
            channel.close();
        } else {
            // Those that have it in a selector close it themselves when its input ends.
            channel.shutdownInput();
        }
    }
}
