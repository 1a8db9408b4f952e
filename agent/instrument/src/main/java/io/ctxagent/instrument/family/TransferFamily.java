package io.ctxagent.instrument.family;

import io.ctxagent.boot.Channels;
import io.ctxagent.boot.ContextClosedChannelException;
import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code FileChannel.transferTo} into a channel in blocking mode: a write of that channel. The JDK tries three ways one after
 * the other (17 to 25), {@code sendfile}, a mapped file and a loop of reads and writes, and each of the first two may say that
 * it does not do this case. Under a context that is obeyed they are made to say so, because nothing but its end
 * ends a {@code sendfile}: the JDK tries it again after a signal, and not by way of {@code park}.
 */
public final class TransferFamily implements BlockingFamily {

    private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";

    /** The JDK from which on {@code transferToDirectly} is called {@code transferToDirect}. */
    private static final int RENAMED = 22;

    @Override
    public Family family() {
        return Family.CHANNEL;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                Hook.of(Family.CHANNEL, CHANNEL, "transferTo", CallAdvice.class),
                Hook.of(Family.CHANNEL, CHANNEL, direct(jdk), WayAdvice.class),
                Hook.of(Family.CHANNEL, CHANNEL, "transferToTrustedChannel", WayAdvice.class));
    }

    private static String direct(int jdk) {
        return jdk >= RENAMED ? "transferToDirect" : "transferToDirectly";
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(Target.of(CHANNEL, "transferTo").as("FileChannel", "transferTo")),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        "as a write of the channel that it fills, which is closed",
                        Ending.with(ContextClosedChannelException.class),
                        "into a channel in blocking mode; others are left alone. Under a context the bytes go through a"
                                + " buffer of the JDK's and not by `sendfile`, which nothing ends. What has been written"
                                + " is returned, and the next call throws"),
                Facts.support(
                        "leave the transfer to the JDK's loop of reads and writes",
                        Target.of(CHANNEL, "transferToDirectly").until(RENAMED - 1),
                        Target.of(CHANNEL, "transferToDirect").from(RENAMED),
                        Target.of(CHANNEL, "transferToTrustedChannel")));
    }

    static final class CallAdvice {

        private CallAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Argument(2) Object target) throws Exception {
            return Channels.enterTransfer(target);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Channels.exit(entered, thrown);
            }
        }
    }

    static final class WayAdvice {

        /** {@code sun.nio.ch.IOStatus.UNSUPPORTED_CASE}. */
        private static final long UNSUPPORTED_CASE = -6;

        private WayAdvice() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return Channels.transfersByWrites();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter boolean skipped, @Advice.Return(readOnly = false) long result) {
            if (skipped) {
                result = UNSUPPORTED_CASE;
            }
        }
    }
}
