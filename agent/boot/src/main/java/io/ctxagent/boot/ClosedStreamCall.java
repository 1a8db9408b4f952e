package io.ctxagent.boot;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A read of the body of an HTTP response. It is woken by closing the stream, on a thread of the agent's own: the
 * JDK's stream swallows an interrupt on 17 and closes itself for one on 25.
 */
final class ClosedStreamCall extends BlockedCall {

    private final Closeable stream;

    ClosedStreamCall(Object context, Family family, String call, Closeable stream) {
        super(context, family.id(), call, stream);
        this.stream = stream;
    }

    @Override
    void fire() {
        try {
            new AgentThread(new Closer(this), "ctx-agent-close").start();
        } catch (Throwable fault) {
            Family.HTTPCLIENT.fault(fault);
            fired();
        }
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        if (!(thrown instanceof IOException)) {
            return thrown;
        }
        RuntimeException cause = contextException();
        return cause == null ? thrown : new ContextInterruptedIOException(cause);
    }

    private static final class Closer implements Runnable {
        private final ClosedStreamCall call;

        Closer(ClosedStreamCall call) {
            this.call = call;
        }

        @Override
        public void run() {
            try {
                call.stream.close();
            } catch (IOException | RuntimeException e) {
                // It was broken before; the read ends with that.
            } finally {
                call.fired();
            }
        }
    }
}
