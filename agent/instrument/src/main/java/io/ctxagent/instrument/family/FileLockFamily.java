package io.ctxagent.instrument.family;

import io.ctxagent.boot.ContextFileLockException;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.FileLocks;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code FileChannel.lock}; {@code tryLock} does not block and is left alone. {@code FileChannelImpl.lock} repeats the
 * dispatcher's {@code lock} after EINTR for as long as the channel is open (JDK 17 to 25), and cleans up after whatever
 * that throws. So a signal and a check in the dispatcher end it, and the channel stays open; and the first try is made without
 * waiting, and said to have been interrupted where the lock is not free. The dispatcher is {@code FileDispatcherImpl} on 17 and
 * {@code UnixFileDispatcherImpl} from 20 on.
 */
public final class FileLockFamily implements BlockingFamily {

    private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";
    private static final String BEFORE_20 = "sun.nio.ch.FileDispatcherImpl";
    private static final String FROM_20 = "sun.nio.ch.UnixFileDispatcherImpl";

    @Override
    public Family family() {
        return Family.FILELOCK;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        String dispatcher = jdk < 20 ? BEFORE_20 : FROM_20;
        return List.of(
                new Hook(Family.FILELOCK, CHANNEL, "lock", "(JJZ)Ljava/nio/channels/FileLock;", CallAdvice.class),
                new Hook(
                        Family.FILELOCK,
                        dispatcher,
                        "lock",
                        "(Ljava/io/FileDescriptor;ZJJZ)I",
                        SystemCallAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(Target.of(CHANNEL, "lock").as("FileChannel", "lock")),
                        Facts.Recorded.UNLESS_FREE,
                        true,
                        "signal, of a virtual thread to its carrier; sent again until the call has ended",
                        Ending.with(ContextFileLockException.class),
                        "the channel stays open, and the thread is not interrupted, whatever the exception's name says. "
                                + "`tryLock` is left alone. Linux only"),
                Facts.support(
                        "the check after the system call, which throws",
                        Target.of(BEFORE_20, "lock"),
                        Target.of(FROM_20, "lock")));
    }

    static final class CallAdvice {

        private CallAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.FieldValue("path") @Nullable String path) throws Exception {
            return FileLocks.enter(path);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = FileLocks.exit(thrown);
            }
        }
    }

    static final class SystemCallAdvice {

        private SystemCallAdvice() {}

        @Advice.OnMethodEnter
        static int enter(@Advice.Argument(value = 1, readOnly = false) boolean blocking) throws Exception {
            if (!blocking) {
                return FileLocks.TRIES;
            }
            blocking = !FileLocks.beforeSystemCall();
            return blocking ? FileLocks.WAITS : FileLocks.TRIES_FIRST;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter int way, @Advice.Return(readOnly = false) int result) throws Exception {
            if (way != FileLocks.TRIES) {
                result = FileLocks.afterSystemCall(way == FileLocks.TRIES_FIRST, result);
            }
        }
    }
}
