package io.ctxagent.boot;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of a server's own input and output, for the connection that a request came by. The answer of a request whose
 * context is done must still go out, so writing knows no context.
 */
public final class ServerReads {

    private ServerReads() {}

    /**
     * Before a server writes to its client: the hooks below stay silent.
     *
     * @return whether {@link #written} must follow
     */
    public static boolean writing() {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null || !record.free() || Family.HTTP.off()) {
            return false;
        }
        try {
            return Waits.mute(record, Family.HTTP, record.under());
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
            return false;
        }
    }

    /**
     * Before a server waits for the bytes of a body on the thread that handles the request; fails fast when the context is done,
     * and closes nothing.
     *
     * @return what {@link #read} takes
     */
    public static boolean reading(int server, Object connection) throws IOException {
        RequestReads.waiting(server, connection);
        Object context = Current.SLOT.get();
        if (context == null || Family.HTTP.off()) {
            return false;
        }
        IOException failure = null;
        try {
            ThreadRecord record = ThreadRecord.current();
            RequestSupport support = RequestSupport.instance;
            if (record.inCall() || record.agent || support == null) {
                return false;
            }
            SocketChannel channel = support.channel(server, connection);
            if (channel == null) {
                return Waits.mute(record, Family.HTTP, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                EndedCalls.note(context, BodyCall.CALL);
                failure = Settings.enforce ? Sockets.failure(context) : null;
            }
            if (failure == null) {
                record.block(Family.HTTP, new BodyCall(context, channel));
                return true;
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
            return false;
        }
        RequestReads.came(connection);
        throw failure;
    }

    /** When it waits no more. */
    public static @Nullable Throwable read(Object connection, boolean entered, @Nullable Throwable thrown) {
        RequestReads.came(connection);
        return entered ? Waits.exit(thrown) : thrown;
    }

    /** When it has written. */
    public static @Nullable Throwable written(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }
}
