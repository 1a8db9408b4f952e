package io.ctxagent.boot;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The hooks of {@code read} in the stream that {@code BodyHandlers.ofInputStream()} gives. */
public final class BodyReads {

    private static final String CALL = "java.net.http.HttpResponseInputStream.read";

    private BodyReads() {}

    /** On entry; fails fast when the context is done, and closes nothing. True when {@link #exit} must follow. */
    public static boolean enter(Closeable stream) throws IOException {
        Object context = Current.SLOT.get();
        return context != null && enterUnder(context, stream);
    }

    private static boolean enterUnder(Object context, Closeable stream) throws IOException {
        RuntimeException refusal = null;
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.inCall() || record.agent) {
                return false;
            }
            if (Family.HTTPCLIENT.off()) {
                return Waits.mute(record, Family.HTTPCLIENT, context);
            }
            if (((BooleanSupplier) context).getAsBoolean()) {
                if (Settings.enforce && Guards.spare(record, stream)) {
                    return Waits.spared(record, Family.HTTPCLIENT, context, CALL, stream);
                }
                EndedCalls.note(context, CALL);
                refusal = Settings.enforce ? BlockedCall.contextException(context) : null;
            }
            if (refusal == null) {
                record.begin(Family.HTTPCLIENT, context, CALL, stream);
                return true;
            }
        } catch (Throwable fault) {
            Family.HTTPCLIENT.fault(fault);
            return false;
        }
        throw new ContextInterruptedIOException(refusal);
    }

    /** On the way out of a call that {@link #enter} returned true for: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }
}
