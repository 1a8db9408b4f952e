package io.ctxagent.boot;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code FileChannel.lock}, and of the dispatcher's {@code lock} that does the system call. */
public final class FileLocks {

    /** {@code sun.nio.ch.FileDispatcher.NO_LOCK}: somebody else has it. */
    private static final int NO_LOCK = -1;

    /** {@code sun.nio.ch.FileDispatcher.INTERRUPTED}: the system call was interrupted, the lock was not taken; the JDK makes it again. */
    private static final int INTERRUPTED = 2;

    /** The way of a system call: as {@code tryLock} makes it, which is left alone. */
    public static final int TRIES = 0;

    /** It waits for the lock. */
    public static final int WAITS = 1;

    /** It would wait, and is made without that the first time. */
    public static final int TRIES_FIRST = 2;

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
                record.note(Family.FILELOCK, context, CALL, path);
                return true;
            }
        } catch (Throwable fault) {
            Family.FILELOCK.fault(fault);
            return false;
        }
        throw failure;
    }

    /**
     * Right before a system call that waits for the lock; throws when the context is done.
     *
     * @return whether it is to be made without waiting: of a lock that is free nobody need know
     */
    public static boolean beforeSystemCall() throws IOException {
        ThreadRecord record = ThreadRecord.peek();
        if (record == null || !record.in(Family.FILELOCK) || record.muted) {
            return false;
        }
        BlockedCall call = record.blocked;
        if (call instanceof FileLockCall) {
            ((FileLockCall) call).check();
            ((FileLockCall) call).enterKernel();
        }
        return call == null;
    }

    /**
     * After that system call; throws when it was left without the lock and the context is done.
     *
     * @param tried what {@link #beforeSystemCall} said
     * @return the result for the JDK
     */
    public static int afterSystemCall(boolean tried, int result) throws IOException {
        if (tried) {
            return result == NO_LOCK ? waitsFromHere() : result;
        }
        ThreadRecord record = ThreadRecord.peek();
        if (record != null && record.blocked instanceof FileLockCall) {
            FileLockCall call = (FileLockCall) record.blocked;
            call.leaveKernel();
            if (result == INTERRUPTED) {
                call.check();
            }
        }
        return result;
    }

    /** Registers the call of the thread, which then comes by {@link #beforeSystemCall} again. */
    private static int waitsFromHere() {
        ThreadRecord record = ThreadRecord.current();
        Object context = record.context;
        if (context != null) {
            try {
                record.block(Family.FILELOCK, new FileLockCall(context, record.target));
            } catch (Throwable fault) { // it waits as it would without the agent
                Family.FILELOCK.fault(fault);
                Waits.mute(record, Family.FILELOCK, context);
            }
        }
        return INTERRUPTED;
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
