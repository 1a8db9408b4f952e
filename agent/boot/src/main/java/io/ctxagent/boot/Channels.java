package io.ctxagent.boot;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of the JDK's selectable channels: socket, server socket, datagram, pipe; Unix domain sockets among them. */
public final class Channels {

    static final String TRANSFER = "java.nio.channels.FileChannel.transferTo";

    private Channels() {}

    /**
     * On entry of a call that may block; fails fast when the context is done, and closes nothing. A channel in
     * non-blocking mode is left alone.
     *
     * @param method its name in the JDK's implementation
     * @return whether {@link #exit} must follow
     */
    public static boolean enter(String method, Object channel) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && ((SelectableChannel) channel).isBlocking() && enterUnder(record, method, channel);
    }

    /**
     * On entry of {@code FileChannel.transferTo}, which is a write of {@code target} where that is a channel in blocking mode.
     *
     * @return whether {@link #exit} must follow
     */
    public static boolean enterTransfer(Object target) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null
                && target instanceof SelectableChannel
                && target.getClass().getClassLoader() == null
                && ((SelectableChannel) target).isBlocking()
                && enterUnder(record, "transferTo", target);
    }

    /**
     * Whether a transfer is to be made by reads and writes: {@code sendfile} is tried again after each signal, and a mapped
     * file that somebody shortens breaks its reader.
     */
    public static boolean transfersByWrites() {
        ThreadRecord record = ThreadRecord.peek();
        BlockedCall call = record == null ? null : record.blocked;
        return call instanceof ChannelCall && Settings.enforce && call.call.equals(TRANSFER);
    }

    private static boolean enterUnder(ThreadRecord record, String method, Object channel) throws IOException {
        if (!record.free()) {
            DriverWaits.reached(record);
            return false;
        }
        Object context = record.under();
        IOException failure = null;
        try {
            if (Family.CHANNEL.off()) {
                return Waits.mute(record, Family.CHANNEL, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                if (Settings.enforce && Guards.spare(record, channel)) {
                    return Waits.spared(record, Family.CHANNEL, context, call(channel, method), channel);
                }
                EndedCalls.note(context, call(channel, method));
                failure = Settings.enforce ? failure(context) : null;
            }
            if (failure == null) {
                String call = call(channel, method);
                record.block(Family.CHANNEL, new ChannelCall(context, call, (SelectableChannel) channel));
                return true;
            }
        } catch (Throwable fault) {
            Family.CHANNEL.fault(fault);
            return false;
        }
        throw failure;
    }

    /**
     * Before each wait in {@code SelChImpl.park}: throws when the context of the call is done.
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

    /** On the way out of a call that {@link #enter} returned true for: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }

    static @Nullable IOException failure(Object context) {
        RuntimeException cause = BlockedCall.contextException(context);
        return cause == null ? null : new ContextClosedChannelException(cause);
    }

    /** The public name: of the implementation's own methods, the socket's stream or the socket has called them. */
    private static String call(Object channel, String method) {
        boolean server = channel instanceof ServerSocketChannel;
        switch (method) {
            case "blockingRead":
                return "java.net.Socket.read";
            case "blockingWriteFully":
                return "java.net.Socket.write";
            case "blockingConnect":
                return "java.net.Socket.connect";
            case "blockingAccept":
                return "java.net.ServerSocket.accept";
            case "transferTo":
                return TRANSFER;
            default:
                return "java.nio.channels." + (server ? "ServerSocketChannel" : type(channel)) + "." + method;
        }
    }

    private static String type(Object channel) {
        if (channel instanceof SocketChannel) {
            return "SocketChannel";
        }
        if (channel instanceof DatagramChannel) {
            return "DatagramChannel";
        }
        return channel instanceof Pipe.SourceChannel ? "Pipe.SourceChannel" : "Pipe.SinkChannel";
    }
}
