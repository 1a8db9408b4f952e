package io.ctxagent.boot;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of piped streams, readers and writers. */
public final class Pipes {

    private Pipes() {}

    /**
     * On entry of read and write; fails fast when the context is done.
     *
     * @param waits whether it is known already that there is nothing to read
     * @return what {@link #exit} takes, which must follow; null where this is not the outermost hooked call of the thread
     */
    public static @Nullable Object enter(String call, Object pipe, boolean waits) throws IOException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null ? null : enterUnder(record, call, pipe, waits);
    }

    /** What each call under a context pays. Small, so that it is compiled into its callers. */
    private static @Nullable ThreadRecord enterUnder(ThreadRecord record, String call, Object pipe, boolean waits)
            throws IOException {
        Object context = record.under();
        boolean outermost = record.free();
        try {
            if (outermost && !waits && !Family.PIPE.off() && !((BooleanSupplier) context).getAsBoolean()) {
                record.begin(Family.PIPE, context, call, pipe);
                return record;
            }
        } catch (Throwable fault) {
            Family.PIPE.fault(fault);
            return null;
        }
        return outermost && enterOtherwise(record, context, call, pipe, waits) ? record : null;
    }

    /** The outermost call where it has to wait, its family is off or its context is done. */
    private static boolean enterOtherwise(ThreadRecord record, Object context, String call, Object pipe, boolean waits)
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
                if (waits) {
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
        if (record == null || record.family != Family.PIPE || record.blocked != null || record.muted) {
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
