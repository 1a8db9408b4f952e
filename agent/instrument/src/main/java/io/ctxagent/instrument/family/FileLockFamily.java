package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.FileLocks;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Hook;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code FileChannel.lock}; {@code tryLock} does not block and is left alone. {@code FileChannelImpl.lock} repeats the
 * dispatcher's {@code lock} after EINTR for as long as the channel is open (JDK 17 to 25), and cleans up after whatever
 * that throws. So a signal and a check in the dispatcher end it, and the channel stays open. The dispatcher is
 * {@code FileDispatcherImpl} on 17 and {@code UnixFileDispatcherImpl} from 20 on.
 */
public final class FileLockFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.FILELOCK;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        String dispatcher = jdk < 20 ? "sun.nio.ch.FileDispatcherImpl" : "sun.nio.ch.UnixFileDispatcherImpl";
        return List.of(
                new Hook(
                        Family.FILELOCK,
                        "sun.nio.ch.FileChannelImpl",
                        "lock",
                        "(JJZ)Ljava/nio/channels/FileLock;",
                        CallAdvice.class),
                new Hook(
                        Family.FILELOCK, dispatcher, "lock", "(Ljava/io/FileDescriptor;ZJJZ)I", SystemCallAdvice.class));
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
        static void enter(@Advice.Argument(1) boolean blocking) throws Exception {
            if (blocking) {
                FileLocks.beforeSystemCall();
            }
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(1) boolean blocking, @Advice.Return int result) throws Exception {
            if (blocking) {
                FileLocks.afterSystemCall(result);
            }
        }
    }
}
