package io.ctxagent.boot;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code http.read-timeout}: how long a server may wait for the bytes of one request, head and body together. What
 * counts is the time in which the server waits for the client, so one that sends a byte now and then is cut off, and a
 * handler that takes its time before it reads costs the client nothing. Times between two requests of a connection do not count.
 * The hooks throw nothing.
 */
public final class RequestReads {

    /** By connection, whose classes have no {@code equals} of their own; only with the option. */
    private static final ConcurrentHashMap<Object, ReadTime> WAITING = new ConcurrentHashMap<>();

    private RequestReads() {}

    /** Whether the option is on; the hooks are in either way. */
    private static boolean off() {
        return Settings.readNanos <= 0 || Family.HTTP.off();
    }

    static boolean nothing() {
        return WAITING.isEmpty();
    }

    /** When a server begins to wait for bytes of a request that has begun. */
    public static void waiting(int server, Object connection) {
        if (off()) {
            return;
        }
        try {
            ReadTime time = WAITING.get(connection);
            if (time == null) {
                RequestSupport support = RequestSupport.instance;
                SocketChannel channel = connection instanceof SocketChannel
                        ? (SocketChannel) connection
                        : support == null ? null : support.channel(server, connection);
                if (channel == null) {
                    return;
                }
                time = new ReadTime(channel, server != RequestSupport.JDK);
                WAITING.put(connection, time);
                RequestWatch.wake();
            }
            time.begin();
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /** {@link #complete} of a connection object of the server's that the waits were not noted under. */
    public static void completeOf(int server, Object connection) {
        RequestSupport support = WAITING.isEmpty() ? null : RequestSupport.instance;
        if (support == null) {
            return;
        }
        try {
            SocketChannel channel = support.channel(server, connection);
            if (channel != null) {
                WAITING.remove(channel);
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /** When it waits no more: bytes have come, or the wait was given up. */
    public static void came(Object connection) {
        ReadTime time = WAITING.isEmpty() ? null : WAITING.get(connection);
        if (time != null) {
            time.pause();
        }
    }

    /** When the request has been read, or is not going to be. */
    public static void complete(Object connection) {
        if (!WAITING.isEmpty()) {
            WAITING.remove(connection);
        }
    }

    /**
     * When a server that has its connections in a selector turns away from one: what it waits for next is the rest of a head, or
     * nothing of this option's.
     *
     * @param reader what reads heads there
     * @param state what it has come to; null where it is asked
     */
    public static void served(int server, Object connection, Object reader, @Nullable Object state) {
        if (off()) {
            return;
        }
        try {
            RequestSupport support = RequestSupport.instance;
            if (support == null) {
                return;
            }
            switch (support.reading(server, reader, state)) {
                case RequestSupport.HEAD:
                    waiting(server, connection);
                    break;
                case RequestSupport.NOTHING:
                    complete(connection);
                    break;
                default:
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    static void look(long now) throws IOException {
        for (java.util.Map.Entry<Object, ReadTime> entry : WAITING.entrySet()) {
            ReadTime time = entry.getValue();
            if (!time.channel.isOpen()) {
                WAITING.remove(entry.getKey(), time);
            } else if (time.over(now, Settings.readNanos)) {
                WAITING.remove(entry.getKey(), time);
                time.cut();
            }
        }
    }

    static void forget() {
        WAITING.clear();
    }

    /** How long the server has waited for one request. */
    private static final class ReadTime {

        final SocketChannel channel;
        private final boolean inputOnly;
        private long spent;
        private long since;
        private boolean running;

        /**
         * @param inputOnly whether the server closes the connection itself when its input ends, as those must that have it in a
         *     selector
         */
        ReadTime(SocketChannel channel, boolean inputOnly) {
            this.channel = channel;
            this.inputOnly = inputOnly;
        }

        synchronized void begin() {
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

        void cut() throws IOException {
            if (inputOnly) {
                channel.shutdownInput();
            } else {
                channel.close();
            }
        }
    }
}
