package io.ctxagent.boot;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code sun.nio.ch.DatagramSocketAdaptor}, which every DatagramSocket and MulticastSocket ends in. */
public final class Datagrams {

    private Datagrams() {}

    /**
     * On entry of receive and send; fails fast when the context is done, and closes nothing.
     *
     * @return what {@link #exit} takes, which must follow; null for nothing
     */
    public static @Nullable Object enter(String call, Object socket) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && record.free() && enterUnder(record, call, socket) ? record : null;
    }

    private static boolean enterUnder(ThreadRecord record, String call, Object socket) throws IOException {
        Object context = record.under();
        IOException failure = null;
        try {
            if (Family.DATAGRAM.off()) {
                return Waits.mute(record, Family.DATAGRAM, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                if (Settings.enforce && Guards.spare(record, socket)) {
                    return Waits.spared(record, Family.DATAGRAM, context, call, socket);
                }
                EndedCalls.note(context, call);
                failure = Settings.enforce ? Sockets.failure(context) : null;
            }
            if (failure == null) {
                SocketCall.register(record, Family.DATAGRAM, context, call, socket);
                return true;
            }
        } catch (Throwable fault) {
            Family.DATAGRAM.fault(fault);
            return false;
        }
        throw failure;
    }

    /**
     * After {@code tryBlockingReceive} came back with nothing: from JDK 20 on it does so after a signal, and
     * {@code receive} would then return as if it had received.
     */
    public static void checkReceived() throws IOException {
        SignalledCall.checkPark();
    }

    /** On the way out of a call, with what {@link #enter} gave it: what it ends with, null for its result. */
    public static @Nullable Throwable exit(Object entered, @Nullable Throwable thrown) {
        return Waits.end(entered, thrown);
    }

    static @Nullable String describe(DatagramSocket socket) {
        SocketAddress local = socket.getLocalSocketAddress();
        SocketAddress remote = socket.getRemoteSocketAddress();
        return remote != null ? "local=" + local + " remote=" + remote : local == null ? null : "local=" + local;
    }
}
