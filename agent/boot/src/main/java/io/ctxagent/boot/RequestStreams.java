package io.ctxagent.boot;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Requests that have come as a stream of HTTP/2. A client resets a stream when it does not want the answer any more, and goes on with
 * its connection. The hook throws nothing.
 */
public final class RequestStreams {

    /** By the server's own object, whose classes have no {@code equals} that asks for more than the identity of its connection. */
    private static final ConcurrentHashMap<Object, IncomingRequest> OPEN = new ConcurrentHashMap<>();

    /** To be cancelled by {@link RequestWatch}: what is called then may be the application's, and the server's thread reads frames. */
    private static final ConcurrentLinkedQueue<IncomingRequest> RESET = new ConcurrentLinkedQueue<>();

    private RequestStreams() {}

    static void opened(int server, Object stream, IncomingRequest request) {
        try {
            OPEN.put(stream, request);
            RequestSupport support = RequestSupport.instance;
            // Its reset may have come before anybody could find it here.
            if (support != null && support.isReset(server, stream)) {
                reset(stream);
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    static void closed(Object stream, IncomingRequest request) {
        OPEN.remove(stream, request);
    }

    /** When the client has reset a stream. */
    public static void reset(Object stream) {
        try {
            IncomingRequest request = OPEN.remove(stream);
            if (request != null) {
                request.willBeReset();
                RESET.add(request);
                RequestWatch.wakeNow();
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    static boolean nothing() {
        return RESET.isEmpty();
    }

    static void cancelReset() {
        for (@Nullable IncomingRequest request = RESET.poll(); request != null; request = RESET.poll()) {
            request.reset();
        }
    }

    static void forget() {
        OPEN.clear();
        RESET.clear();
    }
}
