package io.ctxagent.instrument.family;

import io.ctxagent.boot.ContextInterruptedIOException;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Pipes;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Piped streams, readers and writers. They wait by {@code Object.wait(1000)} in a loop and turn an interrupt into
 * InterruptedIOException, so an interrupt with the handshake wakes them, on virtual threads too: nothing but memory is
 * below. Reading an array begins with {@code read()}. Registered only when the pipe is empty or full, which their
 * fields tell (JDK 17 to 25): a read of a single byte is too cheap to register each.
 */
public final class PipeFamily implements BlockingFamily {

    private static final String IN = "java.io.PipedInputStream";
    private static final String READER = "java.io.PipedReader";

    @Override
    public Family family() {
        return Family.PIPE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                new Hook(Family.PIPE, IN, "read", "()I", ReadAdvice.class),
                new Hook(Family.PIPE, READER, "read", "()I", ReadAdvice.class),
                Hook.of(Family.PIPE, "java.io.PipedOutputStream", "write", WriteAdvice.class),
                Hook.of(Family.PIPE, "java.io.PipedWriter", "write", WriteAdvice.class),
                Hook.of(Family.PIPE, IN, "awaitSpace", FullAdvice.class),
                new Hook(Family.PIPE, READER, "receive", "(I)V", ReceiveAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(
                                Target.of(IN, "read"),
                                Target.of("java.io.PipedOutputStream", "write"),
                                Target.of(READER, "read"),
                                Target.of("java.io.PipedWriter", "write")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        Facts.INTERRUPT,
                        Ending.with(ContextInterruptedIOException.class),
                        "a write that is woken does not say how much it has written"),
                Facts.support(
                        "where a write finds the pipe full",
                        Target.of(IN, "awaitSpace"),
                        Target.of(READER, "receive")));
    }

    static final class ReadAdvice {

        private ReadAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("#t.#m") String call, @Advice.This Object pipe, @Advice.FieldValue("in") int in)
                throws Exception {
            return Pipes.enter(call, pipe, in < 0 ? Pipes.WAITS : Pipes.READS);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Pipes.exit(entered, thrown);
            }
        }
    }

    static final class WriteAdvice {

        private WriteAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#t.#m") String call, @Advice.This Object pipe) throws Exception {
            return Pipes.enter(call, pipe, Pipes.WRITES);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Pipes.exit(entered, thrown);
            }
        }
    }

    static final class FullAdvice {

        private FullAdvice() {}

        @Advice.OnMethodEnter
        static void enter() {
            Pipes.full();
        }
    }

    static final class ReceiveAdvice {

        private ReceiveAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("in") int in, @Advice.FieldValue("out") int out) {
            if (in == out) {
                Pipes.full();
            }
        }
    }
}
