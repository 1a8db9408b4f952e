package io.ctxagent.instrument.family;

import io.ctxagent.boot.Tls;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Around handshake, read and write of TLS sockets ({@code sun.security.ssl.SSLSocketImpl}, JDK 17.0.21 and 25.0.3): a
 * connection outlives the cancel of a read, also one in the middle of a record, because TLS gets to see a timeout.
 */
final class TlsAdvice {

    private TlsAdvice() {}

    @Advice.OnMethodEnter
    static boolean enter() {
        return Tls.enter();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
        if (entered) {
            thrown = Tls.exit(thrown);
        }
    }
}
