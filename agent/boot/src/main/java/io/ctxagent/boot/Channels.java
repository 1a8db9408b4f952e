package io.ctxagent.boot;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of the JDK's selectable channels: socket, server socket, datagram, pipe; Unix domain sockets among them. */
public final class Channels {

    static final String TRANSFER = "java.nio.channels.FileChannel.transferTo";

    /** Its name as long as nobody has looked. */
    private static final String TRANSFER_METHOD = "transferTo";

    private static final String IMPLEMENTATION = "sun.nio.ch.";

    private Channels() {}

    /**
     * On entry of a call that may block; fails fast when the context is done, and closes nothing. A channel in
     * non-blocking mode is left alone.
     *
     * @param method its name in the JDK's implementation, with the class's
     * @return what {@link #exit} takes, which must follow; null for nothing
     */
    public static @Nullable Object enter(String method, Object channel) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && ((SelectableChannel) channel).isBlocking() && enterUnder(record, method, channel)
                ? record
                : null;
    }

    /**
     * On entry of {@code FileChannel.transferTo}, which is a write of {@code target} where that is a channel in blocking mode.
     *
     * @return what {@link #exit} takes, which must follow; null for nothing
     */
    public static @Nullable Object enterTransfer(Object target) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null
                        && target instanceof SelectableChannel
                        && target.getClass().getClassLoader() == null
                        && ((SelectableChannel) target).isBlocking()
                        && enterUnder(record, TRANSFER_METHOD, target)
                ? record
                : null;
    }

    /**
     * Whether a transfer is to be made by reads and writes: {@code sendfile} is tried again after each signal, and a mapped
     * file that somebody shortens breaks its reader.
     */
    public static boolean transfersByWrites() {
        ThreadRecord record = ThreadRecord.peek();
        return record != null
                && record.in(Family.CHANNEL)
                && record.inRegistered()
                && Settings.enforce
                && (TRANSFER_METHOD.equals(record.call) || TRANSFER.equals(record.call));
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
                    return Waits.spared(record, Family.CHANNEL, context, call(method), channel);
                }
                EndedCalls.note(context, call(method));
                failure = Settings.enforce ? failure(context) : null;
            }
            if (failure == null) {
                if (record.callsMayStand()) {
                    StandingCalls.blockInKernel(record, Family.CHANNEL, context, method, channel);
                } else {
                    record.block(Family.CHANNEL, new ChannelCall(context, call(method), (SelectableChannel) channel));
                }
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

    /** On the way out of a call, with what {@link #enter} gave it: what it ends with, null for its result. */
    public static @Nullable Throwable exit(Object entered, @Nullable Throwable thrown) {
        return Waits.end(entered, thrown);
    }

    static @Nullable IOException failure(Object context) {
        RuntimeException cause = BlockedCall.contextException(context);
        return cause == null ? null : new ContextClosedChannelException(cause);
    }

    /**
     * The public name, which who looks at the call asks for: of the implementation's own methods, the socket's stream or the socket has
     * called them. Each is a constant, as a name that is put together each time costs more than the rest of such a look.
     */
    static String call(String method) {
        switch (method) {
            case IMPLEMENTATION + "SocketChannelImpl.blockingRead":
                return "java.net.Socket.read";
            case IMPLEMENTATION + "SocketChannelImpl.blockingWriteFully":
                return "java.net.Socket.write";
            case IMPLEMENTATION + "SocketChannelImpl.blockingConnect":
                return "java.net.Socket.connect";
            case IMPLEMENTATION + "ServerSocketChannelImpl.blockingAccept":
                return "java.net.ServerSocket.accept";
            case IMPLEMENTATION + "SocketChannelImpl.read":
                return "java.nio.channels.SocketChannel.read";
            case IMPLEMENTATION + "SocketChannelImpl.write":
                return "java.nio.channels.SocketChannel.write";
            case IMPLEMENTATION + "SocketChannelImpl.connect":
                return "java.nio.channels.SocketChannel.connect";
            case IMPLEMENTATION + "SocketChannelImpl.finishConnect":
                return "java.nio.channels.SocketChannel.finishConnect";
            case IMPLEMENTATION + "ServerSocketChannelImpl.accept":
                return "java.nio.channels.ServerSocketChannel.accept";
            case IMPLEMENTATION + "SourceChannelImpl.read":
                return "java.nio.channels.Pipe$SourceChannel.read";
            case IMPLEMENTATION + "SinkChannelImpl.write":
                return "java.nio.channels.Pipe$SinkChannel.write";
            case IMPLEMENTATION + "DatagramChannelImpl.receive":
                return "java.nio.channels.DatagramChannel.receive";
            case IMPLEMENTATION + "DatagramChannelImpl.send":
                return "java.nio.channels.DatagramChannel.send";
            case IMPLEMENTATION + "DatagramChannelImpl.read":
                return "java.nio.channels.DatagramChannel.read";
            case IMPLEMENTATION + "DatagramChannelImpl.write":
                return "java.nio.channels.DatagramChannel.write";
            case TRANSFER_METHOD:
                return TRANSFER;
            default:
                return "java.nio.channels." + method;
        }
    }
}
