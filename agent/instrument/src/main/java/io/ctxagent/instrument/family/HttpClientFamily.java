package io.ctxagent.instrument.family;

import io.ctxagent.boot.BodyReads;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Waits;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Hook;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.net.http.HttpClient}. {@code send} is woken by an interrupt, on which it gives up the exchange (JDK 17 to 25);
 * {@code sendAsync} is waited for in {@code CompletableFuture}, family {@code future}. A read of a body that comes as a stream
 * is woken by closing the stream: on 17 that stream swallows interrupts and would spin on a {@code take} that fails fast.
 * {@code close} takes the waker's interrupt as any other: it aborts what is under way and waits for its end.
 * The client's selector thread and its executor work for all requests and carry the context of none.
 */
public final class HttpClientFamily implements BlockingFamily {

    private static final String CLIENT = "jdk.internal.net.http.HttpClientImpl";

    @Override
    public Family family() {
        return Family.HTTPCLIENT;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(List.of(
                Hook.of(Family.HTTPCLIENT, CLIENT, "send", SendAdvice.class),
                Hook.of(
                        Family.HTTPCLIENT,
                        "jdk.internal.net.http.ResponseSubscribers$HttpResponseInputStream",
                        "read",
                        BodyAdvice.class),
                Hook.of(Family.PROPAGATE, CLIENT, "create", PropagationFamily.WorkerAdvice.class),
                Hook.of(Family.PROPAGATE, CLIENT, "sendAsync", PropagationFamily.WorkerAdvice.class)));
        if (jdk >= 21) {
            hooks.add(Hook.of(Family.HTTPCLIENT, CLIENT, "awaitTermination", SendAdvice.class));
            hooks.add(Hook.of(Family.HTTPCLIENT, CLIENT, "close", CloseAdvice.class));
        }
        return hooks;
    }

    static final class SendAdvice {

        private SendAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("java.net.http.HttpClient.#m") String call, @Advice.This Object client)
                throws InterruptedException {
            return Waits.enter(Family.HTTPCLIENT, call, client);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Waits.exit(thrown);
            }
        }
    }

    static final class CloseAdvice {

        private CloseAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("java.net.http.HttpClient.#m") String call, @Advice.This Object client) {
            return Waits.enterUnrefused(Family.HTTPCLIENT, call, client);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Waits.exit(thrown);
            }
        }
    }

    static final class BodyAdvice {

        private BodyAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This Closeable stream) throws Exception {
            return BodyReads.enter(stream);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = BodyReads.exit(thrown);
            }
        }
    }
}
