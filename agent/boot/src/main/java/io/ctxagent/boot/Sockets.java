package io.ctxagent.boot;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code sun.nio.ch.NioSocketImpl}, which all stream sockets end in, TLS and HttpURLConnection included. */
public final class Sockets {

    private Sockets() {}

    /**
     * On entry of connect, accept, read and write; fails fast when the context is done, and closes nothing.
     *
     * @return what {@link #exit} takes, which must follow; null for nothing
     */
    public static @Nullable Object enter(String call, Object socket) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && enterUnder(record, call, socket) ? record : null;
    }

    private static boolean enterUnder(ThreadRecord record, String call, Object socket) throws IOException {
        if (!record.free()) {
            DriverWaits.reached(record);
            return false;
        }
        Object context = record.under();
        IOException failure = null;
        try {
            if (Family.SOCKET.off() && record.connecting == null) {
                return Waits.mute(record, Family.SOCKET, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                if (Settings.enforce && Guards.spare(record, socket)) {
                    return Waits.spared(record, Family.SOCKET, context, call, socket);
                }
                if (record.connecting == null) {
                    EndedCalls.note(context, call);
                }
                failure = Settings.enforce ? failure(context) : null;
            }
            if (failure == null) {
                String connecting = record.connecting;
                if (connecting == null) {
                    SocketCall.register(record, Family.SOCKET, context, call, socket);
                } else {
                    // It speaks for that.
                    record.block(Family.SOCKET, new SocketCall(context, Family.JDBC, connecting, socket));
                }
                return true;
            }
        } catch (Throwable fault) {
            Family.SOCKET.fault(fault);
            return Waits.silenced(Family.SOCKET, context);
        }
        throw failure;
    }

    /** On the way out of a call, with what {@link #enter} gave it: what it ends with, null for its result. */
    public static @Nullable Throwable exit(Object entered, @Nullable Throwable thrown) {
        return Waits.end(entered, thrown);
    }

    /**
     * Before each wait in {@code NioSocketImpl.park}: throws when the context of the call is done.
     *
     * @return what {@link #parked} takes, which follows the wait; null for nothing
     */
    public static @Nullable Object checkPark() throws IOException {
        return SignalledCall.checkPark();
    }

    /** After the wait: the same. */
    public static void parked(Object call) throws IOException {
        SignalledCall.parked(call);
    }

    static @Nullable IOException failure(Object context) {
        Port port = Ports.of(context);
        RuntimeException cause = port == null ? null : port.error(context);
        if (port == null || cause == null) {
            return null;
        }
        boolean timedOut = port.timedOut(context);
        return timedOut || Tls.within()
                ? new ContextSocketTimeoutException(cause, timedOut)
                : new ContextSocketException(cause);
    }

    /** The far end as the socket prints it; looked up by whoever asks, never while the call is made. */
    static @Nullable String describe(Object socket) {
        try {
            if (socket instanceof DatagramSocket) {
                return Datagrams.describe((DatagramSocket) socket);
            }
            String text = socket.toString();
            int address = text.indexOf("addr=");
            return address < 0 ? text : text.substring(address).replace("]", "");
        } catch (RuntimeException e) {
            return null;
        }
    }
}
