package io.ctxagent.instrument.family;

import io.ctxagent.boot.ContextSocketException;
import io.ctxagent.boot.ContextSocketTimeoutException;
import io.ctxagent.boot.Datagrams;
import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.callsite.TurnsOfSockets;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code receive} and {@code send} of DatagramSocket and MulticastSocket, which both delegate to
 * {@code sun.nio.ch.DatagramSocketAdaptor} (JDK 17, 21, 25). Woken like a stream socket, by signal or unpark and the check
 * in {@code park}; the socket stays open and its SO_TIMEOUT untouched.
 *
 * <p>On 17 the loop around the system call parks after EINTR, in {@code SelChImpl.park}, which {@link ChannelFamily}
 * hooks. From 20 on DatagramChannelImpl has a {@code park} of its own, and {@code tryBlockingReceive} leaves its loop after
 * EINTR with null, upon which {@code receive} would return as if it had received: hence the check at its exit.
 */
public final class DatagramFamily implements BlockingFamily {

    private static final String SOCKET = "sun.nio.ch.DatagramSocketAdaptor";
    private static final String CHANNEL = "sun.nio.ch.DatagramChannelImpl";

    @Override
    public Family family() {
        return Family.DATAGRAM;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(List.of(
                new Hook(Family.DATAGRAM, SOCKET, "receive", "(Ljava/net/DatagramPacket;)V", CallAdvice.class),
                new Hook(Family.DATAGRAM, SOCKET, "send", "(Ljava/net/DatagramPacket;)V", CallAdvice.class)));
        hooks.add(Hook.ofCalls(Family.DATAGRAM, CHANNEL, "blockingReceive", new TurnsOfSockets()));
        if (jdk >= 20) {
            hooks.add(new Hook(Family.DATAGRAM, CHANNEL, "park", "(IJ)V", ChannelFamily.ParkAdvice.class));
            hooks.add(Hook.of(Family.DATAGRAM, CHANNEL, "tryBlockingReceive", ReceivedAdvice.class));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(Target.of(SOCKET, "receive", "send").as("DatagramSocket", "receive", "send")),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        "signal to a platform thread, unpark of a virtual one; sent again until the call has ended",
                        Ending.with(ContextSocketTimeoutException.class, ContextSocketException.class),
                        "the socket stays open. A `receive` behind another one of the same socket waits for a lock, and is"
                                + " ended by an interrupt. Linux only: elsewhere a platform thread is shown and not"
                                + " woken"),
                Facts.support(
                        "the wait of a receive for another one, made where it can be ended",
                        Target.of(CHANNEL, "blockingReceive")),
                Facts.support(
                        "the checks around and after each wait, which throw",
                        Target.of(CHANNEL, "park", "tryBlockingReceive")));
    }

    static final class CallAdvice {

        private CallAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("java.net.DatagramSocket.#m") String call, @Advice.This Object socket) throws Exception {
            return Datagrams.enter(call, socket);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Datagrams.exit(entered, thrown);
            }
        }
    }

    static final class ReceivedAdvice {

        private ReceivedAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return @Nullable Object received) throws Exception {
            if (received == null) {
                Datagrams.checkReceived();
            }
        }
    }
}
