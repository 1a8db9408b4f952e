package io.ctxagent.boot;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code http.read-timeout}: how long a server may wait for the bytes of one request, head and body together. What
 * counts is the time in which the server waits for the client, so one that sends a byte now and then is cut off, and a
 * handler that takes its time before it reads costs the client nothing. Times between two requests of a connection do not count; a
 * TLS handshake has the same time for itself. The hooks throw nothing.
 */
public final class RequestReads {

    /** By connection or stream, whose classes have no {@code equals} of their own; only with the option. */
    private static final ConcurrentHashMap<Object, ReadTime> WAITING = new ConcurrentHashMap<>();

    private RequestReads() {}

    /** Whether the option is on; the hooks are in either way. */
    private static boolean off() {
        return Settings.readNanos <= 0 || Family.HTTP.off();
    }

    static boolean nothing() {
        return WAITING.isEmpty();
    }

    /** Whether nothing is waited for, as far as a hook needs to know: without the option each request would ask the table. */
    private static boolean idle() {
        return Settings.readNanos <= 0 || WAITING.isEmpty();
    }

    /** When a server begins to wait for bytes of a request that has begun. */
    public static void waiting(int server, Object connection) {
        if (!off()) {
            begin(server, connection, null, ThreadRecord.current().request);
        }
    }

    /** The same for one of several requests that come by one connection at a time: it alone is cut off. */
    public static void streamWaiting(int server, Object stream) {
        if (!off()) {
            begin(server, stream, stream, ThreadRecord.current().request);
        }
    }

    /**
     * The same for a head of HTTP/2, which ends the connection: nothing else can come by that until it is whole.
     *
     * @param parser of the connection, for which no request and no other read is noted
     */
    public static void headWaiting(int server, Object parser) {
        if (!off()) {
            begin(server, parser, null, null);
        }
    }

    /** When something of a connection of HTTP/2 has not come whole: it is waited for only where there is a head to be waited for. */
    public static void headGoesOn(int server, Object parser) {
        if (!idle() && WAITING.containsKey(parser)) {
            headWaiting(server, parser);
        }
    }

    /** When a thread has read a frame of HTTP/2 that it may have waited for, as {@link ServerReads#reading} has noted. */
    public static void frameRead(int server, Object parser) {
        RequestSupport support = idle() ? null : RequestSupport.instance;
        if (support == null) {
            return;
        }
        try {
            Object connection = support.connection(server, parser);
            if (connection != null) {
                complete(connection);
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /** @param of the request that the thread is known to read; null where that is not known */
    private static void begin(int server, Object key, @Nullable Object own, @Nullable IncomingRequest of) {
        try {
            ReadTime time = WAITING.get(key);
            if (time == null) {
                RequestSupport support = RequestSupport.instance;
                SocketChannel channel = key instanceof SocketChannel
                        ? (SocketChannel) key
                        : support == null ? null : support.channel(server, key);
                if (channel == null) {
                    return;
                }
                time = new ReadTime(channel, server, own);
                WAITING.put(key, time);
                RequestWatch.wake();
            }
            time.begin(of);
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /** When a server has gone on with the TLS handshake of a connection, as far as the bytes went that it has. */
    public static void shakenHands(int server, Object connection) {
        RequestSupport support = off() ? null : RequestSupport.instance;
        if (support == null) {
            return;
        }
        try {
            if (support.shakesHands(server, connection)) {
                begin(server, connection, connection, null);
            } else {
                complete(connection);
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /** {@link #complete} of a connection object of the server's that the waits were not noted under. */
    public static void completeOf(int server, Object connection) {
        RequestSupport support = idle() ? null : RequestSupport.instance;
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
        ReadTime time = idle() ? null : WAITING.get(connection);
        if (time != null) {
            time.pause();
        }
    }

    /** When the request has been read, or is not going to be. */
    public static void complete(Object connection) {
        if (!idle()) {
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
                    // Nobody's yet, whatever else the thread may be at.
                    begin(server, connection, null, null);
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

    static void look(long now) {
        for (Map.Entry<Object, ReadTime> entry : WAITING.entrySet()) {
            ReadTime time = entry.getValue();
            if (!time.channel.isOpen() || (time.over(now, Settings.readNanos) && cut(time))) {
                // Not by the key alone: what was put there meanwhile is another request's.
                WAITING.remove(entry.getKey(), time);
            }
        }
    }

    /** Whether that is done with. */
    private static boolean cut(ReadTime time) {
        try {
            return time.cut(Settings.readNanos);
        } catch (IOException gone) {
            return true; // its client has reset it meanwhile
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
            return true;
        }
    }

    static void forget() {
        WAITING.clear();
    }
}
