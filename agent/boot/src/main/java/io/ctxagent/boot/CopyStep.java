package io.ctxagent.boot;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A step of a COPY that runs the user's code in the middle of a message to the server. That code is not the driver's: while it
 * runs the step is laid aside, and its calls obey the context by themselves. What it writes is the driver's again.
 *
 * <p>A message that has begun has to be whole all the same. So what that code throws under a context that is done is kept until
 * the driver has filled the message up, as it does with one that is too short, and the step ends with it then. The COPY
 * can be given up after that, and the connection is good.
 */
final class CopyStep {

    private final ThreadRecord record;
    private final Object context;
    private final String call;
    private final Object executor;
    private final boolean muted;
    private @Nullable Throwable kept;

    /** The one that {@code record} is in. */
    CopyStep(ThreadRecord record, Object context, String call, Object executor) {
        this.record = record;
        this.context = context;
        this.call = call;
        this.executor = executor;
        this.muted = record.muted;
    }

    /** A cancel that is under way is waited for; the answer is for the step that reads one. */
    void layAside() {
        Waits.end(record, null);
    }

    void takeUp() {
        if (muted) {
            Waits.mute(record, Family.JDBC, context);
        } else {
            DriverWaits.noted(record, context, call, executor, DriverWaits.COPY);
        }
    }

    /**
     * {@link #takeUp} for what the user's code has the driver write; refused under a context that is done.
     *
     * @return whether it was, and {@link #layAside} must follow: not in another thread, nor below a call that counts for what it
     *     does
     */
    boolean takeUpToWrite() throws IOException {
        if (ThreadRecord.peek() != record || record.silencesDrivers()) {
            return false;
        }
        RuntimeException cause = isOver() ? BlockedCall.contextException(context) : null;
        if (cause != null) {
            throw new ContextInterruptedIOException(cause);
        }
        takeUp();
        return true;
    }

    /** Whether it ends with {@code thrown}, of the user's code, but later; false where its context is not done. */
    boolean keeps(Throwable thrown) {
        boolean over = isOver();
        if (over) {
            kept = thrown;
        }
        return over;
    }

    private boolean isOver() {
        return !muted && Settings.enforce && ((BooleanSupplier) context).getAsBoolean();
    }

    /** What it ends with, of what it would end with by itself. */
    @Nullable
    Throwable exit(@Nullable Throwable thrown) {
        Throwable ending = Waits.end(record, thrown);
        Throwable cause = kept;
        if (ending != null || cause == null) {
            return ending;
        }
        JdbcSupport support = JdbcSupport.instance;
        Exception failure = support == null ? null : support.failure(context, cause);
        return failure == null ? cause : failure;
    }
}
