package io.ctxagent.instrument.family;

import io.ctxagent.boot.Channels;
import io.ctxagent.boot.ContextClosedChannelException;
import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Selectable channels in blocking mode: SocketChannel with the streams of its {@code socket()}, ServerSocketChannel,
 * DatagramChannel, Pipe; Unix domain sockets are the same classes. All of them loop around a system call and
 * {@code SelChImpl.park}, on 17 as on 25, and EINTR leads to {@code park}: so they are woken like a stream socket, by
 * signal or unpark and the check there. The woken thread then closes the channel, because what these calls may
 * throw says that it is closed. (DatagramChannelImpl's own {@code park} of JDK 20 and later is in {@link DatagramFamily}.)
 */
public final class ChannelFamily implements BlockingFamily {

    private static final String PACKAGE = "sun.nio.ch.";
    private static final String BUFFER = "Ljava/nio/ByteBuffer;";

    @Override
    public Family family() {
        return Family.CHANNEL;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                call("SocketChannelImpl", "read", null),
                call("SocketChannelImpl", "write", null),
                call("SocketChannelImpl", "connect", null),
                call("SocketChannelImpl", "finishConnect", null),
                call("SocketChannelImpl", "blockingRead", null),
                call("SocketChannelImpl", "blockingWriteFully", null),
                call("SocketChannelImpl", "blockingConnect", null),
                call("ServerSocketChannelImpl", "accept", null),
                call("ServerSocketChannelImpl", "blockingAccept", null),
                // Private methods of the same name are what these call.
                call("DatagramChannelImpl", "receive", "(" + BUFFER + ")Ljava/net/SocketAddress;"),
                call("DatagramChannelImpl", "send", "(" + BUFFER + "Ljava/net/SocketAddress;)I"),
                call("DatagramChannelImpl", "read", null),
                call("DatagramChannelImpl", "write", null),
                call("SourceChannelImpl", "read", null),
                call("SinkChannelImpl", "write", null),
                new Hook(Family.CHANNEL, PACKAGE + "SelChImpl", "park", "(IJ)V", ParkAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(
                                of("SocketChannelImpl", "read", "write", "connect", "finishConnect")
                                        .as("SocketChannel", "read", "write", "connect", "finishConnect"),
                                of("SocketChannelImpl", "blockingRead", "blockingWriteFully", "blockingConnect")
                                        .as("SocketChannel.socket()", "connect", "streams"),
                                of("ServerSocketChannelImpl", "accept").as("ServerSocketChannel", "accept"),
                                of("ServerSocketChannelImpl", "blockingAccept")
                                        .as("ServerSocketChannel.socket()", "accept"),
                                of("DatagramChannelImpl", "receive", "send", "read", "write")
                                        .as("DatagramChannel", "receive", "send", "read", "write"),
                                of("SourceChannelImpl", "read").as("Pipe.SourceChannel", "read"),
                                of("SinkChannelImpl", "write").as("Pipe.SinkChannel", "write")),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        "signal to a platform thread, unpark of a virtual one; the thread then closes its channel. One that "
                                + "waits for another user of the channel: a close by a thread of the agent's",
                        Ending.with(ContextClosedChannelException.class),
                        "failing fast closes nothing, and a channel in non-blocking mode is left alone. A write that has "
                                + "written a part returns that count, and the next one throws. `FileChannel.transferFrom`"
                                + " is a read of the channel that it takes from"),
                Facts.support("the check around each wait, which throws", of("SelChImpl", "park")));
    }

    private static Target of(String type, String... methods) {
        return Target.of(PACKAGE + type, methods);
    }

    private static Hook call(String type, String method, @Nullable String descriptor) {
        return new Hook(Family.CHANNEL, PACKAGE + type, method, descriptor, CallAdvice.class);
    }

    static final class CallAdvice {

        private CallAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#t.#m") String method, @Advice.This Object channel)
                throws Exception {
            return Channels.enter(method, channel);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Channels.exit(entered, thrown);
            }
        }
    }

    static final class ParkAdvice {

        private ParkAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter() throws Exception {
            return Channels.checkPark();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter @Nullable Object call) throws Exception {
            if (call != null) {
                Channels.parked(call);
            }
        }
    }
}
