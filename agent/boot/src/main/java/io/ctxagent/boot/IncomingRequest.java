package io.ctxagent.boot;

import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request that a server has received, and the context that it is handled under. It ends when nobody handles it any more: when
 * its handler returns, or, where that leaves the answer to somebody else, when the answer is complete. Thread-safe.
 */
final class IncomingRequest {

    private static final String KIND = "request";

    private final Port port;
    private final Object scope;

    /** What its server calls it by. */
    final Object key;

    /** In {@link OpenRequests}; one that is there no more may still lead to others. */
    volatile @Nullable IncomingRequest next;

    final Object context;
    final Owner owner;
    final @Nullable SocketChannel channel;
    private final @Nullable Object stream;

    /** {@link RequestWatch} has seen it before; that thread's own. */
    boolean seen;

    /** It is in {@link Requests#OPEN} no more. A thread that does not see it yet looks there once more. */
    boolean removed;

    /** Its client has reset it. */
    private volatile boolean reset;

    /** Threads that handle it now, the one that made it among them; guarded by this. */
    private int running = 1;

    /** Its answer is complete, or its connection is closed; guarded by this. */
    private boolean answered;

    /** Whoever sets it cancels; guarded by this. */
    private boolean over;

    IncomingRequest(Port port, Object key, Object scope, Object context, Owner owner, RequestHead head) {
        this.port = port;
        this.key = key;
        this.scope = scope;
        this.context = context;
        this.owner = owner;
        this.channel = head.channel;
        this.stream = head.stream;
    }

    /** A request below {@code untilShutdown()} of this copy of the API; null when that copy cannot make one. */
    static @Nullable IncomingRequest make(Port port, Object key, RequestHead head, ThreadRecord record) {
        Owner owner = new Owner(Owner.REQUEST, Thread.currentThread());
        Long limit = RemainingTime.smaller(head.remaining, Settings.requestNanos);
        Object name = RequestNames.later(head.method, head.path);
        Object scope = null;
        Object context = null;
        if (limit == null) {
            owner.derives();
            @Nullable Object[] wanted = {name, owner, null};
            scope = port.request(wanted);
            context = wanted[Port.REQUEST_CONTEXT];
        }
        if (scope == null) {
            scope = derive(port, record, owner, new @Nullable Object[] {KIND, name, limit});
            context = scope == null ? null : port.context(scope);
        }
        return scope == null || context == null ? null : new IncomingRequest(port, key, scope, context, owner, head);
    }

    /** One with a limit, or by a copy of the API that is older than {@link Port#request}. */
    private static @Nullable Object derive(Port port, ThreadRecord record, Owner owner, @Nullable Object[] wanted) {
        Owner before = record.owner;
        record.owner = owner;
        try {
            return port.derive(port.untilShutdown(), wanted);
        } finally {
            record.owner = before;
        }
    }

    /** One more thread begins to handle it; false when it is over. */
    synchronized boolean begin() {
        if (over) {
            return false;
        }
        running++;
        return true;
    }

    /**
     * That thread has handled it.
     *
     * @param goesOn whether somebody else will answer it
     */
    void leave(boolean goesOn) {
        boolean ends;
        synchronized (this) {
            running--;
            answered |= !goesOn;
            ends = endsNow();
        }
        if (ends) {
            end();
        }
    }

    /** Nothing more is to be done for it; who handles it may still be at work. */
    void answered() {
        boolean ends;
        synchronized (this) {
            answered = true;
            ends = endsNow();
        }
        if (ends) {
            end();
        }
    }

    private boolean endsNow() {
        if (over || !answered || running > 0) {
            return false;
        }
        over = true;
        return true;
    }

    boolean done() {
        return ((BooleanSupplier) context).getAsBoolean();
    }

    /** Others can find it from here on, by what its server calls it by. */
    void opened(int server) {
        Requests.OPEN.put(this);
        if (stream != null) {
            RequestStreams.opened(server, stream, this);
        }
    }

    /** Nobody waits for the answer. Its handler goes on, under a context that is done. */
    void clientGone() {
        port.end(scope, new ClientGoneException("the client closed the connection"));
    }

    /** The same, and the connection is still there: {@link #reset} is to follow, and whoever ends it before says the same. */
    void willBeReset() {
        reset = true;
    }

    void reset() {
        port.end(scope, new ClientGoneException("the client reset the stream"));
    }

    /** Nor does this client send what it has begun to send. */
    void tooSlow(long nanos) {
        port.end(scope, new SlowClientException(nanos));
    }

    private void end() {
        if (stream != null) {
            RequestStreams.closed(stream, this);
        }
        owner.end();
        if (reset) {
            reset();
        } else {
            port.end(scope, null);
        }
    }
}
