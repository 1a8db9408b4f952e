package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * A wait that goes on after it was told to end: its thread stays until others have ended too. It is shown, and not woken
 * again: there is nothing more to tell.
 */
final class ToldCall extends RecordedCall {

    private final Throwable noticed;
    private final Throwable told;

    /**
     * @param noticed what the call itself says of its end
     * @param told what that is to its caller
     */
    ToldCall(Object context, Family family, String call, @Nullable Object target, Throwable noticed, Throwable told) {
        super(context, family, call, target);
        this.noticed = noticed;
        this.told = told;
    }

    @Override
    @Nullable
    Throwable ending(boolean woken, @Nullable Throwable thrown) {
        return thrown == noticed ? told : thrown;
    }

    /** Noted when it was told. */
    @Override
    void noteEnd(@Nullable Throwable outcome) {}
}
