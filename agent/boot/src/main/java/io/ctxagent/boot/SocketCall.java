package io.ctxagent.boot;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call of a stream socket or a datagram socket, which stays open: the check in {@code park} ends the call alone. */
final class SocketCall extends SignalledCall {

    private final Family family;

    SocketCall(Object context, Family family, String call, @Nullable Object socket) throws Throwable {
        super(context, family, call, socket);
        this.family = family;
    }

    /** The call that stands in {@code record}. */
    @SuppressWarnings("NullAway") // of a call that stands it is there
    SocketCall(ThreadRecord record) {
        super(record, record.call);
        this.family = record.family();
    }

    /** Registers a call that is about to wait in the kernel, as the outermost of the thread. */
    static void register(ThreadRecord record, Family family, Object context, String call, @Nullable Object socket)
            throws Throwable {
        if (record.callsMayStand()) {
            StandingCalls.blockInKernel(record, family, context, call, socket);
        } else {
            record.block(family, new SocketCall(context, family, call, socket));
        }
    }

    @Override
    public @Nullable String target() {
        Object socket = target;
        return socket == null ? null : Sockets.describe(socket);
    }

    /** A stream socket that is woken for nothing waits on; a receive may come back as if it had received. */
    @Override
    boolean looksItself() {
        return family != Family.DATAGRAM;
    }

    @Override
    Family owner() {
        return family;
    }

    @Override
    @Nullable
    IOException failure() {
        return Sockets.failure(context);
    }
}
