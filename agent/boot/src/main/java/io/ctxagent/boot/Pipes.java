package io.ctxagent.boot;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of piped streams, readers and writers. */
public final class Pipes {

    /** It finds out whether there is room, and asks {@link #full} where there is none. */
    public static final int WRITES = 0;

    /** The pipe's lock is held and there is something to read: nothing is waited for. */
    public static final int READS = 1;

    /** The pipe's lock is held and there is nothing to read. */
    public static final int WAITS = 2;

    private Pipes() {}

    /**
     * On entry of read and write; fails fast when the context is done.
     *
     * @param way {@link #WRITES}, {@link #READS} what is there, or {@link #WAITS} because nothing is
     * @return what {@link #exit} takes, which must follow; null where this is not the outermost hooked call of the thread
     */
    public static @Nullable Object enter(String call, Object pipe, int way) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null ? null : enterUnder(record, call, pipe, way);
    }

    /** What each call under a context pays. Small, so that it is compiled into its callers. */
    private static @Nullable ThreadRecord enterUnder(ThreadRecord record, String call, Object pipe, int way)
            throws IOException {
        Object context = record.under();
        boolean outermost = record.free();
        try {
            if (outermost && !Family.PIPE.off() && !((BooleanSupplier) context).getAsBoolean()) {
                if (way == READS) {
                    return null;
                }
                if (way == WRITES) {
                    record.begin(Family.PIPE, context, call, pipe);
                    return record;
                }
            }
        } catch (Throwable fault) {
            Family.PIPE.fault(fault);
            return null;
        }
        return outermost && enterOtherwise(record, context, call, pipe, way) ? record : null;
    }

    /** The outermost call where it has to wait, its family is off or its context is done. */
    private static boolean enterOtherwise(ThreadRecord record, Object context, String call, Object pipe, int way)
            throws IOException {
        IOException failure = null;
        try {
            if (Family.PIPE.off()) {
                return Waits.mute(record, Family.PIPE, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                if (Settings.enforce && Guards.spare(record, pipe)) {
                    return Waits.spared(record, Family.PIPE, context, call, pipe);
                }
                EndedCalls.note(context, call);
                failure = Settings.enforce ? failure(context) : null;
            }
            if (failure == null) {
                if (way == WAITS) {
                    record.block(Family.PIPE, new PipeCall(context, call, pipe));
                } else {
                    record.begin(Family.PIPE, context, call, pipe);
                }
                return true;
            }
        } catch (Throwable fault) {
            Family.PIPE.fault(fault);
            return false;
        }
        throw failure;
    }

    /** In a write that finds the pipe full: registers it. Throws nothing. */
    public static void full() {
        ThreadRecord record = ThreadRecord.peek();
        if (record == null || !record.in(Family.PIPE) || record.blocked != null || record.muted) {
            return;
        }
        try {
            Object context = record.context;
            String call = record.call;
            if (context != null && call != null) {
                record.block(Family.PIPE, new PipeCall(context, call, record.target));
            }
        } catch (Throwable fault) {
            Family.PIPE.fault(fault);
        }
    }

    /** On the way out of a call, with what {@link #enter} gave it: what it ends with, null for its result. */
    public static @Nullable Throwable exit(Object entered, @Nullable Throwable thrown) {
        return Waits.end(entered, thrown);
    }

    static @Nullable IOException failure(Object context) {
        RuntimeException cause = BlockedCall.contextException(context);
        return cause == null ? null : new ContextInterruptedIOException(cause);
    }
}
