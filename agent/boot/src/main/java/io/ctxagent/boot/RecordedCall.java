package io.ctxagent.boot;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A wait that is shown and never woken, because nothing that it could throw is legal ({@code Lock.lock()}, a bare park) or
 * because nothing wakes it (a name lookup, standard input).
 */
class RecordedCall extends BlockedCall {

    RecordedCall(Object context, Family family, String call, @Nullable Object target) {
        super(context, family.id(), call, target);
    }

    /** The call that stands in {@code record}. */
    @SuppressWarnings("NullAway") // of a call that stands it is there
    RecordedCall(ThreadRecord record) {
        super(record, record.call);
    }

    @Override
    public final boolean cancellable() {
        return false;
    }

    @Override
    public final @Nullable String target() {
        Object object = target == null ? LockSupport.getBlocker(thread) : target;
        if (object == null || object instanceof String) {
            return (String) object;
        }
        return object.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(object));
    }

    @Override
    final void fire() {
        fired();
    }

    @Override
    final @Nullable Throwable outcome(@Nullable Throwable thrown) {
        return thrown;
    }
}
