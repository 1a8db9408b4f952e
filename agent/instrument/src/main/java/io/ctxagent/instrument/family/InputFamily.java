package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Inputs;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.io.FileInputStream;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Standard input and the outputs of processes. The JDK's native read goes on after a signal (JDK 17 to 25), so these
 * are refused under a done context and recorded while they last. Both are a {@code FileInputStream}, and a read of a file
 * passes the same hook: without a context it costs one thread-local read, with one a look at descriptor and class.
 */
public final class InputFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.INPUT;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(Hook.of(Family.INPUT, "java.io.FileInputStream", "read", ReadAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(new Facts(
                List.of(Target.of("java.io.FileInputStream", "read")
                        .as("System.in, Process", "read", "getInputStream().read", "getErrorStream().read")),
                Facts.Recorded.ON_ENTRY,
                true,
                Facts.NOBODY,
                Ending.inWords("refused: a subclass of `InterruptedIOException`", "the same"),
                "the JDK's native read goes on after a signal. A named pipe looks like a file until the system is asked,"
                        + " which every open would pay for: whoever opens or reads one is shown by its stack, without"
                        + " since when, and not refused"));
    }

    static final class ReadAdvice {

        private ReadAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This FileInputStream stream) throws Exception {
            return Inputs.enter(stream);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Inputs.exit(thrown);
            }
        }
    }
}
