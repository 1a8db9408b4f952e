package io.ctxagent.boot;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code FileChannel.lock}, and of the dispatcher's {@code lock} that does the system call. */
public final class FileLocks {

    /** {@code sun.nio.ch.FileDispatcher.INTERRUPTED}: the system call was interrupted, the lock was not taken. */
    private static final int INTERRUPTED = 2;

    static final String CALL = "java.nio.channels.FileChannel.lock";

    private FileLocks() {}

    /**
     * On entry; fails fast when the context is done, and closes nothing.
     *
     * @param path of the file, null where the channel does not know it
     * @return whether {@link #exit} must follow
     */
    public static boolean enter(@Nullable Object path) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record != null && record.free() && enterUnder(record, path);
    }

    private static boolean enterUnder(ThreadRecord record, @Nullable Object path) throws IOException {
        Object context = record.under();
        IOException failure = null;
        try {
            if (Family.FILELOCK.off()) {
                return Waits.mute(record, Family.FILELOCK, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                if (Settings.enforce && Guards.spare(record, path)) {
                    return Waits.spared(record, Family.FILELOCK, context, CALL, path);
                }
                EndedCalls.note(context, CALL);
                failure = Settings.enforce ? failure(context) : null;
            }
            if (failure == null) {
                record.block(Family.FILELOCK, new FileLockCall(context, path));
                return true;
            }
        } catch (Throwable fault) {
            Family.FILELOCK.fault(fault);
            return false;
        }
        throw failure;
    }

    /** Right before the system call; throws when the context is done. */
    public static void beforeSystemCall() throws IOException {
        FileLockCall call = call();
        if (call != null) {
            call.check();
            call.enterKernel();
        }
    }

    /** After the system call; throws when it was left without the lock and the context is done. */
    public static void afterSystemCall(int result) throws IOException {
        FileLockCall call = call();
        if (call != null) {
            call.leaveKernel();
            if (result == INTERRUPTED) {
                call.check();
            }
        }
    }

    private static @Nullable FileLockCall call() {
        ThreadRecord record = ThreadRecord.peek();
        return record != null && record.blocked instanceof FileLockCall ? (FileLockCall) record.blocked : null;
    }

    /** On the way out of a call that {@link #enter} returned true for: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }

    static @Nullable IOException failure(Object context) {
        RuntimeException cause = BlockedCall.contextException(context);
        return cause == null ? null : new ContextFileLockException(cause);
    }
}
