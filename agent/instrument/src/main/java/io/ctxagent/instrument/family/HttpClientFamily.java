package io.ctxagent.instrument.family;

import io.ctxagent.boot.BodyReads;
import io.ctxagent.boot.ContextInterruptedIOException;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Waits;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
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
 */
public final class HttpClientFamily implements BlockingFamily {

    private static final String API = "java.net.http.HttpClient";
    private static final String CLIENT = "jdk.internal.net.http.HttpClientImpl";
    private static final String BODY = "jdk.internal.net.http.ResponseSubscribers$HttpResponseInputStream";

    @Override
    public Family family() {
        return Family.HTTPCLIENT;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(List.of(
                Hook.of(Family.HTTPCLIENT, CLIENT, "send", SendAdvice.class),
                Hook.of(Family.HTTPCLIENT, BODY, "read", BodyAdvice.class)));
        if (jdk >= 21) {
            hooks.add(Hook.of(Family.HTTPCLIENT, CLIENT, "awaitTermination", SendAdvice.class));
            hooks.add(Hook.of(Family.HTTPCLIENT, API, "close", CloseAdvice.class));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "the exchange is given up and its connection closed, as for any interrupt; `sendAsync` is waited"
                                + " for in `CompletableFuture`",
                        Target.of(CLIENT, "send").as("HttpClient", "send"),
                        Target.of(CLIENT, "awaitTermination").as("HttpClient", "awaitTermination")),
                new Facts(
                        List.of(Target.of(BODY, "read").as("the body of BodyHandlers.ofInputStream()", "read")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        "closing the stream",
                        Ending.with(ContextInterruptedIOException.class),
                        "the rest of the body is lost, as for any interrupt"),
                new Facts(
                        List.of(Target.of(API, "close")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        false,
                        Facts.INTERRUPT,
                        Ending.inWords("nothing", "nothing"),
                        "aborts what is under way and waits for its end, as the JDK does for an interrupt"));
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
