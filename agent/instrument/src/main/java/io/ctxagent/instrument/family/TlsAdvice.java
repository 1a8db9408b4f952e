package io.ctxagent.instrument.family;

import io.ctxagent.boot.Tls;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Around handshake, read and write of TLS sockets ({@code sun.security.ssl.SSLSocketImpl}, JDK 17.0.21 and 25.0.3): a
 * connection outlives the cancel of a read, also one in the middle of a record, because TLS gets to see a timeout. One thread
 * at a time shakes hands, reads and writes, by a lock for each; whoever comes second waits where the context can end it
 * ({@link io.ctxagent.instrument.callsite.TurnsInTls}).
 */
final class TlsAdvice {

    private TlsAdvice() {}

    static final class Handshake {

        private Handshake() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("javax.net.ssl.SSLSocket.#m") String call) throws Exception {
            return Tls.enter(call);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Tls.exit(entered, thrown);
            }
        }
    }

    /** A read or a write. */
    static final class Stream {

        private Stream() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("java.net.Socket.#m") String call) throws Exception {
            return Tls.enter(call);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Tls.exit(entered, thrown);
            }
        }
    }
}
