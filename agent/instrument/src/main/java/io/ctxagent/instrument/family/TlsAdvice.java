package io.ctxagent.instrument.family;

import io.ctxagent.boot.Sockets;
import io.ctxagent.boot.Tls;
import java.util.concurrent.locks.ReentrantLock;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Around handshake, read and write of TLS sockets ({@code sun.security.ssl.SSLSocketImpl}, JDK 17.0.21 and 25.0.3): a
 * connection outlives the cancel of a read, also one in the middle of a record, because TLS gets to see a timeout. One thread
 * at a time shakes hands, reads and writes, by a lock for each; whoever comes second waits where the context can end it.
 */
final class TlsAdvice {

    private TlsAdvice() {}

    static final class Handshake {

        private Handshake() {}

        @Advice.OnMethodEnter
        static int enter(
                @Advice.Origin("javax.net.ssl.SSLSocket.#m") String call,
                @Advice.This Object socket,
                @Advice.FieldValue("handshakeLock") ReentrantLock turn)
                throws Exception {
            return Tls.enterInTurn(call, socket, turn);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter int entered,
                @Advice.FieldValue("handshakeLock") ReentrantLock turn,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered == Sockets.HOLDS_TURN) {
                turn.unlock();
            }
            if (entered != Sockets.NOTHING) {
                thrown = Tls.exit(thrown);
            }
        }
    }

    /** Below a read or a write of a socket that has not shaken hands. */
    static final class HandshakeFirst {

        private HandshakeFirst() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This Object socket, @Advice.FieldValue("handshakeLock") ReentrantLock turn)
                throws Exception {
            return Tls.awaitTurn("javax.net.ssl.SSLSocket.startHandshake", socket, turn);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean held, @Advice.FieldValue("handshakeLock") ReentrantLock turn) {
            if (held) {
                turn.unlock();
            }
        }
    }

    static final class Read {

        private Read() {}

        @Advice.OnMethodEnter
        static int enter(
                @Advice.Origin("java.net.Socket.#m") String call,
                @Advice.FieldValue("this$0") Object socket,
                @Advice.FieldValue("readLock") ReentrantLock turn)
                throws Exception {
            return Tls.enterInTurn(call, socket, turn);
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
                thrown = Tls.exit(thrown);
            }
        }
    }

    static final class Write {

        private Write() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("java.net.Socket.#m") String call) throws Exception {
            return Tls.enter(call);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Tls.exit(thrown);
            }
        }
    }

    /** Below a write. */
    static final class Deliver {

        private Deliver() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.FieldValue("recordLock") ReentrantLock turn) throws Exception {
            return Tls.awaitTurn("java.net.Socket.write", null, turn);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean held, @Advice.FieldValue("recordLock") ReentrantLock turn) {
            if (held) {
                turn.unlock();
            }
        }
    }
}
