package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** A wait that is shown and never woken, because nothing that it could throw is legal: {@code Lock.lock()}, a bare park. */
final class RecordedCall extends BlockedCall {

    RecordedCall(Object context, Family family, String call, @Nullable Object target) {
        super(context, family.id(), call, target);
    }

    @Override
    public boolean cancellable() {
        return false;
    }

    @Override
    public @Nullable String target() {
        Object object = target;
        return object == null ? null : object.getClass().getName();
    }

    @Override
    void fire() {
        fired();
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        return thrown;
    }
}
