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
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Stream sockets: connect, accept, read, write of {@code sun.nio.ch.NioSocketImpl}, the only implementation since JDK 17;
 * TLS and HttpURLConnection end there. A platform thread is signalled, a virtual one unparked; the check in
 * {@code park} throws; the socket stays open and its SO_TIMEOUT untouched. {@code read} and {@code write} are hooked rather
 * than {@code implRead} and {@code implWrite}: their descriptors are the same on 17 and 25, and on 25 the timed
 * {@code tryLock} above {@code implRead} would swallow what is thrown below.
 */
public final class SocketFamily implements BlockingFamily {

    private static final String TYPE = "sun.nio.ch.NioSocketImpl";
    /** From here on a reader waits for another one no longer than its SO_TIMEOUT; 21 was read, 19 and 20 were not. */
    private static final int TIMED_TURNS_OF_READERS = 21;

    private static final String TLS = "sun.security.ssl.SSLSocketImpl";
    private static final String TLS_OUT = "sun.security.ssl.SSLSocketOutputRecord";

    @Override
    public Family family() {
        return Family.SOCKET;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                new Hook(Family.SOCKET, TYPE, "connect", "(Ljava/net/SocketAddress;I)V", CallAdvice.class),
                Hook.of(Family.SOCKET, TYPE, "accept", TimedTurnAdvice.class),
                new Hook(
                        Family.SOCKET,
                        TYPE,
                        "read",
                        "([BII)I",
                        jdk < TIMED_TURNS_OF_READERS ? ReadAdvice.class : TimedTurnAdvice.class),
                new Hook(Family.SOCKET, TYPE, "write", "([BII)V", WriteAdvice.class),
                new Hook(Family.SOCKET, TYPE, "park", "(Ljava/io/FileDescriptor;IJ)V", ParkAdvice.class),
                new Hook(Family.SOCKET, TLS, "startHandshake", "(Z)V", TlsAdvice.Handshake.class),
                Hook.of(Family.SOCKET, TLS, "ensureNegotiated", TlsAdvice.HandshakeFirst.class),
                new Hook(Family.SOCKET, TLS + "$AppInputStream", "read", "([BII)I", TlsAdvice.Read.class),
                new Hook(Family.SOCKET, TLS + "$AppOutputStream", "write", "([BII)V", TlsAdvice.Write.class),
                Hook.of(Family.SOCKET, TLS_OUT, "deliver", TlsAdvice.Deliver.class));
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
                                + " interrupt; SO_TIMEOUT begins anew with its turn. Linux only: elsewhere a platform"
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
        static boolean enter(@Advice.Origin("java.net.Socket.#m") String call, @Advice.This Object socket)
                throws Exception {
            return Sockets.enter(call, socket);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Sockets.exit(thrown);
            }
        }
    }

    /** Field {@code readLock}, which {@code accept} takes too, and {@code timeout}, on 17, 21 and 25. */
    static final class TimedTurnAdvice {

        private TimedTurnAdvice() {}

        @Advice.OnMethodEnter
        static int enter(
                @Advice.Origin("java.net.Socket.#m") String call,
                @Advice.This Object socket,
                @Advice.FieldValue("readLock") ReentrantLock turn,
                @Advice.FieldValue("timeout") int timeout)
                throws Exception {
            return Sockets.enterInTurn(call, socket, turn, timeout);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter int entered,
                @Advice.FieldValue("readLock") ReentrantLock turn,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered == Sockets.HOLDS_TURN) {
                turn.unlock();
            }
            if (entered != Sockets.NOTHING) {
                thrown = Sockets.exit(thrown);
            }
        }
    }

    /** Before JDK 21 SO_TIMEOUT begins when the other reader is done. */
    static final class ReadAdvice {

        private ReadAdvice() {}

        @Advice.OnMethodEnter
        static int enter(
                @Advice.Origin("java.net.Socket.#m") String call,
                @Advice.This Object socket,
                @Advice.FieldValue("readLock") ReentrantLock turn)
                throws Exception {
            return Sockets.enterInTurn(call, socket, turn, 0);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter int entered,
                @Advice.FieldValue("readLock") ReentrantLock turn,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered == Sockets.HOLDS_TURN) {
                turn.unlock();
            }
            if (entered != Sockets.NOTHING) {
                thrown = Sockets.exit(thrown);
            }
        }
    }

    /** Field {@code writeLock}, on 17, 21 and 25. */
    static final class WriteAdvice {

        private WriteAdvice() {}

        @Advice.OnMethodEnter
        static int enter(
                @Advice.Origin("java.net.Socket.#m") String call,
                @Advice.This Object socket,
                @Advice.FieldValue("writeLock") ReentrantLock turn)
                throws Exception {
            return Sockets.enterInTurn(call, socket, turn, 0);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter int entered,
                @Advice.FieldValue("writeLock") ReentrantLock turn,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered == Sockets.HOLDS_TURN) {
                turn.unlock();
            }
            if (entered != Sockets.NOTHING) {
                thrown = Sockets.exit(thrown);
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
