package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that nothing can wake once they are in the operating system: name lookups, standard input, the outputs of a
 * process. Under a done context they are not begun; otherwise they are recorded as not cancellable.
 */
final class UnwakeableCalls {

    private UnwakeableCalls() {}

    /**
     * Records the call.
     *
     * @return whether this is the outermost hooked call of the thread, and {@link Waits#exit} must follow
     */
    static boolean enter(Family family, Object context, String call, @Nullable Object target) {
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.inCall() || record.agent) {
                return false;
            }
            if (family.off()) {
                return Waits.mute(record, family, context);
            }
            record.agent = true;
            try {
                RecordedCall blocked = new RecordedCall(context, family, call, target);
                blocked.register(record);
                record.begin(family, context, call, target);
                record.blocked = blocked;
            } finally {
                record.agent = false;
            }
            return true;
        } catch (Throwable fault) {
            family.fault(fault);
            return false;
        }
    }

    /** Why the call must not begin: what {@code check()} of its context would throw; null when it may. */
    static @Nullable RuntimeException refusal(Family family, Object context, String call) {
        try {
            ThreadRecord record = ThreadRecord.current();
            if (record.inCall() || record.agent || family.off()) {
                return null;
            }
            if (!((BooleanSupplier) context).getAsBoolean()) {
                return null;
            }
            if (Settings.enforce && Guards.spare(record, null)) {
                return null;
            }
            EndedCalls.note(context, call);
            return Settings.enforce ? BlockedCall.contextException(context) : null;
        } catch (Throwable fault) {
            family.fault(fault);
            return null;
        }
    }
}
