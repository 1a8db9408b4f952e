package io.ctxagent.boot;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call of a stream socket. A platform thread is signalled out of its system call, a virtual one unparked; both come
 * to {@code NioSocketImpl.park}, where {@link Sockets#checkPark} throws. The socket stays open. A signal before the
 * system call is lost, hence the {@link Resender}.
 */
final class SocketCall extends BlockedCall {

    private final long nativeThread;
    private boolean resent;

    SocketCall(Object context, String call, @Nullable Object socket) throws Throwable {
        super(context, Family.SOCKET.id(), call, socket);
        nativeThread = NativeThreads.current();
    }

    @Override
    public boolean cancellable() {
        return NativeThreads.available();
    }

    /** A signal only makes the thread look, and the check that it comes to is one of the hooks. */
    @Override
    boolean outlivesHooks() {
        return false;
    }

    @Override
    public @Nullable String target() {
        Object socket = target;
        return socket == null ? null : Sockets.describe(socket);
    }

    @Override
    void fire() {
        try {
            if (nativeThread > 0) {
                NativeThreads.signal(nativeThread);
            } else {
                LockSupport.unpark(thread);
            }
        } catch (Throwable fault) {
            Family.SOCKET.fault(fault);
        } finally {
            boolean first = !resent;
            resent = true;
            fired();
            if (first) {
                Resender.add(this);
            }
        }
    }

    @Nullable
    IOException failure() {
        return Sockets.failure(context);
    }

    @Override
    @Nullable
    Throwable ending(boolean woken, @Nullable Throwable thrown) {
        // The check in park may have thrown before the waker came, and NioSocketImpl wraps what it threw.
        return thrown != null && (woken || contextDone()) ? outcome(thrown) : thrown;
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        if (!(thrown instanceof IOException)) {
            return thrown;
        }
        IOException failure = failure();
        return failure == null ? thrown : failure;
    }
}
