package io.ctxagent.instrument.family;

import io.ctxagent.boot.ContextSocketException;
import io.ctxagent.boot.ContextSocketTimeoutException;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Sockets;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.callsite.TurnsInTls;
import io.ctxagent.instrument.callsite.TurnsOfSockets;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Stream sockets: connect, accept, read, write of {@code sun.nio.ch.NioSocketImpl}, the only implementation since JDK 17;
 * TLS and HttpURLConnection end there. A platform thread is signalled, a virtual one unparked; the check in
 * {@code park} throws; the socket stays open and its SO_TIMEOUT untouched. {@code read} and {@code write} are hooked rather
 * than {@code implRead} and {@code implWrite}: their descriptors are the same on 17 and 25, and on 25 the timed
 * {@code tryLock} above {@code implRead} would swallow what is thrown below. Each takes its turn by {@link TurnsOfSockets}.
 */
public final class SocketFamily implements BlockingFamily {

    private static final String TYPE = "sun.nio.ch.NioSocketImpl";

    private static final String TLS = "sun.security.ssl.SSLSocketImpl";
    private static final String TLS_OUT = "sun.security.ssl.SSLSocketOutputRecord";

    @Override
    public Family family() {
        return Family.SOCKET;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        TurnsOfSockets turns = new TurnsOfSockets();
        TurnsInTls shakes = new TurnsInTls("javax.net.ssl.SSLSocket.startHandshake");
        TurnsInTls reads = new TurnsInTls("java.net.Socket.read");
        TurnsInTls writes = new TurnsInTls("java.net.Socket.write");
        return List.of(
                new Hook(Family.SOCKET, TYPE, "connect", "(Ljava/net/SocketAddress;I)V", CallAdvice.class),
                Hook.of(Family.SOCKET, TYPE, "accept", CallAdvice.class).with(turns),
                new Hook(Family.SOCKET, TYPE, "read", "([BII)I", CallAdvice.class).with(turns),
                new Hook(Family.SOCKET, TYPE, "write", "([BII)V", CallAdvice.class).with(turns),
                new Hook(Family.SOCKET, TYPE, "park", "(Ljava/io/FileDescriptor;IJ)V", ParkAdvice.class),
                new Hook(Family.SOCKET, TLS, "startHandshake", "(Z)V", TlsAdvice.Handshake.class).with(shakes),
                Hook.ofCalls(Family.SOCKET, TLS, "ensureNegotiated", shakes),
                new Hook(Family.SOCKET, TLS + "$AppInputStream", "read", "([BII)I", TlsAdvice.Stream.class).with(reads),
                new Hook(Family.SOCKET, TLS + "$AppOutputStream", "write", "([BII)V", TlsAdvice.Stream.class),
                Hook.ofCalls(Family.SOCKET, TLS_OUT, "deliver", writes));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(
                                Target.of(TYPE, "connect").as("Socket", "connect"),
                                Target.of(TYPE, "accept").as("ServerSocket", "accept"),
                                Target.of(TYPE, "read").as("Socket", "getInputStream().read"),
                                Target.of(TYPE, "write").as("Socket", "getOutputStream().write")),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        "signal to a platform thread, unpark of a virtual one; sent again until the call has ended",
                        Ending.with(ContextSocketTimeoutException.class, ContextSocketException.class),
                        "a `connect` that fails closes its socket, as the JDK does; the others leave it open. Who"
                                + " waits for another thread's read, accept or write of the same socket is ended by an"
                                + " interrupt. Linux only: elsewhere a platform"
                                + " thread is shown and not woken"),
                Facts.support(
                        "the check around each wait, which throws; TLS and `HttpURLConnection` end here",
                        Target.of(TYPE, "park")),
                Facts.support(
                        "keeps the connection when a handshake or a read is cancelled, also in the middle of a record: TLS"
                                + " sees a timeout, its caller a cancel. A write that was ended leaves half a record behind",
                        Target.of(TLS, "startHandshake"),
                        Target.of(TLS + "$AppInputStream", "read"),
                        Target.of(TLS + "$AppOutputStream", "write")),
                Facts.support(
                        "who waits for another thread's handshake or write of the same TLS socket is ended by an"
                                + " interrupt, as is a reader behind another one",
                        Target.of(TLS, "ensureNegotiated"),
                        Target.of(TLS_OUT, "deliver")));
    }

    static final class CallAdvice {

        private CallAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("java.net.Socket.#m") String call, @Advice.This Object socket)
                throws Exception {
            return Sockets.enter(call, socket);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Sockets.exit(entered, thrown);
            }
        }
    }

    static final class ParkAdvice {

        private ParkAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter() throws Exception {
            return Sockets.checkPark();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter @Nullable Object call) throws Exception {
            if (call != null) {
                Sockets.parked(call);
            }
        }
    }
}
