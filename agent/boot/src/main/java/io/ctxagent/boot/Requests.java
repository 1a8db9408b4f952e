package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The hooks of HTTP servers: each request that comes in is handled under a context of its own. They throw nothing. */
public final class Requests {

    /** By {@link RequestSupport#key}; until they are answered. */
    static final OpenRequests OPEN = new OpenRequests();

    /** Whether there has been one: to ask the table whether it is empty is to add up counts of all processors. */
    private static volatile boolean any;

    private Requests() {}

    /**
     * When a server's thread turns to a connection: what it ran under, a request whose task started it, is not this client's.
     *
     * @return what {@link #turnAway} takes; null for nothing
     */
    public static @Nullable Object turnTo(Object connection) {
        if (Family.HTTP.off()) {
            return null;
        }
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.request != null || record.agent) {
                return null;
            }
            Object outside = record.under();
            // Nothing to come back to: the record alone says that, and nothing is made.
            Object turn = outside == null && record.connection == null ? record : new ConnectionTurn(record, outside);
            if (outside != null) {
                record.under(null);
            }
            record.connection = connection;
            return turn;
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
            return null;
        }
    }

    /** When it has done that. */
    public static void turnAway(Object turn) {
        try {
            if (turn instanceof ThreadRecord) {
                ((ThreadRecord) turn).connection = null;
            } else {
                ((ConnectionTurn) turn).end();
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /**
     * When a request is about to be handled: its first filter or handler is called, or, for one that somebody else had to
     * answer, is called again. What is called below, a forward or an include, belongs to the same request.
     *
     * @return what {@link #exit} takes; null for nothing
     */
    public static @Nullable Object enter(int server, Object raw) {
        RequestSupport support = RequestSupport.instance;
        if (support == null || Family.HTTP.off()) {
            return null;
        }
        ThreadRecord record = ThreadRecord.current();
        if (record.request != null || record.agent) {
            return null;
        }
        try {
            Object key = support.key(server, raw);
            IncomingRequest request = OPEN.get(key);
            if (request == null || !request.begin()) {
                request = make(support, record, server, raw, key);
                if (request == null) {
                    return null;
                }
                if (!any) {
                    any = true;
                }
                request.opened(server);
                RequestWatch.wake();
            }
            return RequestRun.begin(record, server, raw, request);
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
            return null;
        }
    }

    private static @Nullable IncomingRequest make(
            RequestSupport support, ThreadRecord record, int server, Object raw, Object key) throws Throwable {
        RequestHead head;
        Port port;
        // The server's own code and class loaders are asked: no call of theirs is the application's.
        record.agent = true;
        try {
            head = support.head(server, raw, record.connection);
            port = RequestPorts.of(head.loader, support);
        } finally {
            record.agent = false;
        }
        return IncomingRequest.make(port, key, head, record);
    }

    /**
     * When a server goes on with a request whose handler has returned: it calls the application's listeners.
     *
     * @return what {@link #exit} takes; null for nothing
     */
    public static @Nullable Object enterAgain(int server, Object raw) {
        RequestSupport support = !any || Family.HTTP.off() ? null : RequestSupport.instance;
        if (support == null) {
            return null;
        }
        ThreadRecord record = ThreadRecord.current();
        if (record.request != null || record.agent) {
            return null;
        }
        try {
            Object key = support.keyAgain(server, raw);
            IncomingRequest request = key == null ? null : OPEN.get(key);
            return key == null || request == null || !request.begin()
                    ? null
                    : RequestRun.begin(record, server, key, request);
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
            return null;
        }
    }

    /** When that call returns, by an exception or not. */
    public static void exit(Object entered) {
        RequestRun run = (RequestRun) entered;
        run.end();
        boolean goesOn = false;
        try {
            RequestSupport support = RequestSupport.instance;
            goesOn = support != null && support.goesOn(run.server, run.raw);
            if (!goesOn && support != null) {
                if (!run.request.removed) {
                    OPEN.remove(run.request);
                }
                run.read();
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        } finally {
            run.request.leave(goesOn);
        }
    }

    /** When the server has nothing more to do for the request of this key: it is answered, or its connection is closed. */
    public static void ended(Object key) {
        if (!any) {
            return;
        }
        try {
            IncomingRequest request = OPEN.take(key);
            if (request != null) {
                request.removed = true;
                request.answered();
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /** Holds none of them any more. Their contexts go with those who use them; nobody's work is cancelled. */
    static void forget() {
        RequestSupport.instance = null;
        any = false;
        OPEN.clear();
        RequestPorts.forget();
        RequestReads.forget();
        RequestStreams.forget();
        RequestWatch.wake();
    }
}
